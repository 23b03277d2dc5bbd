using System.Text;
using TrustPlatform.Pdf.Writing;
using Xunit;

namespace TrustPlatform.Pdf.Tests.Writing;

public sealed class IncrementalWriterTests(TemporaryFolder folder) : IClassFixture<TemporaryFolder>
{
    [Theory]
    [InlineData("--object-streams=disable", PdfCrossReferenceKind.Table)]
    [InlineData("--object-streams=generate", PdfCrossReferenceKind.Stream)]
    [InlineData("--linearize", PdfCrossReferenceKind.Table)]
    public async Task An_update_has_the_files_own_kind_of_section_and_qpdf_finds_no_fault(string option, PdfCrossReferenceKind kind)
    {
        var (plain, before, after) = (folder.PathOf("plain.pdf"), folder.PathOf($"before{option}.pdf"), folder.PathOf($"after{option}.pdf"));
        await File.WriteAllTextAsync(plain, TestFile.Table(TestFile.OnePage), TestContext.Current.CancellationToken);
        await Tool.RunAsync("qpdf", option, plain, before);
        var bytes = await File.ReadAllBytesAsync(before, TestContext.Current.CancellationToken);

        var updated = Update(bytes, writer => writer.Add(new PdfInteger(42)), out var added);

        await File.WriteAllBytesAsync(after, updated, TestContext.Current.CancellationToken);
        var check = await Tool.RunAsync("qpdf", "--check", after);
        Assert.True(check.ExitCode == 0, check.Output);
        using var document = TestFile.Open(updated);
        Assert.Equal((2, kind), (document.Revisions.Count, document.Current.CrossReferenceKind));
        Assert.Equal(new PdfInteger(42), document.Current.Resolve(added));
        Assert.True(updated.AsSpan().StartsWith(bytes));
        Assert.Equal(updated.Length, document.Current.EndOffset);
    }

    [Fact]
    public void After_a_hybrid_section_comes_a_table_without_the_hidden_stream()
    {
        var text = TestFile.Table([.. TestFile.OnePage, "<</Type/XRef/Size 6/W[1 1 1]/Index[0 0]/Length 0>>\nstream\n\nendstream"]);
        var hidden = text.IndexOf("4 0 obj", StringComparison.Ordinal);
        text = text.Replace("/Size 5", $"/XRefStm {hidden}/Size 5", StringComparison.Ordinal);

        var updated = Update(Encoding.Latin1.GetBytes(text), writer => writer.Add(PdfNull.Value), out _);

        using var document = TestFile.Open(updated);
        Assert.Equal(
            [PdfCrossReferenceKind.Hybrid, PdfCrossReferenceKind.Table], document.Revisions.Select(revision => revision.CrossReferenceKind));
        Assert.Null(document.Current.Trailer["XRefStm"]);
    }

    [Fact]
    public void The_permanent_identifier_and_other_entries_of_the_trailer_are_kept()
    {
        var file = Encoding.Latin1.GetBytes(TestFile.Table(TestFile.OnePage, trailer: "/ID[<0102><0304>]/Info<</Title(t)>>/Private(kept)"));

        var updated = Update(file, writer => writer.Add(PdfNull.Value), out _);

        using var document = TestFile.Open(updated);
        var trailer = document.Current.Trailer;
        var identifier = (PdfArray)trailer["ID"]!;
        Assert.Equal([1, 2], ((PdfString)identifier[0]).Bytes.ToArray());
        Assert.NotEqual([3, 4], ((PdfString)identifier[1]).Bytes.ToArray());
        Assert.Equal("kept", PdfText.Decode((PdfString)trailer["Private"]!));
        Assert.IsType<PdfDictionary>(trailer["Info"]);
    }

    [Fact]
    public void New_numbers_are_greater_than_any_that_a_revision_knows()
    {
        var file = TestFile.Update(TestFile.Table(TestFile.OnePage), 15, "(far)");
        var withGreaterSize = file.Replace("/Size 20", "/Size 31", StringComparison.Ordinal);

        Update(Encoding.Latin1.GetBytes(withGreaterSize), writer => writer.Add(PdfNull.Value), out var added);

        Assert.Equal(31, added.Number);
    }

    [Fact]
    public void The_same_changes_give_the_same_bytes()
    {
        var file = Encoding.Latin1.GetBytes(TestFile.Table(TestFile.OnePage, trailer: "/ID[<01><02>]"));

        Assert.Equal(
            Update(file, writer => writer.Add(new PdfReal(0.1)), out _), Update(file, writer => writer.Add(new PdfReal(0.1)), out _));
    }

    [Fact]
    public void Marked_objects_are_found_where_they_stand()
    {
        var file = Encoding.Latin1.GetBytes(TestFile.Table(TestFile.OnePage, endOfLine: ""));
        using var document = TestFile.Open(file);
        var writer = new IncrementalWriter(document);
        var marked = new PdfString(new byte[4], IsHexadecimal: true);
        writer.Mark(marked);
        writer.Add(PdfDictionary.Of(("Contents", marked), ("Same", new PdfString(new byte[4], IsHexadecimal: true))));

        var update = writer.Build();

        var (start, end) = update.Place(marked);
        byte[] whole = [.. file, .. update.Bytes.Span];
        Assert.Equal("/Contents <00000000>", Encoding.Latin1.GetString(whole[(int)(start - 10)..(int)end]));
    }

    [Theory]
    [InlineData("junk%PDF-1.7\n")]
    [InlineData("%PDF-1.7\n", "/Encrypt 1 0 R")]
    [InlineData("%PDF-1.7\n", "", "<html>")]
    public void A_file_that_readers_may_read_differently_is_not_updated(string header, string trailer = "", string end = "")
    {
        var text = TestFile.Table(TestFile.OnePage, trailer: trailer) + end;
        using var document = TestFile.Open(text.Replace("%PDF-1.7\n", header, StringComparison.Ordinal));

        Assert.Throws<InvalidOperationException>(() => new IncrementalWriter(document));
    }

    private static byte[] Update(byte[] file, Func<IncrementalWriter, PdfReference> change, out PdfReference result)
    {
        using var document = TestFile.Open(file);
        var writer = new IncrementalWriter(document);
        result = change(writer);
        return [.. file, .. writer.Build().Bytes.Span];
    }

    [Theory]
    [InlineData("/Extra 9 0 R", 10)]
    [InlineData("/Extra[/a<</B 7 0 R>>]", 8)]
    [InlineData("/Extra 2147483647 0 R", 4)]
    public void A_number_that_the_trailer_refers_to_in_vain_is_not_given_to_a_new_object(string trailer, int expected)
    {
        using var document = TestFile.Open(TestFile.Table(TestFile.OnePage, trailer: trailer));

        Assert.Equal(expected, new IncrementalWriter(document).Reserve().Number);
    }
}
