namespace TrustPlatform.Signatures.Validation;

/// <content>Rules of the difference analysis.</content>
public static partial class ValidationRules
{
    internal static ValidationRule ChangesCrossReference { get; } = new(
        "changes.cross-reference", "ISO 32000-2, 7.5.4 to 7.5.8",
        "Every cross-reference entry of a later revision is an object that this revision wrote and that can be read.",
        "Mọi mục tham chiếu của phiên bản sau là đối tượng do phiên bản đó ghi và đọc được.");

    internal static ValidationRule ChangesUnlisted { get; } = new(
        "changes.unlisted-bytes", "ISO 32000-2, 7.5.4, 7.5.6", "A later revision holds nothing but the objects that its cross-reference section lists.",
        "Phiên bản sau chỉ gồm các đối tượng mà bảng tham chiếu của nó liệt kê.");

    internal static ValidationRule ChangesTrailer { get; } = new(
        "changes.trailer", "ISO 32000-2, 7.5.5", "Later trailers keep catalog, encryption and identifier and add no key.",
        "Phần đuôi của phiên bản sau giữ nguyên danh mục gốc, mã hóa và định danh.");

    internal static ValidationRule ChangesCatalog { get; } = new(
        "changes.catalog", "ISO 32000-2, 7.7.2, 12.8.2.2", "Later revisions keep the catalog but for form, security store, extensions, metadata and version.",
        "Phiên bản sau giữ nguyên danh mục gốc, trừ biểu mẫu, kho DSS, phần mở rộng, siêu dữ liệu.");

    internal static ValidationRule ChangesInformation { get; } = new(
        "changes.information", "ISO 32000-2, 14.3.3", "The document information holds plain values of its own.",
        "Thông tin tài liệu chỉ gồm các giá trị đơn của riêng nó.");

    internal static ValidationRule ChangesMetadata { get; } = new(
        "changes.metadata", "ISO 32000-2, 14.3.2", "The metadata stream stays a metadata stream.",
        "Luồng siêu dữ liệu vẫn là luồng siêu dữ liệu.");

    internal static ValidationRule ChangesExtensions { get; } = new(
        "changes.extensions", "ISO 32000-2, 7.12", "The extensions dictionary names extensions only.",
        "Từ điển mở rộng chỉ nêu tên các phần mở rộng.");

    internal static ValidationRule ChangesSecurityStore { get; } = new(
        "changes.security-store", "ISO 32000-2, 12.8.4.3; EN 319 142-1, 5.4.2", "The document security store is only extended.",
        "Kho dữ liệu kiểm tra DSS chỉ được bổ sung.");

    internal static ValidationRule ChangesForm { get; } = new(
        "changes.form", "ISO 32000-2, 12.7.3, 12.8.2.2", "The form keeps its fields, their order and its settings.",
        "Biểu mẫu giữ nguyên các trường, thứ tự và thiết lập.");

    internal static ValidationRule ChangesField { get; } = new(
        "changes.field", "ISO 32000-2, 12.7.4, 12.8.2.2", "Fields are filled or signed, and nothing else of them changes; a signature stays.",
        "Trường chỉ được điền hoặc ký, không đổi gì khác; chữ ký đã có giữ nguyên.");

    internal static ValidationRule ChangesNewField { get; } = new(
        "changes.new-field", "ISO 32000-2, 12.7.5.5, 12.8.2.2", "New fields are signature fields made of new objects.",
        "Trường mới chỉ là trường chữ ký gồm các đối tượng mới.");

    internal static ValidationRule ChangesPage { get; } = new(
        "changes.page", "ISO 32000-2, 7.7.3.3, 12.8.2.2", "Pages keep everything but their annotations.",
        "Trang giữ nguyên mọi thứ trừ chú thích.");

    internal static ValidationRule ChangesAnnotation { get; } = new(
        "changes.annotation", "ISO 32000-2, 12.5.6, table 257", "Annotations are of permitted types and without actions.",
        "Chú thích thuộc loại được phép và không có hành động.");

    internal static ValidationRule ChangesOtherPath { get; } = new(
        "changes.other-path", "ISO 32000-2, 12.8.2.2", "A changed object is used nowhere else in the signed document.",
        "Đối tượng bị thay không được dùng ở nơi nào khác trong tài liệu đã ký.");

    internal static ValidationRule ChangesUnexplained { get; } = new(
        "changes.unexplained", "ISO 32000-2, 12.8.2.2", "Every object that a later revision writes is explained by a permitted change.",
        "Mọi đối tượng do phiên bản sau ghi đều thuộc một thay đổi được phép.");

    internal static ValidationRule PermissionDocMdp { get; } = new(
        "permission.doc-mdp", "ISO 32000-2, 12.8.2.2, table 257", "Later changes are of a class that the signature permits.",
        "Thay đổi sau khi ký thuộc loại mà chữ ký cho phép.");

    internal static ValidationRule PermissionFieldMdp { get; } = new(
        "permission.field-mdp", "ISO 32000-2, 12.8.2.4, table 256", "Locked fields keep their values.",
        "Các trường bị khóa giữ nguyên giá trị.");

    internal static ValidationRule PermissionNewVisibleField { get; } = new(
        "permission.new-visible-field", "ISO 32000-2, 12.8.2.2", "A certified document gets no new visible field.",
        "Tài liệu đã chứng nhận không có thêm trường hiển thị.");

    internal static ValidationRule PermissionCertification { get; } = new(
        "permission.certification", "ISO 32000-2, 12.8.2.2", "There is one certification signature, the first, and /Perms names it.",
        "Chỉ có một chữ ký chứng nhận, là chữ ký đầu tiên và được /Perms nêu.");

    /// <summary>All rules, in the order of the verdict.</summary>
    public static IReadOnlyList<ValidationRule> All =>
    [
        FileReadable, FileSingleReading, FileTrailingBytes, FileHybrid, FileShadow, FormatDictionary, FormatSubFilter, FormatCms, FormatPadding,
        FormatDigits, FormatCertificates, FormatEnvelope,
        FormatSharedValue, CoverageByteRange, CoverageHole, CoverageDictionary, CoverageUnchanged, CoverageRevision,
        SigningCertificate, SigningCertificateAttribute, Digest, SignatureValue, SignedAttributes, TimestampToken,
        TimestampImprint, TimestampAuthority, TimestampOrder, ContentTimestamp, ProvenTime, ClaimedTime, Path, Validity, TestAnchor, KeyUsage, Revocation,
        ShortTerm, Algorithms, AlgorithmsListed, ChangesCrossReference, ChangesUnlisted, ChangesTrailer, ChangesCatalog, ChangesInformation,
        ChangesMetadata, ChangesExtensions, ChangesSecurityStore, ChangesForm, ChangesField, ChangesNewField, ChangesPage,
        ChangesAnnotation, ChangesOtherPath, ChangesUnexplained, PermissionDocMdp, PermissionFieldMdp,
        PermissionNewVisibleField, PermissionCertification,
    ];
}
