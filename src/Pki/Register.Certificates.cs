using TrustPlatform.Cryptography.Revocation;
using Microsoft.Data.Sqlite;
using TrustPlatform.Cryptography.Issuing;

namespace TrustPlatform.Pki;

/// <summary>A certificate in the register; not issued while its serial number is only reserved.</summary>
internal sealed record RegisteredCertificate(
    byte[] Serial, string Authority, bool IsIssued, byte[] Digest, long? RevokedAt, RevocationReason Reason);

internal sealed partial class Register
{
    private const string SelectCertificate =
        "SELECT serial, authority, state, digest, revoked_at, revocation_reason FROM certificate WHERE serial = $1";

    public static RegisteredCertificate? FindCertificate(SqlSession session, byte[] serial) =>
        session.First(SelectCertificate, ReadCertificate, serial);

    /// <summary>A certificate was issued for the key, whatever became of it.</summary>
    public static bool HasCertificate(SqlSession session, byte[] publicKeyDigest) => session.First(
        "SELECT 1 FROM certificate WHERE spki_digest = $1 AND state = 1", _ => "", publicKeyDigest) is not null;

    /// <summary>Keeps a serial number for a certificate that is about to be signed; false when the issuer is revoked.</summary>
    public static bool Reserve(SqlSession session, PreparedCertificate prepared, byte[]? issuerSerial, DateTimeOffset now) =>
        session.Execute(
            """
            INSERT INTO certificate (serial, authority, profile, state, spki_digest, reserved_at)
            SELECT $1, $2, $3, 0, $4, $5
            WHERE NOT EXISTS (SELECT 1 FROM certificate WHERE serial = $6 AND revoked_at IS NOT NULL)
            """,
            prepared.Serial, prepared.AuthorityId, prepared.Profile.Name, prepared.PublicKeyDigest, now.ToUnixTimeSeconds(),
            issuerSerial) == 1;

    /// <summary>Turns a reserved serial number into an issued certificate.</summary>
    public static void Issue(SqlSession session, PreparedCertificate prepared, byte[] stored, byte[] digest)
    {
        var changed = session.Execute(
            "UPDATE certificate SET state = 1, der = $2, digest = $4, not_after = $3 WHERE serial = $1 AND state = 0",
            prepared.Serial, stored, prepared.NotAfter.ToUnixTimeSeconds(), digest);
        if (changed != 1)
        {
            throw new InvalidOperationException("A certificate was signed whose serial number is not reserved.");
        }
    }

    /// <summary>
    /// Revokes from a time on or, with null, releases; <paramref name="now"/> is when that was decided. The authority's CRLs
    /// are stale from then on.
    /// </summary>
    public static void SetRevocation(
        SqlSession session, RegisteredCertificate certificate, DateTimeOffset? at, RevocationReason reason, DateTimeOffset now)
    {
        session.Execute(
            "UPDATE certificate SET revoked_at = $2, revocation_reason = $3, changed_at = $4 WHERE serial = $1",
            certificate.Serial, at?.ToUnixTimeSeconds(), (long)reason, now.ToUnixTimeSeconds());
        session.Execute("UPDATE crl SET stale = 1 WHERE authority = $1", certificate.Authority);
    }

    /// <summary>
    /// Revoked certificates of an authority that had not expired at the given time, all or those of one part of its CRLs.
    /// </summary>
    public static List<CrlEntry> Revoked(
        SqlSession session, AuthorityPlan plan, int? partition, DateTimeOffset notExpiredAt) =>
        session.All(
            """
            SELECT serial, revoked_at, revocation_reason FROM certificate
            WHERE authority = $1 AND revoked_at IS NOT NULL AND not_after >= $2 ORDER BY revoked_at, serial
            """,
            ReadEntry,
            row => partition is null || plan.PartitionOf(row.GetFieldValue<byte[]>(0)) == partition,
            plan.Id, notExpiredAt.ToUnixTimeSeconds());

    /// <summary>
    /// What changed since a time: certificates revoked, and those released, which only a delta CRL says (RFC 5280, 5.3.1).
    /// </summary>
    public static List<CrlEntry> Changed(SqlSession session, string authority, DateTimeOffset since) => session.All(
        """
        SELECT serial, coalesce(revoked_at, changed_at), CASE WHEN revoked_at IS NULL THEN 8 ELSE revocation_reason END
        FROM certificate WHERE authority = $1 AND changed_at >= $2 ORDER BY changed_at, serial
        """,
        ReadEntry, authority, since.ToUnixTimeSeconds());

    /// <summary>Forgets the octets of one-time certificates that ended before a time; digest, status and dates stay.</summary>
    public static int EraseShortTerm(SqlSession session, string profile, DateTimeOffset endedBefore) => session.Execute(
        "UPDATE certificate SET der = NULL WHERE profile = $1 AND not_after < $2 AND der IS NOT NULL",
        profile, endedBefore.ToUnixTimeSeconds());

    /// <summary>Every certificate whose octets are kept, oldest first: serial number, CA, profile, octets.</summary>
    public static List<(byte[] Serial, string Authority, string Profile, byte[] Stored)> KeptCertificates(SqlSession session) =>
        session.All(
            "SELECT serial, authority, profile, der FROM certificate WHERE der IS NOT NULL ORDER BY reserved_at, serial",
            row => (row.GetFieldValue<byte[]>(0), row.GetString(1), row.GetString(2), row.GetFieldValue<byte[]>(3)));

    /// <summary>How many certificates were issued, and how many of them are revoked or suspended.</summary>
    public static (long Issued, long Revoked) Count(SqlSession session) => session.All(
        "SELECT count(*), count(revoked_at) FROM certificate WHERE state = 1", row => (row.GetInt64(0), row.GetInt64(1)))[0];

    private static CrlEntry ReadEntry(SqliteDataReader row) => new(
        row.GetFieldValue<byte[]>(0), DateTimeOffset.FromUnixTimeSeconds(row.GetInt64(1)), (RevocationReason)row.GetInt32(2));

    private static RegisteredCertificate ReadCertificate(SqliteDataReader row) => new(
        row.GetFieldValue<byte[]>(0), row.GetString(1), row.GetInt64(2) == 1, Blob(row, 3) ?? [],
        row.IsDBNull(4) ? null : row.GetInt64(4),
        row.IsDBNull(5) ? RevocationReason.Unspecified : (RevocationReason)row.GetInt32(5));

    private static byte[]? Blob(SqliteDataReader row, int column) =>
        row.IsDBNull(column) ? null : row.GetFieldValue<byte[]>(column);
}
