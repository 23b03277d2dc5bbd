using TrustPlatform.Signatures.Validation;
using Xunit;

namespace TrustPlatform.Signatures.Tests.Validation;

public sealed class VerdictTextTests
{
    private static readonly Lab s_lab = new();

    [Fact]
    public async Task Seven_fields_are_shown_for_each_signature()
    {
        var report = Signing.Validate(await Signing.ArchiveAsync(s_lab, await Signing.SignAsync(s_lab, s_lab.Signer())), s_lab.Context());

        var text = VerdictText.Of(report, VerdictLanguage.Vietnamese, explain: false);

        Assert.StartsWith("test.pdf: Hợp lệ" + Environment.NewLine, text, StringComparison.Ordinal);
        foreach (var line in (string[])[
            "Tổ chức cấp chứng thư: Lab Issuing CA", "Người ký: Nguyễn Văn Ất (CN=Nguyễn Văn Ất)", "Tổ chức quản lý chứng thư: Lab Root",
            "Thời điểm ký: 01/03/2026 15:00:00 UTC+7 (theo dấu thời gian)", "Tính toàn vẹn: nội dung nguyên vẹn",
            "Hiệu lực của chữ ký tại thời điểm ký: Hợp lệ", "Thời hạn của chứng thư: 01/01/2020"])
        {
            Assert.Contains(line, text, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData(VerdictLanguage.Vietnamese, "Không hợp lệ – chưa đủ căn cứ kiểm tra: Không kiểm tra được trạng thái chứng thư (CRL/OCSP) (TRY_LATER)")]
    [InlineData(VerdictLanguage.English, "Not valid - not enough grounds: The status of a certificate (CRL/OCSP) is not known (TRY_LATER)")]
    public async Task Undecided_is_never_shown_as_valid(VerdictLanguage language, string expected)
    {
        var report = Signing.Validate(await Signing.SignAsync(s_lab, s_lab.Signer()), s_lab.Context());

        Assert.Equal(expected, VerdictText.Answer(report.Signatures[0], language));
    }

    [Fact]
    public void File_without_a_signature_is_told_from_a_picture_of_one()
    {
        var file = new Update().With(1, "<</Type/Catalog/Pages 2 0 R>>").With(2, "<</Type/Pages/Kids[]/Count 0>>").ToFile();

        var text = VerdictText.Of(Signing.Validate(file, s_lab.Context()), VerdictLanguage.Vietnamese, explain: false);

        Assert.Contains("chỉ là hình ảnh", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Names_cannot_steer_a_terminal()
    {
        var report = new ValidationReport { File = "a\u001b[2J\u202eb.pdf", Verdict = FileVerdict.Unreadable };

        Assert.StartsWith("a?[2J?b.pdf: ", VerdictText.Of(report, VerdictLanguage.English, explain: false), StringComparison.Ordinal);
    }

    [Fact]
    public void Every_value_has_its_words_in_both_languages()
    {
        foreach (var language in Enum.GetValues<VerdictLanguage>())
        {
            foreach (var reason in Enum.GetValues<SubIndication>())
            {
                Assert.NotEqual("", VerdictReasons.Of(reason, null, language));
                Assert.Matches("^[A-Z_]+$", VerdictNames.Of(reason));
            }

            foreach (var verdict in Enum.GetValues<FileVerdict>())
            {
                Assert.NotEqual("", VerdictWords.In(language).Verdict(verdict));
            }
        }
    }

    [Theory]
    [InlineData("D:20261124233337Z", "2026-11-24T23:33:37Z")]
    [InlineData("D:20260101080000+07'00'", "2026-01-01T01:00:00Z")]
    [InlineData("D:20260101080000+07'00", "2026-01-01T01:00:00Z")]
    [InlineData("D:20191031184401", "2019-10-31T18:44:01Z")]
    [InlineData("D:2026", "2026-01-01T00:00:00Z")]
    [InlineData("yesterday", null)]
    public void Written_time_is_read(string text, string? expected) =>
        Assert.Equal(expected, ClaimedTimes.Parse(text) is { } time ? ValidationReport.Instant(time) : null);
}
