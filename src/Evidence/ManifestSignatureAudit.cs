using System.Security.Cryptography;
using TrustPlatform.Cryptography;
using TrustPlatform.Cryptography.Cms;
using TrustPlatform.Cryptography.X509;
using TrustPlatform.Signatures.Validation;

namespace TrustPlatform.Evidence;

/// <summary>Who vouches for the manifest: signature, trust, and that it is the one who sealed the document.</summary>
internal sealed class ManifestSignatureAudit(Action<string, bool, string> report, ValidationContext context)
{
    public void Run(IReadOnlyDictionary<string, PackageFile> files, ValidationReport? document)
    {
        if (!files.TryGetValue(PackageNames.Manifest, out var manifest)
            || !files.TryGetValue(PackageNames.Signature, out var file))
        {
            return;
        }

        CmsSignedData signature;
        try
        {
            signature = CmsSignedData.Parse(file.Content);
        }
        catch (CmsSyntaxException error)
        {
            report(EvidenceRules.ManifestSignature, false, $"{PackageNames.Signature}: {error.Message}");
            return;
        }

        if (VerifiedSigner(signature, file, manifest.Content) is { } signer)
        {
            CheckSigner(signer, document);
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
    /// Any certificate under the same root has a valid path, also a party's own: the manifest's must be the seal's.
    /// </summary>
    private void CheckSigner(Certificate signer, ValidationReport? document)
    {
        var subject = signer.Subject.ToString();
        var sealedBy = document?.Signatures.FirstOrDefault(signature =>
            signature is { Kind: SignatureKind.Seal, Indication: Indication.TotalPassed } && signature.Signer?.Subject == subject);
        report(EvidenceRules.ManifestSigner, sealedBy is not null, sealedBy is not null
            ? $"{subject} sealed the document too."
            : $"{subject} signed the manifest, but no valid seal of the document is theirs.");
    }
}
