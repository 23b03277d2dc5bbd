using System.Text.Json;
using System.Text.Json.Nodes;
using TrustPlatform.Evidence;

namespace TrustPlatform.Api.Validations;

/// <summary>An audit as JSON in the shape of a file's verdict: the package's own findings beside those of its document.</summary>
internal static class PackageVerdict
{
    public static ReadOnlyMemory<byte> Write(EvidenceReport report, string name)
    {
        var document = report.Document is { } inner ? JsonNode.Parse(inner.ToJson()) : null;
        var verdict = new JsonObject
        {
            ["file"] = name,
            ["verdict"] = report.Valid ? "valid" : "invalid",
            ["reason"] = report.Findings.FirstOrDefault(finding => !finding.Holds)?.Rule,
            ["signatures"] = document?["signatures"]?.DeepClone() ?? new JsonArray(),
            ["revisions"] = document?["revisions"]?.DeepClone() ?? 0,
            ["limits"] = null,
            ["package"] = new JsonArray([.. report.Findings.Select(finding => (JsonNode)new JsonObject
            {
                ["id"] = finding.Rule,
                ["result"] = finding.Holds ? "ok" : "fail",
                ["detail"] = finding.Detail,
            })]),
        };
        return JsonSerializer.SerializeToUtf8Bytes(verdict);
    }
}
