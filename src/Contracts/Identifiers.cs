using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization;

namespace TrustPlatform.Contracts;

/// <summary>SHA-256 of a document's bytes. Text form: 64 lower-case hexadecimal digits.</summary>
[GenerateSerializer, Immutable, Alias("trust.document-digest"), JsonConverter(typeof(DocumentDigestConverter))]
public readonly record struct DocumentDigest
{
    [Id(0)]
    private readonly string? _value;

    private DocumentDigest(string value) => _value = value;

    /// <summary>From the 32 bytes of a digest.</summary>
    public static DocumentDigest From(ReadOnlySpan<byte> sha256)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(sha256.Length, 32);
        return new(Convert.ToHexStringLower(sha256));
    }

    /// <summary>Reads the text form.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out DocumentDigest digest)
    {
        var ok = text is { Length: 64 } && text.All(char.IsAsciiHexDigit);
        digest = ok ? new(text!.ToLowerInvariant()) : default;
        return ok;
    }

    /// <summary>The 32 bytes.</summary>
    public byte[] ToArray() => Convert.FromHexString(ToString());

    /// <summary>The first 64 bits in four groups of four, as people compare it: <c>3F9A 71C2 08DE B45D</c>.</summary>
    public string ShortCode => string.Join(' ', ToString()[..16].ToUpperInvariant().Chunk(4).Select(group => new string(group)));

    /// <inheritdoc/>
    public override string ToString() => _value ?? throw new InvalidOperationException("An empty digest has no text.");
}
