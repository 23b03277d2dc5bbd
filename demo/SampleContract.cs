using System.Globalization;
using PdfSharp.Drawing;
using PdfSharp.Fonts;
using PdfSharp.Pdf;

namespace TrustPlatform.Demo;

/// <summary>A Vietnamese labour contract of two pages, laid out when it is needed.</summary>
internal static class SampleContract
{
    private const double Left = 64, Width = 467, Bottom = 760;

    private static readonly (string Heading, string Text)[] s_articles =
    [
        ("Điều 1. Công việc và địa điểm làm việc",
            "Bên B làm việc với chức danh Kỹ sư phần mềm tại trụ sở của Bên A, phường Cầu Giấy, thành phố Hà Nội. Bên A có thể "
            + "điều chuyển Bên B sang công việc khác phù hợp với chuyên môn sau khi hai bên thoả thuận bằng văn bản."),
        ("Điều 2. Thời hạn hợp đồng",
            "Hợp đồng có thời hạn 24 tháng kể từ ngày 01/12/2026. Trước khi hết hạn 30 ngày, hai bên trao đổi về việc gia hạn "
            + "hoặc ký hợp đồng mới."),
        ("Điều 3. Thời giờ làm việc, nghỉ ngơi",
            "Thời giờ làm việc 8 giờ mỗi ngày, 40 giờ mỗi tuần, từ thứ Hai đến thứ Sáu. Bên B được nghỉ lễ, Tết và 14 ngày "
            + "phép năm hưởng nguyên lương."),
        ("Điều 4. Tiền lương và phúc lợi",
            "Mức lương 18.500.000 ₫ mỗi tháng (Bằng chữ: Mười tám triệu năm trăm nghìn đồng), trả vào ngày 05 hằng tháng qua "
            + "tài khoản ngân hàng. Bên A đóng bảo hiểm xã hội, bảo hiểm y tế, bảo hiểm thất nghiệp theo quy định."),
        ("Điều 5. Quyền và nghĩa vụ của Bên B",
            "Hoàn thành công việc đã cam kết; chấp hành nội quy lao động; giữ bí mật thông tin của Bên A và khách hàng; được "
            + "đào tạo nâng cao trình độ; được đơn phương chấm dứt hợp đồng theo Bộ luật Lao động."),
        ("Điều 6. Quyền và nghĩa vụ của Bên A",
            "Bảo đảm việc làm và điều kiện lao động; trả lương đầy đủ, đúng hạn; tôn trọng danh dự, nhân phẩm của Bên B; giải "
            + "quyết khiếu nại trong vòng 15 ngày làm việc."),
        ("Điều 7. Giao kết bằng phương tiện điện tử",
            "Hai bên đồng ý giao kết hợp đồng này bằng phương tiện điện tử. Hợp đồng có hiệu lực khi chữ ký cuối cùng, dấu thời "
            + "gian và con dấu điện tử của Bên A đã được gắn vào tài liệu. Mỗi bên nhận được bản hợp đồng đầy đủ và hồ sơ chứng cứ."),
    ];

    /// <summary>The PDF; the same for the same deadline.</summary>
    public static byte[] Create(DateTimeOffset deadline)
    {
        GlobalFontSettings.FontResolver ??= new FontFiles();
        using var document = new PdfDocument();
        document.Options.CompressContentStreams = false;
        document.Info.Title = "Hợp đồng lao động số 12/2026";
        document.Info.CreationDate = deadline.UtcDateTime.Date;
        document.Info.ModificationDate = deadline.UtcDateTime.Date;
        var writer = new PageWriter(document);
        writer.Centred("CỘNG HOÀ XÃ HỘI CHỦ NGHĨA VIỆT NAM", 12, bold: true);
        writer.Centred("Độc lập – Tự do – Hạnh phúc", 11, bold: true);
        writer.Space(18);
        writer.Centred("HỢP ĐỒNG LAO ĐỘNG", 17, bold: true);
        writer.Centred("Số: 12/2026/HĐLĐ-SM", 10.5, bold: false);
        writer.Space(12);
        writer.Paragraph("Bên A (người sử dụng lao động): Công ty TNHH Sao Mai, mã số thuế 9900000016.");
        writer.Paragraph("Bên B (người lao động): Nguyễn Văn An, sinh ngày 14/03/1990. Người làm chứng: Trần Thị Bình.");
        writer.Paragraph("Hai bên thoả thuận giao kết hợp đồng lao động với các điều khoản sau đây:");
        foreach (var (heading, text) in s_articles)
        {
            writer.Heading(heading);
            writer.Paragraph(text);
        }

        writer.Paragraph(string.Create(
            CultureInfo.InvariantCulture, $"Hạn ký: {deadline.ToOffset(TimeSpan.FromHours(7)):dd/MM/yyyy}."));
        writer.Heading("Chữ ký của các bên");
        using var stream = new MemoryStream();
        document.Save(stream);
        return stream.ToArray();
    }

    private sealed class PageWriter(PdfDocument document)
    {
        private XGraphics _page = NewPage(document);
        private double _y = 64;

        public void Centred(string text, double size, bool bold)
        {
            _page.DrawString(text, Font(size, bold), XBrushes.Black, new XRect(Left, _y, Width, size * 1.5), XStringFormats.TopCenter);
            _y += size * 1.6;
        }

        public void Heading(string text)
        {
            if (_y > Bottom - 60)
            {
                // A heading stays with its text.
                Turn();
            }

            Space(6);
            Block(text, 11.5, bold: true);
        }

        public void Paragraph(string text) => Block(text, 11, bold: false);

        public void Space(double height) => _y += height;

        private void Block(string text, double size, bool bold)
        {
            var font = Font(size, bold);
            var lines = Wrap(text, font).ToList();
            foreach (var line in lines)
            {
                if (_y > Bottom)
                {
                    Turn();
                }

                _page.DrawString(line, font, XBrushes.Black, new XPoint(Left, _y + size));
                _y += size * 1.55;
            }

            _y += 3;
        }

        private void Turn()
        {
            _page.Dispose();
            (_page, _y) = (NewPage(document), 64);
        }

        private IEnumerable<string> Wrap(string text, XFont font)
        {
            var line = "";
            foreach (var word in text.Split(' '))
            {
                var longer = line.Length == 0 ? word : $"{line} {word}";
                if (line.Length > 0 && _page.MeasureString(longer, font).Width > Width)
                {
                    yield return line;
                    longer = word;
                }

                line = longer;
            }

            yield return line;
        }

        private static XGraphics NewPage(PdfDocument document)
        {
            var page = document.AddPage();
            page.Size = PdfSharp.PageSize.A4;
            return XGraphics.FromPdfPage(page);
        }

        private static XFont Font(double size, bool bold) =>
            new(FontFiles.Family, size, bold ? XFontStyleEx.Bold : XFontStyleEx.Regular);
    }

    /// <summary>Gives PDFsharp the product's font; it looks for none itself outside Windows.</summary>
    private sealed class FontFiles : IFontResolver
    {
        public const string Family = "Be Vietnam Pro";

        public byte[] GetFont(string faceName) =>
            File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "fonts", $"BeVietnamPro-{faceName}.ttf"));

        public FontResolverInfo ResolveTypeface(string familyName, bool isBold, bool isItalic) =>
            new(isBold ? "SemiBold" : "Regular");
    }
}
