namespace TrustPlatform.Pdf;

/// <summary>Bounds on what a file from outside may cost. See PDF limits in docs.</summary>
public sealed record PdfLimits
{
    /// <summary>The limits used unless a caller asks for others.</summary>
    public static PdfLimits Default { get; } = new();
}

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

/// <summary>A PDF file opened for reading, as the list of its revisions. Not thread-safe.</summary>
public sealed class PdfDocument : IDisposable
{
    private PdfDocument() { }

    /// <summary>Opens a seekable stream, which stays the caller's. Throws <see cref="PdfSyntaxException"/> for bad content.</summary>
    public static PdfDocument Open(Stream stream, PdfLimits limits) => throw new NotImplementedException();

    /// <summary>Length of the file in bytes.</summary>
    public long Length => throw new NotImplementedException();

    /// <summary>All revisions, the first written first.</summary>
    public IReadOnlyList<PdfRevision> Revisions => throw new NotImplementedException();

    /// <summary>The file as it stands now.</summary>
    public PdfRevision Current => Revisions[^1];

    /// <summary>The trailer of the last revision names /Encrypt (7.6).</summary>
    public bool IsEncrypted => throw new NotImplementedException();

    /// <inheritdoc/>
    public void Dispose() { }
}

/// <summary>The document as of one update (7.5.6): what that update wrote, and how references resolve up to it.</summary>
public sealed class PdfRevision
{
    internal PdfRevision() { }

    /// <summary>0 for the original file.</summary>
    public int Index => throw new NotImplementedException();

    /// <summary>The offset after this revision's last byte (its end-of-file marker with the end of line that belongs to it).</summary>
    public long EndOffset => throw new NotImplementedException();

    /// <summary>Where its cross-reference section starts.</summary>
    public long CrossReferenceOffset => throw new NotImplementedException();

    /// <summary>How its cross-reference section is written.</summary>
    public PdfCrossReferenceKind CrossReferenceKind => throw new NotImplementedException();

    /// <summary>Its trailer (for streams: the stream's dictionary).</summary>
    public PdfDictionary Trailer => throw new NotImplementedException();

    /// <summary>The entries that this revision's own sections list, by object number.</summary>
    public IReadOnlyDictionary<int, PdfEntry> Entries => throw new NotImplementedException();

    /// <summary>The entry in force for an object number as of this revision, or null.</summary>
    public PdfEntry? Find(int number) => throw new NotImplementedException();

    /// <summary>Follows references (as of this revision) until a direct object; a missing object is <see cref="PdfNull"/> (7.3.10).</summary>
    public PdfObject Resolve(PdfObject? value) => throw new NotImplementedException();

    /// <summary>The document catalog (7.7.2).</summary>
    public PdfDictionary Catalog => throw new NotImplementedException();

    /// <summary>The pages in order, their references and dictionaries with inherited attributes filled in (7.7.3).</summary>
    public IReadOnlyList<PdfPage> Pages => throw new NotImplementedException();

    /// <summary>Decodes a stream's filters within the limits (7.4).</summary>
    public ReadOnlyMemory<byte> Decode(PdfStream stream) => throw new NotImplementedException();
}

/// <summary>A page: its reference and its dictionary, inherited attributes included.</summary>
public sealed record PdfPage(PdfReference Reference, PdfDictionary Dictionary);
