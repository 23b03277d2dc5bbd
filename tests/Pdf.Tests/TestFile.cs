using System.Globalization;
using System.Text;

namespace TrustPlatform.Pdf.Tests;

/// <summary>Small files written by hand, so that nothing of the writer under test makes them.</summary>
internal static class TestFile
{
    public static readonly string[] OnePage =
    [
        "<</Type/Catalog/Pages 2 0 R>>", "<</Type/Pages/Count 1/Kids[3 0 R]>>", "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>",
    ];

    /// <summary>Objects 1, 2, … with a classic table.</summary>
    public static string Table(IReadOnlyList<string> objects, string endOfLine = "\n", string trailer = "")
    {
        var text = new StringBuilder("%PDF-1.7\n");
        var offsets = new List<int>();
        for (var i = 0; i < objects.Count; i++)
        {
            offsets.Add(text.Length);
            text.Append(CultureInfo.InvariantCulture, $"{i + 1} 0 obj\n{objects[i]}\nendobj\n");
        }

        var start = text.Length;
        text.Append(CultureInfo.InvariantCulture, $"xref\n0 {objects.Count + 1}\n0000000000 65535 f \n");
        offsets.ForEach(offset => text.Append(CultureInfo.InvariantCulture, $"{offset:D10} 00000 n \n"));
        return text.Append(CultureInfo.InvariantCulture, $"trailer\n<</Size {objects.Count + 1}/Root 1 0 R{trailer}>>\nstartxref\n{start}\n%%EOF{endOfLine}").ToString();
    }

    /// <summary>A file with one more update of one object.</summary>
    public static string Update(string file, int number, string value, string endOfLine = "\n")
    {
        var previous = file[(file.LastIndexOf("startxref\n", StringComparison.Ordinal) + 10)..].Split('\n')[0].Trim();
        var body = $"{number} 0 obj\n{value}\nendobj\n";
        var start = file.Length + body.Length;
        return $"{file}{body}xref\n{number} 1\n{file.Length:D10} 00000 n \ntrailer\n<</Size 20/Root 1 0 R/Prev {previous}>>\nstartxref\n{start}\n%%EOF{endOfLine}";
    }

    public static PdfDocument Open(string text) => Open(Encoding.Latin1.GetBytes(text));

    public static PdfDocument Open(byte[] bytes) => PdfDocument.Open(new MemoryStream(bytes), PdfLimits.Default);
}
