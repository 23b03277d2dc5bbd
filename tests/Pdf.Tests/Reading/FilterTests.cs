using System.Diagnostics;
using System.Globalization;
using System.IO.Compression;
using System.Text;
using Xunit;

namespace TrustPlatform.Pdf.Tests.Reading;

public sealed class FilterTests
{
    [Theory]
    [InlineData("/ASCIIHexDecode", "4d 61 6E20 7>", "Man p")]
    [InlineData("/ASCII85Decode", "9jqo^BlbD-BleB1DJ+*+F(f,q~>", "Man is distinguished")]
    [InlineData("/ASCII85Decode", "z!!~>", "\0\0\0\0\0")]
    [InlineData("/RunLengthDecode", "\u0002abc\u00FEx\u0080rest", "abcxxx")]
    [InlineData("[/ASCIIHexDecode/RunLengthDecode]", "02 61 62 63 FE 78 80>", "abcxxx")]
    public void Text_filters_decode(string filter, string stored, string expected) =>
        Assert.Equal(expected, Encoding.Latin1.GetString(Decode($"/Filter{filter}", Encoding.Latin1.GetBytes(stored))));

    [Fact]
    public void The_lzw_example_of_the_standard_decodes() => // ISO 32000-2, 7.4.4.2, example 1
        Assert.Equal("2D2D2D2D2D412D2D2D42", Convert.ToHexString(Decode("/Filter/LZWDecode", Convert.FromHexString("800B6050220C0C8501"))));

    [Theory]
    [InlineData(0, new byte[] { 10, 20, 30 })]
    [InlineData(1, new byte[] { 10, 30, 60 })]
    [InlineData(2, new byte[] { 110, 120, 130 })]
    [InlineData(3, new byte[] { 60, 100, 130 })]
    [InlineData(4, new byte[] { 110, 130, 160 })]
    public void Png_rows_are_undone_by_their_own_filter(int filter, byte[] expected)
    {
        // The row above is 100 100 100; expectations worked out by hand from ISO/IEC 15948, 9.2.
        byte[] rows = [0, 100, 100, 100, (byte)filter, 10, 20, 30];

        var decoded = Decode("/Filter/FlateDecode/DecodeParms<</Predictor 15/Columns 3>>", Deflate(rows));

        Assert.Equal(expected, decoded[3..]);
    }

    [Fact]
    public void Tiff_prediction_adds_to_the_left() =>
        Assert.Equal([1, 2, 4, 6, 5, 5, 6, 6], Decode(
            "/Filter/FlateDecode/DecodeParms<</Predictor 2/Columns 2/Colors 2>>", Deflate([1, 2, 3, 4, 5, 5, 1, 1])));

    [Theory]
    [InlineData("/ASCIIHexDecode", "4x", "7.4.2")]
    [InlineData("/ASCII85Decode", "s8W-\"~>", "7.4.3")]
    [InlineData("/ASCII85Decode", "!~>", "7.4.3")]
    [InlineData("/RunLengthDecode", "\u0005ab", "7.4.5")]
    [InlineData("/FlateDecode", "no zlib", "7.4.4")]
    [InlineData("/LZWDecode", "\u0080\u007F\u00FF", "7.4.4.2")]
    [InlineData("/DCTDecode", "x", "7.4")]
    [InlineData("/Unknown", "x", "7.4")]
    public void Bad_data_are_refused_with_the_clause(string filter, string stored, string clause) =>
        Assert.Equal(clause, Assert.Throws<PdfSyntaxException>(() => Decode($"/Filter{filter}", Encoding.Latin1.GetBytes(stored))).Clause);

    [Fact]
    public void A_bomb_is_refused_before_it_fills_the_memory()
    {
        var once = Deflate(new byte[50_000_000]);
        var twice = Deflate(once);
        var started = Stopwatch.GetTimestamp();

        var exception = Assert.Throws<PdfSyntaxException>(() => Decode("/Filter[/FlateDecode/FlateDecode]", twice));

        Assert.Equal("limits", exception.Clause);
        Assert.True(Stopwatch.GetElapsedTime(started) < TimeSpan.FromSeconds(5));
    }

    private static byte[] Decode(string entries, byte[] stored)
    {
        var text = TestFile.Table(
            [.. TestFile.OnePage, $"<<{entries}/Length {stored.Length.ToString(CultureInfo.InvariantCulture)}>>\nstream\n{Encoding.Latin1.GetString(stored)}\nendstream"]);
        using var document = TestFile.Open(text);
        return document.Current.Decode((PdfStream)document.Current.Resolve(new PdfReference(4))).ToArray();
    }

    private static byte[] Deflate(byte[] bytes)
    {
        using var output = new MemoryStream();
        using (var deflater = new ZLibStream(output, CompressionLevel.SmallestSize, leaveOpen: true))
        {
            deflater.Write(bytes);
        }

        return output.ToArray();
    }
}
