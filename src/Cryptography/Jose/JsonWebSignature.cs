using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using TrustPlatform.Cryptography.Algorithms;

namespace TrustPlatform.Cryptography.Jose;

/// <summary>
/// A JWS in compact serialisation (RFC 7515, 7.1), as OpenID Connect tokens are. Immutable, thread-safe. Reading it
/// proves nothing: <see cref="Payload"/> is trusted after <see cref="Verify"/> has said valid.
/// </summary>
public sealed class JsonWebSignature
{
    private const string Clause = "RFC 7515, 7.1";

    private static readonly Dictionary<string, (SignatureScheme Scheme, PublicKeyKind Kind, string? Curve)> _algorithms = new()
    {
        ["RS256"] = (new(SignatureKind.RsaPkcs1, HashAlgorithmName.SHA256), PublicKeyKind.Rsa, null),
        ["PS256"] = (new(SignatureKind.RsaPss, HashAlgorithmName.SHA256, HashAlgorithmName.SHA256, 32), PublicKeyKind.Rsa, null),
        ["ES256"] = (new(SignatureKind.EcdsaPlain, HashAlgorithmName.SHA256), PublicKeyKind.EllipticCurve, "P-256"),
        ["ES384"] = (new(SignatureKind.EcdsaPlain, HashAlgorithmName.SHA384), PublicKeyKind.EllipticCurve, "P-384"),
        ["ES512"] = (new(SignatureKind.EcdsaPlain, HashAlgorithmName.SHA512), PublicKeyKind.EllipticCurve, "P-521"),
        ["EdDSA"] = (new(SignatureKind.Ed25519, HashAlgorithmName.SHA512), PublicKeyKind.Ed25519, "Ed25519"),
        ["Ed25519"] = (new(SignatureKind.Ed25519, HashAlgorithmName.SHA512), PublicKeyKind.Ed25519, "Ed25519"),
    };

    private readonly byte[] _signingInput;
    private readonly byte[] _signature;

    private JsonWebSignature(JsonElement header, string algorithm, byte[] payload, byte[] signingInput, byte[] signature)
    {
        Header = header;
        Algorithm = algorithm;
        Payload = payload;
        _signingInput = signingInput;
        _signature = signature;
    }

    /// <summary>The JOSE header.</summary>
    public JsonElement Header { get; }

    /// <summary>alg: one of RS256, PS256, ES256, ES384, ES512, EdDSA, Ed25519.</summary>
    public string Algorithm { get; }

    /// <summary>kid, or null.</summary>
    public string? KeyId { get; private init; }

    /// <summary>typ, or null.</summary>
    public string? Type { get; private init; }

    /// <summary>The payload.</summary>
    public ReadOnlyMemory<byte> Payload { get; }

    /// <summary>
    /// Parses. Refuses "none", message authentication codes and every other algorithm that is not named above, and
    /// critical headers, of which none is known here (4.1.11). Throws <see cref="JoseSyntaxException"/>.
    /// </summary>
    public static JsonWebSignature Parse(string compact)
    {
        ArgumentNullException.ThrowIfNull(compact);
        if (compact.Length > SyntaxLimits.MaximumTokenLength)
        {
            throw new JoseSyntaxException(Clause, $"More than {SyntaxLimits.MaximumTokenLength} characters.");
        }

        if (compact.Split('.') is not [var encodedHeader, var encodedPayload, var encodedSignature])
        {
            throw new JoseSyntaxException(Clause, "A compact JWS has three parts.");
        }

        var header = Jose.ReadObject(Jose.Decode(encodedHeader, Clause), "RFC 7515, 4");
        var algorithm = Jose.Text(header, "alg", "RFC 7515, 4.1.1") ?? "";
        if (!_algorithms.ContainsKey(algorithm))
        {
            throw new JoseSyntaxException("RFC 7515, 4.1.1", "The algorithm is not one that is verified here.");
        }

        if (header.TryGetProperty("crit", out _))
        {
            throw new JoseSyntaxException("RFC 7515, 4.1.11", "A critical header is not known.");
        }

        return new JsonWebSignature(
            header, algorithm, Jose.Decode(encodedPayload, Clause),
            Encoding.ASCII.GetBytes($"{encodedHeader}.{encodedPayload}"), Jose.Decode(encodedSignature, Clause))
        {
            KeyId = Jose.Text(header, "kid", "RFC 7515, 4.1.4"),
            Type = Jose.Text(header, "typ", "RFC 7515, 4.1.9"),
        };
    }

    /// <summary>
    /// Verifies with a key that the caller trusts; keys in the header are never used. The algorithm must be the key's:
    /// its type, curve, alg, use and key_ops.
    /// </summary>
    public SignatureOutcome Verify(JsonWebKey key)
    {
        ArgumentNullException.ThrowIfNull(key);
        var (scheme, kind, curve) = _algorithms[Algorithm];
        var fits = key.IsForSignatures && key.PublicKey.Kind == kind && (curve is null || key.PublicKey.Curve == curve) &&
            (key.Algorithm is null || key.Algorithm == Algorithm);
        return fits
            ? SignatureVerifier.VerifyData(key.PublicKey, scheme, _signingInput, _signature)
            : SignatureOutcome.WrongKey;
    }
}
