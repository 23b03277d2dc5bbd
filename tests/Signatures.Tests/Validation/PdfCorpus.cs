using System.Text.Json;
using TrustPlatform.Testing;

namespace TrustPlatform.Signatures.Tests.Validation;

/// <summary>The published files with the facts that independent tools found in them.</summary>
internal sealed record ExpectedSignature(
    string? Field, string? SubFilter, IReadOnlyList<long>? ByteRange, IReadOnlySet<string> Integrity, IReadOnlySet<string> Coverage,
    IReadOnlySet<string> Changes, bool MustReject, string? RequiredWarning);

internal sealed record ExpectedFile(string Name, string Path, string Kind, IReadOnlyList<ExpectedSignature> Signatures);

internal static class PdfCorpus
{
    public static IReadOnlyList<ExpectedFile> Read()
    {
        if (Corpora.Folder is null)
        {
            return [];
        }

        var folder = System.IO.Path.Combine(Corpora.Folder, "pdf");
        using var json = JsonDocument.Parse(File.ReadAllBytes(System.IO.Path.Combine(folder, "expected.json")));
        return json.RootElement.GetProperty("files").EnumerateArray().Select(file => Read(folder, file)).ToList();
    }

    private static ExpectedFile Read(string folder, JsonElement file)
    {
        var name = file.GetProperty("file").GetString()!;
        var signatures = file.TryGetProperty("signatures", out var list) && list.ValueKind == JsonValueKind.Array
            ? list.EnumerateArray().Select(Read).ToList() : [];
        return new(name, System.IO.Path.Combine(folder, name), file.GetProperty("kind").GetString()!, signatures);
    }

    private static ExpectedSignature Read(JsonElement signature)
    {
        var expect = signature.GetProperty("expect");
        var range = Get(signature, "byte_range") is { ValueKind: JsonValueKind.Array } numbers
            ? numbers.EnumerateArray().Select(number => number.GetInt64()).ToList() : null;
        return new(
            Get(signature, "field")?.GetString(), Get(signature, "sub_filter")?.GetString(), range, Accepted(expect, "integrity"),
            Accepted(expect, "coverage"), Accepted(expect, "changes"), expect.GetProperty("accept").GetString() == "reject",
            Get(expect, "warning_required")?.GetString());
    }

    private static HashSet<string> Accepted(JsonElement expect, string key)
    {
        var accepted = new HashSet<string> { expect.GetProperty(key).GetString()! };
        if (Get(expect, key + "_accept") is { } list)
        {
            accepted.UnionWith(list.EnumerateArray().Select(item => item.GetString()!));
        }

        return accepted;
    }

    private static JsonElement? Get(JsonElement element, string key) =>
        element.TryGetProperty(key, out var value) && value.ValueKind != JsonValueKind.Null ? value : null;
}
