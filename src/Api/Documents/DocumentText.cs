using TrustPlatform.Contracts;
using TrustPlatform.Web.Desk;
using UglyToad.PdfPig;
using UglyToad.PdfPig.Content;
using UglyToad.PdfPig.Core;

namespace TrustPlatform.Api.Documents;

/// <summary>The text of a document for people who do not see the drawn pages. Never on the path that signs or judges.</summary>
internal sealed class DocumentText(IGrainFactory grains)
{
    private const int MaxPages = 500;
    private const double LineTolerance = 2, ParagraphGap = 1.9;

    /// <summary>Pages with their paragraphs; a page without text has none.</summary>
    public async Task<IReadOnlyList<PageText>> Read(DocumentDigest digest, CancellationToken cancellationToken)
    {
        await using var content = await DocumentStream.Open(grains, digest);
        if (content is null)
        {
            return [];
        }

        using var bytes = new MemoryStream();
        await content.CopyToAsync(bytes, cancellationToken);
        return await Task.Run(() => Read(bytes.ToArray()), cancellationToken);
    }

    private static List<PageText> Read(byte[] file)
    {
        try
        {
            using var document = PdfDocument.Open(file);
            return [.. document.GetPages().Take(MaxPages).Select(page => new PageText(page.Number, Paragraphs(page)))];
        }
        catch (PdfDocumentFormatException)
        {
            // The drawn pages remain; the text view says that there is none.
            return [];
        }
    }

    private static List<string> Paragraphs(Page page)
    {
        var lines = new List<(double Y, double Height, List<Word> Words)>();
        foreach (var word in page.GetWords())
        {
            var y = word.BoundingBox.Bottom;
            var at = lines.FindIndex(line => Math.Abs(line.Y - y) <= LineTolerance + (word.BoundingBox.Height * 0.4));
            if (at < 0)
            {
                lines.Add((y, word.BoundingBox.Height, [word]));
            }
            else
            {
                lines[at].Words.Add(word);
            }
        }

        var paragraphs = new List<string>();
        (double Y, double Height)? above = null;
        foreach (var (y, height, words) in lines.OrderByDescending(line => line.Y))
        {
            var text = string.Join(' ', words.OrderBy(word => word.BoundingBox.Left).Select(word => word.Text));
            if (above is { } last && last.Y - y < ParagraphGap * Math.Max(last.Height, height) * 1.2)
            {
                paragraphs[^1] = $"{paragraphs[^1]} {text}";
            }
            else
            {
                paragraphs.Add(text);
            }

            above = (y, height);
        }

        return paragraphs;
    }
}
