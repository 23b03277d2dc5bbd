using TrustPlatform.Contracts;
using TrustPlatform.GrainInterfaces;

namespace TrustPlatform.Api.Problems;

/// <summary>One kind of problem: its stable code, HTTP status, and what to do, in both languages.</summary>
public sealed record ProblemKind(string Code, int Status, string TitleVi, string TitleEn, string AdviceVi, string AdviceEn);

/// <summary>Every problem that the HTTP interface answers with (RFC 9457); the catalogue page is made from it.</summary>
public static class ProblemCatalogue
{
    private static readonly Dictionary<RefusalCode, ProblemKind> s_refusals = new()
    {
        [RefusalCode.ContractNotFound] = new("contract_not_found", 404, "Không tìm thấy hợp đồng", "Contract not found",
            "Kiểm tra mã hợp đồng, hoặc đăng nhập bằng tài khoản là một bên của hợp đồng.",
            "Check the contract's id, or sign in as one of its parties."),
        [RefusalCode.PartyNotFound] = new("party_not_found", 404, "Không có bên này trong hợp đồng", "No such party",
            "Đọc lại hợp đồng để lấy mã các bên.", "Read the contract again for the ids of its parties."),
        [RefusalCode.IllegalTransition] = new("illegal_transition", 409, "Hợp đồng đang ở trạng thái không cho phép việc này",
            "The contract's state does not allow this", "Xem trạng thái hiện tại của hợp đồng rồi thử việc phù hợp.",
            "Look at the current state and choose an action that fits it."),
        [RefusalCode.IdempotencyKeyReused] = new("idempotency_key_reused", 422,
            "Khoá Idempotency-Key đã dùng cho yêu cầu khác", "The Idempotency-Key was used for another request",
            "Dùng khoá mới cho yêu cầu mới.", "Use a new key for a new request."),
        [RefusalCode.TitleInvalid] = new("title_invalid", 422, "Tên hợp đồng trống hoặc quá dài",
            "The title is empty or too long", "Đặt tên từ 1 đến 200 ký tự.", "Give a title of 1 to 200 characters."),
        [RefusalCode.DeadlineInvalid] = new("deadline_invalid", 422, "Hạn ký không hợp lệ", "The deadline is not valid",
            "Chọn hạn ký từ 1 phút đến 5 năm kể từ bây giờ.", "Choose a deadline between one minute and five years ahead."),
        [RefusalCode.DocumentMissing] = new("document_missing", 422, "Chưa có tài liệu", "No document is attached",
            "Tải tệp PDF lên trước khi gửi.", "Upload the PDF before sending."),
        [RefusalCode.PartiesMissing] = new("parties_missing", 422, "Chưa có bên ký nào", "No party was added",
            "Thêm ít nhất một người ký trước khi gửi.", "Add at least one signer before sending."),
        [RefusalCode.TooManyParties] = new("too_many_parties", 422, "Quá nhiều bên ký", "Too many parties",
            "Một hợp đồng có tối đa 50 bên; chia thành nhiều hợp đồng.", "A contract has at most 50 parties; split it."),
        [RefusalCode.DuplicateParty] = new("duplicate_party", 422, "Một người có mặt hai lần", "The same person stands twice",
            "Mỗi người chỉ ký một lần; bỏ bên bị lặp.", "Each person signs once; remove the repeated party."),
        [RefusalCode.FieldInvalid] = new("field_invalid", 422, "Vị trí chữ ký nằm ngoài trang",
            "A signature field lies outside its page", "Chọn trang có thật và khung nằm trong trang.",
            "Choose an existing page and a rectangle inside it."),
        [RefusalCode.LinkUnknown] = new("link_unknown", 404, "Liên kết không đúng", "The link is not right",
            "Mở lại liên kết trong thư mời; nếu vẫn lỗi, nhắn bên gửi.",
            "Open the link of the invitation again; if it still fails, ask the sender."),
        [RefusalCode.LinkExpired] = new("link_expired", 410, "Hạn ký đã qua", "The deadline has passed",
            "Nhắn bên gửi gia hạn hoặc gửi lại.", "Ask the sender for more time or a new contract."),
        [RefusalCode.LinkOfAnotherPerson] = new("link_of_another_person", 403, "Liên kết này của người khác",
            "This link belongs to another person", "Đăng nhập bằng VNeID của chính người được mời.",
            "Sign in with the VNeID of the person who was invited."),
        [RefusalCode.IdentityMismatch] = new("identity_mismatch", 403, "Danh tính không khớp với bên ký",
            "The identity is not the party's",
            "Số định danh và họ tên trên VNeID phải trùng với bên được mời; nhắn bên gửi nếu họ ghi sai.",
            "Personal number and name at VNeID must be those of the invited party; tell the sender if they are wrong."),
        [RefusalCode.IdentityLevelTooLow] = new("identity_level_too_low", 403, "Cần tài khoản VNeID mức 2",
            "VNeID level 2 is needed", "Nâng tài khoản VNeID lên mức 2 tại công an cấp xã, rồi mở lại liên kết.",
            "Raise your VNeID account to level 2, then open the link again."),
        [RefusalCode.NotIdentified] = new("not_identified", 403, "Chưa xác nhận danh tính", "Not identified yet",
            "Mở liên kết trong thư mời và xác nhận danh tính bằng VNeID.",
            "Open the link of the invitation and confirm your identity with VNeID."),
        [RefusalCode.NotYourTurn] = new("not_your_turn", 409, "Chưa đến lượt bạn ký", "It is not your turn yet",
            "Chờ các bên trước ký xong; bạn sẽ được báo.", "Wait for the parties before you; you will be told."),
        [RefusalCode.NotViewed] = new("not_viewed", 409, "Tài liệu chưa được mở đọc", "The document was not opened",
            "Mở đọc tài liệu trước khi đồng ý.", "Open the document before you consent."),
        [RefusalCode.ConsentMissing] = new("consent_missing", 409, "Chưa có sự đồng ý", "No consent was recorded",
            "Xác nhận câu đồng ý trước khi ký.", "Confirm the consent sentence before you sign."),
        [RefusalCode.AuthorisationMissing] = new("authorisation_missing", 409, "Chưa yêu cầu xác nhận ký",
            "No authorisation was asked for", "Bấm Ký để bắt đầu xác nhận.", "Press Sign to begin."),
        [RefusalCode.AuthorisationExpired] = new("authorisation_expired", 409, "Xác nhận ký đã quá 5 phút",
            "The authorisation was not answered in time", "Bấm Ký lại; chưa có chữ ký nào được tạo.",
            "Press Sign again; no signature was made."),
        [RefusalCode.AuthorisationMismatch] = new("authorisation_mismatch", 403,
            "Xác nhận không dành cho tài liệu này", "The authorisation is not for this document",
            "Bấm Ký lại trên chính tài liệu này; xác nhận cũ không dùng được.",
            "Press Sign on this document; the old answer cannot be used."),
        [RefusalCode.AlreadySigned] = new("already_signed", 409, "Bạn đã ký rồi", "You have signed already",
            "Không cần ký lại; tải bản đã ký.", "There is no need to sign again; download the signed file."),
        [RefusalCode.Superseded] = new("superseded", 409, "Hợp đồng vừa thay đổi", "The contract has just changed",
            "Đọc lại hợp đồng rồi thử lại.", "Read the contract again and retry."),
    };

    private static readonly Dictionary<IntakeRefusal, ProblemKind> s_intake = new()
    {
        [IntakeRefusal.NotAPdf] = new("document_not_pdf", 422, "Tệp không phải PDF đọc được", "The file is not a readable PDF",
            "Xuất lại tài liệu thành PDF rồi tải lên.", "Export the document as PDF and upload it again."),
        [IntakeRefusal.Encrypted] = new("document_encrypted", 422, "Tệp PDF có mật khẩu", "The PDF is encrypted",
            "Bỏ mật khẩu của tệp rồi tải lên.", "Remove the password and upload it again."),
        [IntakeRefusal.TooLarge] = new("document_too_large", 413, "Tệp quá lớn", "The file is too large",
            "Giảm dung lượng tệp xuống dưới giới hạn.", "Make the file smaller than the limit."),
        [IntakeRefusal.Empty] = new("document_empty", 422, "Tệp rỗng", "The file is empty",
            "Chọn tệp có nội dung.", "Choose a file with content."),
        [IntakeRefusal.Damaged] = new("document_damaged", 422, "Tệp PDF bị hỏng", "The PDF is damaged",
            "Mở và lưu lại bằng phần mềm PDF, rồi tải lên: chúng tôi không tự sửa tệp sẽ được ký.",
            "Open and save it again with a PDF program: what is signed is never repaired silently."),
        [IntakeRefusal.ActiveContent] = new("document_active_content", 422, "Tệp PDF có mã chạy (JavaScript)",
            "The PDF carries scripts or actions", "Lưu lại dạng PDF thường rồi tải lên.",
            "Save it as a plain PDF and upload it again."),
        [IntakeRefusal.Locked] = new("document_locked", 422, "Tệp PDF đã bị khoá, không cho ký thêm",
            "The PDF is certified against further signatures", "Dùng bản chưa khoá.", "Use the file before it was locked."),
    };

    /// <summary>No or a wrong credential.</summary>
    public static ProblemKind Unauthenticated { get; } = new("unauthenticated", 401, "Cần đăng nhập", "Sign in first",
        "Đăng nhập bằng VNeID, hoặc gửi khoá API của tổ chức.", "Sign in with VNeID, or send your organisation's API key.");

    /// <summary>The credential does not allow it.</summary>
    public static ProblemKind Forbidden { get; } = new("forbidden", 403, "Không có quyền", "Not allowed",
        "Việc này cần vai trò khác.", "This needs another role.");

    /// <summary>The request cannot be read.</summary>
    public static ProblemKind Malformed { get; } = new("malformed_request", 400, "Yêu cầu không đọc được",
        "The request cannot be read", "Kiểm tra JSON và các trường bắt buộc.", "Check the JSON and its required fields.");

    /// <summary>No usable Idempotency-Key header.</summary>
    public static ProblemKind IdempotencyKeyMissing { get; } = new("idempotency_key_missing", 400,
        "Thiếu khoá Idempotency-Key", "The Idempotency-Key header is missing",
        "Gửi khoá 8 đến 64 ký tự, mỗi yêu cầu một khoá.", "Send a key of 8 to 64 characters, a new one for each request.");

    /// <summary>A personal number that cannot be one.</summary>
    public static ProblemKind PersonalNumberInvalid { get; } = new("personal_number_invalid", 422,
        "Số định danh cá nhân không đúng", "The personal number is not valid", "Nhập đủ 12 chữ số như trên thẻ căn cước.",
        "Give the 12 digits of the identity card.");

    /// <summary>A name that cannot be one.</summary>
    public static ProblemKind NameInvalid { get; } = new("name_invalid", 422, "Họ tên không đúng", "The name is not valid",
        "Nhập họ tên như trên thẻ căn cước.", "Give the name as on the identity card.");

    /// <summary>An e-mail address that cannot be one.</summary>
    public static ProblemKind EmailInvalid { get; } = new("email_invalid", 422, "Địa chỉ e-mail không đúng",
        "The e-mail address is not valid", "Nhập địa chỉ dạng ten@mien.vn.", "Give an address like name@domain.vn.");

    /// <summary>No reason, or one that is too long.</summary>
    public static ProblemKind ReasonInvalid { get; } = new("reason_invalid", 422, "Lý do trống hoặc quá dài",
        "The reason is empty or too long", "Viết lý do từ 1 đến 1.000 ký tự.", "Give a reason of 1 to 1,000 characters.");

    /// <summary>A tax code that cannot be one.</summary>
    public static ProblemKind TaxCodeInvalid { get; } = new("tax_code_invalid", 422, "Mã số thuế không đúng",
        "The tax code is not valid", "Nhập 10 hoặc 13 chữ số.", "Give 10 or 13 digits.");

    /// <summary>The register has no such enterprise.</summary>
    public static ProblemKind EnterpriseNotFound { get; } = new("enterprise_not_found", 404, "Không có doanh nghiệp này",
        "No such enterprise", "Kiểm tra mã số thuế.", "Check the tax code.");

    /// <summary>The person is not the registered representative.</summary>
    public static ProblemKind NotRepresentative { get; } = new("not_the_representative", 403,
        "Bạn không phải người đại diện theo pháp luật", "You are not the legal representative",
        "Người đại diện theo pháp luật phải đăng nhập để đăng ký.", "The legal representative has to sign in to register.");

    /// <summary>The identity provider or a register does not answer.</summary>
    public static ProblemKind Unavailable { get; } = new("upstream_unavailable", 503, "Hệ thống bên ngoài chưa trả lời",
        "An outside system does not answer", "Thử lại sau ít phút; những gì bạn đã làm vẫn còn.",
        "Try again in a few minutes; nothing was lost.");

    /// <summary>There is no evidence package yet.</summary>
    public static ProblemKind EvidenceNotReady { get; } = new("evidence_not_ready", 404, "Chưa có hồ sơ chứng cứ",
        "The evidence is not ready", "Hồ sơ có sau khi mọi bên đã ký.", "It is ready after all parties have signed.");

    /// <summary>A fault of ours.</summary>
    public static ProblemKind Internal { get; } = new("internal_error", 500, "Lỗi của chúng tôi", "An error of ours",
        "Không có gì bị mất. Thử lại; nếu vẫn lỗi, gửi cho chúng tôi mã vết.",
        "Nothing was lost. Try again; if it persists, tell us the trace id.");

    /// <summary>All kinds, by code.</summary>
    public static IReadOnlyDictionary<string, ProblemKind> All { get; } = s_refusals.Values.Concat(s_intake.Values)
        .Concat([
            Unauthenticated, Forbidden, Malformed, IdempotencyKeyMissing, PersonalNumberInvalid, NameInvalid, EmailInvalid, ReasonInvalid,
            TaxCodeInvalid, EnterpriseNotFound, NotRepresentative, Unavailable, EvidenceNotReady, Internal,
        ]).ToDictionary(kind => kind.Code);

    /// <summary>The kind of a refusal.</summary>
    public static ProblemKind Of(RefusalCode code) => s_refusals[code];

    /// <summary>The kind of a refused file.</summary>
    public static ProblemKind Of(IntakeRefusal reason) => s_intake[reason];
}
