using System.Security.Cryptography;
using TrustPlatform.Cryptography.Algorithms;
using TrustPlatform.Cryptography.X509;

namespace TrustPlatform.Cryptography.Revocation;

public sealed partial class OcspResponse
{
    private SignedBytes? _signed;

    /// <summary>
    /// Checks who signed the response and whether that one may speak for <paramref name="issuer"/> (RFC 6960, 3.2,
    /// 4.2.2.2): the issuer itself, or a responder that the issuer certified directly for this purpose. Never throws
    /// for content.
    /// </summary>
    /// <param name="issuer">The issuer of the certificate whose status is asked for.</param>
    /// <param name="others">Certificates among which the responder's may be, besides those carried along.</param>
    public SignatureVerification Verify(Certificate issuer, IReadOnlyList<Certificate>? others = null)
    {
        ArgumentNullException.ThrowIfNull(issuer);
        var checks = new List<Check>();
        void Add(string rule, string clause, bool holds, string detail) =>
            checks.Add(new Check(rule, clause, holds ? CheckResult.Passed : CheckResult.Failed, detail));

        Add("ocsp.status", "RFC 6960, 4.2.1", Status == OcspResponseStatus.Successful, $"The response status is {Status}.");
        if (Status != OcspResponseStatus.Successful)
        {
            return new SignatureVerification(checks, null);
        }

        Add("ocsp.critical-extensions", "RFC 6960, 4.4", !HasUnknownCriticalExtension, "Critical extensions are known.");
        var responder = IsResponder(issuer)
            ? issuer
            : Certificates.Concat(others ?? [])
                .FirstOrDefault(certificate => IsResponder(certificate) && certificate.IsSignedBy(issuer));
        Add("ocsp.responder", "RFC 6960, 4.2.2.2", responder is not null,
            responder is null
                ? "No certificate of the issuer is the responder's."
                : $"The responder is {responder.Subject}.");
        if (responder is null)
        {
            return new SignatureVerification(checks, null);
        }

        if (!ReferenceEquals(responder, issuer) && !responder.Equals(issuer))
        {
            CheckDelegation(responder, issuer, checks);
        }

        _signed ??= new(SignatureScheme, ToBeSigned, Signature);
        var outcome = responder.PublicKey is { } key ? _signed.Verify(key) : SignatureOutcome.Unsupported;
        Add("ocsp.signature", "RFC 6960, 3.2", outcome == SignatureOutcome.Valid,
            $"{SignatureScheme?.Name ?? SignatureAlgorithm?.ObjectIdentifier}: {outcome}.");
        return new SignatureVerification(checks, responder);
    }

    private bool IsResponder(Certificate certificate) => ResponderName is { } name
        ? name.Equals(certificate.Subject)
        : certificate.PublicKey is { } key &&
          ResponderKeyHash.Span.SequenceEqual(CryptographicOperations.HashData(HashAlgorithmName.SHA1, key.Key.Span));

    private void CheckDelegation(Certificate responder, Certificate issuer, List<Check> checks)
    {
        void Add(string rule, string clause, bool holds, string detail) =>
            checks.Add(new Check(rule, clause, holds ? CheckResult.Passed : CheckResult.Failed, detail));

        Add("ocsp.delegated-by-issuer", "RFC 6960, 4.2.2.2", responder.Issuer.Equals(issuer.Subject),
            "The issuer certified the responder directly.");
        Add("ocsp.delegated-purpose", "RFC 6960, 4.2.2.2", responder.ExtendedKeyUsages.Contains(Oids.OcspSigning),
            $"Extended key usage is [{string.Join(' ', responder.ExtendedKeyUsages)}].");
        Add("ocsp.delegated-key-usage", "RFC 5280, 4.2.1.3",
            responder.KeyUsage is null || (responder.KeyUsage & (KeyUsages.DigitalSignature | KeyUsages.NonRepudiation)) != 0,
            $"Key usage is {responder.KeyUsage?.ToString() ?? "absent"}.");
        Add("ocsp.delegated-validity", "RFC 6960, 4.2.2.2", responder.NotBefore <= ProducedAt && ProducedAt <= responder.NotAfter,
            $"Produced at {ProducedAt:O}, valid from {responder.NotBefore:O} to {responder.NotAfter:O}.");
        checks.Add(new Check("ocsp.delegated-status", "RFC 6960, 4.2.2.2.1",
            responder.HasOcspNoCheck ? CheckResult.Passed : CheckResult.Warning,
            responder.HasOcspNoCheck
                ? "The responder's own status is not to be asked for."
                : "The responder's own status is to be checked by other means."));
    }
}
