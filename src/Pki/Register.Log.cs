namespace TrustPlatform.Pki;

/// <summary>The key that signs the certificate log's checkpoints.</summary>
internal sealed record RegisteredLogKey(string Origin, byte[] PublicKeyInfo, byte[] Reference);

internal sealed partial class Register
{
    public static RegisteredLogKey? FindLogKey(SqlSession session) => session.First(
        "SELECT origin, spki, wrapped_key FROM certificate_log_key WHERE id = 1",
        row => new RegisteredLogKey(row.Text(0), row.Octets(1), row.Octets(2)));

    public static void AddLogKey(SqlSession session, RegisteredLogKey key) => session.Execute(
        "INSERT INTO certificate_log_key (id, origin, spki, wrapped_key) VALUES (1, ?1, ?2, ?3)",
        key.Origin, key.PublicKeyInfo, key.Reference);

    /// <summary>How many entries the log has.</summary>
    public static long LogSize(SqlSession session) =>
        session.Number("SELECT coalesce((SELECT max(position) FROM certificate_log), -1) + 1");

    /// <summary>Writes the next entry; it counts when the transaction commits.</summary>
    public static void AppendToLog(SqlSession session, byte[] entry) => session.Execute(
        "INSERT INTO certificate_log (position, entry) VALUES (coalesce((SELECT max(position) FROM certificate_log), -1) + 1, ?1)",
        entry);

    /// <summary>Entries in order; fewer than asked for where the log has a hole or ends.</summary>
    public static List<byte[]> LogEntries(SqlSession session, long first, long count) => session.All(
        "SELECT entry FROM certificate_log WHERE position >= ?1 AND position < ?1 + ?2 ORDER BY position",
        row => row.Octets(0), first, count);

    /// <summary>Hashes of whole subtrees of 2^level entries.</summary>
    public static List<byte[]> LogSubtrees(SqlSession session, int level, long first, long count) => session.All(
        "SELECT hash FROM certificate_log_subtree WHERE level = ?1 AND position >= ?2 AND position < ?2 + ?3 ORDER BY position",
        row => row.Octets(0), (long)level, first, count);

    /// <summary>How many subtrees of a level are kept.</summary>
    public static long LogSubtreeCount(SqlSession session, int level) => session.Number(
        "SELECT coalesce((SELECT max(position) FROM certificate_log_subtree WHERE level = ?1), -1) + 1", (long)level);

    public static void AddLogSubtree(SqlSession session, int level, long position, byte[] hash) => session.Execute(
        "INSERT INTO certificate_log_subtree (level, position, hash) VALUES (?1, ?2, ?3)", (long)level, position, hash);

    /// <summary>Serial number and digest of every certificate issued.</summary>
    public static Dictionary<string, string> IssuedDigests(SqlSession session) => session.All(
        "SELECT serial, digest FROM certificate",
        row => (Serial: Convert.ToHexString(row.Octets(0)), Digest: Convert.ToHexString(row.Octets(1))))
        .ToDictionary(row => row.Serial, row => row.Digest, StringComparer.Ordinal);
}
