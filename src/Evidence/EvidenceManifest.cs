using System.Buffers;
using System.Text.Json;

namespace TrustPlatform.Evidence;

/// <summary>A file as the manifest names it.</summary>
internal sealed record ManifestFile(string Name, long LengthInBytes, string Sha256);

/// <summary>
/// What is in a package: version, contract, every file but the manifest and its signature, and the head of the events.
/// <c>{"version":1,"contract":"con-…","events":{"count":9,"head":"…"},"files":[{"name":"…","length":1,"sha256":"…"}]}</c>
/// </summary>
internal sealed record EvidenceManifest(string ContractId, int EventCount, string Head, IReadOnlyList<ManifestFile> Files)
{
    public const int Version = 1;

    private const int Sha256Digits = 64;

    public byte[] Write()
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, new JsonWriterOptions { Indented = true, NewLine = "\n" }))
        {
            json.WriteStartObject();
            json.WriteNumber("version", Version);
            json.WriteString("contract", ContractId);
            json.WriteStartObject("events");
            json.WriteNumber("count", EventCount);
            json.WriteString("head", Head);
            json.WriteEndObject();
            json.WriteStartArray("files");
            foreach (var file in Files)
            {
                json.WriteStartObject();
                json.WriteString("name", file.Name);
                json.WriteNumber("length", file.LengthInBytes);
                json.WriteString("sha256", file.Sha256);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        return buffer.WrittenSpan.ToArray();
    }

    /// <summary>Reads a manifest; throws <see cref="EvidenceSyntaxException"/> and nothing else.</summary>
    public static EvidenceManifest Parse(ReadOnlyMemory<byte> bytes)
    {
        using var document = StrictJson.Parse(bytes);
        var root = document.RootElement;
        var version = StrictJson.Number(root, "version");
        if (version != Version)
        {
            throw new EvidenceSyntaxException($"The manifest has version {version}, this program knows {Version}.");
        }

        StrictJson.CheckProperties(root, "version", "contract", "events", "files");
        var events = StrictJson.Property(root, "events", JsonValueKind.Object);
        StrictJson.CheckProperties(events, "count", "head");
        var count = StrictJson.Number(events, "count");
        var listed = StrictJson.Property(root, "files", JsonValueKind.Array);
        if (count > EvidenceLimits.MaxEvents || listed.GetArrayLength() > EvidenceLimits.MaxFiles)
        {
            throw new EvidenceSyntaxException("The manifest names too many events or files.");
        }

        var files = listed.EnumerateArray().Select(ParseFile).ToList();
        return new(StrictJson.Text(root, "contract"), (int)count, Digest(events, "head"), files);
    }

    private static ManifestFile ParseFile(JsonElement file)
    {
        if (file.ValueKind != JsonValueKind.Object)
        {
            throw new EvidenceSyntaxException("A file of the manifest is not an object.");
        }

        StrictJson.CheckProperties(file, "name", "length", "sha256");
        return new(StrictJson.Text(file, "name"), StrictJson.Number(file, "length"), Digest(file, "sha256"));
    }

    private static string Digest(JsonElement element, string name) =>
        StrictJson.Text(element, name) is { Length: Sha256Digits } text && text.All(char.IsAsciiHexDigitLower)
            ? text
            : throw new EvidenceSyntaxException($"\"{name}\" is not a SHA-256 digest in lower-case hexadecimal.");
}
