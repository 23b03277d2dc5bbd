using System.Text;
using TrustPlatform.Pdf.Writing;
using Xunit;

namespace TrustPlatform.Pdf.Tests.Writing;

/// <summary>An update before it is appended: where marked objects stand, and what a reader finds.</summary>
public sealed class PdfUpdateTests
{
    private static readonly byte[] File = Encoding.Latin1.GetBytes(TestFile.Table(TestFile.OnePage, trailer: "/ID[<01><02>]"));

    [Fact]
    public void A_reader_finds_what_was_set_and_nothing_else()
    {
        using var document = TestFile.Open(File);
        var writer = new IncrementalWriter(document);
        var text = new PdfString("Hello"u8.ToArray());
        var added = writer.Add(new PdfArray([text, new PdfInteger(-7)]));
        writer.Set(new(3), PdfDictionary.Of(("Type", new PdfName("Page"))));

        var update = writer.Build();

        Assert.Equal(new PdfInteger(-7), ((PdfArray)update.Read(added)!)[1]);
        Assert.Equal(new PdfName("Page"), ((PdfDictionary)update.Read(new(3))!)["Type"]);
        Assert.Null(update.Read(new(1)));
        Assert.Throws<PdfSyntaxException>(() => update.Read(new(3, 1)));
    }

    [Fact]
    public void A_marked_object_stands_where_its_place_says()
    {
        using var document = TestFile.Open(File);
        var writer = new IncrementalWriter(document);
        var (room, other) = (new PdfString(new byte[4], IsHexadecimal: true), new PdfString(new byte[4], IsHexadecimal: true));
        var added = writer.Add(new PdfArray([other, room]));
        writer.Mark(room);
        var update = writer.Build();

        var (start, end) = update.Place(room);
        update.Overwrite(start, "<DEADBEEF>"u8);

        var read = (PdfArray)update.Read(added)!;
        Assert.Equal((start, end), (((PdfString)read[1]).Offset, ((PdfString)read[1]).EndOffset));
        Assert.Equal(["00000000", "DEADBEEF"], read.Select(item => Convert.ToHexString(((PdfString)item).Bytes.Span)));
        Assert.Throws<ArgumentException>(() => update.Place(other));
    }

    [Fact]
    public void An_update_that_was_written_over_does_not_read_as_meant()
    {
        using var document = TestFile.Open(File);
        var writer = new IncrementalWriter(document);
        var added = writer.Add(new PdfInteger(1));
        var update = writer.Build();

        update.Overwrite(update.Offset, "9"u8);

        Assert.Throws<PdfSyntaxException>(() => update.Read(added));
        Assert.Throws<ArgumentOutOfRangeException>(() => update.Overwrite(update.Offset - 1, "9"u8));
        Assert.Throws<ArgumentOutOfRangeException>(() => update.Overwrite(update.EndOffset, "9"u8));
    }

    [Fact]
    public void The_identifier_follows_the_content_and_not_the_placeholders()
    {
        var first = Identifier(content: 1, placeholder: 0x00);

        Assert.Equal(first, Identifier(content: 1, placeholder: 0x00));
        Assert.Equal(first, Identifier(content: 1, placeholder: 0xFF));
        Assert.NotEqual(first, Identifier(content: 2, placeholder: 0x00));
    }

    [Fact]
    public void A_large_update_is_whole()
    {
        using var document = TestFile.Open(File);
        var writer = new IncrementalWriter(document);
        var data = Enumerable.Range(0, 100_000).Select(i => (byte)(i * 31)).ToArray();
        var stream = writer.Add(new PdfStream(PdfDictionary.Empty, data));
        var text = writer.Add(new PdfString(data));

        byte[] file = [.. File, .. writer.Build().Bytes.Span];

        using var read = TestFile.Open(file);
        Assert.Equal(data, ((PdfStream)read.Current.Load(stream.Number)!.Value).EncodedBytes.ToArray());
        Assert.Equal(data, ((PdfString)read.Current.Load(text.Number)!.Value).Bytes.ToArray());
    }

    private static string Identifier(int content, byte placeholder)
    {
        using var document = TestFile.Open(File);
        var writer = new IncrementalWriter(document);
        var room = new PdfString(Enumerable.Repeat(placeholder, 20).ToArray(), IsHexadecimal: true);
        writer.Add(new PdfArray([room, new PdfInteger(content)]));
        writer.Mark(room);
        using var updated = TestFile.Open([.. File, .. writer.Build().Bytes.Span]);
        return Convert.ToHexString(((PdfString)((PdfArray)updated.Current.Trailer["ID"]!)[1]).Bytes.Span);
    }
}
