namespace TrustPlatform.Pdf.Reading;

/// <summary>One cross-reference section with its trailer (7.5.4, 7.5.5, 7.5.8).</summary>
/// <param name="Offset">Where it starts.</param>
/// <param name="EndOffset">After its end-of-file marker and the end of line that belongs to it.</param>
/// <param name="Kind">How it is written.</param>
/// <param name="Trailer">The trailer, or the stream's dictionary.</param>
/// <param name="Entries">What it lists; a hybrid's stream included.</param>
internal sealed record CrossReferenceSection(
    long Offset, long EndOffset, PdfCrossReferenceKind Kind, PdfDictionary Trailer, Dictionary<int, PdfEntry> Entries);
