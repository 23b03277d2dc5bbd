using Orleans.Concurrency;
using TrustPlatform.Contracts;
using TrustPlatform.GrainInterfaces;

namespace TrustPlatform.Api.Documents;

/// <summary>A stored document as a seekable stream over its actor, a piece at a time.</summary>
internal sealed class DocumentStream(IDocumentGrain document, long length) : Stream
{
    private const int PieceLength = 256 << 10;

    private byte[] _piece = [];
    private long _pieceOffset;

    /// <summary>Opens a document, or null where it is not stored.</summary>
    public static async Task<DocumentStream?> Open(IGrainFactory grains, DocumentDigest digest)
    {
        var document = grains.Document(digest);
        return await document.Length() is { } length ? new(document, length) : null;
    }

    public override bool CanRead => true;

    public override bool CanSeek => true;

    public override bool CanWrite => false;

    public override long Length => length;

    public override long Position { get; set; }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (Position >= length || buffer.IsEmpty)
        {
            return 0;
        }

        if (Position < _pieceOffset || Position >= _pieceOffset + _piece.Length)
        {
            Immutable<byte[]> piece = await document.Read(Position, PieceLength);
            (_piece, _pieceOffset) = (piece.Value, Position);
        }

        var available = _piece.AsMemory((int)(Position - _pieceOffset));
        var count = Math.Min(available.Length, buffer.Length);
        available[..count].CopyTo(buffer);
        Position += count;
        return count;
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException("Read asynchronously.");

    public override long Seek(long offset, SeekOrigin origin) => Position = origin switch
    {
        SeekOrigin.Begin => offset,
        SeekOrigin.Current => Position + offset,
        _ => length + offset,
    };

    public override void Flush() { }

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
