namespace TrustPlatform.Pdf;

/// <summary>How a cross-reference section is written (7.5.4, 7.5.8).</summary>
public enum PdfCrossReferenceKind
{
    /// <summary>A classic table.</summary>
    Table,

    /// <summary>A cross-reference stream.</summary>
    Stream,

    /// <summary>A classic table whose trailer names a stream by /XRefStm (7.5.8.4).</summary>
    Hybrid,
}

/// <summary>One entry of a cross-reference section.</summary>
/// <param name="Kind">Free, at an offset, or inside an object stream.</param>
/// <param name="Offset">The byte offset; for <see cref="PdfEntryKind.Compressed"/> the object stream's number.</param>
/// <param name="Generation">The generation; for compressed entries the index inside the object stream.</param>
public readonly record struct PdfEntry(PdfEntryKind Kind, long Offset, int Generation);

/// <summary>The three kinds of cross-reference entries.</summary>
public enum PdfEntryKind
{
    /// <summary>The object number is free.</summary>
    Free,

    /// <summary>The object stands at an offset.</summary>
    InUse,

    /// <summary>The object is inside an object stream.</summary>
    Compressed,
}

/// <summary>An indirect object as it stands in the file (7.3.10).</summary>
/// <param name="Reference">Number and generation.</param>
/// <param name="Value">The object.</param>
/// <param name="Offset">Where its number stands; for objects of an object stream, where that stream's number stands.</param>
/// <param name="EndOffset">The offset after <c>endobj</c>; for objects of an object stream, of that stream.</param>
/// <param name="ObjectStream">The number of the object stream that holds it, or null.</param>
public sealed record PdfIndirectObject(
    PdfReference Reference, PdfObject Value, long Offset, long EndOffset, int? ObjectStream);

/// <summary>A page: its reference and its dictionary, inherited attributes included.</summary>
public sealed record PdfPage(PdfReference Reference, PdfDictionary Dictionary);
