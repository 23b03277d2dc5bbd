using TrustPlatform.Cryptography.Algorithms;
using TrustPlatform.Cryptography.X509;

namespace TrustPlatform.Signatures.Validation;

/// <summary>Algorithms and key sizes by date (EN 319 102-1, 5.2.8; TS 119 312). The dates are the policy's.</summary>
internal static class AlgorithmConstraints
{
    /// <summary>Judges hashes and keys at the time that counts; what has ended since then is a warning.</summary>
    public static void Judge(
        ValidationPolicy policy, IEnumerable<string> hashes, IEnumerable<Certificate> certificates, JudgedTime time, DateTimeOffset now,
        Judgement judgement)
    {
        var uses = hashes.Select(hash => (Name: hash, End: HashEnd(policy, hash)))
            .Concat(certificates.Select(certificate => KeyUse(policy, certificate.PublicKey))).Distinct().ToList();
        foreach (var (name, end) in uses)
        {
            if (end <= time.At)
            {
                judgement.Doubt(
                    ValidationRules.Algorithms,
                    time.IsProven ? SubIndication.CryptoConstraintsFailure : SubIndication.CryptoConstraintsFailureNoPoe,
                    end == DateTimeOffset.MinValue ? $"{name} is not accepted by {policy.Name}." : $"{name} was accepted until {end:yyyy-MM-dd}.");
            }
            else if (end <= now)
            {
                judgement.Warn(ValidationRules.Algorithms, $"{name} was accepted at the time that counts, until {end:yyyy-MM-dd}.");
            }
        }

        if (uses.TrueForAll(use => use.End > now))
        {
            judgement.Ok(ValidationRules.Algorithms, string.Join(", ", uses.Select(use => use.Name)));
        }
    }

    private static DateTimeOffset HashEnd(ValidationPolicy policy, string hash) =>
        policy.Hashes.TryGetValue(hash, out var until) ? End(until) : DateTimeOffset.MinValue;

    private static (string Name, DateTimeOffset End) KeyUse(ValidationPolicy policy, PublicKey? key)
    {
        var kind = key?.Kind switch
        {
            PublicKeyKind.Rsa or PublicKeyKind.RsaPss => "RSA",
            PublicKeyKind.EllipticCurve => "EC",
            PublicKeyKind.Dsa => "DSA",
            PublicKeyKind.Ed25519 => "EdDSA",
            _ => "unknown",
        };
        // The row with the largest size that the key reaches is the one that speaks of it.
        var row = policy.Keys.Where(constraint => constraint.Kind == kind && constraint.Bits <= key?.SizeInBits).MaxBy(constraint => constraint.Bits);
        return ($"{kind} key of {key?.SizeInBits ?? 0} bits", row is null ? DateTimeOffset.MinValue : End(row.Until));
    }

    private static DateTimeOffset End(DateOnly? until) =>
        until is { } day ? new(day.ToDateTime(TimeOnly.MinValue), TimeSpan.Zero) : DateTimeOffset.MaxValue;
}
