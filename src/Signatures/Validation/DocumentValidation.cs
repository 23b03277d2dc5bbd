using TrustPlatform.Pdf;

namespace TrustPlatform.Signatures.Validation;

/// <summary>Validates one opened document: facts first, then time, then trust at that time.</summary>
internal sealed class DocumentValidation(Stream file, PdfDocument document, ValidationContext context, CancellationToken cancellationToken)
{
    private readonly ValidationMaterial _material = new(context.Known);

    public ValidationReport Run(string fileName)
    {
        var signatures = DocumentFacts.Of(document, cancellationToken).Select(facts => new PdfSignatureInProcess(facts)).ToList();
        if (signatures.Count == 0)
        {
            return Empty(fileName);
        }

        Collect(signatures);
        Hash(signatures);
        var judge = new TrustJudge(context, _material);
        foreach (var signature in signatures)
        {
            JudgeFacts(signature);
        }

        var timeline = Timeline.Of(signatures, judge, context.Time);
        foreach (var signature in signatures.Where(signature => !signature.IsTimestamp))
        {
            cancellationToken.ThrowIfCancellationRequested();
            new SignatureAcceptance(context, judge, timeline, _material).Judge(signature);
        }

        foreach (var signature in signatures)
        {
            UnprotectedBytes.Check(
                document, signature.Facts, signature.Content, signature.Integrity.Certificate,
                [.. _material.Certificates, .. context.TrustAnchors], signature.Judgement);
        }

        var reports = signatures.Select(signature => Report(signature, signatures)).ToList();
        var (verdict, reason) = Conclusions.Of(reports);
        return Report(fileName, verdict, reason) with { Signatures = reports };
    }

    private ValidationReport Empty(string fileName)
    {
        // Where the form is hidden by encryption, or by sections that pass over it, nobody can say that there is no signature.
        var (verdict, reason, limits) =
            document.EncryptionObstacle is { } obstacle ? (FileVerdict.Unreadable, ValidationRules.FileReadable.Id, obstacle)
            : HiddenSignature.IsIn(document, cancellationToken)
                ? (FileVerdict.Invalid, ValidationRules.ChangesUnlisted.Id, "The file holds a signature that its cross-reference sections pass over.")
            : (FileVerdict.NoSignature, (string?)null, (string?)null);
        return Report(fileName, verdict, reason) with { Limits = limits };
    }

    private ValidationReport Report(string fileName, FileVerdict verdict, string? reason) =>
        ValidationReport.Of(fileName, verdict, reason, context) with { Revisions = document.Revisions.Count };

    private void Collect(List<PdfSignatureInProcess> signatures)
    {
        _material.Take(context.Collected);
        _material.TakeSecurityStore(document);
        foreach (var signature in signatures)
        {
            if (signature.Content.Cms is { } cms)
            {
                // A timestamp does not cover itself: only one of a later revision proves what it carries.
                _material.Take(cms, signature.SignedRevision + (signature.IsTimestamp ? 1 : 0));
            }
        }
    }

    private void Hash(List<PdfSignatureInProcess> signatures)
    {
        foreach (var signature in signatures)
        {
            if (signature.Content is { Problem: null, Hash: { } hash })
            {
                signature.Request = signature.Facts.Coverage.Request(hash, document.Length);
                foreach (var timestamp in signature.ContentTimestamps)
                {
                    timestamp.Request = signature.Facts.Coverage.Request(timestamp.Token.HashAlgorithm, document.Length);
                }
            }
        }

        var requests = signatures.SelectMany(signature => signature.ContentTimestamps.Select(one => one.Request).Prepend(signature.Request));
        DigestPass.Run(file, requests.OfType<DigestRequest>().ToList(), cancellationToken);
    }

    private void JudgeFacts(PdfSignatureInProcess signature)
    {
        var (facts, judgement) = (signature.Facts, signature.Judgement);
        if (facts.Signature.FieldNames.Count > 1)
        {
            judgement.Warn(
                ValidationRules.FormatSharedValue, $"Fields {string.Join(", ", facts.Signature.FieldNames.Select(name => $"'{name}'"))} share this signature.");
        }

        judgement.Take(facts.Coverage.Findings, SubIndication.FormatFailure);
        signature.Integrity = IntegrityCheck.Run(
            facts, signature.Content, signature.Request?.Digest, _material.Certificates, judgement);
        judgement.Take(facts.ChangeFindings, SubIndication.FormatFailure);
    }

    private SignatureReport Report(PdfSignatureInProcess signature, List<PdfSignatureInProcess> all) =>
        Conclusions.Of(signature, all, _material) with
        {
            Field = signature.Facts.Version.Field.Name.Length == 0 ? null : signature.Facts.Version.Field.Name,
            SubFilter = signature.Facts.SubFilter,
            ByteRange = signature.Facts.Coverage.Range,
        };
}
