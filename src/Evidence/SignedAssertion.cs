using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using TrustPlatform.Cryptography.Algorithms;
using TrustPlatform.Cryptography.Jose;

namespace TrustPlatform.Evidence;

/// <summary>
/// An assertion file: <c>{"token":"…","verificationKey":{…}}</c>, an ID token as compact JWS (RFC 7515, 7.1) and the key of the
/// identity provider that verified it (RFC 7517). The seal over the manifest vouches for the key.
/// </summary>
internal static class SignedAssertion
{
    private const string NonceClaim = "nonce";
    private const string NumberClaim = "SoDinhDanh";

    /// <summary>
    /// What is wrong with it, or null. <paramref name="nonce"/> is the expected claim, null where it binds nothing;
    /// <paramref name="number"/> the personal number of the party.
    /// </summary>
    public static string? Problem(ReadOnlyMemory<byte> file, string digest, string? nonce, string? number)
    {
        try
        {
            using var document = StrictJson.Parse(file);
            StrictJson.CheckProperties(document.RootElement, "token", "verificationKey");
            var token = StrictJson.Text(document.RootElement, "token");
            if (Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(token))) != digest)
            {
                return "the token is not the one that the events name.";
            }

            var key = StrictJson.Property(document.RootElement, "verificationKey", JsonValueKind.Object);
            var signed = JsonWebSignature.Parse(token);
            if (signed.Verify(JsonWebKey.Parse(Encoding.UTF8.GetBytes(key.GetRawText()))) != SignatureOutcome.Valid)
            {
                return "the signature of the token does not verify.";
            }

            using var claims = StrictJson.Parse(signed.Payload);
            return nonce is not null && StrictJson.Text(claims.RootElement, NonceClaim) != nonce ? "the token answers another challenge."
                : StrictJson.Text(claims.RootElement, NumberClaim) != number ? "the token is another person's."
                : null;
        }
        catch (EvidenceSyntaxException error)
        {
            return error.Message;
        }
        catch (JoseSyntaxException error)
        {
            return error.Message;
        }
    }
}
