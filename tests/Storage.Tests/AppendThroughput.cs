using System.Diagnostics;

namespace TrustPlatform.Storage.Tests;

/// <summary>
/// Appends per second beside the raw rate of synced writes in the same run. A measurement, not a test of limits: run with
/// <c>-explicit only</c>.
/// </summary>
public sealed class AppendThroughput(PostgresServer server, ITestOutputHelper output)
{
    private static readonly TimeSpan s_duration = TimeSpan.FromSeconds(5);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory(Explicit = true)]
    [InlineData("sqlite")]
    [InlineData("postgres")]
    public async Task Measure(string kind)
    {
        using var folder = new TemporaryFolder();
        var place = kind == "sqlite" ? folder.File("events.db") : await server.CreateDatabaseAsync(Token);
        await using var store = await CrashWriter.OpenAsync(kind, place, Token);
        await AppendAsync(store, "warm", 16, TimeSpan.FromSeconds(1));
        foreach (var callers in (int[])[1, 64, 1_000])
        {
            var synced = SyncedWrites(folder.File("raw"));
            var (appends, latencies) = await AppendAsync(store, $"c{callers}", callers, s_duration);
            latencies.Sort();
            output.WriteLine(
                $"{kind}: {callers} callers {appends:n0}/s, p50 {latencies[latencies.Count / 2]:n2} ms, " +
                $"p99 {latencies[latencies.Count * 99 / 100]:n2} ms; raw 4 KiB write + fsync {synced:n0}/s; ratio {appends / synced:n2}");
            Assert.True(appends > 0);
        }
    }

    private static async Task<(double PerSecond, List<double> Milliseconds)> AppendAsync(
        IEventStore store, string prefix, int callers, TimeSpan duration)
    {
        var clock = Stopwatch.StartNew();
        var latencies = await Task.WhenAll(Enumerable.Range(0, callers).Select(caller => Task.Run(async () =>
        {
            var own = new List<double>();
            var payload = new byte[600];
            var hash = new byte[32];
            for (long sequence = 0; clock.Elapsed < duration; sequence++)
            {
                var start = clock.Elapsed;
                var outcome = await store.AppendAsync(new()
                {
                    StreamId = $"{prefix}-{caller}",
                    ExpectedSequence = sequence,
                    Events = [new(sequence + 1, "contract.viewed", payload, hash)],
                    Snapshot = new byte[800],
                    Outbox = [new("status", new byte[100])],
                }, Token);
                Assert.IsType<AppendOutcome.Committed>(outcome);
                own.Add((clock.Elapsed - start).TotalMilliseconds);
            }

            return own;
        }, Token)));
        return (latencies.Sum(own => own.Count) / clock.Elapsed.TotalSeconds, [.. latencies.SelectMany(own => own)]);
    }

    private static double SyncedWrites(string path)
    {
        using var file = new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0);
        var block = new byte[4096];
        var clock = Stopwatch.StartNew();
        var count = 0;
        for (; clock.Elapsed < TimeSpan.FromSeconds(2); count++)
        {
            file.Write(block);
            file.Flush(flushToDisk: true);
        }

        return count / clock.Elapsed.TotalSeconds;
    }
}
