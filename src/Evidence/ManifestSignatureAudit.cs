using System.Security.Cryptography;
using TrustPlatform.Cryptography;
using TrustPlatform.Cryptography.Algorithms;
using TrustPlatform.Cryptography.Cms;
using TrustPlatform.Cryptography.Paths;
using TrustPlatform.Cryptography.Timestamps;
using TrustPlatform.Cryptography.X509;
using TrustPlatform.Signatures.Validation;
using SignatureKind = TrustPlatform.Signatures.Validation.SignatureKind;

namespace TrustPlatform.Evidence;

/// <summary>Who vouches for the manifest: signature, trust, and that it is the one who sealed the document.</summary>
internal sealed class ManifestSignatureAudit(Action<string, bool, string> report, ValidationContext context)
{
    private const string TimeStamping = "1.3.6.1.5.5.7.3.8";

    public void Run(IReadOnlyDictionary<string, PackageFile> files, ValidationReport? document)
    {
        if (!files.TryGetValue(PackageNames.Manifest, out var manifest)
            || !files.TryGetValue(PackageNames.Signature, out var file))
        {
            return;
        }

        try
        {
            var signature = CmsSignedData.Parse(file.Content);
            if (VerifiedSigner(signature, file, manifest.Content) is { } signer)
            {
                CheckTrust(signature, signer);
                CheckSigner(signer, document);
            }
        }
        catch (CmsSyntaxException error)
        {
            report(EvidenceRules.ManifestSignature, false, $"{PackageNames.Signature}: {error.Message}");
        }
    }

    private Certificate? VerifiedSigner(CmsSignedData signature, PackageFile file, ReadOnlyMemory<byte> manifest)
    {
        if (signature.EncodedLength != file.LengthInBytes || signature.Content is not null)
        {
            report(EvidenceRules.ManifestSignature, false,
                $"{PackageNames.Signature}: is not one detached signature and nothing else.");
            return null;
        }

        var digest = signature.Signers is [{ Hash: { } hash }] && hash == HashAlgorithmName.SHA384
            ? SHA384.HashData(manifest.Span)
            : SHA256.HashData(manifest.Span);
        var verification = signature.Verify(digest);
        report(EvidenceRules.ManifestSignature, verification.IsIntact, verification.FirstProblem is { } problem
            ? $"{PackageNames.Signature}: {problem.Detail}"
            : $"{PackageNames.Signature}: signed by {verification.SignerCertificate!.Subject}.");
        return verification.IsIntact ? verification.SignerCertificate : null;
    }

    /// <summary>
    /// At the time that its timestamp proves, or now where it has none. Its revocation is judged with the document's seal.
    /// </summary>
    private void CheckTrust(CmsSignedData signature, Certificate signer)
    {
        var tokens = signature.Signers[0].SignatureTimestamps;
        var time = tokens.Count == 0 ? context.Time : ProvenTime(signature, tokens[0]);
        var path = PathOf(signer, signature.Certificates, time ?? context.Time, []);
        // Certificates are not signed; one that the path does not need may be anything.
        var needless = signature.Certificates.FirstOrDefault(carried =>
            path.Path.All(certificate => certificate.Thumbprint != carried.Thumbprint));
        var problem = time is null ? "its timestamp does not hold."
            : path.Decisive is { } obstacle ? obstacle.Detail
            : needless is not null ? $"the certificate of {needless.Subject} does not belong there."
            : null;
        report(EvidenceRules.ManifestTrust, problem is null,
            $"{PackageNames.Signature}: {problem ?? $"{signer.Subject} has a path to {path.Path[0].Subject} at {time:u}."}");
    }

    private DateTimeOffset? ProvenTime(CmsSignedData signature, ReadOnlyMemory<byte> encoded)
    {
        var token = TimeStampToken.Parse(encoded);
        if (!HashAlgorithms.TryHash(token.HashAlgorithm, signature.SignatureValue.Span, out var imprint))
        {
            return null;
        }

        var verification = token.Verify(imprint);
        return verification is { IsIntact: true, SignerCertificate: { } authority }
            && PathOf(authority, token.Certificates, context.Time, [TimeStamping]).IsValid
                ? token.GenTime
                : null;
    }

    private PathReport PathOf(
        Certificate target, IReadOnlyList<Certificate> intermediates, DateTimeOffset time, IReadOnlyList<string> usages) =>
        CertificatePathValidator.Validate(new()
        {
            Target = target,
            TrustAnchors = context.TrustAnchors,
            Intermediates = intermediates,
            Time = time,
            Policy = new()
            {
                Revocation = RevocationChecking.None,
                Algorithms = ConstraintsOf(context.Policy),
                Conformance = ProfileConformance.PathRules,
                ExtendedKeyUsages = usages,
            },
        });

    private static AlgorithmConstraints ConstraintsOf(ValidationPolicy policy) => new(
    [
        .. policy.Hashes.Select(hash => new AlgorithmConstraint(hash.Key, 0, End(hash.Value))),
        .. policy.Keys.Select(key => new AlgorithmConstraint(
            key.Kind switch { "EC" => "ECDSA", "EdDSA" => "Ed25519", _ => key.Kind }, key.Bits, End(key.Until))),
    ]);

    private static DateTimeOffset? End(DateOnly? until) =>
        until is { } day ? new(day.ToDateTime(TimeOnly.MinValue), TimeSpan.Zero) : null;

    /// <summary>
    /// Every certificate under the same root has a valid path, also a party's own: the manifest's must be the seal's.
    /// </summary>
    private void CheckSigner(Certificate signer, ValidationReport? document)
    {
        var sealedDocument = document?.Signatures.Any(signature =>
            signature is { Kind: SignatureKind.Seal, Indication: Indication.TotalPassed, Signer: { } other }
            && other.Serial == signer.SerialNumber && other.Issuer == signer.Issuer.ToString()) ?? false;
        report(EvidenceRules.ManifestSigner, sealedDocument, sealedDocument
            ? $"The manifest is signed with the certificate that sealed the document, {signer.SerialNumber}."
            : $"The manifest is signed with certificate {signer.SerialNumber}, of which the document has no valid seal.");
    }
}
