namespace TrustPlatform.Pdf.Writing;

/// <summary>An incremental update that is ready to be appended. Its bytes may still be written over, at the same length.</summary>
public sealed class PdfUpdate
{
    private readonly byte[] _bytes;
    private readonly IReadOnlyDictionary<PdfObject, (long Start, long End)> _places;

    internal PdfUpdate(long offset, byte[] bytes, IReadOnlyDictionary<PdfObject, (long Start, long End)> places) =>
        (Offset, _bytes, _places) = (offset, bytes, places);

    /// <summary>Where it starts, which is the length of the file before it.</summary>
    public long Offset { get; }

    /// <summary>The length of the file with it.</summary>
    public long EndOffset => Offset + _bytes.Length;

    /// <summary>The bytes to append.</summary>
    public ReadOnlyMemory<byte> Bytes => _bytes;

    /// <summary>Where a marked object stands in the file: its first byte and the one after its last.</summary>
    public (long Start, long End) Place(PdfObject marked) => _places.TryGetValue(marked, out var place) && place.Start >= 0
        ? place
        : throw new ArgumentException("The object was not marked, or is not part of this update.", nameof(marked));

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
}
