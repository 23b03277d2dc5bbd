using System.Buffers.Binary;

namespace TrustPlatform.Pdf.Fonts;

/// <summary>The Unicode part of a cmap table, formats 4 and 12 (ISO/IEC 14496-22, 5.2.1).</summary>
internal sealed class CharacterMap
{
    private readonly byte[] _table;
    private readonly int _start;
    private readonly int _format;

    private CharacterMap(byte[] table, int start, int format) => (_table, _start, _format) = (table, start, format);

    public static CharacterMap Read(byte[] table)
    {
        CharacterMap? best = null;
        var count = UInt16(table, 2);
        for (var i = 0; i < count; i++)
        {
            var (platform, encoding) = (UInt16(table, 4 + 8 * i), UInt16(table, 6 + 8 * i));
            var start = (int)Math.Min(int.MaxValue - 16, UInt32(table, 8 + 8 * i));
            if (platform is not 0 && (platform, encoding) is not ((3, 1) or (3, 10)))
            {
                continue;
            }

            var format = UInt16(table, start);
            if (format == 12 || (format == 4 && best is null))
            {
                best = new(table, start, format);
            }
        }

        return best ?? throw new FontSyntaxException("cmap", "The font has no Unicode character map of format 4 or 12.");
    }

    public int Glyph(int character) => _format == 12 ? Format12(character) : character <= 0xFFFF ? Format4(character) : 0;

    private int Format4(int character)
    {
        var doubled = UInt16(_table, _start + 6);
        var ends = _start + 14;
        for (var i = 0; i < doubled; i += 2)
        {
            if (UInt16(_table, ends + i) < character)
            {
                continue;
            }

            var first = UInt16(_table, ends + doubled + 2 + i);
            if (first > character)
            {
                return 0;
            }

            var delta = UInt16(_table, ends + 2 * doubled + 2 + i);
            var rangeAt = ends + 3 * doubled + 2 + i;
            var range = UInt16(_table, rangeAt);
            if (range == 0)
            {
                return character + delta & 0xFFFF;
            }

            var glyph = UInt16(_table, rangeAt + range + 2 * (character - first));
            return glyph == 0 ? 0 : glyph + delta & 0xFFFF;
        }

        return 0;
    }

    private int Format12(int character)
    {
        var groups = UInt32(_table, _start + 12);
        for (var i = 0L; i < groups; i++)
        {
            var at = _start + 16 + 12 * i;
            if (at + 12 > _table.Length)
            {
                break;
            }

            if (UInt32(_table, (int)at + 4) >= character)
            {
                var first = UInt32(_table, (int)at);
                return first <= character ? (int)Math.Min(0xFFFF, UInt32(_table, (int)at + 8) + character - first) : 0;
            }
        }

        return 0;
    }

    private static int UInt16(byte[] table, int at) => at >= 0 && at + 2 <= table.Length
        ? BinaryPrimitives.ReadUInt16BigEndian(table.AsSpan(at))
        : throw new FontSyntaxException("cmap", "The character map ends early.");

    private static long UInt32(byte[] table, int at) => at >= 0 && at + 4 <= table.Length
        ? BinaryPrimitives.ReadUInt32BigEndian(table.AsSpan(at))
        : throw new FontSyntaxException("cmap", "The character map ends early.");
}
