using System.Security.Cryptography;
using TrustPlatform.Cryptography.Keys;
using TrustPlatform.Cryptography.X509;

namespace TrustPlatform.Pki;

/// <summary>
/// The order that survives a crash: lint, store the serial number together with who will hold the certificate, sign, store
/// the certificate and its entry in the log in one transaction, hand it out. A serial number whose signing was
/// interrupted stays reserved and is never signed again.
/// </summary>
internal sealed class Issuance(Register register, CertificateLog log, KeyWrapping wrapping, TimeProvider time)
{
    /// <summary>A clock under correction may step this far back.</summary>
    private static readonly TimeSpan s_tolerance = TimeSpan.FromSeconds(5);

    private const string SealedCertificate = "certificate";

    /// <summary>
    /// Issues one certificate. <paramref name="bind"/> records the holder beside the reserved serial number, and
    /// <paramref name="isBound"/> looks again before the certificate counts; when either says no, somebody else was faster and
    /// the result is null.
    /// </summary>
    public Certificate? Issue(
        CertificateAuthority authority, CertificateProfile profile, IssuanceRequest request,
        Func<SqlSession, byte[], bool> bind, Func<SqlSession, byte[], bool> isBound)
    {
        log.ThrowIfAtFault();
        var watch = time.GetTimestamp();
        var now = time.GetUtcSecond();
        var prepared = authority.Prepare(profile, request, now);
        var issuerSerial = authority.Certificate is { } issuer ? Convert.FromHexString(issuer.SerialNumber) : null;
        var reserved = register.Write(session =>
        {
            if (Register.AdvanceClock(session, "issuance", now) - now > s_tolerance)
            {
                throw new IssuanceRefusedException(
                    IssuanceRefusal.ClockWentBack, "The clock is behind the last issuance; nothing is issued until it has caught up.");
            }

            // A key that is known to others must not come back under another certificate, so none comes back at all.
            if (Register.HasCertificate(session, prepared.PublicKeyDigest))
            {
                throw new IssuanceRefusedException(IssuanceRefusal.KeyInUse, "The key has a certificate already.");
            }

            if (!bind(session, prepared.Serial))
            {
                return false;
            }

            return Register.Reserve(session, prepared, issuerSerial, now)
                ? true
                : throw new IssuanceRefusedException(
                    IssuanceRefusal.AuthorityUnusable, $"The CA {authority.Plan.Id} is revoked.");
        });
        if (!reserved)
        {
            return null;
        }

        var certificate = prepared.Redeem();
        return register.Write(session =>
        {
            if (!isBound(session, prepared.Serial))
            {
                return null;
            }

            var digest = SHA256.HashData(certificate.RawData.Span);
            Register.Issue(session, prepared, Stored(prepared, certificate), digest);
            CertificateLog.Append(session, LoggedEvent.Issued, prepared.AuthorityId, prepared.Serial, digest, reason: null, now);
            PkiMetrics.Issued(prepared.AuthorityId, prepared.Profile.Name, time.GetElapsedTime(watch));
            return certificate;
        });
    }

    /// <summary>The certificate of a register's row, or null where the row no longer holds its octets.</summary>
    public Certificate? Restore(byte[] serial, byte[]? stored) => stored switch
    {
        null => null,
        [0x30, ..] => Certificate.Parse(stored),
        _ => Certificate.Parse(wrapping.Unwrap(stored, Convert.ToHexString(serial), SealedCertificate)),
    };

    /// <summary>
    /// What the register keeps: a person's certificate names him by number, so it lies there sealed (D-11) and is erased some
    /// days after its end; those of the PKI and of organisations are public.
    /// </summary>
    private byte[] Stored(PreparedCertificate prepared, Certificate certificate) => prepared.Profile.ShortTerm
        ? wrapping.Wrap(certificate.RawData.Span, Convert.ToHexString(prepared.Serial), SealedCertificate)
        : certificate.RawData.ToArray();
}
