using TrustPlatform.Cryptography.X509;

namespace TrustPlatform.Signatures.Validation;

/// <summary>Against what a file is judged; there is no default.</summary>
public sealed record ValidationContext
{
    /// <summary>Trust anchors.</summary>
    public required IReadOnlyList<Certificate> TrustAnchors { get; init; }

    /// <summary>The policy: constraints on algorithms, revocation and time.</summary>
    public required ValidationPolicy Policy { get; init; }

    /// <summary>The moment of validation.</summary>
    public required DateTimeOffset Time { get; init; }
}
