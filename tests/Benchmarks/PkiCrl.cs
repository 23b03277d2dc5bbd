using System.Diagnostics;
using System.Globalization;
using Microsoft.Data.Sqlite;
using TrustPlatform.Pki;

namespace TrustPlatform.Benchmarks;

/// <summary>A CRL of a million revoked certificates: time and greatest resident set of the process that makes it.</summary>
internal static class PkiCrl
{
    private const int Entries = 1_000_000;
    private const int MiB = 1 << 20;

    public static async Task RunAsync()
    {
        using var folder = new PkiFolder();
        Fill(folder.Register);
        var start = new ProcessStartInfo(Environment.ProcessPath!, ["crl-once", folder.Options.Directory]) { RedirectStandardOutput = true }; // an apphost
        using var process = Process.Start(start)!; // it was started
        var numbers = (await process.StandardOutput.ReadToEndAsync()).Split(' ');
        await process.WaitForExitAsync();
        var (seconds, peak, length) = (Number(numbers[0]), Number(numbers[1]), Number(numbers[2]));
        var detail = string.Create(CultureInfo.InvariantCulture, $"({Entries} entries, {length / MiB:F1} MiB)");
        Macro.Report("CRL of 1 M entries, PKI opened and list made", seconds, "s", "<= 10", detail);
        Macro.Report("CRL of 1 M entries, peak memory", peak / 1024, "MiB", "<= 500", detail);
    }

    /// <summary>The child's work: opens the PKI, makes the list, prints seconds, peak in KiB and length.</summary>
    public static int MakeOnce(string directory)
    {
        // Opening makes the lists that are due.
        var started = Stopwatch.GetTimestamp();
        using var pki = PlatformPki.Open(PkiFolder.OptionsOf(directory), TimeProvider.System);
        var length = pki.Crl("organisations")!.Der.Length; // that CA is there
        var seconds = Stopwatch.GetElapsedTime(started).TotalSeconds;
        var peak = File.ReadLines("/proc/self/status").First(line => line.StartsWith("VmHWM:", StringComparison.Ordinal));
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"{seconds} {peak.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1]} {length}"));
        return 0;
    }

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);

    private static void Fill(string register)
    {
        using var connection = new SqliteConnection(
            new SqliteConnectionStringBuilder { DataSource = register, Pooling = false }.ConnectionString);
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = string.Create(CultureInfo.InvariantCulture,
            $"""
            INSERT INTO certificate
                (serial, authority, profile, spki_digest, issued_at, digest, not_after, revoked_at, revocation_reason, changed_at)
            WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {Entries})
            SELECT CAST(x'22' || randomblob(16) AS BLOB), 'organisations', 'seal', randomblob(32), 0, randomblob(32), 4000000000, 1700000000 + i % 1000, i % 6, 1700000000
            FROM n;
            UPDATE crl SET stale = 1;
            """);
        command.ExecuteNonQuery();
    }
}
