using System.Text.Json;
using System.Text.Json.Serialization;
using TrustPlatform.Cryptography.Cms;
using TrustPlatform.Cryptography.Keys;

namespace TrustPlatform.Signatures.Pades;

/// <summary>
/// A signature that waits for its value, to be kept beside the prepared file until a key elsewhere has signed
/// <see cref="DigestToSign"/>. Holds no secret.
/// </summary>
public sealed record PendingSignature
{
    /// <summary>The version that <see cref="ToJson"/> writes.</summary>
    public const int CurrentVersion = 1;

    /// <summary>Of the form that it is kept in.</summary>
    public int Version { get; init; } = CurrentVersion;

    /// <summary>The field that was prepared.</summary>
    public required string FieldName { get; init; }

    /// <summary>How the key signs.</summary>
    public required SignatureAlgorithm Algorithm { get; init; }

    /// <summary>The signer's certificate, DER.</summary>
    public required ReadOnlyMemory<byte> Certificate { get; init; }

    /// <summary>The rest of the chain, DER.</summary>
    public required IReadOnlyList<ReadOnlyMemory<byte>> Chain { get; init; }

    /// <summary>What the signer commits to; null for nothing.</summary>
    public Commitment? Commitment { get; init; }

    /// <summary>Roles that the signer claims.</summary>
    public IReadOnlyList<string> ClaimedRoles { get; init; } = [];

    /// <summary>Digest of the signed bytes of the file (RFC 5652, 11.2).</summary>
    public required ReadOnlyMemory<byte> ContentDigest { get; init; }

    /// <summary>What the key signs: the digest of the signed attributes (RFC 5652, 5.4).</summary>
    public required ReadOnlyMemory<byte> DigestToSign { get; init; }

    /// <summary>As JSON, in UTF-8.</summary>
    public byte[] ToJson() => JsonSerializer.SerializeToUtf8Bytes(this, PendingSignatureJson.Default.PendingSignature);

    /// <summary>Reads it again. Throws <see cref="PadesRefusedException"/> for anything else.</summary>
    public static PendingSignature FromJson(ReadOnlySpan<byte> json)
    {
        try
        {
            return JsonSerializer.Deserialize(json, PendingSignatureJson.Default.PendingSignature) is { Version: CurrentVersion } pending
                ? pending
                : throw new PadesRefusedException(PadesRefusal.NotPrepared, "The kept state is of another version.");
        }
        catch (JsonException exception)
        {
            throw new PadesRefusedException(PadesRefusal.NotPrepared, "The kept state is no pending signature.", exception);
        }
    }
}

[JsonSerializable(typeof(PendingSignature))]
[JsonSourceGenerationOptions(UseStringEnumConverter = true, PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
internal sealed partial class PendingSignatureJson : JsonSerializerContext;
