using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace TrustPlatform.Signatures.Validation;

/// <summary>Writes the published verdict: keys, order and spelling are a fixed edge (docs/verdict.schema.json).</summary>
internal static class VerdictJson
{
    private static readonly JsonWriterOptions s_options = new()
    {
        // Vietnamese names stay readable; the output is never put into HTML unescaped.
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Indented = true,
        NewLine = "\n",
    };

    public static byte[] Write(ValidationReport report)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, s_options))
        {
            json.WriteStartObject();
            json.WriteString("file", report.File);
            json.WriteString("verdict", VerdictNames.Of(report.Verdict));
            json.WriteString("reason", report.Reason);
            json.WriteStartArray("signatures");
            foreach (var signature in report.Signatures)
            {
                Write(json, signature);
            }

            json.WriteEndArray();
            json.WriteNumber("revisions", report.Revisions);
            json.WriteString("limits", report.Limits);
            json.WriteEndObject();
        }

        return buffer.WrittenSpan.ToArray();
    }

    private static void Write(Utf8JsonWriter json, SignatureReport signature)
    {
        json.WriteStartObject();
        json.WriteString("field", signature.Field);
        json.WriteString("kind", VerdictNames.Of(signature.Kind));
        json.WriteString("subFilter", signature.SubFilter);
        json.WriteNumber("revision", signature.Revision);
        json.WriteString("integrity", VerdictNames.Of(signature.Integrity));
        json.WriteString("coverage", VerdictNames.Of(signature.Coverage));
        json.WriteString("changes", VerdictNames.Of(signature.Changes));
        json.WriteString("indication", VerdictNames.Of(signature.Indication));
        json.WriteString("subIndication", signature.SubIndication is { } reason ? VerdictNames.Of(reason) : null);
        json.WriteBoolean("trusted", signature.Trusted);
        json.WriteString("level", VerdictNames.Of(signature.Level));
        WriteSigner(json, signature.Signer);
        WriteInstant(json, "claimedTime", signature.ClaimedTime);
        WriteInstant(json, "provenTime", signature.ProvenTime);
        json.WriteStartArray("rules");
        foreach (var finding in signature.Rules)
        {
            WriteFinding(json, finding);
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteSigner(Utf8JsonWriter json, SignerIdentity? signer)
    {
        if (signer is null)
        {
            json.WriteNull("signer");
            return;
        }

        json.WriteStartObject("signer");
        json.WriteString("name", signer.Name);
        json.WriteString("subject", signer.Subject);
        json.WriteString("serial", signer.Serial);
        json.WriteString("issuer", signer.Issuer);
        json.WriteEndObject();
    }

    public static void WriteFinding(Utf8JsonWriter json, RuleFinding finding)
    {
        json.WriteStartObject();
        json.WriteString("id", finding.Rule.Id);
        json.WriteString("clause", finding.Rule.Clause);
        json.WriteString("result", VerdictNames.Of(finding.Result));
        json.WriteString("detail", finding.Detail);
        json.WriteEndObject();
    }

    private static void WriteInstant(Utf8JsonWriter json, string key, DateTimeOffset? value)
    {
        if (value is { } instant)
        {
            json.WriteString(key, ValidationReport.Instant(instant));
        }
        else
        {
            json.WriteNull(key);
        }
    }
}
