using System.Security.Cryptography;
using TrustPlatform.Cryptography;
using TrustPlatform.Cryptography.Algorithms;
using TrustPlatform.Cryptography.Cms;
using TrustPlatform.Cryptography.Timestamps;
using TrustPlatform.Cryptography.X509;

namespace TrustPlatform.Signatures.Validation;

/// <summary>
/// The processes of a signature with time (EN 319 102-1, 5.5.4): its timestamps, the best signature time, the path at that
/// time, and whether the signature is accepted then (5.2.8).
/// </summary>
internal sealed class SignatureAcceptance(
    ValidationContext context, TrustJudge judge, Timeline timeline, ValidationMaterial material)
{
    public void Judge(SignatureInProcess signature)
    {
        if (!signature.IsIntact || signature.Integrity.Certificate is not { } certificate)
        {
            return;
        }

        var revision = signature.SignedRevision;
        var stamped = signature.Content.Cms?.Signers is [var signer, ..] ? JudgeTimestamps(signature, signer) : null;
        var archived = timeline.Proof(revision);
        if (stamped is { } time && archived is { } bound && time > bound)
        {
            signature.Judgement.Doubt(
                ValidationRules.TimestampOrder, SubIndication.TimestampOrderFailure, "The signature timestamp is later than a document timestamp over it.");
        }

        signature.ProvenTime = stamped < archived || archived is null ? stamped : archived;
        ReportTime(signature);
        if (signature is { ProvenTime: { } existed, Content.Cms.Signers: [var provenSigner, ..] })
        {
            material.Prove(provenSigner, existed);
        }

        var judged = new JudgedTime(signature.ProvenTime ?? context.Time, signature.ProvenTime is not null);
        signature.Trust = judge.Judge(certificate, judged, CertificatePurpose.Signing, signature.Judgement);
        JudgeContentTimestamps(signature, certificate);
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

    /// <summary>
    /// The signature is younger than its content timestamps: with one after the certificate's end there is proof that it was made
    /// too late (5.5.4; table 5, EXPIRED and REVOKED), with one after the proven time there is a contradiction.
    /// </summary>
    private void JudgeContentTimestamps(SignatureInProcess signature, Certificate certificate)
    {
        foreach (var timestamp in signature.ContentTimestamps)
        {
            var attempt = new Judgement();
            var (time, digest) = (timestamp.Token.GenTime, timestamp.Request?.Digest);
            if (!JudgeToken(signature, timestamp.Token, digest, "the document", attempt))
            {
                foreach (var finding in attempt.Findings)
                {
                    signature.Judgement.Warn(ValidationRules.ContentTimestamp, finding.Detail);
                }
            }
            else if (time > signature.ProvenTime)
            {
                signature.Judgement.Doubt(
                    ValidationRules.TimestampOrder, SubIndication.TimestampOrderFailure, "The content timestamp is later than a timestamp over the signature.");
            }
            else if (time > certificate.NotAfter)
            {
                signature.Judgement.Fail(
                    ValidationRules.Validity, SubIndication.Expired, $"The signature was made after {ValidationReport.Instant(time)}, when the certificate had expired.");
            }
            else if (time >= signature.Trust.RevokedAt)
            {
                signature.Judgement.Fail(
                    ValidationRules.Revocation, SubIndication.Revoked, $"The signature was made after {ValidationReport.Instant(time)}, when the certificate was revoked.");
            }
            else
            {
                signature.Judgement.Ok(ValidationRules.ContentTimestamp, $"The signature was made after {ValidationReport.Instant(time)}.");
            }
        }
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

        var isHashed = HashAlgorithms.TryHash(token.HashAlgorithm, signer.SignatureValue.Span, out var digest);
        return JudgeToken(signature, token, isHashed ? digest : null, "this signature value", attempt) ? token.GenTime : null;
    }

    private bool JudgeToken(SignatureInProcess signature, TimeStampToken token, byte[]? digest, string stamped, Judgement attempt)
    {
        if (digest is null || !CryptographicOperations.FixedTimeEquals(digest, token.MessageImprint.Span))
        {
            attempt.Doubt(ValidationRules.TimestampImprint, SubIndication.SigConstraintsFailure, $"The token is not over {stamped}.");
            return false;
        }

        attempt.Ok(ValidationRules.TimestampImprint, $"The imprint is that of {stamped}.");
        var verification = token.VerifySignature(judge.Candidates(token));
        if (verification.FirstProblem is { } problem || verification.SignerCertificate is not { } authority)
        {
            attempt.Doubt(
                ValidationRules.TimestampToken, SubIndication.SigConstraintsFailure, verification.FirstProblem?.Detail ?? "The token's certificate is not there.");
            return false;
        }

        attempt.Ok(ValidationRules.TimestampToken, $"The token of {authority.Subject} verifies, {ValidationReport.Instant(token.GenTime)}.");
        var control = timeline.Control(signature.SignedRevision);
        judge.Judge(authority, control, CertificatePurpose.Timestamping, attempt);
        judge.JudgeAlgorithms(token, authority, control, attempt);
        return attempt.Conclusion.Indication == Indication.TotalPassed;
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
