using TrustPlatform.Pdf.Reading;

namespace TrustPlatform.Pdf;

/// <summary>A stream (7.3.8): its dictionary and its bytes as stored (still encoded by its filters).</summary>
public sealed record PdfStream : PdfObject
{
    private readonly ByteSource? _source;
    private readonly ReadOnlyMemory<byte> _bytes;

    /// <summary>A stream of bytes in memory.</summary>
    public PdfStream(PdfDictionary dictionary, ReadOnlyMemory<byte> encodedBytes)
    {
        ArgumentNullException.ThrowIfNull(dictionary);
        Dictionary = dictionary;
        _bytes = encodedBytes;
        EncodedLength = encodedBytes.Length;
    }

    internal PdfStream(PdfDictionary dictionary, ByteSource source, long dataOffset, long encodedLength)
    {
        Dictionary = dictionary;
        _source = source;
        DataOffset = dataOffset;
        EncodedLength = encodedLength;
    }

    /// <summary>The stream dictionary.</summary>
    public PdfDictionary Dictionary { get; init; }

    /// <summary>Where its first stored byte stands in the file; -1 when it did not come from a file.</summary>
    public long DataOffset { get; } = -1;

    /// <summary>How many bytes are stored.</summary>
    public long EncodedLength { get; }

    /// <summary>
    /// The stored bytes. Those of a file are read again at each call, so that an opened document holds no stream in memory.
    /// Throws <see cref="PdfSyntaxException"/> when there are more than <see cref="PdfLimits.MaxDecodedBytes"/>.
    /// </summary>
    public ReadOnlyMemory<byte> EncodedBytes => _source is null ? _bytes : _source.Read(DataOffset, EncodedLength);
}
