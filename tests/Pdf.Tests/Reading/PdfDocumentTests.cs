using System.Text;
using Xunit;

namespace TrustPlatform.Pdf.Tests.Reading;

public sealed class PdfDocumentTests(TemporaryFolder folder) : IClassFixture<TemporaryFolder>
{
    [Theory]
    [InlineData("\n", 1)]
    [InlineData("\r\n", 2)]
    [InlineData("\r", 1)]
    [InlineData("", 0)]
    [InlineData("\n\n  \n", 1)]
    public void A_revision_ends_after_its_marker_and_one_end_of_line(string endOfLine, int counted)
    {
        var text = TestFile.Table(TestFile.OnePage, endOfLine);

        using var document = TestFile.Open(text);

        Assert.Equal(text.LastIndexOf("%%EOF", StringComparison.Ordinal) + 5 + counted, document.Current.EndOffset);
        Assert.True(document.EndsInWhiteSpace);
        Assert.False(document.IsRecovered);
    }

    [Fact]
    public void Each_update_is_a_revision_that_sees_what_was_written_up_to_it()
    {
        var first = TestFile.Table([.. TestFile.OnePage, "(one)"]);
        var second = TestFile.Update(first, 4, "(two)");
        var third = TestFile.Update(second, 5, "4 0 R");

        using var document = TestFile.Open(third);

        Assert.Equal([first.Length, second.Length, third.Length], document.Revisions.Select(revision => (int)revision.EndOffset));
        Assert.Equal([0, first.Length, second.Length], document.Revisions.Select(revision => (int)revision.StartOffset));
        Assert.Equal(["one", "two", "two"], document.Revisions.Select(revision => Text(revision.Resolve(new PdfReference(4)))));
        Assert.Equal("two", Text(document.Current.Resolve(new PdfReference(5))));
        Assert.Equal(PdfNull.Value, document.Revisions[1].Resolve(new PdfReference(5)));
        Assert.Equal([4], document.Revisions[1].Entries.Keys);
    }

    [Fact]
    public void A_long_string_is_decoded_when_it_is_asked_for_and_never_from_other_bytes()
    {
        var digits = string.Concat(Enumerable.Range(0, 300).Select(i => $"{i % 256:x2}"));
        var bytes = Encoding.Latin1.GetBytes(TestFile.Table([.. TestFile.OnePage, $"<{digits}>", $"<{digits}>"]));
        using var document = TestFile.Open(bytes);
        var read = (PdfString)document.Current.Resolve(new PdfReference(4));
        var unread = (PdfString)document.Current.Resolve(new PdfReference(5));

        Assert.Equal(digits, Convert.ToHexStringLower(read.Bytes.Span));
        Assert.Equal("xy"u8.ToArray(), (unread with { Bytes = "xy"u8.ToArray() }).Bytes);

        Array.Fill(bytes, (byte)'x', (int)read.Offset + 1, digits.Length);
        Array.Fill(bytes, (byte)'x', (int)unread.Offset + 1, digits.Length);
        Assert.Equal(digits, Convert.ToHexStringLower(read.Bytes.Span));
        Assert.Throws<PdfSyntaxException>(() => unread.Bytes);
    }

    [Fact]
    public void Strings_and_dictionaries_know_their_place_in_the_file()
    {
        var text = TestFile.Table([.. TestFile.OnePage, "<</A <48 69>/B(x\\)y)>>"]);

        using var document = TestFile.Open(text);

        var dictionary = (PdfDictionary)document.Current.Resolve(new PdfReference(4));
        Assert.Equal("<</A <48 69>/B(x\\)y)>>", text[(int)dictionary.Offset..(int)dictionary.EndOffset]);
        var hexadecimal = (PdfString)dictionary["A"]!;
        Assert.Equal("<48 69>", text[(int)hexadecimal.Offset..(int)hexadecimal.EndOffset]);
        Assert.Equal("Hi", Text(hexadecimal));
        Assert.Equal("x)y", Text(dictionary["B"]!));
        Assert.Null(document.Current.Load(4)!.ObjectStream);
    }

    [Theory]
    [InlineData("--object-streams=generate", PdfCrossReferenceKind.Stream, 1)]
    [InlineData("--object-streams=disable", PdfCrossReferenceKind.Table, 1)]
    [InlineData("--linearize", PdfCrossReferenceKind.Table, 1)]
    public async Task What_qpdf_writes_is_read(string option, PdfCrossReferenceKind kind, int revisions)
    {
        var (plain, written) = (folder.PathOf("plain.pdf"), folder.PathOf($"{kind}{option}.pdf"));
        await File.WriteAllTextAsync(
            plain, TestFile.Table([.. TestFile.OnePage, "(kept)"], trailer: "/Info<</Title 4 0 R>>"), TestContext.Current.CancellationToken);
        await Tool.RunAsync("qpdf", option, plain, written);
        await using var stream = File.OpenRead(written);

        using var document = PdfDocument.Open(stream, PdfLimits.Default);

        Assert.Equal((kind, revisions, false), (document.Current.CrossReferenceKind, document.Revisions.Count, document.IsRecovered));
        Assert.Equal(stream.Length, document.Current.EndOffset);
        Assert.Single(document.Current.Pages);
        var information = document.Current.Resolve<PdfDictionary>(document.Current.Trailer["Info"])!;
        Assert.Equal("kept", Text(document.Current.Resolve(information["Title"])));
        Assert.Null(document.FindMisplacedObject());
    }

    [Fact]
    public void Inherited_page_attributes_are_filled_in()
    {
        using var document = TestFile.Open(TestFile.Table(
        [
            "<</Type/Catalog/Pages 2 0 R>>", "<</Type/Pages/Count 1/Kids[3 0 R]/MediaBox[0 0 10 20]/Rotate 90>>",
            "<</Type/Pages/Parent 2 0 R/Count 1/Kids[4 0 R]/Rotate 180>>", "<</Type/Page/Parent 3 0 R>>",
        ]));

        var page = Assert.Single(document.Current.Pages);
        Assert.Equal(new PdfReference(4), page.Reference);
        Assert.Equal(new PdfInteger(180), page.Dictionary["Rotate"]);
        Assert.Equal(new PdfInteger(20), ((PdfArray)page.Dictionary["MediaBox"]!)[3]);
    }

    [Theory]
    [InlineData("a header that is not first", "junk\n%PDF-1.7\n", true)]
    [InlineData("a number that leads nowhere", null, true)]
    [InlineData("nothing wrong", "", false)]
    public void A_damaged_structure_is_recovered_and_said(string fault, string? prefix, bool isRecovered)
    {
        var sound = TestFile.Table([.. TestFile.OnePage, "(found)"]);
        var text = prefix is null ? sound.Replace("startxref\n", "startxref\n1", StringComparison.Ordinal)
            : prefix.Length > 0 ? prefix.Replace("%PDF-1.7\n", "", StringComparison.Ordinal) + sound : sound;

        using var document = TestFile.Open(text);

        Assert.True(isRecovered == document.IsRecovered, fault);
        Assert.Equal("found", Text(document.Current.Resolve(new PdfReference(4))));
    }

    [Theory]
    [InlineData("/Prev 9", "a table that is none")]
    [InlineData("/Prev SELF", "a chain that comes back")]
    [InlineData("/Prev 99999", "outside the file")]
    [InlineData("/Prev(x)", "no number")]
    public void A_broken_chain_ends_in_recovery(string entry, string fault)
    {
        var text = TestFile.Table(TestFile.OnePage, trailer: entry);
        var start = text.IndexOf("\nxref\n", StringComparison.Ordinal) + 1;
        text = text.Replace("SELF", $"{start}", StringComparison.Ordinal);

        using var document = TestFile.Open(text);

        Assert.True(document.IsRecovered, fault);
        Assert.Single(document.Current.Pages);
    }

    [Theory]
    [InlineData("", "7.5.2")]
    [InlineData("%!PS-Adobe", "7.5.2")]
    [InlineData("%PDF-1.7\n", "7.5.5")]
    [InlineData("%PDF-1.7\ntrailer<</Root 1 0 R>>\nstartxref\n9\n%%EOF", "7.7.2")]
    public void What_is_no_pdf_is_refused_with_its_clause(string text, string clause)
    {
        var exception = Assert.Throws<PdfSyntaxException>(() => TestFile.Open(text));

        Assert.Equal(clause, exception.Clause);
    }

    [Theory]
    [InlineData("(open", "7.3.4.2")]
    [InlineData("<4x>", "7.3.4.3")]
    [InlineData("<</A 1", "7.3.7")]
    [InlineData("<<1 2>>", "7.3.7")]
    [InlineData("[1 2", "7.3")]
    [InlineData("1.2.3", "7.3.3")]
    [InlineData("12abc", "7.3.3")]
    [InlineData("nul", "7.3")]
    [InlineData("<</Length 9999>>\nstream\nx\nendstream", "7.3.8.2")]
    [InlineData("<</Length 0>>\nstream\nx\nendstream", "7.3.8.1")]
    [InlineData("<</Length 4 0 R>>\nstream\nx\nendstream", "limits")]
    public void A_malformed_object_is_refused_with_its_clause_when_it_is_asked_for(string value, string clause)
    {
        using var document = TestFile.Open(TestFile.Table([.. TestFile.OnePage, value]));

        var exception = Assert.Throws<PdfSyntaxException>(() => document.Current.Load(4));

        Assert.Equal(clause, exception.Clause);
    }

    [Fact]
    public void A_generation_that_is_not_in_force_is_null()
    {
        using var document = TestFile.Open(TestFile.Table([.. TestFile.OnePage, "(x)"]));

        Assert.Equal(PdfNull.Value, document.Current.Resolve(new PdfReference(4, 1)));
        Assert.Equal(PdfNull.Value, document.Current.Resolve(new PdfReference(99)));
    }

    [Fact]
    public void References_in_a_circle_are_refused()
    {
        using var document = TestFile.Open(TestFile.Table([.. TestFile.OnePage, "5 0 R", "4 0 R"]));

        Assert.Equal("limits", Assert.Throws<PdfSyntaxException>(() => document.Current.Resolve(new PdfReference(4))).Clause);
    }

    [Fact]
    public void An_object_stream_that_needs_itself_is_refused()
    {
        var text = TestFile.Table([.. TestFile.OnePage, "<</Type/ObjStm/N 6 0 R/First 4/Length 5>>\nstream\n6 0 1\nendstream"]);
        var start = text.Length;
        var entry = Encoding.Latin1.GetString([2, 0, 4, 0]);
        text += $"5 0 obj\n<</Type/XRef/Size 7/W[1 2 1]/Index[6 1]/Root 1 0 R/Length 4/Prev {text.IndexOf("\nxref", StringComparison.Ordinal) + 1}>>\n"
            + $"stream\n{entry}\nendstream\nendobj\nstartxref\n{start}\n%%EOF\n";

        using var document = TestFile.Open(text);

        Assert.Equal((2, false), (document.Revisions.Count, document.IsRecovered));
        Assert.Equal("limits", Assert.Throws<PdfSyntaxException>(() => document.Current.Load(6)).Clause);
    }

    [Fact]
    public void A_page_tree_in_a_circle_is_refused()
    {
        using var document = TestFile.Open(TestFile.Table(["<</Type/Catalog/Pages 2 0 R>>", "<</Kids[3 0 R]>>", "<</Kids[2 0 R]>>"]));

        Assert.Equal("7.7.3", Assert.Throws<PdfSyntaxException>(() => document.Current.Pages).Clause);
    }

    [Theory]
    [InlineData(256, false)]
    [InlineData(258, true)]
    public void Nesting_is_bounded(int depth, bool isRefused)
    {
        using var document = TestFile.Open(TestFile.Table([.. TestFile.OnePage, new string('[', depth) + new string(']', depth)]));

        var exception = Record.Exception(() => document.Current.Load(4));

        Assert.Equal(isRefused ? "limits" : null, (exception as PdfSyntaxException)?.Clause);
    }

    [Theory]
    [InlineData(true, null)]
    [InlineData(false, "Table and stream of a hybrid section differ on object 4.")]
    public void A_hidden_stream_that_a_later_writer_copied_from_the_trailer_is_the_past(bool isCopied, string? reason)
    {
        var (file, start, hidden, stream) = Hybrid();
        var own = file.Length;
        file += isCopied ? "" : stream;
        var changed = file.Length;
        file += "4 0 obj\n(changed)\nendobj\n";
        var table = file.Length;
        file += $"xref\n4 1\n{changed:D10} 00000 n \n"
            + $"trailer\n<</Size 7/Root 1 0 R/Prev {start}/XRefStm {(isCopied ? hidden : own)}>>\nstartxref\n{table}\n%%EOF\n";

        using var document = TestFile.Open(file);

        Assert.Equal((reason, "changed"), (document.RecoveryReason, Text(document.Current.Load(4)!.Value)));
    }

    [Fact]
    public void A_hybrid_file_gives_the_objects_that_its_table_hides()
    {
        using var document = TestFile.Open(Hybrid().File);

        Assert.Equal((PdfCrossReferenceKind.Hybrid, false), (document.Current.CrossReferenceKind, document.IsRecovered));
        var found = document.Current.Load(4)!;
        Assert.Equal(("hidden", 5), (Text(found.Value), found.ObjectStream));
        Assert.Equal(-1, ((PdfString)found.Value).Offset);
    }

    private static (string File, int Table, int Hidden, string Stream) Hybrid()
    {
        // Object 4 is free in the table and in an object stream (5) by the hidden stream (6), 7.5.8.4.
        var text = "%PDF-1.5\n";
        var offsets = new int[7];
        Add(1, "<</Type/Catalog/Pages 2 0 R>>");
        Add(2, "<</Type/Pages/Count 0/Kids[]>>");
        Add(3, "null");
        Add(5, "<</Type/ObjStm/N 1/First 4/Length 12>>\nstream\n4 0 (hidden)\nendstream");
        var entries = new byte[] { 2, 0, 5, 0 };
        var hidden = text.Length;
        Add(6, $"<</Type/XRef/Size 7/W[1 2 1]/Index[4 1]/Length 4>>\nstream\n{Encoding.Latin1.GetString(entries)}\nendstream");
        var start = text.Length;
        text += "xref\n0 7\n0000000004 65535 f \n" + string.Concat(Enumerable.Range(1, 6).Select(number =>
            number == 4 ? "0000000000 00000 f \n" : $"{offsets[number]:D10} 00000 n \n"));
        text += $"trailer\n<</Size 7/Root 1 0 R/XRefStm {hidden}>>\nstartxref\n{start}\n%%EOF\n";

        return (text, start, hidden, text[hidden..start]);

        void Add(int number, string value)
        {
            offsets[number] = text.Length;
            text += $"{number} 0 obj\n{value}\nendobj\n";
        }
    }

    [Theory]
    [InlineData("0000000000 65535 f", "0000000000 65536 f", false)] // written so by many producers
    [InlineData("0000000009 00000 n", "0000000009 65536 n", true)]
    public void The_generation_of_a_free_number_may_be_too_great(string right, string written, bool isDamaged)
    {
        using var document = TestFile.Open(TestFile.Table(TestFile.OnePage).Replace(right, written, StringComparison.Ordinal));

        Assert.Equal(isDamaged, document.IsRecovered);
        Assert.Single(document.Current.Pages);
    }

    [Fact]
    public void Keys_that_stand_twice_are_told()
    {
        using var document = TestFile.Open(TestFile.Table([.. TestFile.OnePage, "<</A 1/B 2/A 3>>"]));

        var dictionary = (PdfDictionary)document.Current.Resolve(new PdfReference(4));
        Assert.Equal(["A"], dictionary.DuplicateKeys);
        Assert.Equal(new PdfInteger(3), dictionary["A"]);
    }

    [Fact]
    public void An_object_that_stands_elsewhere_is_found()
    {
        var text = TestFile.Table([.. TestFile.OnePage, "(x)", "(y)"]);
        var (fourth, fifth) = (text.IndexOf("4 0 obj", StringComparison.Ordinal), text.IndexOf("5 0 obj", StringComparison.Ordinal));

        using var document = TestFile.Open(text.Replace($"{fourth:D10}", $"{fifth:D10}", StringComparison.Ordinal));

        Assert.Contains("Object 4", document.FindMisplacedObject(), StringComparison.Ordinal);
        Assert.Equal("7.5.4", Assert.Throws<PdfSyntaxException>(() => document.Current.Load(4)).Clause);
    }

    private static string Text(PdfObject value) => PdfText.Decode(Assert.IsType<PdfString>(value));
}
