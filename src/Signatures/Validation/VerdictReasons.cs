using System.Diagnostics;

namespace TrustPlatform.Signatures.Validation;

/// <summary>Why a signature is not valid, as a sentence; the Vietnamese ones are the circular's own words where it has some.</summary>
internal static class VerdictReasons
{
    public static string Of(SubIndication reason, ValidationRule? rule, VerdictLanguage language)
    {
        var (vietnamese, english) = Pair(reason, rule);
        return language == VerdictLanguage.Vietnamese ? vietnamese : english;
    }

    private static (string Vietnamese, string English) Pair(SubIndication reason, ValidationRule? rule) => reason switch
    {
        SubIndication.FormatFailure when IsChange(rule) =>
            ("Nội dung đã bị thay đổi sau khi ký ngoài phạm vi cho phép", "The content was changed after signing without permission"),
        SubIndication.FormatFailure when rule?.Id.StartsWith("coverage.", StringComparison.Ordinal) == true =>
            ("Chữ ký không bao trùm toàn bộ nội dung", "The signature does not cover the whole content"),
        SubIndication.FormatFailure => ("Chữ ký không đúng cấu trúc tiêu chuẩn", "The signature is not what the standards describe"),
        SubIndication.HashFailure => ("Nội dung đã bị thay đổi sau khi ký", "The content was changed after signing"),
        SubIndication.SigCryptoFailure =>
            ("Giá trị chữ ký không khớp với khóa công khai của chứng thư", "The signature value does not fit the certificate's public key"),
        SubIndication.Revoked => ("Chứng thư đã bị thu hồi trước thời điểm ký", "The certificate was revoked before the time of signing"),
        SubIndication.Expired => ("Chứng thư đã hết hạn trước thời điểm ký", "The certificate had expired before the time of signing"),
        SubIndication.NotYetValid => ("Chứng thư chưa có hiệu lực tại thời điểm ký", "The certificate was not yet valid at the time of signing"),
        SubIndication.SigConstraintsFailure =>
            ("Chữ ký hoặc dấu thời gian không đáp ứng yêu cầu của chính sách", "The signature or its timestamp does not meet the policy"),
        SubIndication.ChainConstraintsFailure =>
            ("Chứng thư được dùng ngoài phạm vi cho phép", "The certificate is used outside of its scope"),
        SubIndication.CertificateChainGeneralFailure =>
            ("Đường dẫn tin cậy của chứng thư không kiểm tra được", "The certificate's path cannot be validated"),
        SubIndication.CryptoConstraintsFailure or SubIndication.CryptoConstraintsFailureNoPoe =>
            ("Thuật toán không còn được chấp nhận", "An algorithm is no longer accepted"),
        SubIndication.TimestampOrderFailure => ("Các dấu thời gian mâu thuẫn nhau", "The timestamps contradict each other"),
        SubIndication.NoSigningCertificateFound => ("Không tìm thấy chứng thư của người ký", "The signer's certificate was not found"),
        SubIndication.NoCertificateChainFound =>
            ("Chứng thư không thuộc đường dẫn tin cậy đã cấu hình", "The certificate does not lead to a configured trust anchor"),
        SubIndication.RevokedNoPoe =>
            ("Chứng thư đã bị thu hồi và không chứng minh được chữ ký có trước", "The certificate is revoked, and nothing proves that the signature is older"),
        SubIndication.RevokedCaNoPoe =>
            ("Chứng thư của tổ chức chứng thực đã bị thu hồi", "The certificate of an authority is revoked"),
        SubIndication.OutOfBoundsNoPoe or SubIndication.OutOfBoundsNotRevoked =>
            ("Chứng thư hết hạn và không chứng minh được chữ ký có trước", "The certificate is outside of its validity, and nothing proves that the signature is older"),
        SubIndication.NoPoe => ("Thiếu bằng chứng thời gian", "A proof of time is missing"),
        SubIndication.TryLater =>
            ("Không kiểm tra được trạng thái chứng thư (CRL/OCSP)", "The status of a certificate (CRL/OCSP) is not known"),
        SubIndication.SignedDataNotFound => ("Không tìm thấy dữ liệu được ký", "The signed data was not found"),
        _ => throw new UnreachableException(),
    };

    private static bool IsChange(ValidationRule? rule) =>
        rule is not null && (rule.Id.StartsWith("changes.", StringComparison.Ordinal)
            || rule.Id.StartsWith("permission.", StringComparison.Ordinal) || rule.Id == "file.trailing-bytes");
}
