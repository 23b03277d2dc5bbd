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
        var problem = verification.FirstProblem?.Detail ?? FindUncovered(signature, verification.SignerCertificate)
            ?? (signature.Signers[0].UnsignedAttributes.Count == signature.Signers[0].SignatureTimestamps.Count ? null
                : "an unsigned attribute is no timestamp.");
        report(EvidenceRules.ManifestSignature, problem is null,
            $"{PackageNames.Signature}: {problem ?? $"signed by {verification.SignerCertificate!.Subject}."}");
        return problem is null ? verification.SignerCertificate : null;
    }

    /// <summary>What the signature does not cover and is not as it was written; null when all is.</summary>
    private static string? FindUncovered(CmsSignedData signed, Certificate? signer) =>
        CmsEnvelope.FindFault(signed, signer, isVersionExact: true)
        ?? (signed.UnreadableCertificates > 0 ? "a certificate that it carries cannot be read." : null);

    /// <summary>
    /// At the time that its timestamp proves, or now where it has none. Its revocation is judged with the document's seal.
    /// </summary>
    private void CheckTrust(CmsSignedData signature, Certificate signer)
    {
        var tokens = signature.Signers[0].SignatureTimestamps;
        var time = tokens switch
        {
            [] => context.Time,
            [var token] => ProvenTime(signature, token),
            _ => null,
        };
        var path = PathOf(signer, signature.Certificates, time ?? context.Time, []);
        var needless = FindNeedless(signature.Certificates, path);
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
        if (verification is not { IsIntact: true, SignerCertificate: { } authority }
            || token.SignedData.Signers[0].UnsignedAttributes.Count > 0 || FindUncovered(token.SignedData, authority) is not null)
        {
            return null;
        }

        var path = PathOf(authority, token.Certificates, context.Time, [TimeStamping]);
        return path.IsValid && FindNeedless(token.Certificates, path) is null ? token.GenTime : null;
    }

    /// <summary>Certificates are not signed; one that the path does not need may be anything.</summary>
    private static Certificate? FindNeedless(IReadOnlyList<Certificate> carried, PathReport path) =>
        carried.FirstOrDefault(other => path.Path.All(certificate => certificate.Thumbprint != other.Thumbprint));

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
