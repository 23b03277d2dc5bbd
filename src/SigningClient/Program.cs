using System.CommandLine;
using TrustPlatform.SigningClient;

var language = new Option<string>("--lang") { Description = "vi | en", DefaultValueFactory = _ => "en", Recursive = true };
language.AcceptOnlyFromAmong("vi", "en");
var json = new Option<bool>("--json") { Description = "One JSON object on standard output", Recursive = true };
var root = new RootCommand("Signs PDF files with a key of one's own, and looks into them.") { language, json };
root.Subcommands.Add(SignCommand.Create(language, json));
root.Subcommands.Add(AugmentCommand.Create(language, json));
root.Subcommands.Add(InspectCommand.Create(language, json));

var parsed = root.Parse(args);
if (parsed.Errors.Count > 0)
{
    Console.Error.WriteLine(parsed.Errors[0].Message.ReplaceLineEndings(" "));
    return ExitCode.Usage;
}

return await parsed.InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false });
