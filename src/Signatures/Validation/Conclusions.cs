using TrustPlatform.Signatures.Differences;

namespace TrustPlatform.Signatures.Validation;

/// <summary>From what was found to what is said.</summary>
internal static class Conclusions
{
    /// <summary>The report on one signature; what a PDF tells besides is added by its reader.</summary>
    public static SignatureReport Of(SignatureInProcess signature, IEnumerable<SignatureInProcess> all, ValidationMaterial material)
    {
        var certificate = signature.Integrity.Certificate;
        return new()
        {
            Field = null,
            Kind = signature.IsTimestamp ? SignatureKind.DocumentTimestamp : SignerIdentities.KindOf(certificate),
            SubFilter = null,
            Revision = signature.SignedRevision + 1,
            Integrity = signature.Integrity.Integrity,
            Coverage = signature.Coverage,
            Changes = signature.Changes,
            Indication = signature.Judgement.Conclusion.Indication,
            SubIndication = signature.Judgement.Conclusion.SubIndication,
            Trusted = signature.Trust.IsTrusted,
            Level = BaselineLevels.Of(signature, all, material),
            Signer = certificate is null ? null : SignerIdentities.Of(certificate, signature.Trust.Path),
            ClaimedTime = ClaimedTimes.Of(signature),
            ProvenTime = signature.ProvenTime,
            Rules = signature.Judgement.Findings,
        };
    }

    /// <summary>Valid only where every signature is, nothing is uncovered and nothing was changed without permission.</summary>
    public static (FileVerdict Verdict, string? Reason) Of(IReadOnlyList<SignatureReport> reports)
    {
        var failed = reports.FirstOrDefault(report =>
            report.Indication == Indication.TotalFailed || report.Coverage == SignatureCoverage.Gap || report.Changes == ChangeClass.NotPermitted);
        if (failed is not null)
        {
            return (FileVerdict.Invalid, failed.DecidingRule);
        }

        var undecided = reports.FirstOrDefault(report => report.Indication != Indication.TotalPassed);
        return undecided is null ? (FileVerdict.Valid, null) : (FileVerdict.Indeterminate, undecided.DecidingRule);
    }
}
