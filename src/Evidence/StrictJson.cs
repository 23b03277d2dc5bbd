using System.Text.Json;
using System.Text.Unicode;

namespace TrustPlatform.Evidence;

/// <summary>JSON read without leniency: no comments, no property twice, bounded depth, and only the properties that are asked for.</summary>
internal static class StrictJson
{
    private static readonly JsonDocumentOptions s_options = new()
    {
        AllowDuplicateProperties = false,
        MaxDepth = EvidenceLimits.MaxJsonDepth,
    };

    /// <summary>An object; throws <see cref="EvidenceSyntaxException"/> and nothing else.</summary>
    public static JsonDocument Parse(ReadOnlyMemory<byte> bytes)
    {
        if (!Utf8.IsValid(bytes.Span))
        {
            throw new EvidenceSyntaxException("This is not UTF-8.");
        }

        try
        {
            var document = JsonDocument.Parse(bytes, s_options);
            return document.RootElement.ValueKind == JsonValueKind.Object
                ? document
                : throw new EvidenceSyntaxException("This JSON is not an object.");
        }
        catch (JsonException error)
        {
            throw new EvidenceSyntaxException("This is not JSON.", error);
        }
    }

    public static void CheckProperties(JsonElement element, params ReadOnlySpan<string> names)
    {
        var known = names.ToArray();
        if (AsUnicode(() => element.EnumerateObject().FirstOrDefault(property => !known.Contains(property.Name)).Value) is
            { ValueKind: not JsonValueKind.Undefined })
        {
            throw new EvidenceSyntaxException($"There is a property beside {string.Join(", ", known)}.");
        }
    }

    public static JsonElement Property(JsonElement element, string name, JsonValueKind kind) =>
        AsUnicode(() => element.TryGetProperty(name, out var value) ? value : default) is { } found && found.ValueKind == kind
            ? found
            : throw new EvidenceSyntaxException($"The property \"{name}\" is missing or of another kind.");

    public static string Text(JsonElement element, string name) =>
        AsUnicode(() => Property(element, name, JsonValueKind.String).GetString()!);

    public static long Number(JsonElement element, string name) =>
        Property(element, name, JsonValueKind.Number).TryGetInt64(out var value) && value >= 0
            ? value
            : throw new EvidenceSyntaxException($"The property \"{name}\" is not a whole number.");

    /// <summary>Names and texts are decoded late: only then does an escaped lone surrogate come to light.</summary>
    private static T AsUnicode<T>(Func<T> read)
    {
        try
        {
            return read();
        }
        catch (InvalidOperationException error)
        {
            throw new EvidenceSyntaxException("This JSON holds what is not Unicode text.", error);
        }
    }
}
