using TrustPlatform.Signatures.Differences;

namespace TrustPlatform.Signatures.Validation;

/// <summary>
/// Judges detached CAdES and CMS signatures (EN 319 122-1; files *.p7s) by EN 319 102-1, offline. One signer to a file, with his
/// signature timestamps; archive timestamps in attributes are not read. Never throws for what a file says.
/// </summary>
public static class DetachedSignatureValidator
{
    /// <summary>Validates a SignedData, DER or BER, over a document (seekable stream, stays the caller's, read once).</summary>
    public static ValidationReport Validate(
        ReadOnlyMemory<byte> signature, Stream document, string fileName, ValidationContext context, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(document);
        ArgumentNullException.ThrowIfNull(context);
        var found = new Detached(SignatureContent.ReadDetached(signature));
        if (found.Content is not { Problem: null, Cms: { } cms })
        {
            return ValidationReport.Unreadable(fileName, found.Content.Problem ?? "There is no signature.", context);
        }

        var material = new ValidationMaterial();
        material.Take(context.Collected);
        material.Take(cms, revision: 0);
        Hash(found, document, cancellationToken);
        found.Integrity = IntegrityCheck.RunDetached(found.Content, found.Request?.Digest, material.Certificates, found.Judgement);
        var judge = new TrustJudge(context, material);
        new SignatureAcceptance(context, judge, Timeline.Of([], judge, context.Time), material).Judge(found);
        UnprotectedBytes.CheckEnvelope(cms, found.Integrity.Certificate, [.. material.Certificates, .. context.TrustAnchors], found.Judgement);
        var report = Conclusions.Of(found, [found], material);
        var (verdict, reason) = Conclusions.Of([report]);
        return ValidationReport.Of(fileName, verdict, reason, context) with { Signatures = [report], Revisions = 1 };
    }

    private static void Hash(Detached signature, Stream document, CancellationToken cancellationToken)
    {
        if (signature.Content.Hash is not { } hash)
        {
            return;
        }

        var length = document.Length;
        signature.Request = new(hash, length, length, length);
        foreach (var timestamp in signature.ContentTimestamps)
        {
            timestamp.Request = new(timestamp.Token.HashAlgorithm, length, length, length);
        }

        DigestPass.Run(
            document, [signature.Request, .. signature.ContentTimestamps.Select(timestamp => timestamp.Request!)], cancellationToken);
    }

    private sealed class Detached(SignatureContent content) : SignatureInProcess(content)
    {
        public override bool IsTimestamp => false;

        public override int SignedRevision => 0;

        public override SignatureCoverage Coverage => SignatureCoverage.EntireFile;

        /// <inheritdoc/>
        /// <remarks>EN 319 122-1, 6.3: signing-time is required.</remarks>
        public override bool HasBaselineForm => Content.Cms?.Signers is [{ SigningTime: not null }];

        /// <inheritdoc/>
        /// <remarks>EN 319 122-1, 5.4: in attributes of the signature itself.</remarks>
        public override bool IsCompletedBy(ValidationMaterial material) => true;

        public override DateTimeOffset? WrittenTime => null;

        public override ChangeClass FoundChanges => ChangeClass.None;
    }
}
