namespace TrustPlatform.Identity;

/// <summary>Where the identity provider is and who we are there.</summary>
public sealed record VneIdOptions
{
    /// <summary>The issuer; <c>/.well-known/openid-configuration</c> is below it.</summary>
    public required Uri Issuer { get; init; }

    /// <summary>Our client identifier.</summary>
    public required string ClientId { get; init; }

    /// <summary>Our client secret.</summary>
    public required string ClientSecret { get; init; }

    /// <summary>Where the provider sends the citizen back to.</summary>
    public required Uri RedirectUri { get; init; }

    /// <summary>Without the secret.</summary>
    public override string ToString() => $"VneIdOptions {{ Issuer = {Issuer}, ClientId = {ClientId} }}";
}
