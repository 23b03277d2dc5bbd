using System.Buffers.Text;
using System.Text.Json;

namespace TrustPlatform.Cryptography.Jose;

/// <summary>Strict reading of the two encodings that JOSE is made of.</summary>
internal static class Jose
{
    private static readonly JsonDocumentOptions _json = new() { MaxDepth = 16, AllowDuplicateProperties = false };

    /// <summary>base64url without padding, blanks or stray bits (RFC 7515, 2): each value has one encoding.</summary>
    public static byte[] Decode(ReadOnlySpan<char> text, string clause)
    {
        try
        {
            var decoded = Base64Url.DecodeFromChars(text);
            if (text.SequenceEqual(Base64Url.EncodeToString(decoded)))
            {
                return decoded;
            }
        }
        catch (FormatException exception)
        {
            throw new JoseSyntaxException(clause, "Not base64url.", exception);
        }

        throw new JoseSyntaxException(clause, "Not the one base64url encoding of its octets.");
    }

    /// <summary>A JSON object without duplicate members (RFC 7515, 4).</summary>
    public static JsonElement ReadObject(ReadOnlyMemory<byte> utf8, string clause)
    {
        if (utf8.Length > SyntaxLimits.MaximumTokenLength)
        {
            throw new JoseSyntaxException(clause, $"More than {SyntaxLimits.MaximumTokenLength} octets.");
        }

        try
        {
            using var document = JsonDocument.Parse(utf8, _json);
            return document.RootElement.ValueKind == JsonValueKind.Object
                ? document.RootElement.Clone()
                : throw new JoseSyntaxException(clause, "Not a JSON object.");
        }
        catch (JsonException exception)
        {
            throw new JoseSyntaxException(clause, "Not JSON.", exception);
        }
    }

    /// <summary>A string member; null where absent.</summary>
    public static string? Text(JsonElement element, string name, string clause)
    {
        if (!element.TryGetProperty(name, out var member))
        {
            return null;
        }

        try
        {
            return member.ValueKind == JsonValueKind.String
                ? member.GetString()
                : throw new JoseSyntaxException(clause, $"The member {name} is not a string.");
        }
        catch (InvalidOperationException exception)
        {
            // An escape of half a character.
            throw new JoseSyntaxException(clause, $"The member {name} is not Unicode.", exception);
        }
    }
}
