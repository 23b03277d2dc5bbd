using System.Security.Cryptography;
using TrustPlatform.Cryptography;
using TrustPlatform.Cryptography.Algorithms;
using TrustPlatform.Cryptography.Cms;
using TrustPlatform.Cryptography.Timestamps;

namespace TrustPlatform.Signatures.Validation;

/// <summary>
/// The processes of a signature with time (EN 319 102-1, 5.5.4): its timestamps, the best signature time, the path at that
/// time, and whether the signature is accepted then (5.2.8).
/// </summary>
internal sealed class SignatureAcceptance(ValidationContext context, TrustJudge judge, Timeline timeline)
{
    public void Judge(SignatureInProcess signature)
    {
        if (!signature.IsIntact || signature.Integrity.Certificate is not { } certificate)
        {
            return;
        }

        var revision = signature.Facts.Coverage.SignedRevision;
        var stamped = signature.Content.Cms?.Signers is [var signer, ..] ? JudgeTimestamps(signature, signer) : null;
        var archived = timeline.Proof(revision);
        if (stamped is { } time && archived is { } bound && time > bound)
        {
            signature.Judgement.Doubt(
                ValidationRules.TimestampOrder, SubIndication.TimestampOrderFailure, "The signature timestamp is later than a document timestamp over it.");
        }

        signature.ProvenTime = stamped < archived || archived is null ? stamped : archived;
        ReportTime(signature);
        var judged = new JudgedTime(signature.ProvenTime ?? context.Time, signature.ProvenTime is not null);
        signature.Trust = judge.Judge(certificate, judged, CertificatePurpose.Signing, signature.Judgement);
        JudgeAlgorithms(signature, judged);
        JudgeAttribute(signature);
    }

    private DateTimeOffset? JudgeTimestamps(SignatureInProcess signature, CmsSignerInfo signer)
    {
        var best = (DateTimeOffset?)null;
        var attempts = new List<Judgement>();
        foreach (var encoded in signer.SignatureTimestamps)
        {
            var attempt = new Judgement();
            attempts.Add(attempt);
            if (JudgeTimestamp(signature, signer, encoded, attempt) is { } time && (best is null || time < best))
            {
                best = time;
            }
        }

        signature.HasValidTimestamp = best is not null;
        foreach (var finding in attempts.SelectMany(attempt => attempt.Findings))
        {
            if (finding.Result != RuleResult.Fail)
            {
                signature.Judgement.Take([finding], SubIndication.SigConstraintsFailure);
            }
            else if (best is not null)
            {
                signature.Judgement.Warn(finding.Rule, finding.Detail);
            }
            else
            {
                // The attribute is not signed, so it proves no forgery; but a timestamp that is there must hold.
                var reason = attempts[0].Conclusion.SubIndication ?? SubIndication.NoPoe;
                signature.Judgement.Doubt(finding.Rule, reason, finding.Detail);
            }
        }

        return best;
    }

    private DateTimeOffset? JudgeTimestamp(
        SignatureInProcess signature, CmsSignerInfo signer, ReadOnlyMemory<byte> encoded, Judgement attempt)
    {
        TimeStampToken token;
        try
        {
            token = TimeStampToken.Parse(encoded);
        }
        catch (CmsSyntaxException exception)
        {
            attempt.Doubt(ValidationRules.TimestampToken, SubIndication.SigConstraintsFailure, $"The attribute is no token: {exception.Message}");
            return null;
        }

        if (!HashAlgorithms.TryHash(token.HashAlgorithm, signer.SignatureValue.Span, out var digest)
            || !CryptographicOperations.FixedTimeEquals(digest, token.MessageImprint.Span))
        {
            attempt.Doubt(ValidationRules.TimestampImprint, SubIndication.SigConstraintsFailure, "The token is not over this signature value.");
            return null;
        }

        attempt.Ok(ValidationRules.TimestampImprint, "The imprint is that of the signature value.");
        var verification = token.VerifySignature(judge.Candidates(token));
        if (verification.FirstProblem is { } problem || verification.SignerCertificate is not { } authority)
        {
            attempt.Doubt(
                ValidationRules.TimestampToken, SubIndication.SigConstraintsFailure, verification.FirstProblem?.Detail ?? "The token's certificate is not there.");
            return null;
        }

        attempt.Ok(ValidationRules.TimestampToken, $"The token of {authority.Subject} verifies, {ValidationReport.Instant(token.GenTime)}.");
        var control = timeline.Control(signature.Facts.Coverage.SignedRevision);
        judge.Judge(authority, control, CertificatePurpose.Timestamping, attempt);
        return attempt.Conclusion.Indication == Indication.TotalPassed ? token.GenTime : null;
    }

    private void ReportTime(SignatureInProcess signature)
    {
        if (signature.ProvenTime is not { } proven)
        {
            signature.Judgement.Warn(ValidationRules.ProvenTime, "No valid timestamp: judged at the time of validation.");
            return;
        }

        signature.Judgement.Ok(ValidationRules.ProvenTime, $"The signature existed at {ValidationReport.Instant(proven)}.");
        if (ClaimedTimes.Of(signature) is { } claimed && claimed > proven.AddSeconds(context.Policy.ClaimedTimeToleranceInSeconds))
        {
            signature.Judgement.Warn(
                ValidationRules.ClaimedTime, $"The claimed time {ValidationReport.Instant(claimed)} is later than the proven one.");
        }
    }

    private void JudgeAlgorithms(SignatureInProcess signature, JudgedTime judged)
    {
        var scheme = signature.Content.Cms?.Signers is [var signer, ..] ? signer.Scheme : null;
        judge.Algorithms.Judge(
            scheme, signature.Integrity.Certificate!.PublicKey, signature.Content.Hash?.Name, judged, context.Time, signature.Judgement);
    }

    private void JudgeAttribute(SignatureInProcess signature)
    {
        if (context.Policy.SigningCertificateAttribute == Requirement.Required
            && signature.Content.Cms?.Signers is [{ SigningCertificate: null }, ..])
        {
            signature.Judgement.Doubt(
                ValidationRules.SigningCertificateAttribute, SubIndication.SigConstraintsFailure, "The policy requires the signing-certificate attribute.");
        }
    }
}
