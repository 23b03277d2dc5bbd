using System.Buffers;
using System.Text;

namespace TrustPlatform.Pdf.Reading;

/// <summary>White space, comments, keywords and the simple objects (ISO 32000-2, 7.2 and 7.3), one at a time.</summary>
internal sealed partial class Lexer(ByteSource source, PdfLimits limits, long errorOffset = -1)
{
    private static readonly SearchValues<byte> HexadecimalDigits = SearchValues.Create("0123456789ABCDEFabcdef"u8);
    private static readonly SearchValues<byte> NestsOrEscapes = SearchValues.Create("()\\\r"u8);

    private const int LongestDecoded = 64;
    private const int LongestKnownName = 24;
    private const int KnownBits = 12; // the sixty commonest names have a place each
    private static readonly PdfName?[] KnownNames = new PdfName?[1 << KnownBits];

    private const byte Regular = 0;
    private const byte WhiteSpace = 1;
    private const byte Delimiter = 2;
    private static readonly byte[] Kinds = KindsOfBytes();

    /// <summary>The next byte to be read.</summary>
    public long Position { get; set; }

    public ByteSource Source => source;

    /// <summary>True for bytes of a file's body, false for those of a decoded object stream.</summary>
    private bool IsBody => errorOffset < 0;

    public PdfSyntaxException Fail(string clause, string message) => new(IsBody ? Position : errorOffset, clause, message);

    /// <summary>7.2.3, table 1.</summary>
    public static bool IsWhiteSpace(int c) => c >= 0 && Kinds[c] == WhiteSpace;

    /// <summary>Neither white space nor a delimiter (7.2.3, table 2). The end of the bytes delimits too.</summary>
    private static bool IsRegular(int c) => c >= 0 && Kinds[c] == Regular;

    public void SkipWhiteSpace()
    {
        while (IsWhiteSpace(source[Position]))
        {
            Position++;
        }
    }

    /// <summary>White space and comments (7.2.4).</summary>
    public void SkipSpace()
    {
        while (source[Position] is var c && c <= '%') // few bytes before it begin anything
        {
            if (IsWhiteSpace(c))
            {
                Position++;
            }
            else if (c != '%')
            {
                return;
            }
            else
            {
                while (source[Position] is not (-1 or '\r' or '\n'))
                {
                    Position++;
                }
            }
        }
    }

    /// <summary>Takes a keyword when it stands here, after white space, and ends here.</summary>
    public bool TryKeyword(ReadOnlySpan<byte> keyword)
    {
        var start = Position;
        SkipSpace();
        if (source.Matches(Position, keyword) && !IsRegular(source[Position + keyword.Length]))
        {
            Position += keyword.Length;
            return true;
        }

        Position = start;
        return false;
    }

    /// <summary>Takes an unsigned integer of at most 18 digits; leaves the position alone when there is none.</summary>
    public bool TryUnsigned(out long value)
    {
        var start = Position;
        SkipSpace();
        value = 0;
        var at = Position;
        while (source[at] is >= '0' and <= '9' and var digit && at - Position <= 18)
        {
            value = value * 10 + (digit - '0');
            at++;
        }

        if (at - Position is > 0 and <= 18 && !IsRegular(source[at]))
        {
            Position = at;
            return true;
        }

        Position = start;
        return false;
    }

    /// <summary>The head of an indirect object (7.3.10): number, generation, <c>obj</c>.</summary>
    public bool TryHeader(out int number, out int generation)
    {
        var start = Position;
        if (TryUnsigned(out var n) && TryUnsigned(out var g) && TryKeyword("obj"u8)
            && n <= int.MaxValue && g <= ushort.MaxValue)
        {
            (number, generation) = ((int)n, (int)g);
            return true;
        }

        Position = start;
        (number, generation) = (0, 0);
        return false;
    }

    private static byte[] KindsOfBytes()
    {
        var kinds = new byte[256];
        foreach (var c in "\0\t\n\f\r "u8)
        {
            kinds[c] = WhiteSpace;
        }

        foreach (var c in "()<>[]{}/%"u8)
        {
            kinds[c] = Delimiter;
        }

        return kinds;
    }

    private PdfName ReadName()
    {
        Position++;
        var ahead = source.Ahead(Position);
        var length = 0;
        while (length < ahead.Length && Kinds[ahead[length]] == Regular && ahead[length] != '#')
        {
            length++;
        }

        if (length < ahead.Length && ahead[length] != '#' && length <= limits.MaxStringBytes)
        {
            Position += length;
            return Name(ahead[..length]);
        }

        var characters = new List<char>();
        while (source[Position] is var c && IsRegular(c))
        {
            Position++;
            // 7.3.5: # and two hexadecimal digits stand for a byte. A lone # is kept, as PDF 1.1 files have it.
            if (c == '#' && Digit(source[Position]) is >= 0 and var high && Digit(source[Position + 1]) is >= 0 and var low)
            {
                c = high * 16 + low;
                Position += 2;
            }

            characters.Add((char)c);
            if (characters.Count > limits.MaxStringBytes)
            {
                throw Fail("limits", "A name is too long.");
            }
        }

        return new(new string([.. characters]));
    }

    /// <summary>A file's names are few and come again and again: the last of a kind is the same object.</summary>
    private static PdfName Name(ReadOnlySpan<byte> characters)
    {
        if (characters.Length is 0 or > LongestKnownName)
        {
            return new(Encoding.Latin1.GetString(characters));
        }

        var some = (uint)(characters[0] | characters[characters.Length / 2] << 8 | characters[^1] << 16 | characters.Length << 24);
        ref var known = ref KnownNames[unchecked(some * 0x9E37_79B1) >> (32 - KnownBits)]; // Knuth's multiplicative hash
        return known is { } name && Ascii.Equals(characters, name.Value) ? name : known = new(Encoding.Latin1.GetString(characters));
    }

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
