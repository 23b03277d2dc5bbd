using System.Globalization;

namespace TrustPlatform.Storage.Tests;

/// <summary>The process that the crash test kills: appends without end and prints what the store acknowledged.</summary>
internal static class CrashWriter
{
    public const string Verb = "append-until-killed";
    public const int Streams = 8;

    public static async Task<int> RunAsync(string kind, string place)
    {
        await using var store = await OpenAsync(kind, place, CancellationToken.None);
        await using var output = Console.OpenStandardOutput();
        using var writing = new SemaphoreSlim(1);
        await Task.WhenAll(Enumerable.Range(0, Streams).Select(i => AppendAsync(store, $"c-{i}", output, writing)));
        return 0;
    }

    public static async Task<IEventStore> OpenAsync(string kind, string place, CancellationToken cancellationToken) =>
        kind switch
        {
            "sqlite" => await SqliteEventStore.OpenAsync(place, cancellationToken),
            "postgres" => await PostgresEventStore.OpenAsync(place, cancellationToken),
            _ => throw new ArgumentException(kind, nameof(kind)),
        };

    private static async Task AppendAsync(IEventStore store, string streamId, Stream output, SemaphoreSlim writing)
    {
        var events = await Appends.ReadAllAsync(store, streamId, CancellationToken.None);
        var (sequence, previous) = (events.Count, events.Count == 0 ? default : events[^1].Hash);
        while (true)
        {
            var append = Appends.Of(streamId, sequence, 1 + sequence % 3, previous) with
            {
                Outbox = [new("status", default)],
            };
            if (await store.AppendAsync(append, CancellationToken.None) is not AppendOutcome.Committed)
            {
                throw new InvalidOperationException("Nobody else writes here.");
            }

            sequence += append.Events.Count;
            previous = append.Events[^1].Hash;
            await writing.WaitAsync();
            await output.WriteAsync(System.Text.Encoding.ASCII.GetBytes(
                string.Create(CultureInfo.InvariantCulture, $"{streamId} {sequence}\n")));
            await output.FlushAsync();
            writing.Release();
        }
    }
}
