using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;

namespace TrustPlatform.Storage.Tests;

/// <summary>An acknowledged event is never lost: a process that appends is killed, again and again.</summary>
public sealed class CrashTests(PostgresServer server) : IDisposable
{
    private const int Kills = 20;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public Task Killed_process_loses_no_acknowledged_event_in_sqlite() => KillAsync("sqlite", _folder.File("events.db"));

    [Fact]
    public async Task Killed_process_loses_no_acknowledged_event_in_postgres() =>
        await KillAsync("postgres", await server.CreateDatabaseAsync(TestContext.Current.CancellationToken));

    private static async Task KillAsync(string kind, string place)
    {
        var token = TestContext.Current.CancellationToken;
        var acknowledged = new Dictionary<string, long>();
        for (var kill = 0; kill < Kills; kill++)
        {
            await AppendUntilKilledAsync([kind, place], acknowledged, token);

            await using var store = await CrashWriter.OpenAsync(kind, place, token);
            await AssertStoredAsync(store, acknowledged, token);
        }

        Assert.Equal(CrashWriter.Streams, acknowledged.Count);
    }

    private static async Task AppendUntilKilledAsync(
        string[] place, Dictionary<string, long> acknowledged, CancellationToken cancellationToken)
    {
        using var process = Process.Start(new ProcessStartInfo(Environment.ProcessPath!, [CrashWriter.Verb, .. place])
        {
            RedirectStandardOutput = true,
        })!;
        // Killed after a random number of acknowledgements, wherever the writer then is.
        var lines = RandomNumberGenerator.GetInt32(1, 120);
        while (await process.StandardOutput.ReadLineAsync(cancellationToken) is { } line)
        {
            // Whole lines: a pipe takes a short write at once or not at all (POSIX, PIPE_BUF).
            var parts = line.Split(' ');
            acknowledged[parts[0]] = long.Parse(parts[1], CultureInfo.InvariantCulture);
            if (--lines == 0)
            {
                process.Kill();
            }
        }

        await process.WaitForExitAsync(cancellationToken);
        Assert.Equal(128 + 9, process.ExitCode);
    }

    private static async Task AssertStoredAsync(
        IEventStore store, Dictionary<string, long> acknowledged, CancellationToken cancellationToken)
    {
        foreach (var (streamId, sequence) in acknowledged)
        {
            var events = await Appends.ReadAllAsync(store, streamId, cancellationToken);
            Assert.True(events.Count >= sequence, $"{streamId}: {sequence} acknowledged, {events.Count} stored");
            Appends.AssertChain(events);
            var snapshot = await store.ReadSnapshotAsync(streamId, cancellationToken);
            Assert.Equal((events.Count, $"{streamId}@{events.Count}"), (snapshot!.Sequence, snapshot.State.Text()));
        }
    }
}
