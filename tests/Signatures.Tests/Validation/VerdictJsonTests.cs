using System.Text.Json;
using Xunit;

namespace TrustPlatform.Signatures.Tests.Validation;

/// <summary>The published verdict against its schema, by a reader of the few keywords that the schema uses.</summary>
public sealed class VerdictJsonTests
{
    private static readonly Lab s_lab = new();

    [Fact]
    public async Task Verdict_follows_the_published_schema()
    {
        using var schema = JsonDocument.Parse(File.ReadAllBytes(Repository.Path("docs", "verdict.schema.json")));
        var archived = await Signing.ArchiveAsync(s_lab, await Signing.SignAsync(s_lab, s_lab.Signer()));
        byte[][] files = [archived, archived[..^9], [.. archived, 1], [1, 2, 3], new Update().With(1, "<</Pages 2 0 R>>").With(2, "<</Kids[]/Count 0>>").ToFile()];

        foreach (var report in files.Select(file => Signing.Validate(file, s_lab.Context())))
        {
            using var json = JsonDocument.Parse(report.ToJson());
            Assert.Empty(Errors(json.RootElement, schema.RootElement.GetProperty("$defs").GetProperty("file"), schema.RootElement, "$"));
        }
    }

    [Fact]
    public async Task Verdict_says_what_the_report_says()
    {
        var report = Signing.Validate(await Signing.SignAsync(s_lab, s_lab.Signer()), s_lab.Context());

        using var json = JsonDocument.Parse(report.ToJson());

        var signature = json.RootElement.GetProperty("signatures")[0];
        Assert.Equal("indeterminate", json.RootElement.GetProperty("verdict").GetString());
        Assert.Equal("revocation.status", json.RootElement.GetProperty("reason").GetString());
        Assert.Equal("TRY_LATER", signature.GetProperty("subIndication").GetString());
        Assert.Equal("B-T", signature.GetProperty("level").GetString());
        Assert.Equal("Nguyễn Văn Ất", signature.GetProperty("signer").GetProperty("name").GetString());
        Assert.Equal("2026-03-01T08:00:00Z", signature.GetProperty("provenTime").GetString());
    }

    private static IEnumerable<string> Errors(JsonElement value, JsonElement rule, JsonElement root, string at)
    {
        if (rule.TryGetProperty("$ref", out var reference))
        {
            rule = root.GetProperty("$defs").GetProperty(reference.GetString()!.Split('/')[^1]);
        }

        if (rule.TryGetProperty("enum", out var allowed) && !allowed.EnumerateArray().Any(item => JsonElement.DeepEquals(item, value)))
        {
            yield return $"{at}: {value} is none of the values";
        }

        if (rule.TryGetProperty("type", out var type) && !Types(type).Contains(TypeOf(value)))
        {
            yield return $"{at}: {TypeOf(value)}, expected {type}";
        }

        if (value.ValueKind == JsonValueKind.Object)
        {
            var properties = rule.GetProperty("properties");
            var required = rule.GetProperty("required").EnumerateArray().Select(item => item.GetString()!).ToList();
            foreach (var missing in required.Where(key => !value.TryGetProperty(key, out _)))
            {
                yield return $"{at}: {missing} is missing";
            }

            foreach (var property in value.EnumerateObject())
            {
                foreach (var error in properties.TryGetProperty(property.Name, out var inner)
                    ? Errors(property.Value, inner, root, $"{at}.{property.Name}") : [$"{at}: {property.Name} is not in the schema"])
                {
                    yield return error;
                }
            }
        }

        if (value.ValueKind == JsonValueKind.Array)
        {
            foreach (var error in value.EnumerateArray().SelectMany((item, i) => Errors(item, rule.GetProperty("items"), root, $"{at}[{i}]")))
            {
                yield return error;
            }
        }
    }

    private static List<string> Types(JsonElement type) =>
        type.ValueKind == JsonValueKind.Array ? [.. type.EnumerateArray().Select(item => item.GetString()!)] : [type.GetString()!];

    private static string TypeOf(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object => "object",
        JsonValueKind.Array => "array",
        JsonValueKind.String => "string",
        JsonValueKind.Number => "integer",
        JsonValueKind.Null => "null",
        _ => "boolean",
    };
}
