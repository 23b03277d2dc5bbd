using TrustPlatform.Pdf.Filters;
using TrustPlatform.Pdf.Reading;

namespace TrustPlatform.Pdf.Writing;

/// <summary>An incremental update that is ready to be appended. Its bytes may still be written over, at the same length.</summary>
public sealed class PdfUpdate
{
    private readonly byte[] _bytes;
    private readonly int _length;
    private readonly IReadOnlyList<(PdfObject Marked, long Start, long End)> _places;

    private CrossReferenceSection? _section;

    internal PdfUpdate(long offset, (byte[] Bytes, int Length) written, IReadOnlyList<(PdfObject Marked, long Start, long End)> places) =>
        (Offset, _bytes, _length, _places) = (offset, written.Bytes, written.Length, places);

    /// <summary>Where it starts, which is the length of the file before it.</summary>
    public long Offset { get; }

    /// <summary>The length of the file with it.</summary>
    public long EndOffset => Offset + _length;

    /// <summary>The bytes to append.</summary>
    public ReadOnlyMemory<byte> Bytes => _bytes.AsMemory(0, _length);

    /// <summary>Where a marked object stands in the file: its first byte and the one after its last.</summary>
    public (long Start, long End) Place(PdfObject marked)
    {
        foreach (var (found, start, end) in _places)
        {
            if (ReferenceEquals(found, marked) && start >= 0)
            {
                return (start, end);
            }
        }

        throw new ArgumentException("The object was not marked, or is not part of this update.", nameof(marked));
    }

    /// <summary>Writes over bytes of this update.</summary>
    /// <param name="offset">Where in the file.</param>
    /// <param name="bytes">What to put there; must lie within this update.</param>
    public void Overwrite(long offset, ReadOnlySpan<byte> bytes)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(offset, Offset);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(offset + bytes.Length, EndOffset);
        bytes.CopyTo(_bytes.AsSpan((int)(offset - Offset)));
    }

    /// <summary>The bytes between two offsets of the file, which lie within this update.</summary>
    public ReadOnlyMemory<byte> Slice(long start, long end) => _bytes.AsMemory((int)(start - Offset), (int)(end - start));

    /// <summary>
    /// What a reader finds in this update under a reference, by the cross-reference section that it finds at its end; null where
    /// the update has no such object. Throws <see cref="PdfSyntaxException"/> where it finds something else.
    /// </summary>
    public PdfObject? Read(PdfReference reference)
    {
        ArgumentNullException.ThrowIfNull(reference);
        var source = new ByteSource(_bytes, _length, Offset, PdfLimits.Default);
        _section ??= new CrossReferenceReader(source, PdfLimits.Default, new StreamDecoder(PdfLimits.Default)).ReadLast();
        if (!_section.Entries.TryGetValue(reference.Number, out var entry))
        {
            return null;
        }

        var found = new ObjectReader(source, PdfLimits.Default).Read(entry.Offset, resolve: null, out _);
        return found.Reference == reference && _section.EndOffset == EndOffset
            ? found.Value
            : throw new PdfSyntaxException(entry.Offset, "7.5.4", "The update does not read back as it was meant.");
    }
}
