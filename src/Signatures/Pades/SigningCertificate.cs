using System.Globalization;
using TrustPlatform.Cryptography.Keys;
using TrustPlatform.Cryptography.X509;

namespace TrustPlatform.Signatures.Pades;

/// <summary>What a certificate must be before its key signs. Whether it is trusted is for a validator to say.</summary>
public static class SigningCertificate
{
    /// <summary>
    /// Refuses, by <see cref="PadesRefusedException"/>, a certificate that has expired or is not valid yet (RFC 5280, 4.1.2.5)
    /// or whose key usage permits neither signatures nor content commitment (4.2.1.3).
    /// </summary>
    /// <param name="certificate">The signer's certificate.</param>
    /// <param name="time">When it is to sign.</param>
    public static void Require(Certificate certificate, DateTimeOffset time)
    {
        ArgumentNullException.ThrowIfNull(certificate);
        if (time > certificate.NotAfter)
        {
            throw new PadesRefusedException(
                PadesRefusal.CertificateExpired, $"The certificate expired on {Format(certificate.NotAfter)}.");
        }

        if (time < certificate.NotBefore)
        {
            throw new PadesRefusedException(
                PadesRefusal.CertificateNotYetValid, $"The certificate is not valid before {Format(certificate.NotBefore)}.");
        }

        if (certificate.KeyUsage is { } usage && (usage & (KeyUsages.DigitalSignature | KeyUsages.NonRepudiation)) == 0)
        {
            throw new PadesRefusedException(
                PadesRefusal.CertificateNotForSigning, "The key usage of the certificate is not for signing.");
        }
    }

    /// <summary>Refuses a key that is not the certificate's: the signature would verify with nobody's certificate.</summary>
    internal static void RequireKey(Certificate certificate, ISigningKey key)
    {
        if (!certificate.SubjectPublicKeyInfo.Span.SequenceEqual(key.SubjectPublicKeyInfo.Span))
        {
            throw new PadesRefusedException(PadesRefusal.KeyMismatch, "The key is not that of the certificate.");
        }
    }

    private static string Format(DateTimeOffset time) =>
        time.ToUniversalTime().ToString("yyyy-MM-dd HH:mm:ss 'UTC'", CultureInfo.InvariantCulture);
}
