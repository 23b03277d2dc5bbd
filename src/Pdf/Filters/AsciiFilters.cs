namespace TrustPlatform.Pdf.Filters;

/// <summary>ASCIIHexDecode, ASCII85Decode and RunLengthDecode (7.4.2, 7.4.3, 7.4.5).</summary>
internal static class AsciiFilters
{
    public static byte[] Hexadecimal(ReadOnlySpan<byte> encoded, long limit)
    {
        var output = new DecodedBytes(limit);
        var high = -1;
        foreach (var c in encoded)
        {
            if (c == '>')
            {
                break;
            }

            if (Reading.Lexer.IsWhiteSpace(c))
            {
                continue;
            }

            if (!char.IsAsciiHexDigit((char)c))
            {
                throw new PdfSyntaxException(-1, "7.4.2", "ASCIIHexDecode data hold something that is no digit.");
            }

            var digit = Convert.ToInt32(((char)c).ToString(), 16);
            if (high < 0)
            {
                high = digit;
            }
            else
            {
                output.Add((byte)(high * 16 + digit));
                high = -1;
            }
        }

        if (high >= 0)
        {
            output.Add((byte)(high * 16));
        }

        return output.ToArray();
    }

    public static byte[] Base85(ReadOnlySpan<byte> encoded, long limit)
    {
        var output = new DecodedBytes(limit);
        Span<byte> word = stackalloc byte[4];
        var value = 0L;
        var count = 0;
        foreach (var c in encoded)
        {
            if (c == '~')
            {
                break;
            }

            if (Reading.Lexer.IsWhiteSpace(c))
            {
                continue;
            }

            if (c == 'z' && count == 0)
            {
                output.Repeat(0, 4);
                continue;
            }

            if (c is < (byte)'!' or > (byte)'u')
            {
                throw new PdfSyntaxException(-1, "7.4.3", "ASCII85Decode data hold a character outside ! to u.");
            }

            value = value * 85 + (c - '!');
            if (++count == 5)
            {
                Write(value, word);
                output.Add(word);
                (value, count) = (0, 0);
            }
        }

        if (count == 1)
        {
            throw new PdfSyntaxException(-1, "7.4.3", "ASCII85Decode data end in a group of one character.");
        }

        if (count > 1)
        {
            for (var i = count; i < 5; i++)
            {
                value = value * 85 + 84;
            }

            Write(value, word);
            output.Add(word[..(count - 1)]);
        }

        return output.ToArray();

        static void Write(long value, Span<byte> word)
        {
            if (value > uint.MaxValue)
            {
                throw new PdfSyntaxException(-1, "7.4.3", "An ASCII85Decode group is greater than 2^32 - 1.");
            }

            System.Buffers.Binary.BinaryPrimitives.WriteUInt32BigEndian(word, (uint)value);
        }
    }

    public static byte[] RunLength(ReadOnlySpan<byte> encoded, long limit)
    {
        var output = new DecodedBytes(limit);
        var at = 0;
        while (at < encoded.Length && encoded[at] != 128)
        {
            var length = encoded[at++];
            if (length < 128)
            {
                if (encoded.Length - at < length + 1)
                {
                    throw new PdfSyntaxException(-1, "7.4.5", "RunLengthDecode data end inside a run.");
                }

                output.Add(encoded.Slice(at, length + 1));
                at += length + 1;
            }
            else if (at < encoded.Length)
            {
                output.Repeat(encoded[at++], 257 - length);
            }
        }

        return output.ToArray();
    }
}
