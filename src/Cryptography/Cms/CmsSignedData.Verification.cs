using System.Security.Cryptography;
using TrustPlatform.Cryptography.Algorithms;
using TrustPlatform.Cryptography.X509;

namespace TrustPlatform.Cryptography.Cms;

public sealed partial class CmsSignedData
{
    /// <summary>
    /// Checks the one signer over content whose digest, with <see cref="CmsSignerInfo.Hash"/>, is given (RFC 5652,
    /// 5.6). Never throws for what the structure says. Trust in the certificate is not looked at.
    /// </summary>
    /// <param name="contentDigest">The digest of the external content.</param>
    /// <param name="others">Certificates among which the signer's may be, besides those carried along.</param>
    public SignatureVerification Verify(ReadOnlySpan<byte> contentDigest, IReadOnlyList<Certificate>? others = null)
    {
        var checks = new List<Check>();
        void Add(string rule, string clause, CheckResult result, string detail) =>
            checks.Add(new Check(rule, clause, result, detail));

        Add("cms.one-signer", "EN 319 142-1, 5.3", Signers.Count == 1 ? CheckResult.Passed : CheckResult.Failed,
            $"{Signers.Count} signers.");
        if (Signers is not [var signer, ..])
        {
            return new SignatureVerification(checks, null);
        }

        var certificate = FindSignerCertificate(signer, [.. Certificates, .. others ?? []], checks);
        CheckAttributes(signer, contentDigest, checks);
        CheckAlgorithms(signer, checks);
        if (certificate is not null)
        {
            CheckSignature(signer, certificate, contentDigest, checks);
        }

        return new SignatureVerification(checks, certificate);
    }

    /// <summary>As <see cref="Verify"/> over the content inside; without one the check "cms.content" fails.</summary>
    public SignatureVerification VerifyEncapsulated(IReadOnlyList<Certificate>? others = null)
    {
        if (Content is not { } content)
        {
            return Refused("cms.content", "RFC 5652, 5.2", CheckResult.Failed, "There is no content inside.");
        }

        if (Signers is [var signer, ..])
        {
            return signer.Hash is { } hash && HashAlgorithms.TryHash(hash, content.Span, out var digest)
                ? Verify(digest, others)
                : Refused("cms.algorithms", "RFC 5652, 5.4", CheckResult.Undetermined,
                    $"The digest algorithm {signer.DigestAlgorithm} is not known.");
        }

        return Verify([], others);
    }

    private static SignatureVerification Refused(string rule, string clause, CheckResult result, string detail) =>
        new([new Check(rule, clause, result, detail)], null);

    /// <summary>
    /// The certificate is fixed by what is signed, the ESSCertID; sid is not signed and only chooses where there is
    /// none.
    /// </summary>
    private static Certificate? FindSignerCertificate(
        CmsSignerInfo signer, IReadOnlyList<Certificate> candidates, List<Check> checks)
    {
        var reference = signer.SigningCertificate;
        var certificate = reference is not null
            ? candidates.FirstOrDefault(reference.Matches)
            : candidates.FirstOrDefault(signer.IsNamedBy);
        // The caller's object for the same certificate, so that what is known of its key and signature is known once.
        certificate = certificate is null ? null : candidates.Last(certificate.Equals);
        checks.Add(new Check("cms.signer-certificate", "RFC 5652, 5.3",
            certificate is not null ? CheckResult.Passed : CheckResult.Undetermined,
            certificate is not null
                ? $"The signer's certificate is that of {certificate.Subject}."
                : $"None of {candidates.Count} certificates is the signer's."));
        if (reference is null)
        {
            var claimed = signer.SignedAttributes.Any(attribute =>
                attribute.ObjectIdentifier is Oids.SigningCertificate or Oids.SigningCertificateV2);
            checks.Add(new Check("cms.signing-certificate", "RFC 5035, 3",
                claimed ? CheckResult.Failed : CheckResult.Warning,
                claimed ? "The signing-certificate attribute has not one value." : "No signing-certificate attribute."));
            return certificate;
        }

        var namedBySid = certificate is null || signer.IsNamedBy(certificate);
        checks.Add(new Check("cms.signing-certificate", "RFC 5035, 3",
            certificate is null ? CheckResult.Undetermined : namedBySid ? CheckResult.Passed : CheckResult.Failed,
            certificate is null ? "No certificate has the hash that is signed."
                : namedBySid ? "Hash and issuerSerial are those of the certificate."
                : "The signer identifier names another certificate than the signed reference."));
        return certificate;
    }

    private void CheckAttributes(CmsSignerInfo signer, ReadOnlySpan<byte> contentDigest, List<Check> checks)
    {
        if (signer.SignedAttributesRawData.IsEmpty)
        {
            checks.Add(new Check("cms.signed-attributes", "RFC 5652, 5.3",
                ContentType == Oids.Data ? CheckResult.Warning : CheckResult.Failed,
                "No signed attributes; only content of type data may go without."));
            return;
        }

        var contentTypeHolds = signer.ContentType == ContentType;
        checks.Add(new Check("cms.content-type", "RFC 5652, 11.1", contentTypeHolds ? CheckResult.Passed : CheckResult.Failed,
            $"content-type is {signer.ContentType ?? "absent"}, eContentType is {ContentType}."));
        var digestHolds = !signer.MessageDigest.IsEmpty &&
            CryptographicOperations.FixedTimeEquals(signer.MessageDigest.Span, contentDigest);
        checks.Add(new Check("cms.message-digest", "RFC 5652, 11.2", digestHolds ? CheckResult.Passed : CheckResult.Failed,
            digestHolds
                ? "message-digest is the digest of the content."
                : $"message-digest is {Convert.ToHexString(signer.MessageDigest.Span)}, "
                    + $"the content's is {Convert.ToHexString(contentDigest)}."));
    }

    private void CheckAlgorithms(CmsSignerInfo signer, List<Check> checks)
    {
        if (signer.Scheme is not { } scheme || signer.Hash is not { } hash)
        {
            checks.Add(new Check("cms.algorithms", "RFC 5652, 5.3", CheckResult.Undetermined,
                $"The algorithms {signer.DigestAlgorithm} and {signer.SignatureAlgorithm} are not known."));
            return;
        }

        var consistent = scheme.Hash == hash;
        checks.Add(new Check("cms.algorithms", "RFC 5652, 5.4", consistent ? CheckResult.Passed : CheckResult.Failed,
            $"digestAlgorithm is {hash.Name}, the signature is {scheme.Name}."));
        if (!DigestAlgorithms.Contains(signer.DigestAlgorithm.ObjectIdentifier))
        {
            checks.Add(new Check("cms.digest-algorithms", "RFC 5652, 5.1", CheckResult.Warning,
                "digestAlgorithms does not list the signer's."));
        }

        if (HashAlgorithms.IsBroken(hash))
        {
            checks.Add(new Check(
                "cms.hash-strength", "EN 319 102-1, 5.2.8", CheckResult.Warning, $"{hash.Name} has known collisions."));
        }
    }

    private static void CheckSignature(
        CmsSignerInfo signer, Certificate certificate, ReadOnlySpan<byte> contentDigest, List<Check> checks)
    {
        if (signer.Scheme is not { } scheme || certificate.PublicKey is not { } key)
        {
            checks.Add(new Check("cms.signature", "RFC 5652, 5.6", CheckResult.Undetermined,
                "The algorithm or the public key is not known."));
            return;
        }

        var outcome = VerifyValue(signer, key, scheme, contentDigest);
        if (outcome == SignatureOutcome.Invalid && scheme.Kind == SignatureKind.Ecdsa &&
            VerifyValue(signer, key, scheme with { Kind = SignatureKind.EcdsaPlain }, contentDigest) == SignatureOutcome.Valid)
        {
            outcome = SignatureOutcome.Valid;
            checks.Add(new Check("cms.signature-value-form", "RFC 5753, 2.1.1", CheckResult.Failed,
                "The ECDSA value is r ‖ s where DER is required."));
        }

        checks.Add(new Check("cms.signature", "RFC 5652, 5.6",
            outcome switch
            {
                SignatureOutcome.Valid => CheckResult.Passed,
                SignatureOutcome.Unsupported => CheckResult.Undetermined,
                _ => CheckResult.Failed,
            },
            $"{scheme.Name} with the key of {certificate.Subject}: {outcome}."));
    }

    private static SignatureOutcome VerifyValue(
        CmsSignerInfo signer, PublicKey key, SignatureScheme scheme, ReadOnlySpan<byte> contentDigest)
    {
        if (signer.SignedAttributesRawData.IsEmpty)
        {
            return SignatureVerifier.VerifyDigest(key, scheme, contentDigest, signer.SignatureValue.Span);
        }

        var outcome = SignatureOutcome.Invalid;
        foreach (var candidate in signer.SignedAttributesToBeSigned())
        {
            outcome = SignatureVerifier.VerifyData(key, scheme, candidate, signer.SignatureValue.Span);
            if (outcome == SignatureOutcome.Valid)
            {
                break;
            }
        }

        return outcome;
    }
}
