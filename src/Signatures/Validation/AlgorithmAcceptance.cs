using TrustPlatform.Cryptography.Algorithms;

namespace TrustPlatform.Signatures.Validation;

/// <summary>Algorithms and key sizes by date (EN 319 102-1, 5.2.8; TS 119 312). The dates are the policy's.</summary>
internal sealed class AlgorithmAcceptance(ValidationPolicy policy)
{
    /// <summary>The policy's rows in the form that path validation takes.</summary>
    public AlgorithmConstraints Constraints { get; } = policy.ToAlgorithmConstraints();

    /// <summary>Judges a signature's scheme, key and content hash at the time that counts; what ended since then is a warning.</summary>
    public void Judge(SignatureScheme? scheme, PublicKey? key, string? contentHash, JudgedTime time, DateTimeOffset now, Judgement judgement)
    {
        if (Refusal(scheme, key, contentHash, time.At) is { } refusal)
        {
            judgement.Doubt(
                ValidationRules.Algorithms,
                time.IsProven ? SubIndication.CryptoConstraintsFailure : SubIndication.CryptoConstraintsFailureNoPoe, refusal);
        }
        else if (Refusal(scheme, key, contentHash, now) is { } later)
        {
            judgement.Warn(ValidationRules.Algorithms, $"Accepted at the time that counts, no longer today: {later}");
        }
        else
        {
            judgement.Ok(ValidationRules.Algorithms, $"{scheme?.Name} with a key of {key?.SizeInBits} bits.");
        }

        if (scheme is not null && policy.NotRecommendedSchemes.Contains(scheme.Kind.ToString()))
        {
            judgement.Warn(ValidationRules.AlgorithmsListed, $"{scheme.Name} is outside of what {policy.Name} recommends.");
        }
    }

    private string? Refusal(SignatureScheme? scheme, PublicKey? key, string? contentHash, DateTimeOffset at) =>
        Constraints.Refuses(scheme, key, at)
        ?? (contentHash is null || (policy.Hashes.TryGetValue(contentHash, out var until) && (ValidationPolicy.LastInstant(until) is not { } end || at <= end))
            ? null : $"{contentHash} over the document is not accepted at {at:yyyy-MM-dd}.");
}
