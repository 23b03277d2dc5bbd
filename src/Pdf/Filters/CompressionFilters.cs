using System.IO.Compression;

namespace TrustPlatform.Pdf.Filters;

/// <summary>FlateDecode and LZWDecode (7.4.4).</summary>
internal static class CompressionFilters
{
    public static byte[] Flate(byte[] encoded, long limit)
    {
        var output = new DecodedBytes(limit);
        var buffer = new byte[8192];
        using var inflater = new ZLibStream(new MemoryStream(encoded, writable: false), CompressionMode.Decompress);
        try
        {
            while (inflater.Read(buffer) is > 0 and var read)
            {
                output.Add(buffer.AsSpan(0, read));
            }
        }
        catch (Exception exception) when (exception is InvalidDataException or IOException)
        {
            // The bytes are in memory, so an IOException is zlib's own.
            throw new PdfSyntaxException(-1, "7.4.4", "FlateDecode data are not zlib data: " + exception.Message);
        }

        return output.ToArray();
    }

    /// <summary>7.4.4.2: codes of 9 to 12 bits, 256 clears the table, 257 ends the data.</summary>
    public static byte[] Lzw(ReadOnlySpan<byte> encoded, bool earlyChange, long limit)
    {
        const int Clear = 256;
        const int End = 257;
        var output = new DecodedBytes(limit);
        var starts = new int[4096]; // each entry of the table is a place in the output: a sequence seen before
        var lengths = new int[4096];
        var next = 258;
        var (previousStart, previousLength) = (0, 0);
        var bits = new BitReader(encoded);
        while (bits.TryRead(CodeLength(next, earlyChange), out var code) && code != End)
        {
            if (code == Clear)
            {
                (next, previousLength) = (258, 0);
                continue;
            }

            var start = output.Count;
            if (code < 256)
            {
                output.Add((byte)code);
            }
            else if (code < next)
            {
                Copy(output, starts[code], lengths[code]);
            }
            else if (code == next && previousLength > 0 && next < 4096)
            {
                Copy(output, previousStart, previousLength);
                output.Add(output.Written[previousStart]);
            }
            else
            {
                throw new PdfSyntaxException(-1, "7.4.4.2", "LZWDecode data use a code that is not in the table yet.");
            }

            if (previousLength > 0 && next < 4096)
            {
                (starts[next], lengths[next]) = (previousStart, previousLength + 1);
                next++;
            }

            (previousStart, previousLength) = (start, output.Count - start);
        }

        return output.ToArray();
    }

    private static void Copy(DecodedBytes output, int start, int length)
    {
        for (var i = 0; i < length; i++)
        {
            output.Add(output.Written[start + i]);
        }
    }

    private static int CodeLength(int next, bool earlyChange) => (next + (earlyChange ? 1 : 0)) switch
    {
        < 512 => 9,
        < 1024 => 10,
        < 2048 => 11,
        _ => 12,
    };

    private ref struct BitReader(ReadOnlySpan<byte> bytes)
    {
        private readonly ReadOnlySpan<byte> _bytes = bytes;
        private long _at;

        public bool TryRead(int count, out int value)
        {
            value = 0;
            if (_at + count > _bytes.Length * 8L)
            {
                return false;
            }

            for (var i = 0; i < count; i++, _at++)
            {
                value = value << 1 | _bytes[(int)(_at >> 3)] >> (int)(7 - (_at & 7)) & 1;
            }

            return true;
        }
    }
}
