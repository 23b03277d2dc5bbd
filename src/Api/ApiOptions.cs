using System.ComponentModel.DataAnnotations;

namespace TrustPlatform.Api;

/// <summary>Settings of the HTTP interface.</summary>
public sealed record ApiOptions
{
    /// <summary>The address under which people reach the platform.</summary>
    [Required]
    public required Uri PublicUrl { get; init; }

    /// <summary>The largest document taken, in bytes.</summary>
    [Range(1024, 1L << 30)]
    public long MaxDocumentLength { get; init; } = 50 << 20;
}
