using System.Buffers;
using System.Security.Cryptography;

namespace TrustPlatform.Evidence;

/// <summary>
/// Every signature is an incremental update (ISO 32000-2, 7.5.6), so the file as sent is, octet for octet, the beginning of the
/// final file and ends with an end-of-file marker. One pass finds the end at which the digest is the given one.
/// </summary>
internal static class FrozenPrefix
{
    private const int BlockLengthInBytes = 128 * 1024;
    private const int MaxMarkers = 10_000;

    /// <summary>The length of the prefix with this SHA-256, or null. The stream is read from its beginning.</summary>
    public static long? Find(Stream file, ReadOnlySpan<byte> sha256, CancellationToken cancellationToken)
    {
        var expected = sha256.ToArray();
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var block = ArrayPool<byte>.Shared.Rent(BlockLengthInBytes);
        try
        {
            file.Position = 0;
            var (end, marker, markers) = (0L, 0, 0);
            int read;
            while ((read = file.Read(block, 0, BlockLengthInBytes)) > 0)
            {
                cancellationToken.ThrowIfCancellationRequested();
                var hashed = 0;
                for (var i = 0; i < read; i++)
                {
                    // After the marker come a carriage return, a line feed, both or nothing.
                    marker = Next(marker, block[i]);
                    if (marker >= Marker.Length && markers++ < MaxMarkers)
                    {
                        hash.AppendData(block, hashed, i + 1 - hashed);
                        hashed = i + 1;
                        if (hash.GetCurrentHash().AsSpan().SequenceEqual(expected))
                        {
                            return end + hashed;
                        }
                    }
                }

                hash.AppendData(block, hashed, read - hashed);
                end += read;
            }

            return null;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(block);
        }
    }

    private static ReadOnlySpan<byte> Marker => "%%EOF"u8;

    /// <summary>How much of the marker, and of the line end after it, has been seen.</summary>
    private static int Next(int seen, byte octet) => seen switch
    {
        5 when octet == '\r' => 6,
        5 or 6 when octet == '\n' => 7,
        2 when octet == '%' => 2,
        < 5 when octet == Marker[seen] => seen + 1,
        _ => octet == '%' ? 1 : 0,
    };
}
