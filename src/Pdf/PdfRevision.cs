using TrustPlatform.Pdf.Reading;

namespace TrustPlatform.Pdf;

/// <summary>The document as of one update (7.5.6): what that update wrote, and how references resolve up to it.</summary>
public sealed partial class PdfRevision
{
    private readonly PdfDocument _document;
    private readonly CrossReferenceSection _section;
    private IReadOnlyList<PdfPage>? _pages;

    internal PdfRevision(PdfDocument document, int index, long startOffset, CrossReferenceSection section) =>
        (_document, Index, StartOffset, _section) = (document, index, startOffset, section);

    /// <summary>0 for the original file.</summary>
    public int Index { get; }

    /// <summary>Where this revision's bytes start: 0, or the <see cref="EndOffset"/> of the revision before.</summary>
    public long StartOffset { get; }

    /// <summary>The offset after this revision's last byte (its end-of-file marker with the end of line that belongs to it).</summary>
    public long EndOffset => _section.EndOffset;

    /// <summary>Where its cross-reference section starts: what <c>startxref</c> says, and the next update's /Prev.</summary>
    public long CrossReferenceOffset => _section.Offset;

    /// <summary>How its cross-reference section is written.</summary>
    public PdfCrossReferenceKind CrossReferenceKind => _section.Kind;

    /// <summary>Its trailer (for streams: the stream's dictionary).</summary>
    public PdfDictionary Trailer => _section.Trailer;

    /// <summary>The entries that this revision's own sections list, by object number.</summary>
    public IReadOnlyDictionary<int, PdfEntry> Entries => _section.Entries;

    /// <summary>The entry in force for an object number as of this revision, or null.</summary>
    public PdfEntry? Find(int number) => _document.History.Find(number, Index);

    /// <summary>
    /// The indirect object with its place in the file, or null where it is missing or free. Throws
    /// <see cref="PdfSyntaxException"/> when what stands at its place is not it.
    /// </summary>
    public PdfIndirectObject? Load(int number) =>
        Find(number) is { } entry ? _document.Load(number, entry, this) : null;

    /// <summary><see cref="Resolve(PdfObject?)"/>, made once: every object is read with it.</summary>
    internal Func<PdfObject?, PdfObject> Resolver => field ??= Resolve;

    /// <summary>Follows references (as of this revision) until a direct object; a missing object is <see cref="PdfNull"/> (7.3.10).</summary>
    public PdfObject Resolve(PdfObject? value)
    {
        for (var hops = 0; value is PdfReference reference; hops++)
        {
            if (hops == _document.Limits.MaxNesting)
            {
                throw new PdfSyntaxException(-1, "limits", $"Object {reference.Number} leads from reference to reference without end.");
            }

            value = Load(reference.Number) is { } found && found.Reference == reference ? found.Value : null;
        }

        return value ?? PdfNull.Value;
    }

    /// <summary>What <see cref="Resolve"/> gives when it is of type <typeparamref name="T"/>, otherwise null.</summary>
    public T? Resolve<T>(PdfObject? value)
        where T : PdfObject => Resolve(value) as T;

    /// <summary>The document catalog (7.7.2).</summary>
    public PdfDictionary Catalog => Resolve<PdfDictionary>(Trailer["Root"])
        ?? throw new PdfSyntaxException(Trailer.Offset, "7.7.2", "The trailer's /Root does not lead to a catalog.");

    /// <summary>The pages in order, their references and dictionaries with inherited attributes filled in (7.7.3).</summary>
    public IReadOnlyList<PdfPage> Pages => _pages ??= new PageTree(this, _document.Limits).Read();

    /// <summary>Decodes a stream's filters within the limits (7.4).</summary>
    public ReadOnlyMemory<byte> Decode(PdfStream stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        return _document.Decode(stream, this);
    }
}
