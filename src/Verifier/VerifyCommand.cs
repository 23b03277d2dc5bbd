using System.CommandLine;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using TrustPlatform.Signatures.Augmentation;
using TrustPlatform.Signatures.Sources;
using TrustPlatform.Signatures.Validation;

namespace TrustPlatform.Verifier;

/// <summary><c>verify FILE…</c>, the root command: the verdict on signed PDF files, evidence packages and detached signatures.</summary>
internal sealed class VerifyCommand(TextWriter output, TextWriter error, TimeProvider time)
{
    private readonly SharedOptions _shared = new();

    private readonly Argument<string[]> _files = new("FILE")
    {
        Description = "Signed PDF files, evidence packages and detached signatures.",
        Arity = ArgumentArity.OneOrMore,
    };

    private readonly Option<string?> _data = new("--data")
    {
        Description = "The signed file of a detached signature (*.p7s); else the one of the same name without the ending.",
        HelpName = "FILE",
    };

    private readonly Option<bool> _online = new("--online")
    {
        Description = "Ask the services that the certificates name for what a file lacks; an evidence package brings its own. "
            + "Without it nothing leaves this machine.",
    };

    private readonly Option<bool> _explain = new("--explain") { Description = "Show every check with its clause." };

    public RootCommand Build()
    {
        var command = new RootCommand("Verifies signed PDF files, evidence packages and detached signatures, without network.");
        command.Arguments.Add(_files);
        _shared.AddTo(command);
        command.Options.Add(_data);
        command.Options.Add(_online);
        command.Options.Add(_explain);
        command.SetAction(RunAsync);
        return command;
    }

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        var context = _shared.Context(parsed, time);
        if (context.Policy.Name == ValidationPolicy.TestVectors.Name)
        {
            throw new UsageException("The policy test-vectors is for published vectors of certificates and timestamps; it judges no documents.");
        }

        var files = parsed.GetValue(_files) ?? [];
        if (files.FirstOrDefault(file => file.StartsWith('-') && !File.Exists(file)) is { } unknown)
        {
            throw new UsageException($"There is no option '{unknown}'.");
        }

        var data = parsed.GetValue(_data);
        if (data is not null && files.Length > 1)
        {
            throw new UsageException("--data goes with one detached signature at a time.");
        }

        using var client = parsed.GetValue(_online) ? new HttpClient() : null;
        // Only what is printed stays, since a report is many times its text.
        var results = new (string Text, FileVerdict Verdict, IReadOnlyList<string> Unanswered)[files.Length];
        var (json, language, explain) = (parsed.GetValue(_shared.Json), _shared.LanguageOf(parsed), parsed.GetValue(_explain));
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount, CancellationToken = cancellationToken };
        await Parallel.ForAsync(0, files.Length, parallel, async (i, cancelled) =>
        {
            var result = await FileVerification.RunAsync(files[i], data, context, Fetcher(client), cancelled);
            results[i] = (json ? Json(result) : Text(result, language, explain), result.Report.Verdict, result.Unanswered);
        });
        foreach (var sentence in results.SelectMany(result => result.Unanswered).Distinct())
        {
            await error.WriteLineAsync(sentence);
        }

        var reports = results.Select(result => result.Text);
        await output.WriteAsync(json ? $"[{string.Join(",\n", reports)}]\n" : string.Concat(reports));
        return ExitCodes.Worst(results.Select(result => ExitCodes.Of(result.Verdict)));
    }

    private MaterialFetcher? Fetcher(HttpClient? client)
    {
        var bounds = new SourceOptions();
        return client is null ? null : new(new(client, bounds, time), new HttpRevocationSource(client, bounds, time));
    }

    private static string Json(FileVerification result)
    {
        if (result.Evidence is null)
        {
            return Encoding.UTF8.GetString(result.Report.ToJson());
        }

        var element = JsonNode.Parse(result.Report.ToJson())!.AsObject(); // written by ToJson
        element["evidence"] = new JsonArray([.. result.Evidence.Select(finding => (JsonNode)new JsonObject
        {
            ["id"] = finding.Rule,
            ["result"] = finding.Holds ? "ok" : "fail",
            ["detail"] = finding.Detail,
        })]);
        return element.ToJsonString(s_json);
    }

    private static readonly JsonSerializerOptions s_json = new()
    {
        WriteIndented = true,
        NewLine = "\n",
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    private static string Text(FileVerification result, VerdictLanguage language, bool explain)
    {
        var text = new StringBuilder(VerdictText.Of(result.Report, language, explain));
        foreach (var finding in result.Evidence?.Where(finding => explain || !finding.Holds) ?? [])
        {
            text.Append("  [").Append(finding.Holds ? "ok" : "fail").Append("] ").Append(finding.Rule).Append(": ").AppendLine(finding.Detail);
        }

        return text.ToString();
    }
}
