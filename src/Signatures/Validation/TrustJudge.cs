using System.Diagnostics;
using TrustPlatform.Cryptography;
using TrustPlatform.Cryptography.Paths;
using TrustPlatform.Cryptography.Timestamps;
using TrustPlatform.Cryptography.X509;

namespace TrustPlatform.Signatures.Validation;

/// <summary>What a certificate signs.</summary>
internal enum CertificatePurpose
{
    /// <summary>Documents.</summary>
    Signing,

    /// <summary>Timestamps.</summary>
    Timestamping,
}

/// <summary>At which time a path is judged, and whether a timestamp proves it.</summary>
internal readonly record struct JudgedTime(DateTimeOffset At, bool IsProven);

/// <summary>A path and whether it leads to a trust anchor at the time that counts.</summary>
/// <param name="IsTrusted">Every check of the path holds.</param>
/// <param name="Path">The certificate first, the anchor last.</param>
/// <param name="HasRevocationInFile">The file tells the status of every certificate that needs one.</param>
/// <param name="RevokedAt">When the certificate was revoked, whether that counts or not; null where it was not.</param>
internal sealed record TrustVerdict(bool IsTrusted, IReadOnlyList<Certificate> Path, bool HasRevocationInFile, DateTimeOffset? RevokedAt = null);

/// <summary>
/// X.509 validation (EN 319 102-1, 5.2.6) with revocation freshness (5.2.5), offline, with the material of the file. A proven
/// time in the past is judged with what is known until the time of validation: a later revocation does not count.
/// </summary>
internal sealed class TrustJudge(ValidationContext context, ValidationMaterial material)
{
    private const string ShortTermExtension = "0.4.0.194121.2.1";
    private const string NoRevocationExtension = "2.5.29.56";

    private readonly AlgorithmAcceptance _algorithms = new(context.Policy);

    public AlgorithmAcceptance Algorithms => _algorithms;

    /// <summary>The proofs of existence found so far; they prove revocation data too.</summary>
    public Timeline? Proofs { get; set; }

    /// <summary>Certificates among which a token's may be, besides those that it carries.</summary>
    public IReadOnlyList<Certificate> Candidates(TimeStampToken token) => [.. token.Certificates, .. material.Certificates];

    public TrustVerdict Judge(Certificate certificate, JudgedTime time, CertificatePurpose purpose, Judgement judgement)
    {
        var report = CertificatePathValidator.Validate(new()
        {
            Target = certificate,
            TrustAnchors = [.. context.TrustAnchors.Where(anchor => context.Policy.Accepts(anchor, purpose, time.At))],
            Intermediates = material.Certificates,
            Crls = material.Crls,
            OcspResponses = material.OcspResponses,
            Time = time.At,
            InformationUntil = context.Time,
            CrlProof = ProofOf,
            OcspProof = ProofOf,
            Policy = new()
            {
                Revocation = RevocationChecking.Required,
                Algorithms = _algorithms.Constraints,
                Conformance = ProfileConformance.PathRules,
                MaximumAgeWithoutNextUpdate = TimeSpan.FromHours(context.Policy.MaximumStatusAgeInHours),
            },
        });
        var inner = new Judgement();
        foreach (var check in report.Checks.Where(check => check.Result is CheckResult.Failed or CheckResult.Undetermined))
        {
            Report(check, report, time, purpose, inner);
        }

        if (purpose == CertificatePurpose.Signing)
        {
            JudgeUsage(certificate, inner);
        }

        var isTest = report.Path[0] is var anchor && context.TrustAnchors.Contains(anchor) && IsTest(anchor);
        var isTrusted = inner.Conclusion.Indication == Indication.TotalPassed;
        IReadOnlyList<Certificate> path = [.. report.Path.Reverse()];
        if (isTrusted)
        {
            ReportPath(report, path, time, purpose, judgement);
            if (isTest)
            {
                judgement.Warn(ValidationRules.TestAnchor, $"THỬ NGHIỆM: {report.Path[0].Subject.CommonName} is a root for tests, without any legal meaning.");
            }
        }

        judgement.Adopt(inner);
        var known = report.Statuses.Where(status => material.IsInFile(status.Item)).Select(status => status.Position).ToHashSet();
        var hasStatus = Enumerable.Range(1, report.Path.Count - 1)
            .All(position => known.Contains(position) || NeedsNoStatus(report.Path[position]));
        var revokedAt = report.Statuses.FirstOrDefault(status => status.Position == report.Path.Count - 1)?.RevokedAt;
        return new(isTrusted, path, hasStatus, revokedAt);
    }

    /// <summary>The token's own algorithms at the time at which it is judged (5.2.8, 5.4).</summary>
    public void JudgeAlgorithms(TimeStampToken token, Certificate authority, JudgedTime time, Judgement judgement)
    {
        var scheme = token.SignedData.Signers is [var signer, ..] ? signer.Scheme : null;
        _algorithms.Judge(scheme, authority.PublicKey, token.HashAlgorithm.Name, time, context.Time, judgement);
    }

    private DateTimeOffset ProofOf(object item)
    {
        var covered = Proofs?.Proof(material.RevisionOf(item)) ?? context.Time;
        return material.SignedProof(item) is { } signed && signed < covered ? signed : covered;
    }

    /// <summary>Roots of the platform for tests say so in their name.</summary>
    private static bool IsTest(Certificate anchor) => anchor.Subject.ToString().Contains("THỬ NGHIỆM", StringComparison.Ordinal);

    private static void ReportPath(
        PathReport report, IReadOnlyList<Certificate> path, JudgedTime time, CertificatePurpose purpose, Judgement judgement)
    {
        var rule = purpose == CertificatePurpose.Signing ? ValidationRules.Path : ValidationRules.TimestampAuthority;
        judgement.Ok(rule, $"{string.Join(" < ", path.Select(certificate => certificate.Subject.CommonName ?? certificate.Subject.ToString()))}, at {ValidationReport.Instant(time.At)}.");
        foreach (var status in report.Statuses)
        {
            var detail = $"{report.Path[status.Position].Subject.CommonName}: not revoked at that time, by {status.Source}.";
            if (status.RevokedAt is { } revoked)
            {
                judgement.Warn(ValidationRules.Revocation, $"{detail} Revoked later, at {ValidationReport.Instant(revoked)}.");
            }
            else
            {
                judgement.Ok(ValidationRules.Revocation, detail);
            }
        }
    }

    private void Report(PathCheck check, PathReport report, JudgedTime time, CertificatePurpose purpose, Judgement judgement)
    {
        var isTarget = check.Position == report.Path.Count - 1;
        var certificate = check.Position >= 0 && check.Position < report.Path.Count ? report.Path[check.Position] : report.Path[^1];
        var detail = $"{certificate.Subject.CommonName ?? certificate.SerialNumber}: {check.Detail}";
        var path = purpose == CertificatePurpose.Signing ? ValidationRules.Path : ValidationRules.TimestampAuthority;
        switch (check.Failure)
        {
            case PathFailure.NoPathFound:
                judgement.Doubt(path, SubIndication.NoCertificateChainFound, check.Detail);
                break;
            case PathFailure.SignatureInvalid:
                // Names alone make no chain: the anchor that has this name did not sign this certificate.
                judgement.Doubt(path, SubIndication.NoCertificateChainFound, detail);
                break;
            case PathFailure.LimitExceeded:
                judgement.Doubt(path, SubIndication.CertificateChainGeneralFailure, detail);
                break;
            case PathFailure.Malformed or PathFailure.ChainConstraints or PathFailure.Purpose:
                judgement.Doubt(path, SubIndication.ChainConstraintsFailure, detail);
                break;
            case PathFailure.Revoked:
                ReportRevoked(detail, time, purpose, judgement);
                break;
            case PathFailure.RevokedAuthority:
                judgement.Doubt(ValidationRules.Revocation, SubIndication.RevokedCaNoPoe, detail);
                break;
            case PathFailure.OnHold:
                judgement.Doubt(ValidationRules.Revocation, SubIndication.TryLater, detail);
                break;
            case PathFailure.NotYetValid when isTarget && purpose == CertificatePurpose.Signing:
                // What existed before the certificate was not made with it (5.5.4).
                judgement.Fail(ValidationRules.Validity, SubIndication.NotYetValid, detail);
                break;
            case PathFailure.Expired or PathFailure.NotYetValid:
                var isGood = isTarget && report.Statuses.Any(status => status.Position == check.Position && status.RevokedAt is null);
                judgement.Doubt(
                    ValidationRules.Validity, isGood ? SubIndication.OutOfBoundsNotRevoked : SubIndication.OutOfBoundsNoPoe, detail);
                break;
            case PathFailure.RevocationUnknown:
                ReportUnknown(certificate, SubIndication.TryLater, detail, isTarget, purpose, judgement);
                break;
            case PathFailure.RevocationUnproven:
                ReportUnknown(certificate, SubIndication.NoPoe, detail, isTarget, purpose, judgement);
                break;
            case PathFailure.CryptoConstraints:
                var reason = time.IsProven ? SubIndication.CryptoConstraintsFailure : SubIndication.CryptoConstraintsFailureNoPoe;
                judgement.Doubt(ValidationRules.Algorithms, reason, detail);
                break;
            case null:
                judgement.Doubt(path, SubIndication.CertificateChainGeneralFailure, detail);
                break;
            default:
                throw new UnreachableException();
        }
    }

    private void ReportRevoked(string detail, JudgedTime time, CertificatePurpose purpose, Judgement judgement)
    {
        if (time.IsProven && purpose == CertificatePurpose.Signing && context.Policy.RevokedBeforeProvenTime == RevokedConsequence.Fail)
        {
            judgement.Fail(ValidationRules.Revocation, SubIndication.Revoked, detail);
        }
        else
        {
            judgement.Doubt(ValidationRules.Revocation, SubIndication.RevokedNoPoe, detail);
        }
    }

    private void ReportUnknown(Certificate certificate, SubIndication reason, string detail, bool isTarget, CertificatePurpose purpose, Judgement judgement)
    {
        var isExempt = NeedsNoStatus(certificate);
        var requirement = isExempt ? context.Policy.ShortTermRevocation
            : purpose == CertificatePurpose.Timestamping ? context.Policy.TimestampRevocation
            : isTarget ? context.Policy.SignerRevocation : context.Policy.AuthorityRevocation;
        var rule = isExempt ? ValidationRules.ShortTerm : ValidationRules.Revocation;
        switch (requirement)
        {
            case Requirement.Required:
                judgement.Doubt(rule, reason, detail);
                break;
            case Requirement.Warn:
                judgement.Warn(rule, detail);
                break;
            case Requirement.Inform:
                judgement.Ok(rule, detail);
                break;
            default:
                throw new UnreachableException();
        }
    }

    private static bool NeedsNoStatus(Certificate certificate) =>
        certificate.FindExtension(ShortTermExtension) is not null || certificate.FindExtension(NoRevocationExtension) is not null;

    private static void JudgeUsage(Certificate certificate, Judgement judgement)
    {
        foreach (var malformation in certificate.Malformations)
        {
            judgement.Warn(ValidationRules.Path, $"{malformation.Clause}: {malformation.Detail}");
        }

        if (certificate.KeyUsage is { } usage && (usage & (KeyUsages.DigitalSignature | KeyUsages.NonRepudiation)) == 0)
        {
            judgement.Doubt(ValidationRules.KeyUsage, SubIndication.ChainConstraintsFailure, $"The key usage is {usage}.");
        }
        else if (certificate.ExtendedKeyUsages.Count > 0 && !certificate.ExtendedKeyUsages.Any(s_documentPurposes.Contains))
        {
            judgement.Doubt(
                ValidationRules.KeyUsage, SubIndication.ChainConstraintsFailure,
                $"The extended key usage {string.Join(", ", certificate.ExtendedKeyUsages)} is not for documents.");
        }
        else
        {
            judgement.Ok(ValidationRules.KeyUsage, $"Key usage {certificate.KeyUsage?.ToString() ?? "not restricted"}.");
        }
    }

    // anyExtendedKeyUsage, emailProtection, documentSigning (RFC 9336), and those that producers of PDF signatures use:
    // Microsoft document signing, Adobe authentic documents trust, and clientAuth of identity cards.
    private static readonly HashSet<string> s_documentPurposes =
    [
        "2.5.29.37.0", "1.3.6.1.5.5.7.3.4", "1.3.6.1.5.5.7.3.36", "1.3.6.1.4.1.311.10.3.12", "1.2.840.113583.1.1.5",
        "1.3.6.1.5.5.7.3.2",
    ];
}
