using System.Security.Cryptography;
using TrustPlatform.Cryptography;
using TrustPlatform.Cryptography.Timestamps;
using TrustPlatform.Cryptography.X509;

namespace TrustPlatform.Signatures.Validation;

/// <summary>The verdict on one timestamp.</summary>
/// <param name="Indication">The conclusion.</param>
/// <param name="SubIndication">Its reason; null for TOTAL-PASSED.</param>
/// <param name="Path">The authority's certificate first, the anchor last; empty where no certificate was found.</param>
/// <param name="Rules">Every check made.</param>
public sealed record TimestampReport(
    Indication Indication, SubIndication? SubIndication, IReadOnlyList<Certificate> Path, IReadOnlyList<RuleFinding> Rules);

/// <summary>Judges RFC 3161 timestamps by EN 319 102-1, 5.4, offline. Never throws for what a token says.</summary>
public static class TimestampValidator
{
    /// <summary>Reads a token, or the token of a response (RFC 3161, 2.4.2). Throws <see cref="CmsSyntaxException"/>.</summary>
    public static TimeStampToken Read(ReadOnlyMemory<byte> tokenOrResponse)
    {
        try
        {
            return TimeStampToken.Parse(tokenOrResponse);
        }
        catch (CmsSyntaxException)
        {
            return TimeStampResponse.Parse(tokenOrResponse).Token
                ?? throw new CmsSyntaxException("RFC 3161, 2.4.2", "The response has no token.");
        }
    }

    /// <summary>Validates a token over a digest made with <see cref="TimeStampToken.HashAlgorithm"/>.</summary>
    public static TimestampReport Validate(TimeStampToken token, ReadOnlySpan<byte> digest, ValidationContext context)
    {
        ArgumentNullException.ThrowIfNull(token);
        ArgumentNullException.ThrowIfNull(context);
        var judgement = new Judgement();
        if (CryptographicOperations.FixedTimeEquals(token.MessageImprint.Span, digest))
        {
            judgement.Ok(ValidationRules.TimestampImprint, $"The imprint is the {token.HashAlgorithm.Name} digest given.");
        }
        else
        {
            judgement.Fail(ValidationRules.TimestampImprint, SubIndication.HashFailure, "The imprint is another digest.");
        }

        var material = new ValidationMaterial(context.Known);
        material.Take(token.SignedData, revision: 0);
        var integrity = IntegrityCheck.Report(token.VerifySignature(), judgement);
        if (integrity.Certificate is not { } authority)
        {
            return new(judgement.Conclusion.Indication, judgement.Conclusion.SubIndication, [], judgement.Findings);
        }

        var judge = new TrustJudge(context, material);
        var now = new JudgedTime(context.Time, IsProven: false);
        var trust = judge.Judge(authority, now, CertificatePurpose.Timestamping, judgement);
        judge.JudgeAlgorithms(token, authority, now, judgement);
        return new(judgement.Conclusion.Indication, judgement.Conclusion.SubIndication, trust.Path, judgement.Findings);
    }
}
