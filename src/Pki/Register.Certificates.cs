using TrustPlatform.Cryptography.Revocation;
using TrustPlatform.Cryptography.Issuing;

namespace TrustPlatform.Pki;

/// <summary>A certificate that was issued.</summary>
internal sealed record RegisteredCertificate(byte[] Serial, string Authority, byte[] Digest, long? RevokedAt, RevocationReason Reason);

internal sealed partial class Register
{
    private const string SelectCertificate =
        "SELECT serial, authority, digest, revoked_at, revocation_reason FROM certificate WHERE serial = ?1";

    public static RegisteredCertificate? FindCertificate(SqlSession session, byte[] serial) =>
        session.First(SelectCertificate, ReadCertificate, serial);

    /// <summary>A certificate was issued for the key, whatever became of it.</summary>
    public static bool HasCertificate(SqlSession session, byte[] publicKeyDigest) =>
        session.Number("SELECT EXISTS (SELECT 1 FROM certificate WHERE spki_digest = ?1)", publicKeyDigest) != 0;

    /// <summary>The certificate of the serial number is revoked or suspended.</summary>
    public static bool IsRevoked(SqlSession session, byte[]? serial) =>
        session.Number("SELECT EXISTS (SELECT 1 FROM certificate WHERE serial = ?1 AND revoked_at IS NOT NULL)", serial) != 0;

    /// <summary>Keeps serial numbers of an authority for certificates that are about to be signed; each is used at most once.</summary>
    public static int Reserve(SqlSession session, string authority, byte[] serials, DateTimeOffset now) => session.Execute(
        "INSERT INTO reservation (authority, reserved_at, serials) VALUES (?1, ?2, ?3)",
        authority, now.ToUnixTimeSeconds(), serials);

    /// <summary>
    /// Stores a certificate; false, with nothing written, when its serial number or its key has one, or its issuer is revoked.
    /// </summary>
    public static bool Issue(SqlSession session, SignedCertificate signed) =>
        session.Execute(
            """
            INSERT INTO certificate (serial, authority, profile, spki_digest, issued_at, der, digest, not_after)
            SELECT ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8
            WHERE NOT EXISTS (SELECT 1 FROM certificate WHERE serial = ?9 AND revoked_at IS NOT NULL)
            ON CONFLICT DO NOTHING
            """,
            signed.Prepared.Serial, signed.Prepared.AuthorityId, signed.Prepared.Profile.Name, signed.PublicKeyDigest,
            signed.At.ToUnixTimeSeconds(), signed.Stored, signed.Digest, signed.Prepared.NotAfter.ToUnixTimeSeconds(), signed.IssuerSerial) == 1;

    /// <summary>
    /// Revokes from a time on or, with null, releases; <paramref name="now"/> is when that was decided. The authority's CRLs
    /// are stale from then on.
    /// </summary>
    public static void SetRevocation(
        SqlSession session, RegisteredCertificate certificate, DateTimeOffset? at, RevocationReason reason, DateTimeOffset now)
    {
        session.Execute(
            "UPDATE certificate SET revoked_at = ?2, revocation_reason = ?3, changed_at = ?4 WHERE serial = ?1",
            certificate.Serial, at?.ToUnixTimeSeconds(), (long)reason, now.ToUnixTimeSeconds());
        session.Execute("UPDATE crl SET stale = 1 WHERE authority = ?1", certificate.Authority);
    }

    /// <summary>
    /// Revoked certificates of an authority that had not expired at the given time, all or those of one part of its CRLs.
    /// </summary>
    public static List<CrlEntry> Revoked(
        SqlSession session, AuthorityPlan plan, int? partition, DateTimeOffset notExpiredAt) =>
        session.All(
            """
            SELECT serial, revoked_at, revocation_reason FROM certificate
            WHERE authority = ?1 AND revoked_at IS NOT NULL AND not_after >= ?2 ORDER BY revoked_at, serial
            """,
            ReadEntry,
            row => partition is null || plan.PartitionOf(row.Octets(0)) == partition,
            plan.Id, notExpiredAt.ToUnixTimeSeconds());

    /// <summary>
    /// What changed since a time: certificates revoked, and those released, which only a delta CRL says (RFC 5280, 5.3.1).
    /// </summary>
    public static List<CrlEntry> Changed(SqlSession session, string authority, DateTimeOffset since) => session.All(
        """
        SELECT serial, coalesce(revoked_at, changed_at), CASE WHEN revoked_at IS NULL THEN 8 ELSE revocation_reason END
        FROM certificate WHERE authority = ?1 AND changed_at >= ?2 ORDER BY changed_at, serial
        """,
        ReadEntry, authority, since.ToUnixTimeSeconds());

    /// <summary>Forgets the octets of one-time certificates that ended before a time; digest, status and dates stay.</summary>
    public static int EraseShortTerm(SqlSession session, string profile, DateTimeOffset endedBefore) => session.Execute(
        "UPDATE certificate SET der = NULL WHERE profile = ?1 AND not_after < ?2 AND der IS NOT NULL",
        profile, endedBefore.ToUnixTimeSeconds());

    /// <summary>Every certificate whose octets are kept, oldest first: serial number, CA, profile, octets.</summary>
    public static List<(byte[] Serial, string Authority, string Profile, byte[] Stored)> KeptCertificates(SqlSession session) =>
        session.All(
            "SELECT serial, authority, profile, der FROM certificate WHERE der IS NOT NULL ORDER BY rowid",
            row => (row.Octets(0), row.Text(1), row.Text(2), row.Octets(3)));

    /// <summary>How many certificates were issued, and how many of them are revoked or suspended.</summary>
    public static (long Issued, long Revoked) Count(SqlSession session) => session.All(
        "SELECT count(*), count(revoked_at) FROM certificate", row => (row.Number(0), row.Number(1)))[0];

    private static CrlEntry ReadEntry(SqlRow row) => new(
        row.Octets(0), row.Instant(1), (RevocationReason)row.Number(2));

    private static RegisteredCertificate ReadCertificate(SqlRow row) => new(
        row.Octets(0), row.Text(1), row.Octets(2), row.NumberOrNull(3), (RevocationReason)row.Number(4));
}
