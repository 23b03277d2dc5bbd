using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using TrustPlatform.Cryptography;
using TrustPlatform.Cryptography.X509;
using TrustPlatform.Signatures.Validation;

namespace TrustPlatform.Verifier;

/// <summary>One check of a certificate or token, as the sub-commands show it.</summary>
internal sealed record ShownCheck(string Id, string Clause, CheckResult Result, string Detail);

/// <summary>What the sub-commands found: verdict, path, policies, checks, and the facts of a token.</summary>
internal sealed record PathOutcome(
    Indication Indication, SubIndication? SubIndication, IReadOnlyList<Certificate> Path, IReadOnlyList<string> Policies,
    IReadOnlyList<ShownCheck> Checks)
{
    /// <summary>Further facts, by key: genTime, serial, policy.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Facts { get; init; } = [];

    public bool IsValid => Indication == Indication.TotalPassed;

    public string ToJson()
    {
        using var bytes = new MemoryStream();
        using (var json = new Utf8JsonWriter(bytes, new() { Indented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            json.WriteStartObject();
            json.WriteBoolean("valid", IsValid);
            json.WriteString("indication", VerdictNames.Of(Indication));
            json.WriteString("subIndication", SubIndication is { } reason ? VerdictNames.Of(reason) : null);
            foreach (var (key, value) in Facts)
            {
                json.WriteString(key, value);
            }

            WriteList(json, "path", Path.Select(certificate => certificate.Subject.ToString()));
            WriteList(json, "policies", Policies);
            json.WriteStartArray("rules");
            foreach (var check in Checks)
            {
                json.WriteStartObject();
                json.WriteString("id", check.Id);
                json.WriteString("clause", check.Clause);
                json.WriteString("result", VerdictNames.Of(Result(check)));
                json.WriteString("detail", check.Detail);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(bytes.ToArray()) + "\n";
    }

    public string ToText(VerdictLanguage language)
    {
        var vietnamese = language == VerdictLanguage.Vietnamese;
        var text = new StringBuilder();
        text.Append(Indication switch
        {
            Indication.TotalPassed => vietnamese ? "Hợp lệ" : "Valid",
            Indication.TotalFailed => vietnamese ? "Không hợp lệ" : "Not valid",
            _ => vietnamese ? "Không hợp lệ – chưa đủ căn cứ kiểm tra" : "Not valid - not enough grounds",
        });
        text.AppendLine(SubIndication is { } reason ? $" ({VerdictNames.Of(reason)})" : "");
        foreach (var (key, value) in Facts)
        {
            text.Append("  ").Append(key).Append(": ").AppendLine(value);
        }

        foreach (var certificate in Path)
        {
            text.Append("  < ").AppendLine(certificate.Subject.ToString());
        }

        foreach (var check in Checks.Where(check => check.Result != CheckResult.Passed))
        {
            text.Append("  [").Append(VerdictNames.Of(Result(check))).Append("] ").Append(check.Id).Append(", ").Append(check.Clause)
                .Append(": ").AppendLine(check.Detail);
        }

        return text.ToString();
    }

    private static RuleResult Result(ShownCheck check) => check.Result switch
    {
        CheckResult.Passed => RuleResult.Ok,
        CheckResult.Warning => RuleResult.Warn,
        _ => RuleResult.Fail,
    };

    private static void WriteList(Utf8JsonWriter json, string key, IEnumerable<string> items)
    {
        json.WriteStartArray(key);
        foreach (var item in items)
        {
            json.WriteStringValue(item);
        }

        json.WriteEndArray();
    }
}
