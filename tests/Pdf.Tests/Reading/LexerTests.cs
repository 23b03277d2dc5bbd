using System.Globalization;
using System.Text;
using Xunit;

namespace TrustPlatform.Pdf.Tests.Reading;

/// <summary>Tokens of every spelling, also where they stand across the blocks in which a file is read.</summary>
public sealed class LexerTests
{
    private const int BlockLength = 16 * 1024;

    [Theory]
    [InlineData("<>", "")]
    [InlineData("<4E6F76>", "4E6F76")]
    [InlineData("<4e6F76>", "4E6F76")]
    [InlineData("<4 e\n6\tF 7\r6>", "4E6F76")]
    [InlineData("<901FA>", "901FA0")]
    [InlineData("< 9 >", "90")]
    public void Hexadecimal_strings_are_read_in_every_spelling(string written, string expected) =>
        Assert.Equal(expected, Convert.ToHexString(((PdfString)Value(written)).Bytes.Span));

    [Theory]
    [InlineData("<4G>")]
    [InlineData("<4E")]
    [InlineData("<4E 6F (>")]
    public void What_is_no_hexadecimal_string_is_refused(string written) =>
        Assert.Equal("7.3.4.3", Assert.Throws<PdfSyntaxException>(() => Value(written + " ")).Clause);

    [Theory]
    [InlineData("/Name", "Name")]
    [InlineData("/A;Name_With-Various***Characters?", "A;Name_With-Various***Characters?")]
    [InlineData("/Lime#20Green", "Lime Green")]
    [InlineData("/paired#28#29parentheses", "paired()parentheses")]
    [InlineData("/A#4", "A#4")]
    [InlineData("/#", "#")]
    [InlineData("/", "")]
    public void Names_are_read_as_the_standard_shows(string written, string expected) => // 7.3.5, table 4
        Assert.Equal(expected, ((PdfName)Value(written)).Value);

    [Theory]
    [InlineData("(")]
    [InlineData("<")]
    [InlineData("[")]
    [InlineData("/")]
    [InlineData("%\n")]
    [InlineData("\0")]
    [InlineData("\t")]
    [InlineData("\n")]
    [InlineData("\f")]
    [InlineData("\r")]
    [InlineData(" ")]
    public void A_delimiter_or_white_space_ends_a_name_and_a_number(string end)
    {
        var rest = end switch { "(" => "x)", "<" => "00>", "[" => "]", "/" => "x", _ => "null" };

        var items = (PdfArray)Value($"[/Name{end}{rest} 17{end}{rest}]");

        Assert.Equal([new PdfName("Name"), new PdfInteger(17)], [items[0], items[2]]);
    }

    [Fact]
    public void Tokens_across_the_end_of_a_block_are_whole()
    {
        var digits = string.Concat(Enumerable.Range(0, 400).Select(i => (i % 256).ToString("x2", CultureInfo.InvariantCulture)));
        for (var shift = 0; shift < 60; shift++)
        {
            var padding = new string(' ', BlockLength - 40 - shift);

            var items = (PdfArray)Value($"[(){padding}/Lime#20Green 1234567890 12 0 R(a\\)b)<{digits}>]");

            Assert.Equal(new PdfName("Lime Green"), items[1]);
            Assert.Equal([new PdfInteger(1234567890), new PdfReference(12)], [items[2], items[3]]);
            Assert.Equal("a)b", PdfText.Decode((PdfString)items[4]));
            Assert.Equal(digits, Convert.ToHexStringLower(((PdfString)items[5]).Bytes.Span));
        }
    }

    [Theory]
    [InlineData(3)]
    [InlineData(15)]
    [InlineData(16)]
    [InlineData(17)]
    [InlineData(200)]
    public void A_key_written_twice_has_its_last_value_and_is_told(int keys)
    {
        var others = string.Concat(Enumerable.Range(0, keys).Select(i => $"/K{i} {i}"));

        var dictionary = (PdfDictionary)Value($"<<{others}/K1(again)/Last null/K{keys - 1} /Again>>");

        Assert.Equal("again", PdfText.Decode((PdfString)dictionary["K1"]!));
        Assert.Equal(new PdfName("Again"), dictionary[$"K{keys - 1}"]);
        Assert.Equal(["K1", $"K{keys - 1}"], dictionary.DuplicateKeys);
        Assert.Equal(keys + 1, dictionary.Entries.Count);
    }

    [Fact]
    public void A_string_longer_than_the_limit_is_refused()
    {
        var file = Encoding.Latin1.GetBytes(TestFile.Table([.. TestFile.OnePage, $"<{new string('0', 4000)}>"]));
        using var document = PdfDocument.Open(new MemoryStream(file), PdfLimits.Default with { MaxStringBytes = 1000 });

        Assert.Equal("limits", Assert.Throws<PdfSyntaxException>(() => document.Current.Load(4)).Clause);
    }

    private static PdfObject Value(string written)
    {
        using var document = TestFile.Open(TestFile.Table([.. TestFile.OnePage, written]));
        return document.Current.Load(4)!.Value; // it was written
    }
}
