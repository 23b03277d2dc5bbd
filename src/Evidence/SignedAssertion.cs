using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace TrustPlatform.Evidence;

/// <summary>An assertion file: <c>{"token":"…","verificationKey":{…}}</c>, a compact JWS (RFC 7515, 7.1) and its key (RFC 7517).</summary>
internal static class SignedAssertion
{
    /// <summary>What is wrong with it, or null. <paramref name="nonce"/> is the expected claim; null where it binds nothing.</summary>
    public static string? Problem(ReadOnlyMemory<byte> file, string digest, string? nonce)
    {
        try
        {
            using var document = StrictJson.Parse(file);
            var token = StrictJson.Text(document.RootElement, "token");
            if (Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(token))) != digest)
            {
                return "the token is not the one that the events name.";
            }

            using var claims = StrictJson.Parse(PayloadOf(token));
            return nonce is null || StrictJson.Text(claims.RootElement, "nonce") == nonce
                ? null
                : "the token answers another challenge.";
        }
        catch (EvidenceSyntaxException error)
        {
            return error.Message;
        }
    }

    private static byte[] PayloadOf(string token)
    {
        var parts = token.Split('.');
        return parts.Length == 3 && Base64Url.IsValid(parts[1])
            ? Base64Url.DecodeFromChars(parts[1])
            : throw new EvidenceSyntaxException("the token is not a compact JWS.");
    }
}
