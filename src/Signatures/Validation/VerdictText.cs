using System.Globalization;
using System.Text;

namespace TrustPlatform.Signatures.Validation;

/// <summary>
/// The verdict as text for people: the seven fields that Circular 15/2025/TT-BKHCN, Article 6.5b asks for, and an answer that
/// never shows the undecided as valid.
/// </summary>
public static class VerdictText
{
    private static readonly TimeSpan s_vietnam = TimeSpan.FromHours(7);

    /// <summary>Writes the verdict on a file; with <paramref name="explain"/> every check that was made.</summary>
    public static string Of(ValidationReport report, VerdictLanguage language, bool explain)
    {
        ArgumentNullException.ThrowIfNull(report);
        var words = VerdictWords.In(language);
        var text = new StringBuilder();
        text.Append(Clean(report.File)).Append(": ").Append(words.Verdict(report.Verdict))
            .AppendLine(IsOfTestRoot(report) ? " [THỬ NGHIỆM]" : "");
        if (report.Reason is { } reason)
        {
            text.Append("  ").Append(words.Reason).Append(": ").AppendLine(Reason(report, reason, language));
        }

        for (var i = 0; i < report.Signatures.Count; i++)
        {
            Write(text, words, report.Signatures[i], i + 1, language, explain);
        }

        return text.ToString();
    }

    /// <summary>The answer on one signature: valid, not valid, or not enough grounds with the reason.</summary>
    public static string Answer(SignatureReport signature, VerdictLanguage language)
    {
        ArgumentNullException.ThrowIfNull(signature);
        var words = VerdictWords.In(language);
        return signature.Indication switch
        {
            Indication.TotalPassed => words.Verdict(FileVerdict.Valid),
            Indication.TotalFailed => words.Verdict(FileVerdict.Invalid) + Because(signature, language),
            _ => words.Verdict(FileVerdict.Indeterminate) + Because(signature, language),
        };
    }

    private static bool IsOfTestRoot(ValidationReport report) =>
        report.Signatures.SelectMany(signature => signature.Rules).Any(finding => finding.Rule == ValidationRules.TestAnchor);

    private static string Because(SignatureReport signature, VerdictLanguage language)
    {
        var rule = signature.Rules.FirstOrDefault(finding => finding.Result == RuleResult.Fail)?.Rule;
        return signature.SubIndication is { } reason
            ? $": {VerdictReasons.Of(reason, rule, language)} ({VerdictNames.Of(reason)})" : "";
    }

    private static string Reason(ValidationReport report, string reason, VerdictLanguage language)
    {
        var decided = report.Signatures.FirstOrDefault(signature => signature.DecidingRule == reason);
        var text = decided?.SubIndication is { } sub
            ? VerdictReasons.Of(sub, decided.Rules.First(finding => finding.Rule.Id == reason).Rule, language) : "";
        return $"{text} [{reason}] {Clean(report.Limits ?? "")}".Trim();
    }

    private static void Write(
        StringBuilder text, VerdictWords words, SignatureReport signature, int number, VerdictLanguage language, bool explain)
    {
        text.Append("  ").Append(number.ToString(CultureInfo.InvariantCulture)).Append(". ").Append(words.Kind(signature.Kind));
        text.Append(" \"").Append(Clean(signature.Field ?? "-")).Append("\": ").AppendLine(Answer(signature, language));
        Line(text, words.Issuer, signature.Signer?.IssuerName ?? words.Unknown);
        Line(text, words.Signer, signature.Signer is { } signer ? $"{signer.Name} ({signer.Subject})" : words.Unknown);
        Line(text, words.Manager, signature.Signer?.ManagingOrganization ?? words.Unknown);
        Line(text, words.Time, Time(words, signature));
        Line(text, words.Integrity, $"{words.Of(signature.Integrity)}; {words.Of(signature.Coverage)}; {words.Of(signature.Changes)}");
        Line(text, words.ValidAtSigning, Answer(signature, language));
        Line(text, words.Validity, signature.Signer is { } holder ? $"{Local(holder.NotBefore)} - {Local(holder.NotAfter)}" : words.Unknown);
        foreach (var finding in signature.Rules.Where(finding => explain || finding.Result == RuleResult.Warn))
        {
            text.Append("       [").Append(VerdictNames.Of(finding.Result)).Append("] ").Append(finding.Rule.Id).Append(", ")
                .Append(finding.Rule.Clause).Append(": ").AppendLine(Clean(VerdictWords.Meaning(finding.Rule, language) + " " + finding.Detail));
        }
    }

    private static string Time(VerdictWords words, SignatureReport signature)
    {
        if (signature.ProvenTime is { } proven)
        {
            return $"{Local(proven)} ({words.Proven})";
        }

        return signature.ClaimedTime is { } claimed ? $"{Local(claimed)} ({words.Claimed})" : words.Unknown;
    }

    private static string Local(DateTimeOffset instant) =>
        instant.ToOffset(s_vietnam).ToString("dd/MM/yyyy HH:mm:ss 'UTC+7'", CultureInfo.InvariantCulture);

    private static void Line(StringBuilder text, string label, string value) =>
        text.Append("     ").Append(label).Append(": ").AppendLine(Clean(value));

    /// <summary>Names come from strangers: nothing of them may steer a terminal.</summary>
    private static string Clean(string value) =>
        string.Concat(value.Select(letter =>
            char.IsControl(letter) || CharUnicodeInfo.GetUnicodeCategory(letter) == UnicodeCategory.Format ? '?' : letter));
}
