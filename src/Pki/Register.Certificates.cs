using TrustPlatform.Cryptography.Revocation;
using Microsoft.Data.Sqlite;
using TrustPlatform.Cryptography.Issuing;

namespace TrustPlatform.Pki;

/// <summary>A certificate in the register; <paramref name="Der"/> is null while its serial number is only reserved.</summary>
internal sealed record RegisteredCertificate(
    byte[] Serial, string Authority, byte[]? Der, long? RevokedAt, RevocationReason Reason);

internal sealed partial class Register
{
    private const string SelectCertificate =
        "SELECT serial, authority, der, revoked_at, revocation_reason FROM certificate WHERE serial = $1";

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
    public static void Issue(SqlSession session, PreparedCertificate prepared, byte[] der)
    {
        var changed = session.Execute(
            "UPDATE certificate SET state = 1, der = $2, not_after = $3 WHERE serial = $1 AND state = 0",
            prepared.Serial, der, prepared.NotAfter.ToUnixTimeSeconds());
        if (changed != 1)
        {
            throw new InvalidOperationException("A certificate was signed whose serial number is not reserved.");
        }
    }

    /// <summary>Revokes or, with null, releases; the authority's CRL is stale from then on.</summary>
    public static void SetRevocation(
        SqlSession session, RegisteredCertificate certificate, DateTimeOffset? at, RevocationReason reason)
    {
        session.Execute(
            "UPDATE certificate SET revoked_at = $2, revocation_reason = $3 WHERE serial = $1",
            certificate.Serial, at?.ToUnixTimeSeconds(), (long)reason);
        session.Execute("UPDATE crl SET stale = 1 WHERE authority = $1", certificate.Authority);
    }

    /// <summary>Revoked certificates of an authority that had not expired at the given time.</summary>
    public static List<CrlEntry> Revoked(SqlSession session, string authority, DateTimeOffset notExpiredAt) =>
        session.All(
            """
            SELECT serial, revoked_at, revocation_reason FROM certificate
            WHERE authority = $1 AND revoked_at IS NOT NULL AND not_after >= $2 ORDER BY revoked_at, serial
            """,
            row => new CrlEntry(
                row.GetFieldValue<byte[]>(0), DateTimeOffset.FromUnixTimeSeconds(row.GetInt64(1)),
                (RevocationReason)row.GetInt32(2)),
            authority, notExpiredAt.ToUnixTimeSeconds());

    private static RegisteredCertificate ReadCertificate(SqliteDataReader row) => new(
        row.GetFieldValue<byte[]>(0), row.GetString(1), Blob(row, 2), row.IsDBNull(3) ? null : row.GetInt64(3),
        row.IsDBNull(4) ? RevocationReason.Unspecified : (RevocationReason)row.GetInt32(4));

    private static byte[]? Blob(SqliteDataReader row, int column) =>
        row.IsDBNull(column) ? null : row.GetFieldValue<byte[]>(column);
}
