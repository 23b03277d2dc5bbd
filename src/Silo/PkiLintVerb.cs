using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;

namespace TrustPlatform.Silo;

/// <summary><c>pki lint</c>: every certificate that the register keeps, against the rules and its profile.</summary>
internal static class PkiLintVerb
{
    public static Command Create(PkiCommandOptions shared)
    {
        var command = new Command("lint", "Check every certificate kept; exit code 1 for a finding");
        command.SetAction(parsed => PkiCommand.Act(shared, parsed, () =>
        {
            using var pki = shared.Open(parsed);
            var (count, findings) = pki.Lint();
            var number = count.ToString(CultureInfo.InvariantCulture);
            var list = string.Concat(findings.Select(finding => Environment.NewLine + finding));
            return new(
                new JsonObject { ["checked"] = count, ["findings"] = new JsonArray([.. findings.Select(finding => (JsonNode)finding)]) },
                $"Đã kiểm {number} chứng thư, {findings.Count} lỗi.{list}",
                $"{number} certificates checked, {findings.Count} findings.{list}",
                findings.Count == 0 ? 0 : 1);
        }));
        return command;
    }
}
