namespace TrustPlatform.Pki;

/// <summary>A CRL as published; the octets apart, since they may be many.</summary>
internal sealed record RegisteredCrl(long Number, DateTimeOffset ThisUpdate, DateTimeOffset NextUpdate, bool Stale);

internal sealed partial class Register
{
    public static RegisteredCrl? FindCrl(SqlSession session, string authority, string scope) => session.First(
        "SELECT number, this_update, next_update, stale FROM crl WHERE authority = ?1 AND scope = ?2",
        row => new RegisteredCrl(
            row.Number(0), row.Instant(1),
            row.Instant(2), row.Number(3) != 0),
        authority, scope);

    public static byte[]? FindCrlOctets(SqlSession session, string authority, string scope, long number) => session.First(
        "SELECT der FROM crl WHERE authority = ?1 AND scope = ?2 AND number = ?3",
        row => row.Octets(0), authority, scope, number);

    public static void StoreCrl(SqlSession session, string authority, string scope, RegisteredCrl crl, byte[] der) =>
        session.Execute(
            """
            INSERT INTO crl (authority, scope, number, this_update, next_update, stale, der) VALUES (?1, ?2, ?3, ?4, ?5, 0, ?6)
            ON CONFLICT (authority, scope) DO UPDATE SET number = ?3, this_update = ?4, next_update = ?5, stale = 0, der = ?6
            WHERE number < ?3
            """,
            authority, scope, crl.Number, crl.ThisUpdate.ToUnixTimeSeconds(), crl.NextUpdate.ToUnixTimeSeconds(), der);

    /// <summary>
    /// Notes a complete CRL; returns the oldest one that somebody may still use, on which a delta CRL builds.
    /// </summary>
    public static RegisteredCrl AddCrlBase(SqlSession session, string authority, RegisteredCrl crl, DateTimeOffset now)
    {
        session.Execute("DELETE FROM crl_base WHERE authority = ?1 AND next_update < ?2", authority, now.ToUnixTimeSeconds());
        session.Execute(
            "INSERT INTO crl_base (authority, number, this_update, next_update) VALUES (?1, ?2, ?3, ?4) ON CONFLICT DO NOTHING",
            authority, crl.Number, crl.ThisUpdate.ToUnixTimeSeconds(), crl.NextUpdate.ToUnixTimeSeconds());
        return session.First(
            "SELECT number, this_update, next_update FROM crl_base WHERE authority = ?1 ORDER BY number LIMIT 1",
            row => new RegisteredCrl(
                row.Number(0), row.Instant(1),
                row.Instant(2), Stale: false),
            authority)!;
    }
}
