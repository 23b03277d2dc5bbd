using System.Buffers;

namespace TrustPlatform.Pdf.Reading;

internal sealed partial class Lexer
{
    private const int LongestDecoded = 64;
    private static readonly SearchValues<byte> HexadecimalDigits = SearchValues.Create("0123456789ABCDEFabcdef"u8);
    private static readonly SearchValues<byte> NestsOrEscapes = SearchValues.Create("()\\\r"u8);

    private static int Digit(int c) => c switch
    {
        >= '0' and <= '9' => c - '0',
        >= 'a' and <= 'f' => c - 'a' + 10,
        >= 'A' and <= 'F' => c - 'A' + 10,
        _ => -1,
    };

    private PdfString ReadHexadecimal()
    {
        var start = Position++;
        var ahead = source.Ahead(Position);
        if (ahead.IndexOfAnyExcept(HexadecimalDigits) is >= 0 and var digits && ahead[digits] == '>' && digits % 2 == 0
            && digits / 2 <= limits.MaxStringBytes)
        {
            if (IsBody && digits > LongestDecoded)
            {
                Position += digits + 1;
                return new(source, start, Position);
            }

            var decoded = GC.AllocateUninitializedArray<byte>(digits / 2);
            Convert.FromHexString(ahead[..digits], decoded, out _, out _);
            Position += digits + 1;
            return Located(decoded, isHexadecimal: true, start);
        }

        var bytes = new ByteList(limits.MaxStringBytes);
        var high = -1;
        while (true)
        {
            if (high < 0 && ReadPairs(bytes))
            {
                continue;
            }

            var c = source[Position];
            if (c == '>')
            {
                Position++;
                break;
            }

            if (!IsWhiteSpace(c))
            {
                var digit = Digit(c);
                if (digit < 0)
                {
                    throw Fail("7.3.4.3", "A hexadecimal string holds something that is no digit.");
                }

                if (high < 0)
                {
                    high = digit;
                }
                else
                {
                    Append(bytes, high * 16 + digit);
                    high = -1;
                }
            }

            Position++;
        }

        if (high >= 0)
        {
            Append(bytes, high * 16); // 7.3.4.3: a missing last digit is 0
        }

        return Located(bytes.ToArray(), isHexadecimal: true, start);
    }

    /// <summary>Takes the pairs of digits that stand here without anything between them.</summary>
    private bool ReadPairs(ByteList bytes)
    {
        var ahead = source.Ahead(Position);
        var digits = ahead.IndexOfAnyExcept(HexadecimalDigits) is >= 0 and var other ? other : ahead.Length;
        var pairs = ahead[..(digits & ~1)];
        if (pairs.IsEmpty)
        {
            return false;
        }

        if (bytes.TryReserve(pairs.Length / 2) is not { IsEmpty: false } room)
        {
            throw Fail("limits", "A string is too long.");
        }

        Convert.FromHexString(pairs, room, out _, out _);
        Position += pairs.Length;
        return true;
    }

    private PdfString ReadLiteral()
    {
        var start = Position++;
        var ahead = source.Ahead(Position);
        if (ahead.IndexOfAny(NestsOrEscapes) is >= 0 and var length && ahead[length] == ')' && length <= limits.MaxStringBytes)
        {
            Position += length + 1;
            return Located(ahead[..length].ToArray(), isHexadecimal: false, start);
        }

        var bytes = new ByteList(limits.MaxStringBytes);
        var open = 1;
        while (true)
        {
            var c = source[Position++];
            switch (c)
            {
                case -1:
                    Position--;
                    throw Fail("7.3.4.2", "A literal string does not end.");
                case '(':
                    open++;
                    break;
                case ')' when --open == 0:
                    return Located(bytes.ToArray(), isHexadecimal: false, start);
                case '\r':
                    c = '\n'; // 7.3.4.2: an end of line reads as LF
                    Position += source[Position] == '\n' ? 1 : 0;
                    break;
                case '\\':
                    if (ReadEscape() is { } escaped)
                    {
                        c = escaped;
                        break;
                    }

                    continue;
            }

            Append(bytes, c);
        }
    }

    /// <summary>7.3.4.2, table 3; null for a line that goes on.</summary>
    private int? ReadEscape()
    {
        var c = source[Position++];
        switch (c)
        {
            case 'n': return '\n';
            case 'r': return '\r';
            case 't': return '\t';
            case 'b': return '\b';
            case 'f': return '\f';
            case '\n': return null;
            case '\r':
                Position += source[Position] == '\n' ? 1 : 0;
                return null;
            case >= '0' and <= '7':
                var value = c - '0';
                for (var i = 0; i < 2 && source[Position] is >= '0' and <= '7' and var digit; i++)
                {
                    value = value * 8 + (digit - '0');
                    Position++;
                }

                return value & 0xFF;
            case -1:
                Position--;
                return null;
            default: return c;
        }
    }

    private void Append(ByteList bytes, int value)
    {
        if (!bytes.TryAdd((byte)value))
        {
            throw Fail("limits", "A string is too long.");
        }
    }

    private PdfString Located(byte[] bytes, bool isHexadecimal, long start) =>
        IsBody ? new(bytes, isHexadecimal, start, Position) : new(bytes, isHexadecimal);

    private sealed class ByteList(int limit)
    {
        private byte[] _bytes = new byte[32];
        private int _count;

        public bool TryAdd(byte value)
        {
            if (_count == limit)
            {
                return false;
            }

            if (_count == _bytes.Length)
            {
                Array.Resize(ref _bytes, Math.Min(limit, _count * 2));
            }

            _bytes[_count++] = value;
            return true;
        }

        /// <summary>Room for so many bytes more, which count as added; empty beyond the limit.</summary>
        public Span<byte> TryReserve(int length)
        {
            if (length > limit - _count)
            {
                return [];
            }

            if (length > _bytes.Length - _count)
            {
                Array.Resize(ref _bytes, (int)Math.Min(limit, Math.Max(_count * 2L, _count + length)));
            }

            _count += length;
            return _bytes.AsSpan(_count - length, length);
        }

        public byte[] ToArray() => _count == _bytes.Length ? _bytes : _bytes[.._count];
    }
}
