using System.Globalization;
using System.Text;
using TrustPlatform.Signatures.Differences;

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
        text.Append(Clean(report.File)).Append(": ").AppendLine(words.Verdict(report.Verdict));
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

/// <summary>The words of one language.</summary>
internal sealed record VerdictWords
{
    private static readonly VerdictWords s_vietnamese = new()
    {
        Verdicts = ["Hợp lệ", "Không hợp lệ", "Không hợp lệ – chưa đủ căn cứ kiểm tra", "Không có chữ ký số (hình chữ ký, nếu có, chỉ là hình ảnh)", "Không đọc được tệp"],
        Kinds = ["Chữ ký", "Con dấu của tổ chức", "Dấu thời gian của tài liệu"],
        Integrities = ["nội dung nguyên vẹn", "nội dung hoặc chữ ký đã bị thay đổi", "không kiểm tra được chữ ký"],
        Coverages = ["ký toàn bộ tệp", "ký toàn bộ một phiên bản trước", "không ký đủ nội dung"],
        ChangeClasses =
        [
            "không có thay đổi sau khi ký", "sau khi ký chỉ bổ sung dữ liệu kiểm tra lâu dài", "sau khi ký có điền hoặc ký thêm biểu mẫu",
            "sau khi ký có thêm chú thích", "nội dung đã bị thay đổi sau khi ký", "không xét thay đổi",
        ],
        Reason = "Lý do",
        Issuer = "Tổ chức cấp chứng thư",
        Signer = "Người ký",
        Manager = "Tổ chức quản lý chứng thư",
        Time = "Thời điểm ký",
        Integrity = "Tính toàn vẹn",
        ValidAtSigning = "Hiệu lực của chữ ký tại thời điểm ký",
        Validity = "Thời hạn của chứng thư",
        Unknown = "không xác định",
        Proven = "theo dấu thời gian",
        Claimed = "tự khai, chưa được chứng minh",
    };

    private static readonly VerdictWords s_english = new()
    {
        Verdicts = ["Valid", "Not valid", "Not valid - not enough grounds", "No digital signature (a picture of one is only a picture)", "The file cannot be read"],
        Kinds = ["Signature", "Organisation's seal", "Document timestamp"],
        Integrities = ["content intact", "content or signature changed", "signature cannot be checked"],
        Coverages = ["covers the entire file", "covers an entire earlier revision", "does not cover the whole content"],
        ChangeClasses =
        [
            "no later changes", "later changes add validation data only", "form filled or signed later", "annotated later",
            "changed later without permission", "later changes not considered",
        ],
        Reason = "Reason",
        Issuer = "Issuer of the certificate",
        Signer = "Signer",
        Manager = "Organisation managing the certificate",
        Time = "Time of signing",
        Integrity = "Integrity",
        ValidAtSigning = "Validity of the signature at that time",
        Validity = "Validity period of the certificate",
        Unknown = "unknown",
        Proven = "by timestamp",
        Claimed = "claimed, not proven",
    };

    public required IReadOnlyList<string> Verdicts { get; init; }

    public required IReadOnlyList<string> Kinds { get; init; }

    public required IReadOnlyList<string> Integrities { get; init; }

    public required IReadOnlyList<string> Coverages { get; init; }

    public required IReadOnlyList<string> ChangeClasses { get; init; }

    public required string Reason { get; init; }

    public required string Issuer { get; init; }

    public required string Signer { get; init; }

    public required string Manager { get; init; }

    public required string Time { get; init; }

    public required string Integrity { get; init; }

    public required string ValidAtSigning { get; init; }

    public required string Validity { get; init; }

    public required string Unknown { get; init; }

    public required string Proven { get; init; }

    public required string Claimed { get; init; }

    public static VerdictWords In(VerdictLanguage language) => language == VerdictLanguage.Vietnamese ? s_vietnamese : s_english;

    public static string Meaning(ValidationRule rule, VerdictLanguage language) =>
        language == VerdictLanguage.Vietnamese ? rule.Vietnamese : rule.Meaning;

    public string Verdict(FileVerdict verdict) => Verdicts[(int)verdict];

    public string Kind(SignatureKind kind) => Kinds[(int)kind];

    public string Of(SignatureIntegrity integrity) => Integrities[(int)integrity];

    public string Of(SignatureCoverage coverage) => Coverages[(int)coverage];

    public string Of(ChangeClass changes) => ChangeClasses[(int)changes];
}
