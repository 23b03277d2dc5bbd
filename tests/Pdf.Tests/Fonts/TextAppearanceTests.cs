using TrustPlatform.Pdf.Fonts;
using TrustPlatform.Pdf.Writing;
using TrustPlatform.Testing;
using Xunit;

namespace TrustPlatform.Pdf.Tests.Fonts;

public sealed class TextAppearanceTests
{
    [Fact]
    public void Try()
    {
        using var input = File.OpenRead(Path.Combine(Corpora.Folder!, "pdf/made/u01-plain-form-vi.pdf"));
        using var document = PdfDocument.Open(input, PdfLimits.Default);
        var writer = new IncrementalWriter(document);
        var font = TrueTypeFont.Parse(Testing.Fonts.Regular);
        var page = document.Current.Pages[0];
        var annots = new List<PdfObject>();
        var y = 500;
        foreach (var (w, h, lines) in new[] {
            (220, 70, new[] { "NGUYỄN THỊ HƯƠNG GIANG", "Ký bởi: Nguyễn Thị Hương Giang", "Ngày ký: 25/11/2026 08:03:12 +07:00", "Lý do: Tôi đồng ý với nội dung hợp đồng" }),
            (120, 40, new[] { "Nguyễn Văn Ất", "Ngày ký: 25/11/2026 08:03 (UTC+7)", "VNeID mức 2" }),
            (300, 100, new[] { "CÔNG TY TNHH THƯƠNG MẠI VÀ DỊCH VỤ ĐẠI PHÁT", "MST: 0312345678", "Đại diện: Trần Đức Ý – Giám đốc", "Ký số lúc 2026-11-25T01:03:12Z" }),
            (60, 30, new[] { "Ất", "Ký: 25/11/2026" }) })
        {
            y -= h + 12;
            var ap = new TextAppearance(font, lines).AddTo(writer, w, h, 0);
            annots.Add(writer.Add(PdfDictionary.Of(("Type", new PdfName("Annot")), ("Subtype", new PdfName("Stamp")), ("F", new PdfInteger(4)),
                ("Rect", new PdfArray([new PdfInteger(50), new PdfInteger(y), new PdfInteger(50 + w), new PdfInteger(y + h)])), ("AP", PdfDictionary.Of(("N", ap))))));
        }

        writer.Set(page.Reference, document.Current.Resolve<PdfDictionary>(page.Reference)!.With("Annots", new PdfArray(annots)));
        using var output = File.Create("/tmp/ap.pdf");
        input.Position = 0;
        input.CopyTo(output);
        output.Write(writer.Build().Bytes.Span);
    }
}
