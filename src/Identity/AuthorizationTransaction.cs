namespace TrustPlatform.Identity;

/// <summary>What an authorization request needs to be completed later; kept in a protected cookie.</summary>
/// <param name="State">Ties the answer to the browser.</param>
/// <param name="Nonce">Ties the ID token to the request; for a step-up it is the document-bound challenge, base64url.</param>
/// <param name="CodeVerifier">PKCE (RFC 7636).</param>
public sealed record AuthorizationTransaction(string State, string Nonce, string CodeVerifier)
{
    /// <summary>For a step-up: the person must have been authenticated at or after this moment (<c>max_age=0</c>). Keep it with the rest.</summary>
    public DateTimeOffset? FreshSince { get; init; }

    /// <summary>Shows no secret.</summary>
    public override string ToString() => nameof(AuthorizationTransaction);
}
