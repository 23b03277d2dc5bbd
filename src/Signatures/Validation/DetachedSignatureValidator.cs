using System.Security.Cryptography;
using TrustPlatform.Cryptography.Cms;
using TrustPlatform.Signatures.Differences;

namespace TrustPlatform.Signatures.Validation;

/// <summary>
/// Judges detached CAdES and CMS signatures (EN 319 122-1; files *.p7s) by EN 319 102-1, offline: each signer of a file for
/// himself, with his signature timestamps; archive timestamps in attributes are not read. Never throws for what a file says.
/// </summary>
public static class DetachedSignatureValidator
{
    /// <summary>Validates a SignedData, DER or BER, over a document (seekable stream, stays the caller's, read once).</summary>
    public static ValidationReport Validate(
        ReadOnlyMemory<byte> signature, Stream document, string fileName, ValidationContext context, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(document);
        ArgumentNullException.ThrowIfNull(context);
        var found = SignatureContent.ReadDetached(signature).Select(content => new Detached(content)).ToList();
        if (found.Find(signer => signer.Content.Problem is not null) is { } unreadable)
        {
            return ValidationReport.Unreadable(fileName, unreadable.Content.Problem!, context); // it was found by having one
        }

        var material = new ValidationMaterial(context.Known);
        material.Take(context.Collected);
        found.ForEach(signer => material.Take(signer.Cms, revision: 0));
        Hash(found, document, cancellationToken);
        var judge = new TrustJudge(context, material);
        var timeline = Timeline.Of([], judge, context.Time);
        var reports = found.ConvertAll(signer => Judge(signer, new(context, judge, timeline, material), context, material));
        var (verdict, reason) = Conclusions.Of(reports);
        return ValidationReport.Of(fileName, verdict, reason, context) with { Signatures = reports, Revisions = 1 };
    }

    private static SignatureReport Judge(
        Detached signer, SignatureAcceptance acceptance, ValidationContext context, ValidationMaterial material)
    {
        signer.Integrity = IntegrityCheck.RunDetached(signer.Content, signer.Request?.Digest, material.Certificates, signer.Judgement);
        acceptance.Judge(signer);
        UnprotectedBytes.CheckEnvelope(
            signer.Cms, signer.Integrity.Certificate, [.. material.Certificates, .. context.TrustAnchors], signer.Judgement);
        return Conclusions.Of(signer, [signer], material);
    }

    private static void Hash(List<Detached> signers, Stream document, CancellationToken cancellationToken)
    {
        var length = document.Length;
        var requests = new List<DigestRequest>();
        DigestRequest Ask(HashAlgorithmName hash)
        {
            requests.Add(new(hash, length, length, length));
            return requests[^1];
        }

        foreach (var signer in signers)
        {
            signer.Request = signer.Content.Hash is { } hash ? Ask(hash) : null;
            foreach (var timestamp in signer.ContentTimestamps)
            {
                timestamp.Request = Ask(timestamp.Token.HashAlgorithm);
            }
        }

        DigestPass.Run(document, requests, cancellationToken);
    }

    private sealed class Detached(SignatureContent content) : SignatureInProcess(content)
    {
        public CmsSignedData Cms => Content.Cms!; // a content without problem has one

        public override bool IsTimestamp => false;

        public override int SignedRevision => 0;

        public override SignatureCoverage Coverage => SignatureCoverage.EntireFile;

        /// <inheritdoc/>
        /// <remarks>EN 319 122-1, 6.3: signing-time is required.</remarks>
        public override bool HasBaselineForm => Cms.Signers is [{ SigningTime: not null }];

        /// <inheritdoc/>
        /// <remarks>EN 319 122-1, 5.4: in attributes of the signature itself.</remarks>
        public override bool IsCompletedBy(ValidationMaterial material) => true;

        public override DateTimeOffset? WrittenTime => null;

        public override ChangeClass FoundChanges => ChangeClass.None;
    }
}
