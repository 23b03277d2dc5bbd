using TrustPlatform.Pdf.Reading;

namespace TrustPlatform.Pdf;

/// <summary>A stream (7.3.8): its dictionary and its bytes as stored (still encoded by its filters).</summary>
public sealed record PdfStream : PdfObject
{
    private readonly ByteSource? _source;
    private readonly ReadOnlyMemory<byte> _bytes;
    private readonly Func<byte[], byte[]>? _decrypt;

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

    private PdfStream(PdfStream encrypted, PdfDictionary dictionary, Func<byte[], byte[]>? decrypt)
        : this(dictionary, encrypted._source!, encrypted.DataOffset, encrypted.EncodedLength) => // only what stands in a file is encrypted
        _decrypt = decrypt;

    /// <summary>The stream dictionary.</summary>
    public PdfDictionary Dictionary { get; init; }

    /// <summary>Where its first stored byte stands in the file; -1 when it did not come from a file.</summary>
    public long DataOffset { get; } = -1;

    /// <summary>How many bytes are stored.</summary>
    public long EncodedLength { get; }

    /// <summary>
    /// The stored bytes, decrypted where the file is encrypted. Those of a file are read again at each call, so that an opened document holds no stream in memory.
    /// Throws <see cref="PdfSyntaxException"/> when there are more than <see cref="PdfLimits.MaxDecodedBytes"/>.
    /// </summary>
    public ReadOnlyMemory<byte> EncodedBytes
    {
        get
        {
            if (_source is null)
            {
                return _bytes;
            }

            var stored = _source.Read(DataOffset, EncodedLength);
            return _decrypt is null ? stored : _decrypt(stored);
        }
    }

    /// <summary>The same stream with its decrypted dictionary; its bytes are decrypted whenever they are read.</summary>
    internal PdfStream Decrypted(PdfDictionary dictionary, Func<byte[], byte[]>? decrypt) => new(this, dictionary, decrypt);
}
