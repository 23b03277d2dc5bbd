using TrustPlatform.Pdf;
using TrustPlatform.Signatures.Pades;
using Xunit;

namespace TrustPlatform.Signatures.Tests.Pades;

/// <summary>A tagged document stays tagged (14.7, 14.8), whatever the shape of its tree.</summary>
public sealed class TaggedDocumentTests(TestAuthority authority) : IClassFixture<TestAuthority>
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("list of numbers", "<</Nums[0[5 0 R]]>>", "/ParentTreeNextKey 4", 4)]
    [InlineData("without a next key", "<</Nums[0[5 0 R] 6 5 0 R]>>", "", 7)]
    [InlineData("tree with kids", "<</Kids[7 0 R]>>", "/ParentTreeNextKey 1", 3)]
    [InlineData("empty", "<<>>", "", 0)]
    public async Task A_visible_field_becomes_a_form_element(string shape, string parentTree, string nextKey, int expectedKey)
    {
        var laid = await Requests.LaidAsync(Tagged(parentTree, nextKey), new SignatureFieldPlacement("A", 1, new(50, 60, 200, 70)), new("B", 0, default));

        using var document = Requests.Open(laid);
        var current = document.Current;
        var widget = Field(current, "A");
        Assert.Equal(expectedKey, ((PdfInteger)widget.Dictionary["StructParent"]!).Value);
        Assert.Equal("A", PdfText.Decode((PdfString)widget.Dictionary["TU"]!));
        Assert.Null(Field(current, "B").Dictionary["StructParent"]);
        var root = current.Resolve<PdfDictionary>(current.Catalog["StructTreeRoot"])!;
        Assert.Equal(expectedKey + 1, ((PdfInteger)root["ParentTreeNextKey"]!).Value);
        var found = Find(current, current.Resolve<PdfDictionary>(root["ParentTree"])!, expectedKey);
        var element = current.Resolve<PdfDictionary>(found)!;
        Assert.Equal(("StructElem", "Form"), (((PdfName)element["Type"]!).Value, ((PdfName)element["S"]!).Value));
        Assert.Equal(widget.Reference, ((PdfDictionary)element["K"]!)["Obj"]);
        var parent = current.Resolve<PdfDictionary>(element["P"])!;
        Assert.Equal("Document", ((PdfName)parent["S"]!).Value);
        Assert.Contains(found, current.Resolve<PdfArray>(parent["K"])!);
        Assert.NotEmpty(shape);
    }

    [Fact]
    public async Task Other_programs_accept_the_tagged_file_and_its_signature()
    {
        using var signer = authority.Signer("Ký");
        var path = authority.PathOf("tagged.pdf");
        await using (var output = File.Create(path))
        {
            await PadesSigner.SignAsync(
                await Requests.LaidAsync(Tagged("<</Nums[0[5 0 R]]>>", "/ParentTreeNextKey 1")), output, Requests.Of(signer, "A", authority), Cancel);
        }

        var structure = await Tool.RunAsync("pdfinfo", "-struct", path);
        Assert.Contains("Form", structure.Output, StringComparison.Ordinal);
        Assert.Contains("Tagged:          yes", (await Tool.RunAsync("pdfinfo", path)).Output, StringComparison.Ordinal);
        Assert.Equal(0, (await Tool.RunAsync("qpdf", "--check", path)).ExitCode);
        Assert.Contains("Signature is Valid", (await Tool.RunAsync("pdfsig", "-nocert", path)).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task After_a_signature_the_structure_stays_as_it_was_signed()
    {
        using var signer = authority.Signer("Ký");
        using var signed = new MemoryStream();
        await PadesSigner.SignAsync(
            await Requests.LaidAsync(Tagged("<</Nums[0[5 0 R]]>>", "")), signed, Requests.Of(signer, "A", authority), Cancel);

        var again = await Requests.LaidAsync(signed, new SignatureFieldPlacement("B", 1, new(300, 60, 200, 70)));

        using var document = Requests.Open(again);
        Assert.Null(Field(document.Current, "B").Dictionary["StructParent"]);
        Assert.DoesNotContain(4, document.Current.Entries.Keys);
    }

    [Theory]
    [InlineData("/MarkInfo<</Marked false>>")]
    [InlineData("")]
    public async Task A_document_that_is_not_tagged_gets_no_structure(string markInfo)
    {
        var laid = await Requests.LaidAsync(Tagged("<</Nums[]>>", "", markInfo));

        using var document = Requests.Open(laid);
        Assert.Null(Field(document.Current, "A").Dictionary["StructParent"]);
    }

    private static MemoryStream Tagged(string parentTree, string nextKey, string markInfo = "/MarkInfo<</Marked true>>") => Requests.File(
        $"<</Type/Catalog/Pages 2 0 R{markInfo}/StructTreeRoot 4 0 R/Lang(vi)>>",
        "<</Type/Pages/Count 1/Kids[3 0 R]>>",
        "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/StructParents 0/Tabs/S>>",
        $"<</Type/StructTreeRoot/K 6 0 R/ParentTree {parentTree}{nextKey}>>",
        "<</Type/StructElem/S/P/P 6 0 R/Pg 3 0 R/K 0>>",
        "<</Type/StructElem/S/Document/P 4 0 R/K 5 0 R>>",
        "<</Limits[0 2]/Nums[0[5 0 R] 2 5 0 R]>>");

    private static (PdfReference Reference, PdfDictionary Dictionary) Field(PdfRevision revision, string name)
    {
        var form = revision.Resolve<PdfDictionary>(revision.Catalog["AcroForm"])!;
        return revision.Resolve<PdfArray>(form["Fields"])!.Cast<PdfReference>()
            .Select(reference => (reference, revision.Resolve<PdfDictionary>(reference)!))
            .Single(field => PdfText.Decode((PdfString)field.Item2["T"]!) == name);
    }

    /// <summary>7.9.7, as a reader looks a number up.</summary>
    private static PdfObject? Find(PdfRevision revision, PdfDictionary node, long key)
    {
        var numbers = revision.Resolve<PdfArray>(node["Nums"]) ?? PdfArray.Empty;
        for (var i = 0; i + 1 < numbers.Count; i += 2)
        {
            if (numbers[i] is PdfInteger number && number.Value == key)
            {
                return numbers[i + 1];
            }
        }

        return (revision.Resolve<PdfArray>(node["Kids"]) ?? PdfArray.Empty).Select(kid => revision.Resolve<PdfDictionary>(kid)!)
            .Where(kid => ((PdfInteger)((PdfArray)kid["Limits"]!)[0]).Value <= key && key <= ((PdfInteger)((PdfArray)kid["Limits"]!)[1]).Value)
            .Select(kid => Find(revision, kid, key)).FirstOrDefault();
    }
}
