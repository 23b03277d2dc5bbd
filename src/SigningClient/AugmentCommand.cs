using System.CommandLine;
using System.Text.Json.Nodes;
using TrustPlatform.Signatures.Augmentation;

namespace TrustPlatform.SigningClient;

/// <summary><c>augment IN --out OUT --level …</c></summary>
internal sealed class AugmentCommand
{
    private static readonly string[] Levels = ["B-T", "B-LT", "B-LTA"];

    private readonly Argument<string> _input = new("IN") { Description = "The signed PDF file" };
    private readonly Option<string> _output = new("--out") { Description = "The file to write", Required = true };
    private readonly Option<string> _level = new("--level") { Description = string.Join(" | ", Levels), Required = true };
    private readonly Option<string?> _timestampAuthority = new("--tsa") { Description = "URL of the timestamp authority" };

    public static Command Create(Option<string> language, Option<bool> json)
    {
        var options = new AugmentCommand();
        options._level.AcceptOnlyFromAmong(Levels);
        var command = new Command("augment", "Add a timestamp and what a verifier needs in later years")
        {
            options._input, options._output, options._level, options._timestampAuthority,
        };
        command.SetAction((parsed, cancellationToken) => Job.Of(parsed, language, json).RunAsync(
            () => options.RunAsync(parsed, parsed.GetValue(language) ?? "en", cancellationToken)));
        return command;
    }

    private async Task<(JsonObject Result, string Sentence)> RunAsync(
        ParseResult parsed, string language, CancellationToken cancellationToken)
    {
        var (output, level) = (parsed.GetValue(_output)!, parsed.GetValue(_level)!); // both required
        using var client = new HttpClient();
        // B-LT adds no timestamp, whether an authority is named or not.
        var timestamps = Services.Timestamps(client, level == "B-LT" ? null : parsed.GetValue(_timestampAuthority), level != "B-LT");
        await using var input = File.OpenRead(parsed.GetValue(_input)!); // required
        await OutputFile.WriteAsync(output, file => level == "B-T"
            ? PadesAugmenter.AddDocumentTimestampAsync(input, file, timestamps!, cancellationToken) // this level has one
            : Services.AugmentAsync(client, input, file, [], level, timestamps!, cancellationToken)); // B-LTA has one, B-LT asks none
        return (new() { ["file"] = output, ["level"] = level }, Sentences.Augmented(output, level, language));
    }
}
