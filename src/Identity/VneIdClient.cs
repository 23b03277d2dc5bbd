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
}

/// <summary>What an authorization request needs to be completed later; kept in a protected cookie.</summary>
/// <param name="State">Ties the answer to the browser.</param>
/// <param name="Nonce">Ties the ID token to the request; for a step-up it is the document-bound challenge, base64url.</param>
/// <param name="CodeVerifier">PKCE (RFC 7636).</param>
public sealed record AuthorizationTransaction(string State, string Nonce, string CodeVerifier);

/// <summary>A verified ID token (OpenID Connect Core 3.1.3.7).</summary>
/// <param name="Subject">The provider's subject.</param>
/// <param name="PersonalNumber">12 digits.</param>
/// <param name="FullName">NFC.</param>
/// <param name="BirthDate">As asserted, or null.</param>
/// <param name="Level">VNeID level, 1 or 2.</param>
/// <param name="Nonce">As in the request.</param>
/// <param name="AuthenticatedAt">The moment of authentication.</param>
/// <param name="Token">The compact JWS as received: the evidence.</param>
/// <param name="VerificationKey">The JWK that verified it, as JSON.</param>
public sealed record IdentityAssertion(
    string Subject, string PersonalNumber, string FullName, DateOnly? BirthDate, int Level, string Nonce,
    DateTimeOffset AuthenticatedAt, string Token, string VerificationKey)
{
    /// <summary>Names nobody.</summary>
    public override string ToString() => $"IdentityAssertion {{ Level = {Level} }}";
}

/// <summary>How a sign-in ended. There are only these cases.</summary>
public abstract record IdentificationOutcome
{
    private IdentificationOutcome() { }

    /// <summary>The provider vouches for the person.</summary>
    public sealed record Identified(IdentityAssertion Assertion) : IdentificationOutcome;

    /// <summary>The person or the provider declined.</summary>
    public sealed record Refused(string Error) : IdentificationOutcome;

    /// <summary>The answer does not hold: signature, issuer, audience, nonce, times.</summary>
    public sealed record Rejected(string Rule) : IdentificationOutcome;

    /// <summary>The provider cannot be reached.</summary>
    public sealed record Unavailable : IdentificationOutcome;
}

/// <summary>Signs citizens in at VNeID: OpenID Connect code flow with PKCE (S256). Thread-safe.</summary>
public sealed class VneIdClient(HttpClient http, VneIdOptions options, TimeProvider time)
{
    private readonly HttpClient _http = http;
    private readonly VneIdOptions _options = options;
    private readonly TimeProvider _time = time;

    /// <summary>
    /// A new transaction and the address to send the browser to. With a challenge the provider is asked to authenticate anew
    /// (<c>prompt=login</c>, <c>max_age=0</c>, <c>acr_values=2</c>) and to sign the challenge as the nonce.
    /// </summary>
    public Task<(AuthorizationTransaction Transaction, Uri Address)> BeginAsync(
        ReadOnlyMemory<byte>? challenge, string? displayText, CancellationToken cancellationToken) =>
        throw new NotImplementedException();

    /// <summary>Redeems the code and verifies the ID token.</summary>
    public Task<IdentificationOutcome> CompleteAsync(
        AuthorizationTransaction transaction, string? code, string? state, string? error, CancellationToken cancellationToken) =>
        throw new NotImplementedException();

    /// <summary>Verifies a stored assertion again, offline, with the key kept beside it.</summary>
    public static IdentificationOutcome Reverify(string token, string verificationKey, VneIdOptions options, DateTimeOffset at) =>
        throw new NotImplementedException();
}
