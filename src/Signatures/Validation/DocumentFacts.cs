using TrustPlatform.Pdf;
using TrustPlatform.Signatures.Differences;

namespace TrustPlatform.Signatures.Validation;

/// <summary>What the file itself tells about one signature, before any cryptography.</summary>
internal sealed record SignatureFacts(
    FoundSignature Signature, ByteRangeCoverage Coverage, ChangePermissions Permissions, ChangeClass Changes,
    IReadOnlyList<RuleFinding> ChangeFindings)
{
    public SignatureVersion Version => Signature.Judged;

    public string? SubFilter => (Version.Dictionary["SubFilter"] as PdfName)?.Value;
}

/// <summary>Finds the signatures of a document, what each covers, and what was changed after it.</summary>
internal static class DocumentFacts
{
    public static IReadOnlyList<SignatureFacts> Of(PdfDocument document, CancellationToken cancellationToken)
    {
        var signatures = SignatureFinder.Find(document, cancellationToken)
            .Select(found => (Found: found, Coverage: ByteRangeCoverage.Of(document, found)))
            .OrderBy(item => item.Coverage.SignedRevision).ThenBy(item => item.Found.Judged.Dictionary.Offset).ToList();
        if (signatures.Count == 0)
        {
            return [];
        }

        var first = signatures.Min(item => item.Coverage.SignedRevision);
        var changes = DifferenceAnalysis.Compare(document, first, cancellationToken);
        var file = FileFindings(document);
        file.AddRange(ShadowObjects.Find(document, document.Revisions[first], cancellationToken));
        var facts = new List<SignatureFacts>();
        foreach (var (found, coverage) in signatures)
        {
            var permissions = ReadPermissions(found.Judged);
            var (worst, findings) = permissions.Judge(changes.Where(change => change.Revision - 1 > coverage.SignedRevision));
            var all = file.Where(finding => coverage.Coverage != SignatureCoverage.EntireFile || finding.Rule != ValidationRules.FileTrailingBytes)
                .Concat(Certification(permissions, facts)).Concat(findings).ToList();
            var isPermitted = coverage.Coverage != SignatureCoverage.Gap && all.TrueForAll(finding => finding.Result != RuleResult.Fail);
            facts.Add(new(found, coverage, permissions, isPermitted ? worst : ChangeClass.NotPermitted, all));
        }

        return facts;
    }

    private static List<RuleFinding> FileFindings(PdfDocument document)
    {
        var findings = new List<RuleFinding>();
        if (document.RecoveryReason is { } reason)
        {
            findings.Add(new(ValidationRules.FileSingleReading, RuleResult.Fail, reason));
        }

        if (document.BytesAfterLastRevision > 0)
        {
            findings.Add(new(
                ValidationRules.FileTrailingBytes, RuleResult.Fail, $"{document.BytesAfterLastRevision} bytes follow the last revision."));
        }

        if (document.Revisions.Any(revision => revision.CrossReferenceKind == PdfCrossReferenceKind.Hybrid))
        {
            findings.Add(new(ValidationRules.FileHybrid, RuleResult.Warn, "A revision has a table and a stream of cross-references."));
        }

        return findings;
    }

    private static ChangePermissions ReadPermissions(SignatureVersion version)
    {
        try
        {
            return ChangePermissions.Read(version.Revision, version.Dictionary, version.Field.Dictionary);
        }
        catch (PdfSyntaxException)
        {
            // Restrictions that cannot be read permit nothing.
            return new(1, IsCertification: true, []);
        }
    }

    /// <summary>12.8.2.2: one certification signature, the first of the document, named by /Perms; later ones permit no more.</summary>
    private static IEnumerable<RuleFinding> Certification(ChangePermissions permissions, IReadOnlyList<SignatureFacts> earlier)
    {
        var before = earlier.Where(other => other.SubFilter != "ETSI.RFC3161").ToList();
        if (permissions.IsCertification && before.Count > 0)
        {
            yield return Refusal("A certification signature follows another signature.");
        }
        else if (permissions.IsNamedByCatalog && !permissions.IsCertification)
        {
            yield return Refusal("/Perms of the catalog names a signature that does not certify.");
        }
        else if (permissions.IsCertification && !permissions.IsNamedByCatalog)
        {
            yield return new(
                ValidationRules.PermissionCertification, RuleResult.Warn, "/Perms of the catalog does not name the certification signature.");
        }

        if (permissions.AccessPermission is { } level && before.Min(other => other.Permissions.AccessPermission) < level)
        {
            yield return Refusal($"The signature permits level {level}, and an earlier one permits less.");
        }
    }

    private static RuleFinding Refusal(string detail) => new(ValidationRules.PermissionCertification, RuleResult.Fail, detail);
}
