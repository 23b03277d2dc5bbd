using System.Threading.Channels;
using Orleans.Placement;

namespace TrustPlatform.Storage.Tests;

/// <summary>A grain with a number in the cold storage and a reminder.</summary>
[Alias("trust.tests.counter")]
public interface ICounterGrain : IGrainWithStringKey
{
    [Alias("increment")]
    Task<int> IncrementAsync();

    [Alias("get")]
    Task<int> GetAsync();

    [Alias("clear")]
    Task ClearAsync();

    [Alias("remind")]
    Task RemindAsync(TimeSpan dueTime);

    [Alias("forget")]
    Task ForgetAsync();

    [Alias("deactivate")]
    Task DeactivateAsync();

    [Alias("silo")]
    Task<string> SiloAsync();
}

[GenerateSerializer, Alias("trust.tests.counter-state")]
public sealed class CounterState
{
    [Id(0)]
    public int Value { get; set; }
}

/// <summary>Where a silo reports the reminders that fired.</summary>
public sealed class FiredReminders
{
    public Channel<string> Keys { get; } = Channel.CreateUnbounded<string>();
}

[RandomPlacement]
public sealed class CounterGrain(
    [PersistentState("counter")] IPersistentState<CounterState> state, FiredReminders fired, ILocalSiloDetails silo)
    : Grain, ICounterGrain, IRemindable
{
    private const string Reminder = "again";

    public async Task<int> IncrementAsync()
    {
        state.State.Value++;
        await state.WriteStateAsync();
        return state.State.Value;
    }

    public Task<int> GetAsync() => Task.FromResult(state.State.Value);

    public Task ClearAsync() => state.ClearStateAsync();

    public Task RemindAsync(TimeSpan dueTime) => this.RegisterOrUpdateReminder(Reminder, dueTime, TimeSpan.FromSeconds(1));

    public async Task ForgetAsync() => await this.UnregisterReminder((await this.GetReminder(Reminder))!);

    public Task DeactivateAsync()
    {
        DeactivateOnIdle();
        return Task.CompletedTask;
    }

    public Task<string> SiloAsync() => Task.FromResult(silo.Name);

    public async Task ReceiveReminder(string reminderName, TickStatus status) =>
        await fired.Keys.Writer.WriteAsync(this.GetPrimaryKeyString());
}
