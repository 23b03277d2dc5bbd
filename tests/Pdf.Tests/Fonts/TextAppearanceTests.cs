using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using TrustPlatform.Pdf.Fonts;
using TrustPlatform.Pdf.Writing;
using Xunit;

namespace TrustPlatform.Pdf.Tests.Fonts;

public sealed class TextAppearanceTests(TemporaryFolder folder) : IClassFixture<TemporaryFolder>
{
    private const string Alphabet =
        "aàảãáạăằẳẵắặâầẩẫấậbcdđeèẻẽéẹêềểễếệfghiìỉĩíịjklmnoòỏõóọôồổỗốộơờởỡớợpqrstuùủũúụưừửữứựvwxyỳỷỹýỵz";

    [Fact]
    public async Task Every_vietnamese_letter_comes_back_as_text()
    {
        var path = await DrawAsync("letters", 500, 200, [Alphabet, Alphabet.ToUpper(CultureInfo.GetCultureInfo("vi-VN"))]);

        var text = await Tool.RunAsync("pdftotext", "-raw", path, "-");
        Assert.Equal(
            Alphabet + Alphabet.ToUpper(CultureInfo.GetCultureInfo("vi-VN")), Regex.Replace(text.Output, @"\s", "").Normalize());
    }

    [Fact]
    public async Task Decomposed_letters_are_drawn_as_the_composed_ones()
    {
        var path = await DrawAsync("decomposed", 300, 50, ["Nguyễn Thị Ất".Normalize(NormalizationForm.FormD)]);

        Assert.Equal("Nguyễn Thị Ất", (await Tool.RunAsync("pdftotext", path, "-")).Output.Trim());
    }

    [Fact]
    public async Task The_font_is_embedded_as_a_subset_with_a_map_to_unicode()
    {
        var path = await DrawAsync("font", 300, 50, ["Ký"]);

        var fonts = (await Tool.RunAsync("pdffonts", path)).Output.Split('\n')[2];
        Assert.Matches(@"^[A-Z]{6}\+BeVietnamPro-Regular +CID TrueType +Identity-H +yes yes yes", fonts);
    }

    [Theory]
    [InlineData("mutool", "draw", "-o", "/dev/null", "-F", "png")]
    [InlineData("qpdf", "--check")]
    [InlineData("pdftoppm", "-r", "30", "-png")]
    public async Task Other_readers_find_no_fault(string tool, params string[] arguments)
    {
        var path = await DrawAsync("fault", 300, 80, ["ĐỖ THỊ ƯỚC", "Ngày ký: 25/11/2026", "Lý do: Đồng ý"]);

        var (exitCode, output) = await Tool.RunAsync(
            tool, [.. arguments, path, .. tool == "pdftoppm" ? new[] { folder.PathOf("page") } : []]);

        Assert.True(exitCode == 0, output);
        Assert.DoesNotMatch("(?i)error|damaged|syntax warning", output.Replace("No syntax or stream encoding errors found", "", StringComparison.Ordinal)
            .Replace("errors that qpdf cannot detect", "", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(300, 100)]
    [InlineData(120, 40)]
    [InlineData(80, 80)]
    [InlineData(60, 24)]
    [InlineData(400, 20)]
    public async Task Text_stays_inside_its_frame(int width, int height)
    {
        var path = await DrawAsync(
            $"frame{width}x{height}", width, height,
            ["CÔNG TY TNHH THƯƠNG MẠI VÀ DỊCH VỤ ĐẠI PHÁT", "Đại diện: Trần Đức Ý", "Ký lúc 25/11/2026 08:03:12 +07:00"]);

        var words = (await Tool.RunAsync("pdftotext", "-bbox", path, "-")).Output;
        var boxes = Regex.Matches(words, "<word xMin=\"([0-9.]+)\" yMin=\"([0-9.]+)\" xMax=\"([0-9.]+)\" yMax=\"([0-9.]+)\"");
        Assert.NotEmpty(boxes);
        Assert.All(boxes, box =>
        {
            var numbers = Enumerable.Range(1, 4).Select(i => double.Parse(box.Groups[i].Value, CultureInfo.InvariantCulture)).ToList();
            Assert.InRange(numbers[0], 50, 50 + width);
            Assert.InRange(numbers[2], 50, 50 + width);
            Assert.InRange((numbers[1] + numbers[3]) / 2, 842 - 100 - height, 842 - 100);
        });
    }

    [Fact]
    public void A_character_that_the_font_lacks_is_named()
    {
        var font = TrueTypeFont.Parse(Testing.Fonts.Regular);

        Assert.Equal(0x6F22, TextAppearance.FindMissing(font, ["Ất", "漢"])?.Value);
        Assert.Null(TextAppearance.FindMissing(font, [Alphabet]));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(100)]
    [InlineData(5000)]
    public void A_font_that_is_cut_off_is_refused(int length) =>
        Assert.Throws<FontSyntaxException>(() => TrueTypeFont.Parse(Testing.Fonts.Regular.AsMemory(0, length)));

    private async Task<string> DrawAsync(string name, int width, int height, string[] lines)
    {
        var file = Encoding.Latin1.GetBytes(TestFile.Table(TestFile.OnePage));
        using var document = TestFile.Open(file);
        var writer = new IncrementalWriter(document);
        var form = new TextAppearance(TrueTypeFont.Parse(Testing.Fonts.Regular), lines).AddTo(writer, width, height, 0);
        var annotation = writer.Add(PdfDictionary.Of(
            ("Type", new PdfName("Annot")), ("Subtype", new PdfName("Stamp")), ("F", new PdfInteger(4)),
            ("Rect", new PdfArray([new PdfInteger(50), new PdfInteger(100), new PdfInteger(50 + width), new PdfInteger(100 + height)])),
            ("AP", PdfDictionary.Of(("N", form)))));
        var page = document.Current.Pages[0];
        writer.Set(page.Reference, page.Dictionary.With("Annots", new PdfArray([annotation])));
        var path = folder.PathOf(name + ".pdf");
        await File.WriteAllBytesAsync(path, [.. file, .. writer.Build().Bytes.Span], TestContext.Current.CancellationToken);
        return path;
    }
}
