using System.Buffers.Text;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace TrustPlatform.Identity;

/// <summary>A compact JWS (RFC 7515, 7.1) with ES256 or RS256.</summary>
internal sealed record CompactJws(string KeyId, string Algorithm, byte[] Payload, byte[] SigningInput, byte[] Signature)
{
    private const int MaxLength = 32 * 1024;

    public static bool TryParse(string? token, [NotNullWhen(true)] out CompactJws? jws)
    {
        jws = null;
        if (token is not { Length: > 0 and <= MaxLength } || token.Split('.') is not [var header, var payload, var signature]
            || Decode(header) is not { } headerBytes || Decode(payload) is not { } body || Decode(signature) is not { } signed)
        {
            return false;
        }

        try
        {
            using var document = JsonDocument.Parse(headerBytes, new() { AllowDuplicateProperties = false, MaxDepth = 4 });
            var root = document.RootElement;
            // RFC 7515, 4.1.11: an extension that is marked critical and not understood refuses the token.
            if (root.ValueKind != JsonValueKind.Object || root.TryGetProperty("crit", out _)
                || root.Text("alg") is not ("ES256" or "RS256") || root.Text("kid") is not { Length: > 0 } keyId)
            {
                return false;
            }

            jws = new(keyId, root.Text("alg")!, body, Encoding.ASCII.GetBytes($"{header}.{payload}"), signed);
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    /// <summary>Whether the signature is of this key (RFC 7518, 3.3 and 3.4; RFC 7517, 4.4: a key's own algorithm binds).</summary>
    public bool IsSignedBy(string jwk)
    {
        try
        {
            using var document = JsonDocument.Parse(jwk);
            var key = document.RootElement;
            return (key.Text("alg") is not { } alg || alg == Algorithm) && (Algorithm, key.Text("kty")) switch
            {
                ("ES256", "EC") when key.Text("crv") == "P-256" => VerifyEcdsa(key),
                ("RS256", "RSA") => VerifyRsa(key),
                _ => false,
            };
        }
        catch (Exception fault) when (fault is CryptographicException or JsonException or InvalidOperationException)
        {
            return false;
        }
    }

    private bool VerifyEcdsa(JsonElement key)
    {
        if (Decode(key.Text("x")) is not { Length: 32 } x || Decode(key.Text("y")) is not { Length: 32 } y)
        {
            return false;
        }

        using var ecdsa = ECDsa.Create(new ECParameters { Curve = ECCurve.NamedCurves.nistP256, Q = new() { X = x, Y = y } });
        return ecdsa.VerifyData(SigningInput, Signature, HashAlgorithmName.SHA256);
    }

    private bool VerifyRsa(JsonElement key)
    {
        if (Decode(key.Text("n")) is not { Length: >= 256 and <= 1024 } modulus || Decode(key.Text("e")) is not { Length: <= 8 } exponent)
        {
            return false;
        }

        using var rsa = RSA.Create(new RSAParameters { Modulus = modulus, Exponent = exponent });
        return rsa.VerifyData(SigningInput, Signature, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
    }

    private static byte[]? Decode(string? text) =>
        text is not null && !text.Contains('=', StringComparison.Ordinal) && Base64Url.IsValid(text)
            ? Base64Url.DecodeFromChars(text)
            : null;
}
