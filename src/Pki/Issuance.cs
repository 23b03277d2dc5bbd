using TrustPlatform.Cryptography.X509;

namespace TrustPlatform.Pki;

/// <summary>
/// The order that survives a crash: lint, store the serial number together with who will hold the certificate, sign, store
/// the certificate, hand it out. A serial number whose signing was interrupted stays reserved and is never signed again.
/// </summary>
internal sealed class Issuance(Register register, TimeProvider time)
{
    /// <summary>
    /// Issues one certificate. <paramref name="bind"/> records the holder beside the reserved serial number, and
    /// <paramref name="isBound"/> looks again before the certificate counts; when either says no, somebody else was faster and
    /// the result is null.
    /// </summary>
    public Certificate? Issue(
        CertificateAuthority authority, CertificateProfile profile, IssuanceRequest request,
        Func<SqlSession, byte[], bool> bind, Func<SqlSession, byte[], bool> isBound)
    {
        var now = time.GetUtcSecond();
        var prepared = authority.Prepare(profile, request, now);
        var issuerSerial = authority.Certificate is { } issuer ? Convert.FromHexString(issuer.SerialNumber) : null;
        var reserved = register.Write(session =>
        {
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

            Register.Issue(session, prepared, certificate.RawData.ToArray());
            return certificate;
        });
    }
}
