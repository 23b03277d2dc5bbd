using TrustPlatform.Signatures.Differences;

namespace TrustPlatform.Signatures.Validation;

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
