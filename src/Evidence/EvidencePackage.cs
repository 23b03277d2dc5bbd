using TrustPlatform.Signatures.Validation;

namespace TrustPlatform.Evidence;

/// <summary>
/// Proof without us: a ZIP file with everything an auditor needs, offline. <c>manifest.json</c> names every file with length and
/// SHA-256, <c>manifest.p7s</c> is a detached CMS signature over it by the organisation's seal, <c>contract.pdf</c> is the final
/// document, <c>events.jsonl</c> the chained events; further files stand beside them.
/// </summary>
public static class EvidencePackage
{
    /// <summary>
    /// Writes a package; deterministic but for the manifest's signature. Throws <see cref="ArgumentException"/> for events that
    /// are not a chain, payloads that are not one line of JSON, and names that are malformed or stand for different files.
    /// </summary>
    public static Task WriteAsync(
        EvidenceContent content, EvidenceSigner signer, Stream output, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(content);
        ArgumentNullException.ThrowIfNull(signer);
        ArgumentNullException.ThrowIfNull(output);
        return PackageWriter.WriteAsync(content, signer, output, cancellationToken);
    }

    /// <summary>
    /// Audits a package from its bytes (seekable stream, stays the caller's) and the trust anchors alone. Never throws for what
    /// the package says. Every check is in the report, and what was removed, added or changed is named.
    /// </summary>
    public static EvidenceReport Audit(Stream package, ValidationContext context, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(package);
        ArgumentNullException.ThrowIfNull(context);
        return new EvidenceAudit(context, SignatureValidator.Validate, cancellationToken).Run(package);
    }
}
