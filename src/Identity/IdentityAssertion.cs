namespace TrustPlatform.Identity;

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

    /// <summary>The person or the provider declined; the error code of RFC 6749, 4.1.2.1 or 5.2.</summary>
    public sealed record Refused(string Error) : IdentificationOutcome;

    /// <summary>The answer does not hold: signature, issuer, audience, nonce, times. The rule is the name of the claim or step.</summary>
    public sealed record Rejected(string Rule) : IdentificationOutcome;

    /// <summary>The provider cannot be reached.</summary>
    public sealed record Unavailable : IdentificationOutcome;
}
