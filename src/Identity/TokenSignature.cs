using System.Text;
using TrustPlatform.Cryptography.Algorithms;
using TrustPlatform.Cryptography.Jose;

namespace TrustPlatform.Identity;

/// <summary>The signature of an ID token (OpenID Connect Core 3.1.3.7, 6 to 8); what cannot be read does not hold.</summary>
internal static class TokenSignature
{
    /// <summary>The token, not yet trusted; null when it is no JWS of an algorithm that is taken.</summary>
    public static JsonWebSignature? Read(string token)
    {
        try
        {
            return JsonWebSignature.Parse(token);
        }
        catch (JoseSyntaxException)
        {
            return null;
        }
    }

    /// <summary>Whether this key, as JWK, made the signature.</summary>
    public static bool Holds(JsonWebSignature token, string jwk)
    {
        try
        {
            return token.Verify(JsonWebKey.Parse(Encoding.UTF8.GetBytes(jwk))) == SignatureOutcome.Valid;
        }
        catch (JoseSyntaxException)
        {
            return false;
        }
    }
}
