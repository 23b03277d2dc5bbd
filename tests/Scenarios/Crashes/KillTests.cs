using System.Security.Cryptography;
using System.Text.RegularExpressions;
using TrustPlatform.Scenarios.Running;

namespace TrustPlatform.Scenarios.Crashes;

/// <summary>The demo is killed at random moments and started again: the contract goes on, nothing is lost, nobody signs twice.</summary>
public sealed class KillTests
{
    private const int Kills = 25;
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task Twenty_five_kills_lose_nothing_and_sign_nothing_twice()
    {
        var folder = Directory.CreateTempSubdirectory("trust-kills-");
        var (data, output) = (Path.Combine(folder.FullName, "data"), Path.Combine(folder.FullName, "out"));
        var port = Ports.FreeBlock();
        string[] arguments = ["--once", "--port", $"{port}", "--data", data, "--out", output];
        try
        {
            for (var kill = 0; kill < Kills; kill++)
            {
                await KillAtRandomLine(arguments);
            }

            using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(2));
            var last = await Tool.Run(Tool.Ours("Demo"), arguments, limit.Token);

            Assert.True(last.ExitCode == 0, last.Output + last.Error);
            AssertWhole(last.Output);
            var pdfsig = await Tool.Run("pdfsig", ["-nocert", Path.Combine(output, "contract.pdf")], limit.Token);
            Assert.Equal(3, Regex.Count(pdfsig.Output, "Signature is Valid\\."));
            Assert.Equal(4, Regex.Count(pdfsig.Output, "Signature #"));
            await AssertOneOfEach(data);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    /// <summary>Starts, lets a random number of lines pass, and kills without warning.</summary>
    private static async Task KillAtRandomLine(string[] arguments)
    {
        using var process = Tool.Start(Tool.Ours("Demo"), arguments);
        using var limit = new CancellationTokenSource(s_patience);
        var lines = RandomNumberGenerator.GetInt32(1, 34);
        while (lines-- > 0 && await process.StandardOutput.ReadLineAsync(limit.Token) is not null)
        {
        }

        // Somewhere between two lines rather than always right behind one.
        await Task.Delay(RandomNumberGenerator.GetInt32(0, 60), limit.Token);
        process.Kill();
        await process.WaitForExitAsync(limit.Token);
    }

    /// <summary>The last run prints the whole timeline: numbers without a gap.</summary>
    private static void AssertWhole(string output)
    {
        var sequences = Regex.Matches(output, @"^\s+\d\d:\d\d:\d\d\s+(\d+)\s", RegexOptions.Multiline)
            .Select(match => int.Parse(match.Groups[1].Value, null)).ToList();

        Assert.Equal(Enumerable.Range(1, sequences.Count), sequences);
        Assert.True(sequences.Count >= 27, output);
    }

    private static async Task AssertOneOfEach(string data)
    {
        await using var store = await Storage.SqliteEventStore.OpenAsync(
            Path.Combine(data, "events.db"), TestContext.Current.CancellationToken);
        var (rows, _) = await store.ListAsync("org-9900000016", null, null, 100, TestContext.Current.CancellationToken);
        foreach (var row in rows)
        {
            var events = await store.ReadAsync(row.StreamId, 0, 1000, TestContext.Current.CancellationToken);
            var head = Evidence.EventChain.Start;
            foreach (var happened in events)
            {
                head = Evidence.EventChain.Next(row.StreamId, head, happened.Sequence, happened.Type, happened.Payload);
                Assert.Equal(happened.Hash.ToArray(), head.ToArray());
            }

            var signed = events.Count(happened => happened.Type == "party.signed");
            Assert.True(signed is 0 or 2, $"{row.StreamId} has {signed} signatures.");
            Assert.Equal(signed, events.Count(happened => happened.Type == "certificate.issued"));
            Assert.True(events.Count(happened => happened.Type == "party.authorised") <= 2);
            Assert.True(events.Count(happened => happened.Type == "contract.completed") <= 1);
            Assert.True(events.Count(happened => happened.Type == "seal.applied") <= 1);
        }
    }
}
