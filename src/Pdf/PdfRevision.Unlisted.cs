using TrustPlatform.Pdf.Reading;

namespace TrustPlatform.Pdf;

public sealed partial class PdfRevision
{
    /// <summary>
    /// The first byte of this revision, white space and comments apart, that belongs neither to an object of its
    /// cross-reference section nor to that section (7.5.6); null when there is none. Readers that follow the section never see such
    /// bytes, those that rebuild it do. Throws <see cref="PdfSyntaxException"/> when an object cannot be read.
    /// </summary>
    public long? FindUnlistedByte()
    {
        var lexer = new Lexer(_document.Source, _document.Limits) { Position = StartOffset };
        foreach (var (start, end) in ListedParts().OrderBy(part => part.Start))
        {
            lexer.SkipSpace();
            if (lexer.Position < start)
            {
                return lexer.Position;
            }

            lexer.Position = Math.Max(lexer.Position, end);
        }

        lexer.SkipSpace();
        return lexer.Position < EndOffset ? lexer.Position : null;
    }

    private IEnumerable<(long Start, long End)> ListedParts()
    {
        yield return (CrossReferenceOffset, EndOffset);
        if (Trailer["XRefStm"] is PdfInteger hidden && CrossReferenceKind == PdfCrossReferenceKind.Hybrid)
        {
            var stream = _document.ReadObjectAt(hidden.Value, this);
            yield return (stream.Offset, stream.EndOffset);
        }

        foreach (var (number, entry) in Entries)
        {
            if (entry.Kind == PdfEntryKind.InUse && entry.Offset >= StartOffset && entry.Offset < EndOffset
                && _document.Load(number, entry, this) is { } found)
            {
                yield return (found.Offset, found.EndOffset);
            }
        }
    }
}
