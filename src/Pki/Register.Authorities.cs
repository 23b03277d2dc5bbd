namespace TrustPlatform.Pki;

/// <summary>An authority in the register.</summary>
/// <param name="Plan">Name, kind and numbering.</param>
/// <param name="Generation">1 for the first of its kind.</param>
/// <param name="Root">Id of the root that certifies it; null for a root.</param>
/// <param name="IsRetired">It answers for what it issued and issues nothing more.</param>
internal sealed record RegisteredAuthority(AuthorityPlan Plan, int Generation, string? Root, bool IsRetired);

internal sealed partial class Register
{
    public static List<RegisteredAuthority> Authorities(SqlSession session) => session.All(
        "SELECT kind, generation, serial_prefix, root, crl_partitions, retired_at FROM authority ORDER BY kind, generation",
        row => new RegisteredAuthority(
            Hierarchy.Plan((AuthorityKind)row.Number(0), (int)row.Number(1), (byte)row.Number(2), (int)row.Number(4)),
            (int)row.Number(1), row.TextOrNull(3), !row.IsNull(5)));

    /// <summary>What another authority of a kind would be; nothing is stored.</summary>
    public static RegisteredAuthority PlanAuthority(SqlSession session, AuthorityKind kind, string? root, int crlPartitions)
    {
        var known = Authorities(session);
        var generation = known.Where(other => other.Plan.Kind == kind).Select(other => other.Generation).DefaultIfEmpty().Max() + 1;
        var prefix = Hierarchy.FreePrefix(kind, known.Select(other => other.Plan.SerialPrefix).ToHashSet());
        return new(Hierarchy.Plan(kind, generation, prefix, crlPartitions), generation, root, IsRetired: false);
    }

    /// <summary>Stores an authority that has its certificate; of two processes that make the same one, both use the first.</summary>
    public static void AddAuthority(SqlSession session, RegisteredAuthority authority) => session.Execute(
        """
        INSERT INTO authority (id, kind, generation, serial_prefix, root, crl_partitions, retired_at)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, NULL) ON CONFLICT (id) DO NOTHING
        """,
        authority.Plan.Id, (long)authority.Plan.Kind, (long)authority.Generation, (long)authority.Plan.SerialPrefix,
        authority.Root, (long)authority.Plan.CrlPartitions);

    /// <summary>From now on the authority issues nothing.</summary>
    public static void RetireAuthority(SqlSession session, string id, DateTimeOffset now) => session.Execute(
        "UPDATE authority SET retired_at = ?2 WHERE id = ?1 AND retired_at IS NULL", id, now.ToUnixTimeSeconds());

    /// <summary>Moves a clock forward, never back; returns where it stands.</summary>
    public static DateTimeOffset AdvanceClock(SqlSession session, string name, DateTimeOffset second)
    {
        session.Execute(
            "INSERT INTO clock (name, last) VALUES (?1, ?2) ON CONFLICT (name) DO UPDATE SET last = ?2 WHERE last < ?2",
            name, second.ToUnixTimeSeconds());
        return session.All(
            "SELECT last FROM clock WHERE name = ?1", row => row.Instant(0), name)[0];
    }
}
