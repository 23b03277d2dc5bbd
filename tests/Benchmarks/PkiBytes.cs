using System.Globalization;
using Microsoft.Data.Sqlite;

namespace TrustPlatform.Benchmarks;

/// <summary>What the register keeps of one signature for good: nothing belongs to a citizen, everything to the signature.</summary>
internal static class PkiBytes
{
    private const int Signatures = 20_000;

    public static async Task RunAsync()
    {
        using var folder = new PkiFolder();
        var before = Length(folder.Register);
        await Parallel.ForAsync(0, Signatures, new ParallelOptions { MaxDegreeOfParallelism = 16 }, async (_, _) =>
        {
            using var key = (await folder.Pki.OneTimeAsync(PkiFolder.Person(Guid.CreateVersion7().ToString()))).Key;
            key.SignHash(PkiFolder.Digest("document"));
        });
        var fresh = Length(folder.Register);
        Execute(folder.Register, "UPDATE certificate SET der = NULL WHERE profile = 'ceremony'");
        var kept = Length(folder.Register);
        Macro.Report("kept of a signature, first week", (fresh - before) / (double)Signatures, "B", "-",
            string.Create(CultureInfo.InvariantCulture, $"({Signatures} signatures by {Signatures} persons)"));
        Macro.Report("kept of a signature, for good", (kept - before) / (double)Signatures, "B", "-", "(0 B a citizen)");
    }

    /// <summary>Pages in use, the write-ahead log emptied and free pages given back.</summary>
    private static long Length(string register)
    {
        Execute(register, "PRAGMA wal_checkpoint(TRUNCATE); VACUUM; PRAGMA wal_checkpoint(TRUNCATE)");
        return new FileInfo(register).Length;
    }

    private static void Execute(string register, string sql)
    {
        using var connection = new SqliteConnection(
            new SqliteConnectionStringBuilder { DataSource = register, Pooling = false }.ConnectionString);
        connection.Open();
        using var command = connection.CreateCommand();
#pragma warning disable CA2100 // Constants of this file.
        command.CommandText = sql;
#pragma warning restore CA2100
        command.ExecuteNonQuery();
    }
}
