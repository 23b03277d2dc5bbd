using System.Text;

namespace TrustPlatform.Pdf.Reading;

/// <summary>White space, comments, keywords and the simple objects (ISO 32000-2, 7.2 and 7.3), one at a time.</summary>
internal sealed partial class Lexer(ByteSource source, PdfLimits limits, long errorOffset = -1)
{
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
        var ahead = source.Ahead(Position);
        var length = 0;
        while (Next(ahead, length) is >= '0' and <= '9' and var digit && length <= 18)
        {
            value = value * 10 + (digit - '0');
            length++;
        }

        if (length is > 0 and <= 18 && !IsRegular(Next(ahead, length)))
        {
            Position += length;
            return true;
        }

        Position = start;
        return false;
    }

    /// <summary>A byte from here on; <paramref name="ahead"/> are those at hand.</summary>
    private int Next(ReadOnlySpan<byte> ahead, int index) => index < ahead.Length ? ahead[index] : source[Position + index];

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
}
