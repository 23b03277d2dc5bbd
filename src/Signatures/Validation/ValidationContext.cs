using TrustPlatform.Cryptography.X509;
using TrustPlatform.Signatures.Sources;

namespace TrustPlatform.Signatures.Validation;

/// <summary>Against what a file is judged; there is no default.</summary>
public sealed record ValidationContext
{
    /// <summary>Trust anchors.</summary>
    public required IReadOnlyList<Certificate> TrustAnchors { get; init; }

    /// <summary>The policy: constraints on algorithms, revocation and time.</summary>
    public required ValidationPolicy Policy { get; init; }

    /// <summary>What was fetched for the file besides what it carries: it may decide, and counts for no level.</summary>
    public CollectedMaterial Collected { get; init; } = CollectedMaterial.None;

    /// <summary>The moment of validation.</summary>
    public required DateTimeOffset Time { get; init; }

    internal KnownCertificates Known { get; } = new();
}
