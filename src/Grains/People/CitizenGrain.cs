using TrustPlatform.Contracts;
using TrustPlatform.GrainInterfaces;
using TrustPlatform.Grains.Contracts;
using TrustPlatform.Storage;

namespace TrustPlatform.Grains.People;

/// <summary>A citizen's record; personal data sealed.</summary>
internal sealed class CitizenState
{
    /// <summary>Null before the first sign-in.</summary>
    public CitizenRecord? Record { get; set; }
}

/// <summary>A citizen.</summary>
internal sealed class CitizenGrain(
    [PersistentState("citizen")] IPersistentState<CitizenState> state, IEventStore store) : Grain, ICitizenGrain
{
    public async Task RecordIdentification(CitizenRecord record)
    {
        state.State.Record = record;
        await state.WriteStateAsync();
    }

    public Task<CitizenRecord?> Read() => Task.FromResult(state.State.Record);

    public Task<ContractPage> Contracts(ContractStatus? status, string? after, int limit) =>
        ContractViews.PageOf(store, this.GetPrimaryKeyString(), status, after, limit);
}
