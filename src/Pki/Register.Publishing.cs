namespace TrustPlatform.Pki;

internal sealed record RegisteredCrl(long Number, DateTimeOffset ThisUpdate, DateTimeOffset NextUpdate, bool Stale, byte[] Der);

internal sealed partial class Register
{
    public static RegisteredCrl? FindCrl(SqlSession session, string authority) => session.First(
        "SELECT number, this_update, next_update, stale, der FROM crl WHERE authority = $1",
        row => new RegisteredCrl(
            row.GetInt64(0), DateTimeOffset.FromUnixTimeSeconds(row.GetInt64(1)),
            DateTimeOffset.FromUnixTimeSeconds(row.GetInt64(2)), row.GetInt64(3) != 0, row.GetFieldValue<byte[]>(4)),
        authority);

    public static void StoreCrl(SqlSession session, string authority, RegisteredCrl crl) => session.Execute(
        """
        INSERT INTO crl (authority, number, this_update, next_update, stale, der) VALUES ($1, $2, $3, $4, 0, $5)
        ON CONFLICT (authority) DO UPDATE SET number = $2, this_update = $3, next_update = $4, stale = 0, der = $5
        WHERE number < $2
        """,
        authority, crl.Number, crl.ThisUpdate.ToUnixTimeSeconds(), crl.NextUpdate.ToUnixTimeSeconds(), crl.Der);

    /// <summary>Moves the time of the last timestamp forward, never back; returns where it stands.</summary>
    public static DateTimeOffset AdvanceTimestampClock(SqlSession session, DateTimeOffset second)
    {
        session.Execute("UPDATE timestamp_clock SET last = $1 WHERE last < $1", second.ToUnixTimeSeconds());
        return session.All(
            "SELECT last FROM timestamp_clock", row => DateTimeOffset.FromUnixTimeSeconds(row.GetInt64(0)))[0];
    }
}
