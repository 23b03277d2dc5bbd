using TrustPlatform.Pdf;
using TrustPlatform.Signatures.Pades;
using TrustPlatform.Testing;

namespace TrustPlatform.Signatures.Tests.Pades;

/// <summary>Requests and input files of the tests.</summary>
internal static class Requests
{
    public static DateTimeOffset Time { get; } = new(2026, 11, 25, 1, 3, 12, TimeSpan.Zero);

    public static PadesSigningRequest Of(TestSigner signer, string field, TestAuthority authority) => new()
    {
        FieldName = field,
        Key = signer,
        Certificate = signer.Certificate,
        Chain = [authority.Issuing],
        SigningTime = Time,
        SignerName = "Nguyễn Văn Ất",
        Reason = "Tôi đồng ý với nội dung hợp đồng",
        Appearance = new(["Nguyễn Văn Ất", "Ngày ký: 25/11/2026 08:03"], Fonts.Regular),
    };

    /// <summary>A one-page file that nobody else has made.</summary>
    /// <param name="pages">Entries of each page's dictionary, beside its type and parent.</param>
    public static MemoryStream Document(params string[] pages) => File([
        "<</Type/Catalog/Pages 2 0 R>>",
        $"<</Type/Pages/Count {pages.Length}/Kids[{string.Join(' ', Enumerable.Range(3, pages.Length).Select(n => $"{n} 0 R"))}]>>",
        .. pages.Select(page => $"<</Type/Page/Parent 2 0 R{page}>>")]);

    /// <summary>A file of these objects, numbered from 1; the first is the catalog.</summary>
    public static MemoryStream File(params string[] objects)
    {
        var text = "%PDF-1.7\n";
        var offsets = new List<int>();
        for (var i = 0; i < objects.Length; i++)
        {
            offsets.Add(text.Length);
            text += $"{i + 1} 0 obj\n{objects[i]}\nendobj\n";
        }

        var start = text.Length;
        text += $"xref\n0 {objects.Length + 1}\n0000000000 65535 f \n" + string.Concat(offsets.Select(offset => $"{offset:D10} 00000 n \n"));
        text += $"trailer\n<</Size {objects.Length + 1}/Root 1 0 R/ID[<00><00>]>>\nstartxref\n{start}\n%%EOF\n";
        return new(System.Text.Encoding.Latin1.GetBytes(text));
    }

    public static MemoryStream A4() => Document("/MediaBox[0 0 595 842]");

    public static async Task<MemoryStream> LaidAsync(Stream input, params SignatureFieldPlacement[] fields)
    {
        var output = new MemoryStream();
        await PadesSigner.LayFieldsAsync(
            input, output, fields.Length > 0 ? fields : [new("A", 1, new(50, 60, 200, 70))], Xunit.TestContext.Current.CancellationToken);
        return output;
    }

    public static PdfDocument Open(Stream stream) => PdfDocument.Open(stream, PdfLimits.Default);
}
