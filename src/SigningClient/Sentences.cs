using System.Diagnostics;
using TrustPlatform.Signatures.Pades;

namespace TrustPlatform.SigningClient;

/// <summary>What is said to the person at the terminal, in Vietnamese and English.</summary>
internal static class Sentences
{
    public static string Of(PadesRefusedException refusal, string language) => language == "vi"
        ? Vietnamese(refusal.Reason) + $" ({refusal.Message})"
        : refusal.Message;

    public static string Cancelled(string language) => language == "vi" ? "Đã hủy." : "Cancelled.";

    public static string Signed(string file, string field, string level, string language) => language == "vi"
        ? $"Đã ký {file}, trường {field}, mức {level}."
        : $"Signed {file}, field {field}, level {level}.";

    public static string Augmented(string file, string level, string language) => language == "vi"
        ? $"Đã nâng {file} lên mức {level}."
        : $"Augmented {file} to level {level}.";

    public static string DatePrefix(string language) => language == "vi" ? "Ngày ký" : "Signed on";

    public static string ReasonPrefix(string language) => language == "vi" ? "Lý do" : "Reason";

    private static string Vietnamese(PadesRefusal reason) => reason switch
    {
        PadesRefusal.NotPdf => "Tệp không phải là PDF đọc được.",
        PadesRefusal.Damaged => "Cấu trúc của tệp bị hỏng.",
        PadesRefusal.Encrypted => "Tệp được mã hóa.",
        PadesRefusal.FieldMissing => "Không có trường chữ ký mang tên này.",
        PadesRefusal.FieldNotForSignature => "Trường này không phải là trường chữ ký.",
        PadesRefusal.FieldAlreadySigned => "Trường này đã được ký.",
        PadesRefusal.FieldExists => "Đã có trường mang tên này.",
        PadesRefusal.FieldNameInvalid => "Tên trường không hợp lệ.",
        PadesRefusal.CertificationForbids => "Chứng nhận của tài liệu không cho phép thay đổi này.",
        PadesRefusal.Locked => "Một chữ ký trước đã khóa trường này.",
        PadesRefusal.SeedValueForbids => "Biểu mẫu yêu cầu điều mà chữ ký này không có.",
        PadesRefusal.CertificationNotFirst => "Chỉ chữ ký đầu tiên mới có thể chứng nhận tài liệu.",
        PadesRefusal.PageMissing => "Không có trang này.",
        PadesRefusal.RectangleOutsidePage => "Khung chữ ký nằm ngoài trang.",
        PadesRefusal.CharacterMissing => "Phông chữ thiếu một ký tự.",
        PadesRefusal.FontUnusable => "Không dùng được phông chữ.",
        PadesRefusal.ImageUnusable => "Không dùng được hình ảnh.",
        PadesRefusal.KeyMismatch => "Khóa không thuộc về chứng thư này.",
        PadesRefusal.CertificateExpired => "Chứng thư đã hết hạn.",
        PadesRefusal.CertificateNotYetValid => "Chứng thư chưa có hiệu lực.",
        PadesRefusal.CertificateNotForSigning => "Chứng thư không dùng để ký.",
        PadesRefusal.RoomTooSmall => "Chữ ký dài hơn chỗ đã dành.",
        PadesRefusal.NotPrepared => "Tệp chưa được chuẩn bị để ký ở trường này.",
        PadesRefusal.SignatureForOtherBytes => "Chữ ký không phải của tệp này.",
        PadesRefusal.NothingToAugment => "Tài liệu chưa có chữ ký.",
        PadesRefusal.ReasonAndCommitment => "Chữ ký chỉ nêu lý do hoặc cam kết, không nêu cả hai.",
        _ => throw new UnreachableException(),
    };
}
