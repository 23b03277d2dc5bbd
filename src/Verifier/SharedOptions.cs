using System.CommandLine;
using TrustPlatform.Signatures.Validation;

namespace TrustPlatform.Verifier;

/// <summary>Options that every command has.</summary>
internal sealed class SharedOptions
{
    public Option<string[]> Trust { get; } = new("--trust")
    {
        Description = "Trust anchors: a PEM or DER file, or a folder of them.",
        HelpName = "PEM|DIR",
    };

    public Option<string?> Policy { get; } = new("--policy")
    {
        Description = "A policy file, or vn (default), eu; test-vectors for published vectors of certificates and timestamps alone.",
        HelpName = "FILE",
    };

    public Option<string?> At { get; } = new("--at") { Description = "The moment of validation; now by default.", HelpName = "RFC3339" };

    public Option<bool> Json { get; } = new("--json") { Description = "Write JSON." };

    public Option<string> Language { get; } = new("--lang") { Description = "vi (default) or en.", DefaultValueFactory = _ => "vi" };

    public SharedOptions() => Language.AcceptOnlyFromAmong("vi", "en");

    public void AddTo(Command command)
    {
        foreach (var option in (Option[])[Trust, Policy, At, Json, Language])
        {
            command.Options.Add(option);
        }
    }

    public VerdictLanguage LanguageOf(ParseResult parsed) =>
        parsed.GetValue(Language) == "en" ? VerdictLanguage.English : VerdictLanguage.Vietnamese;

    public ValidationContext Context(ParseResult parsed, TimeProvider time) => new()
    {
        TrustAnchors = Inputs.Certificates(parsed.GetValue(Trust) ?? []),
        Policy = Inputs.Policy(parsed.GetValue(Policy)),
        Time = Inputs.Instant(parsed.GetValue(At), time),
    };
}
