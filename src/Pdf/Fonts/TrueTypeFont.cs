using System.Buffers.Binary;
using System.Text;

namespace TrustPlatform.Pdf.Fonts;

/// <summary>A TrueType font with glyph outlines (ISO/IEC 14496-22). Immutable, thread-safe.</summary>
public sealed class TrueTypeFont
{
    private readonly ReadOnlyMemory<byte> _file;
    private readonly Dictionary<string, (int Offset, int Length)> _tables = new(StringComparer.Ordinal);
    private readonly CharacterMap _characters;
    private readonly int _longMetrics;
    private readonly bool _longOffsets;

    private TrueTypeFont(ReadOnlyMemory<byte> file)
    {
        _file = file;
        ReadDirectory();
        var head = Table("head", 54);
        UnitsPerEm = BinaryPrimitives.ReadUInt16BigEndian(head[18..]);
        if (UnitsPerEm is < 16 or > 16384)
        {
            throw new FontSyntaxException("head", "unitsPerEm is out of range.");
        }

        BoundingBox = (Signed(head, 36), Signed(head, 38), Signed(head, 40), Signed(head, 42));
        _longOffsets = Signed(head, 50) != 0;
        GlyphCount = BinaryPrimitives.ReadUInt16BigEndian(Table("maxp", 6)[4..]);
        var horizontal = Table("hhea", 36);
        (Ascent, Descent) = (Signed(horizontal, 4), Signed(horizontal, 6));
        _longMetrics = BinaryPrimitives.ReadUInt16BigEndian(horizontal[34..]);
        if (_longMetrics == 0)
        {
            throw new FontSyntaxException("hhea", "There are no advance widths.");
        }

        _ = Table("hmtx", 4 * _longMetrics);
        _ = Table("loca", (GlyphCount + 1) * (_longOffsets ? 4 : 2));
        _characters = CharacterMap.Read(Table("cmap", 4).ToArray());
        CapHeight = _tables.TryGetValue("OS/2", out var metrics) && metrics.Length >= 90 ? Signed(Table("OS/2", 90), 88) : Ascent;
        PostScriptName = ReadPostScriptName();
    }

    /// <summary>Reads a font file. Throws <see cref="FontSyntaxException"/>.</summary>
    public static TrueTypeFont Parse(ReadOnlyMemory<byte> file) => new(file);

    /// <summary>Design units in one em.</summary>
    public int UnitsPerEm { get; }

    /// <summary>Number of glyphs.</summary>
    public int GlyphCount { get; }

    /// <summary>The name for /BaseFont.</summary>
    public string PostScriptName { get; }

    /// <summary>The box around all glyphs, in design units.</summary>
    public (int Left, int Bottom, int Right, int Top) BoundingBox { get; }

    /// <summary>Height above the base line, in design units.</summary>
    public int Ascent { get; }

    /// <summary>Depth below the base line, in design units, negative.</summary>
    public int Descent { get; }

    /// <summary>Height of capital letters, in design units.</summary>
    public int CapHeight { get; }

    /// <summary>The glyph of a character; 0 when the font has none.</summary>
    public int Glyph(Rune character) => _characters.Glyph(character.Value) is var glyph && glyph < GlyphCount ? glyph : 0;

    /// <summary>The advance width of a glyph, in design units.</summary>
    public int AdvanceWidth(int glyph) =>
        BinaryPrimitives.ReadUInt16BigEndian(Table("hmtx", 0)[(4 * Math.Min(glyph, _longMetrics - 1))..]);

    /// <summary>The first character of a text that the font does not have, or null.</summary>
    public Rune? FindMissing(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        foreach (var character in text.EnumerateRunes())
        {
            if (Glyph(character) == 0)
            {
                return character;
            }
        }

        return null;
    }

    internal int LeftSideBearing(int glyph)
    {
        var metrics = Table("hmtx", 0);
        var at = glyph < _longMetrics ? 4 * glyph + 2 : 4 * _longMetrics + 2 * (glyph - _longMetrics);
        return at + 2 <= metrics.Length ? Signed(metrics, at) : 0;
    }

    /// <summary>The outline of a glyph as stored; empty for a blank one.</summary>
    internal ReadOnlySpan<byte> Outline(int glyph)
    {
        var glyphs = Table("glyf", 0);
        var (start, end) = (OutlineOffset(glyph), OutlineOffset(glyph + 1));
        return glyph < GlyphCount && start <= end && end <= glyphs.Length
            ? glyphs[(int)start..(int)end]
            : throw new FontSyntaxException("loca", $"Glyph {glyph} is said to be outside the glyf table.");
    }

    internal ReadOnlySpan<byte> Table(string tag, int minimumLength) =>
        _tables.TryGetValue(tag, out var place) && place.Length >= minimumLength
            ? _file.Span.Slice(place.Offset, place.Length)
            : throw new FontSyntaxException(tag, $"The table {tag} is missing or too short.");

    private static int Signed(ReadOnlySpan<byte> table, int at) => BinaryPrimitives.ReadInt16BigEndian(table[at..]);

    private long OutlineOffset(int glyph)
    {
        var offsets = Table("loca", 0);
        return _longOffsets
            ? BinaryPrimitives.ReadUInt32BigEndian(offsets[(4 * glyph)..])
            : 2L * BinaryPrimitives.ReadUInt16BigEndian(offsets[(2 * glyph)..]);
    }

    private void ReadDirectory()
    {
        var file = _file.Span;
        if (file.Length < 12 || BinaryPrimitives.ReadUInt32BigEndian(file) is not (0x00010000 or 0x74727565))
        {
            throw new FontSyntaxException("", "This is not a TrueType font file.");
        }

        var count = BinaryPrimitives.ReadUInt16BigEndian(file[4..]);
        for (var i = 0; i < count && 28 + 16 * i <= file.Length; i++)
        {
            var record = file[(12 + 16 * i)..];
            var offset = BinaryPrimitives.ReadUInt32BigEndian(record[8..]);
            var length = BinaryPrimitives.ReadUInt32BigEndian(record[12..]);
            var tag = Encoding.Latin1.GetString(record[..4]);
            if (offset + (long)length > file.Length)
            {
                throw new FontSyntaxException(tag, $"The table {tag} is said to be outside the file.");
            }

            _tables[tag] = ((int)offset, (int)length);
        }
    }

    /// <summary>Name 6 of the name table, in the Windows encoding (platform 3).</summary>
    private string ReadPostScriptName()
    {
        var table = Table("name", 6);
        var count = BinaryPrimitives.ReadUInt16BigEndian(table[2..]);
        var storage = BinaryPrimitives.ReadUInt16BigEndian(table[4..]);
        for (var i = 0; i < count && 18 + 12 * i <= table.Length; i++)
        {
            var record = table.Slice(6 + 12 * i, 12);
            var length = BinaryPrimitives.ReadUInt16BigEndian(record[8..]);
            var start = storage + BinaryPrimitives.ReadUInt16BigEndian(record[10..]);
            if (BinaryPrimitives.ReadUInt16BigEndian(record) == 3 && BinaryPrimitives.ReadUInt16BigEndian(record[6..]) == 6
                && start + length <= table.Length)
            {
                return Encoding.BigEndianUnicode.GetString(table.Slice(start, length));
            }
        }

        throw new FontSyntaxException("name", "The font has no PostScript name.");
    }
}
