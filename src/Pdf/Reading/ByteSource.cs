using System.Buffers;

namespace TrustPlatform.Pdf.Reading;

/// <summary>
/// Random access to the bytes of a seekable stream through a fixed number of blocks, or to bytes in memory. The stream is the
/// caller's; nothing else may move it while a document is read.
/// </summary>
internal sealed class ByteSource : IDisposable
{
    private const int BlockLength = 16 * 1024;
    private const int Slots = 64;

    private readonly Stream? _stream;
    private readonly PdfLimits _limits;
    private readonly byte[]?[] _blocks = [];
    private readonly long[] _starts = [];
    private byte[] _block = [];
    private int _blockLength;
    private long _start;

    public ByteSource(Stream stream, PdfLimits limits)
    {
        _stream = stream;
        _limits = limits;
        Length = stream.Length;
        var slots = (int)Math.Clamp((Length + BlockLength - 1) / BlockLength, 1, Slots);
        (_blocks, _starts) = (new byte[slots][], new long[slots]);
        Array.Fill(_starts, -1);
    }

    public ByteSource(byte[] bytes, PdfLimits limits)
        : this(bytes, bytes.Length, 0, limits)
    {
    }

    /// <param name="bytes">The bytes.</param>
    /// <param name="length">How many of them count.</param>
    /// <param name="start">The offset of the first of them; what stands before is not there to be read.</param>
    /// <param name="limits">Bounds on what is read at once.</param>
    public ByteSource(byte[] bytes, int length, long start, PdfLimits limits)
    {
        _limits = limits;
        (_block, _blockLength, _start) = (bytes, length, start);
        Length = start + length;
    }

    public long Length { get; }

    /// <summary>The byte at an offset; -1 outside.</summary>
    public int this[long offset]
    {
        get
        {
            var at = offset - _start;
            return (ulong)at < (ulong)_blockLength ? _block[at] : Fetch(offset);
        }
    }

    /// <summary>Bytes from an offset on, as many as are at hand; none outside.</summary>
    public ReadOnlySpan<byte> Ahead(long offset) => this[offset] < 0 ? [] : _block.AsSpan((int)(offset - _start), _blockLength - (int)(offset - _start));

    /// <summary>A copy of a range, which must lie inside.</summary>
    public byte[] Read(long offset, long length)
    {
        if (length > _limits.MaxDecodedBytes)
        {
            throw new PdfSyntaxException(offset, "limits", $"A stream of {length} bytes is more than is read at once.");
        }

        var bytes = new byte[length];
        if (_stream is null)
        {
            _block.AsSpan((int)(offset - _start), (int)length).CopyTo(bytes);
            return bytes;
        }

        ReadAt(offset, bytes);
        return bytes;
    }

    /// <summary>What the hexadecimal digits of a range stand for, which are known to be an even number of them.</summary>
    public byte[] ReadHexadecimal(long offset, long length)
    {
        var bytes = new byte[length / 2];
        return Convert.FromHexString(Read(offset, length), bytes, out _, out _) == OperationStatus.Done
            ? bytes
            : throw new PdfSyntaxException(offset, "limits", "The file changed while it was read.");
    }

    /// <summary>The bytes at an offset are these.</summary>
    public bool Matches(long offset, ReadOnlySpan<byte> expected)
    {
        var at = offset - _start;
        if (at >= 0 && at <= _blockLength - expected.Length)
        {
            return _block.AsSpan((int)at, expected.Length).SequenceEqual(expected);
        }

        for (var i = 0; i < expected.Length; i++)
        {
            if (this[offset + i] != expected[i])
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Gives the blocks back. What is read later is read anew.</summary>
    public void Dispose()
    {
        if (_stream is not null)
        {
            (_block, _blockLength) = ([], 0);
        }

        for (var slot = 0; slot < _blocks.Length; slot++)
        {
            if (_blocks[slot] is { } block)
            {
                ArrayPool<byte>.Shared.Return(block);
                (_blocks[slot], _starts[slot]) = (null, -1);
            }
        }
    }

    private int Fetch(long offset)
    {
        if (offset < 0 || offset >= Length || _stream is null)
        {
            return -1;
        }

        var start = offset / BlockLength * BlockLength;
        var length = (int)Math.Min(BlockLength, Length - start);
        var slot = (int)(offset / BlockLength % _blocks.Length);
        var block = _blocks[slot] ??= ArrayPool<byte>.Shared.Rent(BlockLength);
        if (_starts[slot] != start)
        {
            (_starts[slot], _blockLength) = (-1, 0); // should the reading fail, nothing stands here
            ReadAt(start, block.AsSpan(0, length));
            _starts[slot] = start;
        }

        (_block, _blockLength, _start) = (block, length, start);
        return block[offset - start];
    }

    private void ReadAt(long offset, Span<byte> bytes)
    {
        _stream!.Position = offset; // callers have tested it
        var read = _stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
        if (read != bytes.Length)
        {
            throw new PdfSyntaxException(offset + read, "limits", "The file became shorter while it was read.");
        }
    }
}
