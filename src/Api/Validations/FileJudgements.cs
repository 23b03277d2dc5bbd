using TrustPlatform.Contracts;
using TrustPlatform.Evidence;
using TrustPlatform.Signatures.Validation;
using TrustPlatform.Web.Desk;

namespace TrustPlatform.Api.Validations;

/// <summary>The validator's report for the verify page, in the words of the verdict JSON.</summary>
internal static class FileJudgements
{
    public static FileJudgement Of(ValidationReport report, DocumentDigest digest, string? frozenShortCode) => new()
    {
        Verdict = VerdictNames.Of(report.Verdict),
        Reason = report.Reason,
        Sha256 = digest.ToString(),
        FrozenShortCode = frozenShortCode,
        Revisions = report.Revisions,
        ValidatedAt = report.ValidatedAt,
        Policy = report.Policy,
        Signatures = [.. report.Signatures.Select(Of)],
        Json = report.ToJson(),
    };

    /// <summary>A package is judged by its own findings and as its document.</summary>
    public static FileJudgement Of(
        EvidenceReport audit, ReadOnlyMemory<byte> json, DocumentDigest digest, DateTimeOffset at)
    {
        var document = audit.Document
            ?? new ValidationReport { File = "", Verdict = FileVerdict.Unreadable, ValidatedAt = at };
        return Of(document, digest, null) with
        {
            Verdict = VerdictNames.Of(audit.Valid ? FileVerdict.Valid : FileVerdict.Invalid),
            Reason = audit.Findings.FirstOrDefault(finding => !finding.Holds)?.Rule,
            Json = json,
        };
    }

    private static SignatureJudgement Of(SignatureReport signature) => new()
    {
        Kind = VerdictNames.Of(signature.Kind),
        SignerName = signature.Signer?.Name,
        IssuerName = signature.Signer?.IssuerName,
        ManagingOrganization = signature.Signer?.ManagingOrganization,
        Serial = signature.Signer?.Serial,
        NotBefore = signature.Signer?.NotBefore,
        NotAfter = signature.Signer?.NotAfter,
        ClaimedTime = signature.ClaimedTime,
        ProvenTime = signature.ProvenTime,
        Integrity = VerdictNames.Of(signature.Integrity),
        Coverage = VerdictNames.Of(signature.Coverage),
        Changes = VerdictNames.Of(signature.Changes),
        Indication = VerdictNames.Of(signature.Indication),
        SubIndication = signature.SubIndication is { } sub ? VerdictNames.Of(sub) : null,
        Trusted = signature.Trusted,
        Level = VerdictNames.Of(signature.Level),
        Checks = [.. signature.Rules.Select(finding => new CheckMade(
            finding.Rule.Id, finding.Rule.Clause, VerdictNames.Of(finding.Result), finding.Detail))],
    };
}
