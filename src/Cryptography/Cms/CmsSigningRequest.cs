using TrustPlatform.Cryptography.Keys;
using TrustPlatform.Cryptography.X509;

namespace TrustPlatform.Cryptography.Cms;

/// <summary>
/// What goes into a detached CAdES baseline signature (EN 319 122-1, 5) over a digest computed elsewhere.
/// </summary>
public sealed record CmsSigningRequest
{
    /// <summary>Digest of the content with the hash of the key's algorithm.</summary>
    public required ReadOnlyMemory<byte> ContentDigest { get; init; }

    /// <summary>The signing key.</summary>
    public required ISigningKey Key { get; init; }

    /// <summary>The signer's certificate.</summary>
    public required Certificate Certificate { get; init; }

    /// <summary>Certificates to carry along, without the signer's.</summary>
    public IReadOnlyList<Certificate> Chain { get; init; } = [];

    /// <summary>commitment-type-indication (EN 319 122-1, 5.2.3); null leaves it out.</summary>
    public Commitment? Commitment { get; init; }

    /// <summary>Roles that the signer claims, in signer-attributes-v2 (5.2.6); empty leaves it out.</summary>
    public IReadOnlyList<string> ClaimedRoles { get; init; } = [];
}
