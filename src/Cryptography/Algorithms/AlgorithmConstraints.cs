namespace TrustPlatform.Cryptography.Algorithms;

/// <summary>One row of a policy's cryptographic constraints (EN 319 102-1, 5.2.8; ETSI TS 119 312).</summary>
/// <param name="Name">A hash ("SHA256") or a family of keys ("RSA", "ECDSA", "DSA", "Ed25519").</param>
/// <param name="MinimumKeySizeInBits">For a family of keys: the shortest key that the row accepts.</param>
/// <param name="AcceptedUntil">Last instant at which it is accepted; null for no end.</param>
public sealed record AlgorithmConstraint(string Name, int MinimumKeySizeInBits = 0, DateTimeOffset? AcceptedUntil = null);

/// <summary>
/// What a policy accepts of algorithms: an algorithm is accepted when a row names it, its key is long enough and the
/// row has not ended. What no row names is refused. The rows are data of the caller's policy; this room ships none.
/// </summary>
public sealed class AlgorithmConstraints
{
    private readonly ILookup<string, AlgorithmConstraint>? _rows;

    /// <summary>Constraints of the given rows.</summary>
    public AlgorithmConstraints(IEnumerable<AlgorithmConstraint> rows) =>
        _rows = rows.ToLookup(row => row.Name, StringComparer.Ordinal);

    private AlgorithmConstraints()
    {
    }

    /// <summary>Accepts MD5 and 512-bit RSA alike. For tests of path logic alone.</summary>
    public static AlgorithmConstraints UnconstrainedUnsafe { get; } = new();

    /// <summary>Null when the signature is accepted at the instant, else a sentence that tells why not.</summary>
    public string? Refuses(SignatureScheme? scheme, PublicKey? key, DateTimeOffset at)
    {
        if (_rows is null)
        {
            return null;
        }

        if (scheme is null || key is null)
        {
            return "The algorithm is not known.";
        }

        if (scheme.Kind != SignatureKind.Ed25519 && !IsAccepted(scheme.Hash.Name!, 0, at))
        {
            return $"{scheme.Hash.Name} is not accepted at {at:yyyy-MM-dd}.";
        }

        var family = FamilyOf(scheme.Kind);
        return IsAccepted(family, key.SizeInBits, at)
            ? null
            : $"{family} with {key.SizeInBits} bits is not accepted at {at:yyyy-MM-dd}.";
    }

    private static string FamilyOf(SignatureKind kind) => kind switch
    {
        SignatureKind.RsaPkcs1 or SignatureKind.RsaPss => "RSA",
        SignatureKind.Ecdsa or SignatureKind.EcdsaPlain => "ECDSA",
        SignatureKind.Dsa => "DSA",
        _ => "Ed25519",
    };

    private bool IsAccepted(string name, int keySizeInBits, DateTimeOffset at) => _rows![name].Any(row =>
        keySizeInBits >= row.MinimumKeySizeInBits && (row.AcceptedUntil is null || at <= row.AcceptedUntil));
}
