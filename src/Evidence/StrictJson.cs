using System.Text.Json;

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
        foreach (var property in element.EnumerateObject())
        {
            if (!names.Contains(property.Name))
            {
                throw new EvidenceSyntaxException($"The property \"{property.Name}\" is not known.");
            }
        }
    }

    public static JsonElement Property(JsonElement element, string name, JsonValueKind kind) =>
        element.TryGetProperty(name, out var value) && value.ValueKind == kind
            ? value
            : throw new EvidenceSyntaxException($"The property \"{name}\" is missing or of another kind.");

    public static string Text(JsonElement element, string name)
    {
        try
        {
            return Property(element, name, JsonValueKind.String).GetString()!;
        }
        catch (InvalidOperationException error)
        {
            // A lone surrogate in an escape.
            throw new EvidenceSyntaxException($"The property \"{name}\" is not Unicode text.", error);
        }
    }

    public static long Number(JsonElement element, string name) =>
        Property(element, name, JsonValueKind.Number).TryGetInt64(out var value) && value >= 0
            ? value
            : throw new EvidenceSyntaxException($"The property \"{name}\" is not a whole number.");
}
