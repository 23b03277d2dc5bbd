using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using TrustPlatform.Cryptography.Algorithms;

namespace TrustPlatform.Cryptography.Jose;

/// <summary>
/// A public key as JWK (RFC 7517; RFC 7518, 6; RFC 8037). Private members are not read. Immutable, thread-safe.
/// </summary>
public sealed class JsonWebKey
{
    private const string Clause = "RFC 7517, 4";
    private const int MinimumRsaBits = 2048;
    private const int MaximumRsaBits = 8192;

    private static readonly Dictionary<string, (ECCurve Curve, int LengthInBytes)> _curves = new()
    {
        ["P-256"] = (ECCurve.NamedCurves.nistP256, 32),
        ["P-384"] = (ECCurve.NamedCurves.nistP384, 48),
        ["P-521"] = (ECCurve.NamedCurves.nistP521, 66),
    };

    private JsonWebKey(PublicKey publicKey, string thumbprintInput)
    {
        PublicKey = publicKey;
        Thumbprint = Base64Url.EncodeToString(SHA256.HashData(Encoding.UTF8.GetBytes(thumbprintInput)));
    }

    /// <summary>The key.</summary>
    public PublicKey PublicKey { get; }

    /// <summary>kid, or null.</summary>
    public string? KeyId { get; private init; }

    /// <summary>alg: the only algorithm that the key serves, or null.</summary>
    public string? Algorithm { get; private init; }

    /// <summary>use and key_ops do not forbid to verify signatures.</summary>
    public bool IsForSignatures { get; private init; }

    /// <summary>SHA-256 thumbprint, base64url (RFC 7638).</summary>
    public string Thumbprint { get; }

    /// <summary>Parses one JWK. Throws <see cref="JoseSyntaxException"/>.</summary>
    public static JsonWebKey Parse(ReadOnlyMemory<byte> utf8Json) => From(Jose.ReadObject(utf8Json, Clause));

    /// <summary>
    /// Parses a JWK set (5); keys that are of no use here are passed over. Throws <see cref="JoseSyntaxException"/>.
    /// </summary>
    public static IReadOnlyList<JsonWebKey> ParseSet(ReadOnlyMemory<byte> utf8Json)
    {
        var set = Jose.ReadObject(utf8Json, "RFC 7517, 5");
        if (!set.TryGetProperty("keys", out var keys) || keys.ValueKind != JsonValueKind.Array)
        {
            throw new JoseSyntaxException("RFC 7517, 5.1", "The member keys is not an array.");
        }

        var result = new List<JsonWebKey>();
        foreach (var key in keys.EnumerateArray())
        {
            try
            {
                result.Add(From(key));
            }
            catch (JoseSyntaxException)
            {
                // 5: "Implementations SHOULD ignore JWKs within a JWK Set that use kty values that are not understood"
            }
        }

        return result;
    }

    private static JsonWebKey From(JsonElement key)
    {
        if (key.ValueKind != JsonValueKind.Object)
        {
            throw new JoseSyntaxException(Clause, "A key is not a JSON object.");
        }

        try
        {
            return Jose.Text(key, "kty", Clause) switch
            {
                "RSA" => OfRsa(key),
                "EC" => OfCurve(key),
                "OKP" => OfEdwards(key),
                var kind => throw new JoseSyntaxException(Clause, $"The key type {kind ?? "(absent)"} has no public signature key."),
            };
        }
        catch (Exception exception) when (exception is CryptographicException or CmsSyntaxException)
        {
            throw new JoseSyntaxException(Clause, "The key's numbers are not a public key.", exception);
        }
    }

    private static JsonWebKey OfRsa(JsonElement key)
    {
        var (modulus, exponent) = (Octets(key, "n"), Octets(key, "e"));
        if (modulus is [0, ..] || exponent is [0, ..] || exponent.Length > 4 ||
            modulus.Length * 8 is < MinimumRsaBits or > MaximumRsaBits)
        {
            throw new JoseSyntaxException("RFC 7518, 6.3.1", "The RSA numbers are out of range.");
        }

        using var rsa = RSA.Create(new RSAParameters { Modulus = modulus, Exponent = exponent });
        return Of(key, rsa.ExportSubjectPublicKeyInfo(),
            $$"""{"e":"{{Base64Url.EncodeToString(exponent)}}","kty":"RSA","n":"{{Base64Url.EncodeToString(modulus)}}"}""");
    }

    private static JsonWebKey OfCurve(JsonElement key)
    {
        var name = Jose.Text(key, "crv", Clause) ?? "";
        if (!_curves.TryGetValue(name, out var curve))
        {
            throw new JoseSyntaxException("RFC 7518, 6.2.1.1", $"The curve {name} is not known.");
        }

        var (x, y) = (Octets(key, "x"), Octets(key, "y"));
        if (x.Length != curve.LengthInBytes || y.Length != curve.LengthInBytes)
        {
            throw new JoseSyntaxException("RFC 7518, 6.2.1.2", "A coordinate has another length than the curve's field.");
        }

        using var ecdsa = ECDsa.Create(new ECParameters { Curve = curve.Curve, Q = new ECPoint { X = x, Y = y } });
        return Of(key, ecdsa.ExportSubjectPublicKeyInfo(),
            $$"""{"crv":"{{name}}","kty":"EC","x":"{{Base64Url.EncodeToString(x)}}","y":"{{Base64Url.EncodeToString(y)}}"}""");
    }

    private static JsonWebKey OfEdwards(JsonElement key)
    {
        var x = Octets(key, "x");
        if (Jose.Text(key, "crv", Clause) != "Ed25519" || x.Length != 32)
        {
            throw new JoseSyntaxException("RFC 8037, 2", "Of these curves only Ed25519 is known.");
        }

        // SubjectPublicKeyInfo of id-Ed25519 (RFC 8410, 4) is a fixed prefix and the key.
        return Of(key, [.. Convert.FromHexString("302A300506032B6570032100"), .. x],
            $$"""{"crv":"Ed25519","kty":"OKP","x":"{{Base64Url.EncodeToString(x)}}"}""");
    }

    private static JsonWebKey Of(JsonElement key, byte[] subjectPublicKeyInfo, string thumbprintInput) =>
        new(PublicKey.Parse(subjectPublicKeyInfo), thumbprintInput)
        {
            KeyId = Jose.Text(key, "kid", Clause),
            Algorithm = Jose.Text(key, "alg", Clause),
            IsForSignatures = Jose.Text(key, "use", Clause) is null or "sig" && AllowsVerification(key),
        };

    private static bool AllowsVerification(JsonElement key) =>
        !key.TryGetProperty("key_ops", out var operations) ||
        (operations.ValueKind == JsonValueKind.Array && operations.EnumerateArray().Any(operation =>
            operation.ValueKind == JsonValueKind.String && operation.ValueEquals("verify"u8)));

    private static byte[] Octets(JsonElement key, string name) =>
        Jose.Decode(
            Jose.Text(key, name, Clause) ?? throw new JoseSyntaxException(Clause, $"The member {name} is absent."), Clause);
}
