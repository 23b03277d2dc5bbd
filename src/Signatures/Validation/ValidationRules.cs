namespace TrustPlatform.Signatures.Validation;

/// <summary>Every rule of the verifier. <c>docs/rules.md</c> is made from this list.</summary>
public static partial class ValidationRules
{
    internal static ValidationRule FileReadable { get; } = new(
        "file.readable", "ISO 32000-2, 7.5", "The file is a PDF that can be read within the limits.",
        "Tệp là PDF đọc được trong giới hạn cho phép.");

    internal static ValidationRule FileSingleReading { get; } = new(
        "file.single-reading", "ISO 32000-2, 7.5.2, 7.5.5",
        "The header stands at byte 0 and the cross-reference chain is undamaged, so that every reader sees the same document.",
        "Tiêu đề ở byte 0 và chuỗi tham chiếu nguyên vẹn, mọi phần mềm đọc đều thấy cùng một tài liệu.");

    internal static ValidationRule FileTrailingBytes { get; } = new(
        "file.trailing-bytes", "ISO 32000-2, 7.5.6", "No bytes follow the last revision.",
        "Không có dữ liệu nào sau phiên bản cuối cùng.");

    internal static ValidationRule FileHybrid { get; } = new(
        "file.hybrid", "ISO 32000-2, 7.5.8.4", "No part of the document is hidden from readers without cross-reference streams.",
        "Không có phần tài liệu bị ẩn với phần mềm đọc cũ.");

    internal static ValidationRule FileShadow { get; } = new(
        "file.shadow-objects", "ISO 32000-2, 7.5.4, 7.7.2, 7.7.3", "The signed bytes hold no page or catalog that the signed document does not show.",
        "Vùng được ký không chứa trang hay danh mục gốc nào mà tài liệu được ký không hiển thị.");

    internal static ValidationRule FormatDictionary { get; } = new(
        "format.dictionary", "ISO 32000-2, 12.8.1", "The field's value is a signature dictionary with /ByteRange and /Contents, each once.",
        "Giá trị của trường là từ điển chữ ký có /ByteRange và /Contents, mỗi khóa một lần.");

    internal static ValidationRule FormatSubFilter { get; } = new(
        "format.sub-filter", "ISO 32000-2, 12.8.3; EN 319 142-1, 6.3", "The encoding of the signature is known and not obsolete.",
        "Dạng mã hóa chữ ký được hỗ trợ và chưa lỗi thời.");

    internal static ValidationRule FormatCms { get; } = new(
        "format.cms", "RFC 5652, 5.1; EN 319 142-1, 4.1", "/Contents holds one CMS SignedData with one signer.",
        "/Contents chứa một CMS SignedData với đúng một người ký.");

    internal static ValidationRule FormatPadding { get; } = new(
        "format.padding", "ISO 32000-2, 12.8.3.3", "After the signature /Contents holds zeros only.",
        "Phần đệm sau chữ ký trong /Contents chỉ gồm số không.");

    internal static ValidationRule FormatDigits { get; } = new(
        "format.digits", "ISO 32000-2, 7.3.4.3", "The digits of /Contents are written in one case, as one program writes them.",
        "Các chữ số của /Contents được viết thống nhất chữ hoa hoặc chữ thường.");

    internal static ValidationRule FormatCertificates { get; } = new(
        "format.certificates", "RFC 5652, 10.2.3", "The certificates carried along are undamaged.",
        "Các chứng thư đi kèm còn nguyên vẹn.");

    internal static ValidationRule FormatEnvelope { get; } = new(
        "format.envelope", "RFC 5652, 5.1, 5.3", "The parts of the SignedData that are not signed agree with those that are.",
        "Các phần không được ký của SignedData khớp với các phần được ký.");

    internal static ValidationRule FormatSharedValue { get; } = new(
        "format.shared-value", "ISO 32000-2, 12.7.5.5", "The signature is the value of one field.",
        "Chữ ký là giá trị của đúng một trường.");

    internal static ValidationRule CoverageByteRange { get; } = new(
        "coverage.byte-range", "ISO 32000-2, 12.8.1", "/ByteRange is four integers 0 = a < a+b < c < c+d inside the file.",
        "/ByteRange gồm bốn số nguyên đúng dạng và nằm trong tệp.");

    internal static ValidationRule CoverageHole { get; } = new(
        "coverage.hole", "ISO 32000-2, 12.8.1", "Exactly this dictionary's own /Contents string is left out.",
        "Phần không được ký đúng bằng chuỗi /Contents của chính chữ ký này.");

    internal static ValidationRule CoverageDictionary { get; } = new(
        "coverage.dictionary", "ISO 32000-2, 12.8.1", "The signature dictionary stands in the bytes that it signs.",
        "Từ điển chữ ký nằm trong vùng dữ liệu được ký.");

    internal static ValidationRule CoverageUnchanged { get; } = new(
        "coverage.unchanged", "ISO 32000-2, 12.8.1", "No later revision shows another dictionary in the place of this one.",
        "Không phiên bản sau nào thay thế từ điển chữ ký này.");

    internal static ValidationRule CoverageRevision { get; } = new(
        "coverage.revision", "ISO 32000-2, 12.8.1; EN 319 142-1, 5.4", "The covered bytes end where the file or one of its revisions ends.",
        "Vùng được ký kết thúc đúng ở cuối tệp hoặc cuối một phiên bản.");

    internal static ValidationRule SigningCertificate { get; } = new(
        "identification.signing-certificate", "EN 319 102-1, 5.2.3", "The signer's certificate is there and is the one that the signature names.",
        "Có chứng thư của người ký và đúng là chứng thư mà chữ ký nêu.");

    internal static ValidationRule SigningCertificateAttribute { get; } = new(
        "identification.attribute", "EN 319 122-1, 5.2.2; EN 319 142-1, 6.3", "The signature binds the certificate by the signing-certificate attribute.",
        "Chữ ký ràng buộc chứng thư bằng thuộc tính signing-certificate.");

    internal static ValidationRule Digest { get; } = new(
        "integrity.digest", "EN 319 102-1, 5.2.7; RFC 5652, 5.4", "The digest of the covered bytes is the signed one.",
        "Giá trị băm của dữ liệu được ký khớp với giá trị đã ký.");

    internal static ValidationRule SignatureValue { get; } = new(
        "integrity.signature", "EN 319 102-1, 5.2.7; RFC 5652, 5.4", "The signature value verifies with the signer's public key.",
        "Giá trị chữ ký đúng với khóa công khai của người ký.");

    internal static ValidationRule SignedAttributes { get; } = new(
        "integrity.attributes", "RFC 5652, 5.3, 11", "The signed attributes are complete and agree with the structure.",
        "Các thuộc tính được ký đầy đủ và nhất quán.");

    internal static ValidationRule Path { get; } = new(
        "path.valid", "EN 319 102-1, 5.2.6; RFC 5280, 6.1", "A certification path to a trust anchor is valid at the time that counts.",
        "Đường dẫn tin cậy tới gốc hợp lệ tại thời điểm cần xét.");

    internal static ValidationRule Validity { get; } = new(
        "path.validity", "EN 319 102-1, 5.2.6; RFC 5280, 4.1.2.5", "The time that counts lies within the certificate's validity.",
        "Thời điểm cần xét nằm trong thời hạn của chứng thư.");

    internal static ValidationRule TestAnchor { get; } = new(
        "path.test-anchor", "Certificate policy of the platform, 1.1", "The trust anchor is no root for tests (THỬ NGHIỆM).",
        "Gốc tin cậy không phải gốc THỬ NGHIỆM.");

    internal static ValidationRule KeyUsage { get; } = new(
        "path.key-usage", "EN 319 102-1, 5.2.6; RFC 5280, 4.2.1.3", "The certificate's key may sign documents.",
        "Khóa của chứng thư được phép dùng để ký.");

    internal static ValidationRule Revocation { get; } = new(
        "revocation.status", "EN 319 102-1, 5.2.5, 5.2.6; RFC 5280, 6.3; RFC 6960", "No certificate of the path was revoked at the time that counts.",
        "Không chứng thư nào trong đường dẫn bị thu hồi tại thời điểm cần xét.");

    internal static ValidationRule ShortTerm { get; } = new(
        "revocation.short-term", "EN 319 412-1, 5.2 (validity assured short term)", "A validity-assured short-term certificate needs no revocation data.",
        "Chứng thư ngắn hạn được bảo đảm hiệu lực không cần dữ liệu thu hồi.");

    internal static ValidationRule Algorithms { get; } = new(
        "algorithms.permitted", "EN 319 102-1, 5.2.8; TS 119 312", "Every algorithm and key size was accepted at the time that counts.",
        "Mọi thuật toán và độ dài khóa được chấp nhận tại thời điểm cần xét.");

    internal static ValidationRule AlgorithmsListed { get; } = new(
        "algorithms.listed", "Circular 15/2025/TT-BKHCN, Annex I 1.2, 1.3", "The signature scheme is one that the policy recommends.",
        "Lược đồ ký thuộc danh mục mà chính sách khuyến nghị.");

    internal static ValidationRule TimestampToken { get; } = new(
        "timestamp.token", "RFC 3161, 2.4.2; EN 319 122-1, 5.3", "The timestamp is a token that can be read and whose signature verifies.",
        "Dấu thời gian đọc được và chữ ký của nó đúng.");

    internal static ValidationRule TimestampImprint { get; } = new(
        "timestamp.imprint", "EN 319 102-1, 5.4; RFC 3161, 2.4.2", "The timestamp is over this signature or these bytes.",
        "Dấu thời gian đúng là của chữ ký hoặc dữ liệu này.");

    internal static ValidationRule TimestampAuthority { get; } = new(
        "timestamp.authority", "EN 319 102-1, 5.4; RFC 3161, 2.3", "The timestamp's certificate leads to a trust anchor and may issue timestamps.",
        "Chứng thư của tổ chức cấp dấu thời gian dẫn tới gốc tin cậy và được phép cấp dấu thời gian.");

    internal static ValidationRule TimestampOrder { get; } = new(
        "timestamp.order", "EN 319 102-1, 5.5.4, 5.6.3", "The proofs of time do not contradict each other.",
        "Các bằng chứng thời gian không mâu thuẫn nhau.");

    internal static ValidationRule ContentTimestamp { get; } = new(
        "timestamp.content", "EN 319 102-1, 5.5.4; EN 319 122-1, 5.2.8", "A timestamp over the document alone proves that the signature is younger.",
        "Dấu thời gian trên riêng nội dung chứng minh chữ ký được tạo sau đó.");

    internal static ValidationRule ProvenTime { get; } = new(
        "time.proven", "EN 319 102-1, 5.5.4", "A timestamp proves when the signature existed.",
        "Có dấu thời gian chứng minh thời điểm chữ ký tồn tại.");

    internal static ValidationRule ClaimedTime { get; } = new(
        "time.claimed", "EN 319 102-1, 5.2.8; EN 319 142-1, 6.3", "The claimed signing time agrees with the proven one.",
        "Thời điểm ký tự khai phù hợp với thời điểm được chứng minh.");
}
