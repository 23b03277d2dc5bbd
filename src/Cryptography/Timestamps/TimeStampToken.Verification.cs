using System.Security.Cryptography;
using TrustPlatform.Cryptography.Algorithms;
using TrustPlatform.Cryptography.X509;

namespace TrustPlatform.Cryptography.Timestamps;

public sealed partial class TimeStampToken
{
    /// <summary>
    /// Checks the token over a message digest made with <see cref="HashAlgorithm"/>: imprint, the one signer fixed by
    /// its signed ESSCertID, the certificate's purpose, the signature. Trust in the certificate is not looked at. Never
    /// throws for content.
    /// </summary>
    /// <param name="messageDigest">Digest of what is claimed to be stamped.</param>
    /// <param name="others">Certificates among which the TSA's may be, besides those carried along.</param>
    public SignatureVerification Verify(ReadOnlySpan<byte> messageDigest, IReadOnlyList<Certificate>? others = null)
    {
        var imprintHolds = CryptographicOperations.FixedTimeEquals(MessageImprint.Span, messageDigest);
        var imprint = new Check("tst.message-imprint", "RFC 3161, 2.4.2", imprintHolds ? CheckResult.Passed : CheckResult.Failed,
            imprintHolds
                ? $"The imprint is the message's {HashAlgorithm.Name} digest."
                : $"The imprint is {Convert.ToHexString(MessageImprint.Span)}, "
                    + $"the message's is {Convert.ToHexString(messageDigest)}.");
        var signature = VerifySignature(others);
        return signature with { Checks = [imprint, .. signature.Checks] };
    }

    /// <summary>As <see cref="Verify"/> without a message: what the token says of itself.</summary>
    public SignatureVerification VerifySignature(IReadOnlyList<Certificate>? others = null)
    {
        var signature = SignedData.VerifyEncapsulated(others);
        var checks = new List<Check>(signature.Checks);
        if (SignedData.Signers is [{ SigningCertificate: null }, ..])
        {
            checks.Add(new Check("tst.signing-certificate", "RFC 5816, 2.2.1", CheckResult.Failed,
                "Without ESSCertID or ESSCertIDv2 the token does not fix its signer."));
        }

        if (signature.SignerCertificate is { } certificate)
        {
            checks.Add(CheckPurpose(certificate));
            checks.Add(CheckValidity(certificate));
            checks.Add(CheckOtherCertificates(certificate));
        }

        return signature with { Checks = checks };
    }

    private static Check CheckPurpose(Certificate certificate)
    {
        var isCritical = certificate.FindExtension(Oids.ExtendedKeyUsage) is { IsCritical: true };
        var holds = certificate.ExtendedKeyUsages is [Oids.TimeStamping] && isCritical;
        return new Check("tst.extended-key-usage", "RFC 3161, 2.3", holds ? CheckResult.Passed : CheckResult.Failed,
            holds
                ? "The certificate is for time stamping alone."
                : $"Extended key usage is [{string.Join(' ', certificate.ExtendedKeyUsages)}], critical: {isCritical}.");
    }

    private Check CheckValidity(Certificate certificate)
    {
        var holds = certificate.NotBefore <= GenTime && GenTime <= certificate.NotAfter;
        return new Check("tst.certificate-validity", "RFC 3161, 2.3", holds ? CheckResult.Passed : CheckResult.Failed,
            $"genTime {GenTime:O}, the certificate is valid from {certificate.NotBefore:O} to {certificate.NotAfter:O}.");
    }

    /// <summary>
    /// The certificate set is not signed. Authorities carry certificates of their own key, at times an older one too; another
    /// key's that claims the purpose was put there by somebody else, for readers that take the first they find.
    /// </summary>
    private Check CheckOtherCertificates(Certificate signer)
    {
        var other = Certificates.FirstOrDefault(certificate => !certificate.Equals(signer) &&
            !certificate.SubjectPublicKeyInfo.Span.SequenceEqual(signer.SubjectPublicKeyInfo.Span) &&
            !certificate.IsCertificateAuthority && certificate.ExtendedKeyUsages.Contains(Oids.TimeStamping));
        return new Check("tst.other-certificates", "RFC 3161, 2.4.2", other is null ? CheckResult.Passed : CheckResult.Failed,
            other is null
                ? "No other certificate claims to be the authority's."
                : $"Another time stamping certificate was put into the token: {other.Subject}.");
    }
}
