using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace TrustPlatform.Pdf.Fonts;

/// <summary>
/// The glyphs of one text, renumbered from 0, as an embedded Type0 font with Identity-H (ISO 32000-2, 9.7). Hinting is left
/// out, streams are stored as they are: the same text gives the same bytes on every machine, whatever compresses there.
/// </summary>
internal sealed class FontSubset
{
    // Composite glyph flags, ISO/IEC 14496-22, 5.3.4.
    private const int ArgumentsAreWords = 0x0001;
    private const int HasScale = 0x0008;
    private const int MoreComponents = 0x0020;
    private const int HasTwoScales = 0x0040;
    private const int HasMatrix = 0x0080;
    private const int HasInstructions = 0x0100;

    private readonly TrueTypeFont _font;
    private readonly List<int> _glyphs = [0];
    private readonly Dictionary<int, int> _numbers = new() { [0] = 0 };
    private readonly SortedDictionary<int, Rune> _characters = [];

    /// <summary>A subset that has every character of a text, which must be in the font.</summary>
    public FontSubset(TrueTypeFont font, string text)
    {
        _font = font;
        foreach (var character in text.EnumerateRunes())
        {
            _characters[Number(font.Glyph(character))] = character;
        }
    }

    /// <summary>A text as the hexadecimal string that shows it: two bytes a glyph.</summary>
    public string Show(string text) =>
        "<" + string.Concat(text.EnumerateRunes().Select(character => _numbers[_font.Glyph(character)].ToString("X4", CultureInfo.InvariantCulture))) + ">";

    /// <summary>Adds the font's objects to an update and gives the reference of the Type0 font.</summary>
    public PdfReference AddTo(Writing.IncrementalWriter writer)
    {
        var file = Build(); // first: composite glyphs bring in their components
        var name = new PdfName(Tag(file) + "+" + _font.PostScriptName);
        var fileReference = writer.Add(new PdfStream(PdfDictionary.Of(("Length1", new PdfInteger(file.Length))), file));
        var box = _font.BoundingBox;
        var descriptor = writer.Add(PdfDictionary.Of(
            ("Type", new PdfName("FontDescriptor")), ("FontName", name), ("Flags", new PdfInteger(4)),
            ("FontBBox", new PdfArray([Scaled(box.Left), Scaled(box.Bottom), Scaled(box.Right), Scaled(box.Top)])),
            ("ItalicAngle", new PdfInteger(0)), ("Ascent", Scaled(_font.Ascent)), ("Descent", Scaled(_font.Descent)),
            ("CapHeight", Scaled(_font.CapHeight)), ("StemV", new PdfInteger(80)), ("FontFile2", fileReference), ("CIDSet", writer.Add(Present()))));
        var widths = new PdfArray(_glyphs.Select(glyph => Scaled(_font.AdvanceWidth(glyph))).ToList());
        var descendant = writer.Add(PdfDictionary.Of(
            ("Type", new PdfName("Font")), ("Subtype", new PdfName("CIDFontType2")), ("BaseFont", name),
            ("CIDSystemInfo", PdfDictionary.Of(
                ("Registry", PdfText.Encode("Adobe")), ("Ordering", PdfText.Encode("Identity")), ("Supplement", new PdfInteger(0)))),
            ("FontDescriptor", descriptor), ("DW", new PdfInteger(1000)),
            ("W", new PdfArray([new PdfInteger(0), widths])), ("CIDToGIDMap", new PdfName("Identity"))));
        var toUnicode = writer.Add(new PdfStream(PdfDictionary.Empty, Encoding.ASCII.GetBytes(ToUnicode())));
        return writer.Add(PdfDictionary.Of(
            ("Type", new PdfName("Font")), ("Subtype", new PdfName("Type0")), ("BaseFont", name),
            ("Encoding", new PdfName("Identity-H")), ("DescendantFonts", new PdfArray([descendant])), ("ToUnicode", toUnicode)));
    }

    /// <summary>Table 122, /CIDSet: one bit a glyph, which PDF/A-1 wants of every subset (ISO 19005-1, 6.3.5).</summary>
    private PdfStream Present()
    {
        var bits = new byte[(_glyphs.Count + 7) / 8];
        for (var i = 0; i < _glyphs.Count; i++)
        {
            bits[i / 8] |= (byte)(0x80 >> i % 8);
        }

        return new(PdfDictionary.Empty, bits);
    }

    private PdfInteger Scaled(int units) => new((long)Math.Round(units * 1000.0 / _font.UnitsPerEm));

    /// <summary>9.9.2: six capital letters, here of the subset's digest.</summary>
    private static string Tag(byte[] file) =>
        string.Concat(SHA256.HashData(file).Take(6).Select(b => (char)('A' + b % 26)));

    private int Number(int glyph)
    {
        if (!_numbers.TryGetValue(glyph, out var number))
        {
            number = _glyphs.Count;
            _numbers[glyph] = number;
            _glyphs.Add(glyph);
        }

        return number;
    }

    /// <summary>9.10.3.</summary>
    private string ToUnicode()
    {
        var map = new StringBuilder(
            """
            /CIDInit /ProcSet findresource begin
            12 dict begin
            begincmap
            /CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def
            /CMapName /Adobe-Identity-UCS def
            /CMapType 2 def
            1 begincodespacerange
            <0000> <FFFF>
            endcodespacerange

            """);
        foreach (var block in _characters.Chunk(100))
        {
            map.Append(CultureInfo.InvariantCulture, $"{block.Length} beginbfchar\n");
            foreach (var (number, character) in block)
            {
                map.Append(CultureInfo.InvariantCulture, $"<{number:X4}> <{Convert.ToHexString(Encoding.BigEndianUnicode.GetBytes(character.ToString()))}>\n");
            }

            map.Append("endbfchar\n");
        }

        return map.Append("endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend\n").ToString();
    }

    private byte[] Build()
    {
        var outlines = new MemoryStream();
        var offsets = new MemoryStream();
        for (var i = 0; i < _glyphs.Count; i++) // the list grows while composites are read
        {
            WriteUInt32(offsets, (uint)outlines.Length);
            outlines.Write(Strip(_font.Outline(_glyphs[i])));
            outlines.SetLength(outlines.Length + 3 & ~3L);
            outlines.Position = outlines.Length;
        }

        WriteUInt32(offsets, (uint)outlines.Length);
        var metrics = new MemoryStream();
        foreach (var glyph in _glyphs)
        {
            WriteUInt16(metrics, _font.AdvanceWidth(glyph));
            WriteUInt16(metrics, _font.LeftSideBearing(glyph));
        }

        var head = _font.Table("head", 54).ToArray();
        BinaryPrimitives.WriteUInt32BigEndian(head.AsSpan(8), 0); // checkSumAdjustment, set over the whole file
        BinaryPrimitives.WriteInt16BigEndian(head.AsSpan(50), 1); // long offsets in loca
        var horizontal = _font.Table("hhea", 36)[..36].ToArray();
        BinaryPrimitives.WriteUInt16BigEndian(horizontal.AsSpan(34), (ushort)_glyphs.Count);
        var profile = _font.Table("maxp", 32)[..32].ToArray();
        BinaryPrimitives.WriteUInt16BigEndian(profile.AsSpan(4), (ushort)_glyphs.Count);
        return Assemble([
            ("glyf", outlines.ToArray()), ("head", head), ("hhea", horizontal), ("hmtx", metrics.ToArray()),
            ("loca", offsets.ToArray()), ("maxp", profile)]);
    }

    /// <summary>A glyph without its instructions, and with its components renumbered.</summary>
    private byte[] Strip(ReadOnlySpan<byte> outline)
    {
        if (outline.Length < 10)
        {
            return [];
        }

        var contours = BinaryPrimitives.ReadInt16BigEndian(outline);
        if (contours < 0)
        {
            return Renumber(outline.ToArray());
        }

        var instructions = 10 + 2 * contours;
        if (outline.Length < instructions + 2)
        {
            throw new FontSyntaxException("glyf", "A glyph ends early.");
        }

        var after = instructions + 2 + BinaryPrimitives.ReadUInt16BigEndian(outline[instructions..]);
        return after <= outline.Length
            ? [.. outline[..instructions], 0, 0, .. outline[after..]]
            : throw new FontSyntaxException("glyf", "A glyph's instructions are longer than the glyph.");
    }

    private byte[] Renumber(byte[] outline)
    {
        var at = 10;
        int flags;
        do
        {
            if (at + 4 > outline.Length)
            {
                throw new FontSyntaxException("glyf", "A composite glyph ends early.");
            }

            flags = BinaryPrimitives.ReadUInt16BigEndian(outline.AsSpan(at));
            var component = BinaryPrimitives.ReadUInt16BigEndian(outline.AsSpan(at + 2));
            BinaryPrimitives.WriteUInt16BigEndian(outline.AsSpan(at), (ushort)(flags & ~HasInstructions));
            BinaryPrimitives.WriteUInt16BigEndian(outline.AsSpan(at + 2), (ushort)Number(component));
            at += 4 + ((flags & ArgumentsAreWords) != 0 ? 4 : 2)
                + ((flags & HasScale) != 0 ? 2 : (flags & HasTwoScales) != 0 ? 4 : (flags & HasMatrix) != 0 ? 8 : 0);
        }
        while ((flags & MoreComponents) != 0);
        return at <= outline.Length ? outline[..at] : throw new FontSyntaxException("glyf", "A composite glyph ends early.");
    }

    /// <summary>ISO/IEC 14496-22, 4.5: the directory in order of tags, tables at multiples of four, checksums.</summary>
    private static byte[] Assemble((string Tag, byte[] Data)[] tables)
    {
        var file = new MemoryStream();
        var power = (int)Math.Log2(tables.Length);
        WriteUInt32(file, 0x00010000);
        WriteUInt16(file, tables.Length);
        WriteUInt16(file, 16 << power);
        WriteUInt16(file, power);
        WriteUInt16(file, 16 * tables.Length - (16 << power));
        var offset = 12 + 16 * tables.Length;
        var adjustmentAt = 0;
        foreach (var (tag, data) in tables)
        {
            adjustmentAt = tag == "head" ? offset + 8 : adjustmentAt;
            file.Write(Encoding.ASCII.GetBytes(tag));
            WriteUInt32(file, Checksum(data));
            WriteUInt32(file, (uint)offset);
            WriteUInt32(file, (uint)data.Length);
            offset += data.Length + 3 & ~3;
        }

        foreach (var (_, data) in tables)
        {
            file.Write(data);
            file.SetLength(file.Length + 3 & ~3L);
            file.Position = file.Length;
        }

        var bytes = file.ToArray();
        BinaryPrimitives.WriteUInt32BigEndian(bytes.AsSpan(adjustmentAt), unchecked(0xB1B0AFBA - Checksum(bytes)));
        return bytes;
    }

    private static uint Checksum(ReadOnlySpan<byte> data)
    {
        var sum = 0u;
        Span<byte> word = stackalloc byte[4];
        for (var at = 0; at < data.Length; at += 4)
        {
            word.Clear();
            data[at..Math.Min(at + 4, data.Length)].CopyTo(word);
            sum = unchecked(sum + BinaryPrimitives.ReadUInt32BigEndian(word));
        }

        return sum;
    }

    private static void WriteUInt16(MemoryStream stream, int value)
    {
        stream.WriteByte((byte)(value >> 8));
        stream.WriteByte((byte)value);
    }

    private static void WriteUInt32(MemoryStream stream, uint value)
    {
        WriteUInt16(stream, (int)(value >> 16));
        WriteUInt16(stream, (int)(value & 0xFFFF));
    }
}
