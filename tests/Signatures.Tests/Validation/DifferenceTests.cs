using System.Text;
using TrustPlatform.Pdf;
using TrustPlatform.Signatures.Differences;
using TrustPlatform.Signatures.Validation;
using Xunit;

namespace TrustPlatform.Signatures.Tests.Validation;

/// <summary>Updates after a signature, each with the class that it must have.</summary>
public sealed class DifferenceTests
{
    private const string Form = "<</Type/XObject/Subtype/Form/BBox[0 0 200 20]";
    private const string Page = "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 14 0 R/Annots 10 0 R/Resources<</XObject<</Logo 11 0 R>>>>>>";
    private const string Text1 = "<</Type/Annot/Subtype/Widget/FT/Tx/T(Text1)/Rect[50 700 250 720]/F 4/P 3 0 R/AP<</N 8 0 R>>/V(a)>>";

    private static readonly Lab s_lab = new();

    private static readonly (string Name, ChangeClass Expected, Func<Update> Make)[] s_cases =
    [
        ("nothing", ChangeClass.None, () => new()),
        ("an identical copy", ChangeClass.None, () => new Update().With(3, Page)),
        ("an object that nothing refers to", ChangeClass.None, () => new Update().With(50, "(orphan)")),
        ("information", ChangeClass.LtvOnly, () => new Update().With(50, "<</ModDate(D:2026)>>").WithTrailer("/Info 50 0 R")),
        ("metadata", ChangeClass.LtvOnly, () => new Update().With(1, Catalog("/Metadata 50 0 R")).WithStream(50, "<x/>", "/Type/Metadata/Subtype/XML")),
        ("security store", ChangeClass.LtvOnly, () => new Update().With(1, Catalog("/DSS 50 0 R")).With(50, "<</Certs[51 0 R]>>").WithStream(51, "x")),
        ("extensions", ChangeClass.LtvOnly, () => new Update().With(1, Catalog("/Extensions<</ESIC<</BaseVersion/1.7/ExtensionLevel 5>>>>"))),
        ("later version", ChangeClass.None, () => new Update().With(1, Catalog("/Version/2.0"))),
        ("filled field", ChangeClass.FormFill, () => new Update().With(5, Text1.Replace("(a)", "(b)", StringComparison.Ordinal))),
        ("filled field with a new look", ChangeClass.FormFill,
            () => new Update().With(5, Text1.Replace("(a)", "(b)", StringComparison.Ordinal).Replace("8 0 R", "50 0 R", StringComparison.Ordinal)).WithStream(50, "b", "/Type/XObject/Subtype/Form/BBox[0 0 1 1]")),
        ("filled field whose look is overwritten", ChangeClass.FormFill,
            () => new Update().With(5, Text1.Replace("(a)", "(b)", StringComparison.Ordinal)).WithStream(8, "b", "/Type/XObject/Subtype/Form/BBox[0 0 1 1]")),
        ("new empty signature field", ChangeClass.FormFill,
            () => new Update().With(7, "<</SigFlags 3/Fields[5 0 R 6 0 R 9 0 R 50 0 R]>>").With(10, "[5 0 R 6 0 R 9 0 R 50 0 R]")
                .With(50, "<</Type/Annot/Subtype/Widget/FT/Sig/T(B)/Rect[0 0 0 0]/F 132/P 3 0 R>>")),
        ("comment", ChangeClass.Annotations,
            () => new Update().With(10, "[5 0 R 6 0 R 9 0 R 50 0 R]").With(50, "<</Type/Annot/Subtype/Text/Rect[0 0 9 9]/Contents(x)/P 3 0 R>>")),
        ("look changed alone", ChangeClass.NotPermitted, () => new Update().WithStream(8, "b", "/Type/XObject/Subtype/Form/BBox[0 0 1 1]")),
        ("look borrowed from the page", ChangeClass.NotPermitted,
            () => new Update().With(5, Text1.Replace("(a)", "(b)", StringComparison.Ordinal).Replace("8 0 R", "11 0 R", StringComparison.Ordinal))),
        ("look shared with the page overwritten", ChangeClass.NotPermitted,
            () => new Update().With(9, "<</Type/Annot/Subtype/Widget/FT/Tx/T(Text2)/Rect[50 650 250 670]/F 4/P 3 0 R/AP<</N 11 0 R>>/V(y)>>").WithStream(11, "forged", "/Type/XObject/Subtype/Form/BBox[0 0 1 1]")),
        ("field moved", ChangeClass.NotPermitted, () => new Update().With(5, Text1.Replace("[50 700", "[50 100", StringComparison.Ordinal))),
        ("field renamed", ChangeClass.NotPermitted, () => new Update().With(5, Text1.Replace("(Text1)", "(Text3)", StringComparison.Ordinal))),
        ("field hidden", ChangeClass.NotPermitted, () => new Update().With(5, Text1.Replace("/F 4", "/F 2", StringComparison.Ordinal))),
        ("field removed", ChangeClass.NotPermitted, () => new Update().With(7, "<</SigFlags 3/Fields[6 0 R 9 0 R]>>")),
        ("field with an action", ChangeClass.NotPermitted,
            () => new Update().With(5, Text1.Replace("(a)", "(b)/AA<</K<</S/JavaScript/JS(x)>>>>", StringComparison.Ordinal))),
        ("text field added", ChangeClass.NotPermitted,
            () => new Update().With(7, "<</SigFlags 3/Fields[5 0 R 6 0 R 9 0 R 50 0 R]>>").With(10, "[5 0 R 6 0 R 9 0 R 50 0 R]")
                .With(50, "<</Type/Annot/Subtype/Widget/FT/Tx/T(C)/Rect[0 0 99 99]/F 4/P 3 0 R>>")),
        ("signature emptied", ChangeClass.NotPermitted, () => new Update().With(6, "<</Type/Annot/Subtype/Widget/FT/Sig/T(A)/Rect[0 0 0 0]/F 132/P 3 0 R>>")),
        ("content replaced", ChangeClass.NotPermitted, () => new Update().WithStream(4, "forged")),
        ("page rotated", ChangeClass.NotPermitted, () => new Update().With(3, Page.Replace("/Type/Page/", "/Type/Page/Rotate 90/", StringComparison.Ordinal))),
        ("page added", ChangeClass.NotPermitted, () => new Update().With(2, "<</Type/Pages/Count 2/Kids[3 0 R 50 0 R]>>").With(50, Page)),
        ("link added", ChangeClass.NotPermitted,
            () => new Update().With(10, "[5 0 R 6 0 R 9 0 R 50 0 R]").With(50, "<</Type/Annot/Subtype/Link/Rect[0 0 9 9]/A<</S/URI/URI(x)>>>>")),
        ("widget of no field added", ChangeClass.NotPermitted,
            () => new Update().With(10, "[5 0 R 6 0 R 9 0 R 50 0 R]").With(50, "<</Type/Annot/Subtype/Widget/Rect[0 0 9 9]/P 3 0 R>>")),
        ("annotations reordered", ChangeClass.NotPermitted, () => new Update().With(10, "[9 0 R 6 0 R 5 0 R]")),
        ("open action added", ChangeClass.NotPermitted, () => new Update().With(1, Catalog("/OpenAction<</S/JavaScript/JS(x)>>"))),
        ("names added", ChangeClass.NotPermitted, () => new Update().With(1, Catalog("/Names<<>>"))),
        ("permissions added", ChangeClass.NotPermitted, () => new Update().With(1, Catalog("/Perms<</DocMDP 6 0 R>>"))),
        ("catalog written as another object", ChangeClass.None, () => new Update().With(50, Catalog("")).WithRoot(50)),
        ("catalog swapped", ChangeClass.NotPermitted, () => new Update().With(50, Catalog("/PageMode/FullScreen")).WithRoot(50)),
        ("catalog that was something else", ChangeClass.NotPermitted, () => new Update().With(12, Catalog("")).WithRoot(12)),
        ("default appearance where all fields have looks", ChangeClass.FormFill,
            () => new Update().With(7, "<</SigFlags 3/DA(/Helv 0 Tf 0 g)/Q 1/Fields[5 0 R 6 0 R 9 0 R]>>")),
        ("default appearance where looks are made anew", ChangeClass.NotPermitted,
            () => new Update().With(7, "<</SigFlags 3/NeedAppearances true/DA(/Helv 0 Tf 1 g)/Fields[5 0 R 6 0 R 9 0 R]>>")),
        ("default resources added", ChangeClass.None,
            () => new Update().With(7, "<</SigFlags 3/DR<</Font<</Helv 50 0 R>>>>/Fields[5 0 R 6 0 R 9 0 R]>>").With(50, "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>")),
        ("catalog without the form", ChangeClass.NotPermitted, () => new Update().With(1, "<</Type/Catalog/Pages 2 0 R>>")),
        ("trailer key added", ChangeClass.NotPermitted, () => new Update().WithTrailer("/Shadow 4 0 R")),
        ("object re-pointed into earlier bytes", ChangeClass.NotPermitted, () => new Update().WithEntry(4, OffsetOf("12 0 obj"))),
        ("content freed", ChangeClass.NotPermitted, () => new Update().WithEntry(4, 0, 'f', 1)),
        ("dangling content given", ChangeClass.NotPermitted, () => new Update().WithStream(13, "forged")),
        ("security store that is the page's content", ChangeClass.NotPermitted,
            () => new Update().With(1, Catalog("/DSS<</Certs[4 0 R]>>")).WithStream(4, "forged")),
        ("metadata that is an image of the page", ChangeClass.NotPermitted,
            () => new Update().With(1, Catalog("/Metadata 11 0 R")).WithStream(11, "<x/>", "/Type/Metadata/Subtype/XML")),
        ("annotation that takes the page's content as its look", ChangeClass.NotPermitted,
            () => new Update().With(10, "[5 0 R 6 0 R 9 0 R 50 0 R]")
                .With(50, "<</Type/Annot/Subtype/Stamp/Rect[0 0 9 9]/AP<</N 4 0 R>>/P 3 0 R>>").WithStream(4, "forged")),
    ];

    private static readonly Lazy<Task<byte[]>> s_signed = new(() => SignAsync(Unsigned()));

    public static TheoryData<string> Cases => [.. s_cases.Select(item => item.Name)];

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task Update_has_its_class(string name)
    {
        var (_, expected, make) = s_cases.First(item => item.Name == name);
        var signed = await s_signed.Value;

        var report = Signing.Validate(make().AppendTo(signed), s_lab.Context(policy: ValidationPolicy.TestVectors));

        var signature = report.Signatures.Single(item => item.Integrity == SignatureIntegrity.Intact);
        Assert.Equal((name, expected), (name, signature.Changes));
        Assert.Equal(expected == ChangeClass.NotPermitted, report.Verdict == FileVerdict.Invalid);
    }

    [Fact]
    public async Task Bytes_after_the_last_revision_are_refused()
    {
        var signed = await s_signed.Value;

        var report = Signing.Validate([.. signed, .. "4 0 obj\n(x)\nendobj\n"u8], s_lab.Context(policy: ValidationPolicy.TestVectors));

        Assert.Equal((FileVerdict.Invalid, "file.trailing-bytes"), (report.Verdict, report.Reason));
    }

    [Fact]
    public async Task File_appended_to_itself_is_refused()
    {
        var signed = await s_signed.Value;

        var report = Signing.Validate([.. signed, .. signed], s_lab.Context(policy: ValidationPolicy.TestVectors));

        Assert.NotEqual(FileVerdict.Valid, report.Verdict);
    }

    [Fact]
    public async Task Swapped_catalog_does_not_hide_the_signature()
    {
        var file = new Update().With(50, "<</Type/Catalog/Pages 2 0 R>>").WithRoot(50).AppendTo(await s_signed.Value);

        var report = Signing.Validate(file, s_lab.Context());

        Assert.Equal(("A", FileVerdict.Invalid), (report.Signatures.Single().Field, report.Verdict));
    }

    [Theory]
    [InlineData("/AP<</N 50 0 R>>", "/Resources<<>>", "DR", ChangeClass.FormFill)]
    [InlineData("/AP<</N 50 0 R>>", "", "DR", ChangeClass.NotPermitted)]
    [InlineData("/AP<</N 50 0 R>>", "", "DA", ChangeClass.FormFill)]
    [InlineData("", "", "DA", ChangeClass.NotPermitted)]
    [InlineData("", "", "Q", ChangeClass.NotPermitted)]
    public async Task Defaults_of_the_form_may_change_where_nothing_is_shown_by_them(string look, string resources, string key, ChangeClass expected)
    {
        string Form(string font, string colour) => "<</SigFlags 3/Fields[5 0 R 6 0 R]"
            + (key == "DR" ? $"/DR<</Font<</Helv {font} 0 R>>>>" : key == "DA" ? $"/DA(/Helv 0 Tf {colour} g)" : $"/Q {colour}") + ">>";
        const string Font = "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>";
        var signed = await SignAsync(new Update()
            .With(1, Catalog("")).With(2, "<</Type/Pages/Count 1/Kids[3 0 R]>>")
            .With(3, "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Annots[8 0 R 6 0 R]>>")
            .With(5, "<</FT/Tx/T(Parent)/Kids[8 0 R]/V(a)>>")
            .With(6, "<</Type/Annot/Subtype/Widget/FT/Sig/T(A)/Rect[0 0 0 0]/F 132/P 3 0 R>>")
            .With(7, Form("51", "0")).With(8, $"<</Type/Annot/Subtype/Widget/Parent 5 0 R/Rect[50 700 250 720]/F 4/P 3 0 R{look}>>")
            .WithStream(50, "a", $"/Type/XObject/Subtype/Form/BBox[0 0 200 20]{resources}").With(51, Font));

        var report = Signing.Validate(
            new Update().With(7, Form("60", "1")).With(60, Font).AppendTo(signed), s_lab.Context(policy: ValidationPolicy.TestVectors));

        Assert.Equal(expected, report.Signatures.Single().Changes);
    }

    [Fact]
    public async Task Signature_in_the_form_of_a_new_catalog_is_found()
    {
        // Nothing of the old form is touched, so that only the trailer tells of the new one.
        var first = await SignAsync(Unsigned());
        var update = new Update().With(50, "<</Type/Catalog/Pages 2 0 R/AcroForm 52 0 R>>").WithRoot(50)
            .With(52, "<</SigFlags 3/Fields[5 0 R 6 0 R 9 0 R 53 0 R]>>").With(53, "<</FT/Sig/T(B)/V 54 0 R>>")
            .With(54, "<</Type/Sig/Filter/Adobe.PPKLite/SubFilter/ETSI.CAdES.detached/ByteRange[0 1 2 3]/Contents<00>>>");

        var report = Signing.Validate(update.AppendTo(first), s_lab.Context(policy: ValidationPolicy.TestVectors));

        Assert.Equal(["A", "B"], report.Signatures.Select(signature => signature.Field).Order(StringComparer.Ordinal));
        Assert.Equal(FileVerdict.Invalid, report.Verdict);
    }

    [Theory]
    [InlineData("an empty field", "changes.field")]
    [InlineData("a new field", "changes.new-field")]
    [InlineData("an empty field by way of a new object", "changes.field")]
    public async Task Signature_of_another_field_signs_nothing(string field, string rule)
    {
        const string Empty = "<</Type/Annot/Subtype/Widget/FT/Sig/T(B)/Rect[0 0 0 0]/F 132/P 3 0 R";
        var unsigned = Unsigned().With(7, "<</SigFlags 3/Fields[5 0 R 6 0 R 9 0 R 17 0 R]>>").With(10, "[5 0 R 6 0 R 9 0 R 17 0 R]").With(17, Empty + ">>");
        var signed = await SignAsync(field == "a new field" ? Unsigned() : unsigned);
        using var document = PdfDocument.Open(new MemoryStream(signed), PdfLimits.Default);
        var value = ((PdfDictionary)document.Current.Load(6)!.Value)["V"] as PdfReference;
        var isChained = field.EndsWith("object", StringComparison.Ordinal);
        var update = new Update().With(17, $"{Empty}/V {(isChained ? 60 : value!.Number)} 0 R>>");
        update = isChained ? update.With(60, $"{value!.Number} 0 R") : update;
        var added = update.With(7, "<</SigFlags 3/Fields[5 0 R 6 0 R 9 0 R 17 0 R]>>").With(10, "[5 0 R 6 0 R 9 0 R 17 0 R]");

        var report = Signing.Validate(
            (field == "a new field" ? added : update).AppendTo(signed), s_lab.Context(policy: ValidationPolicy.TestVectors));

        Assert.Equal((FileVerdict.Invalid, rule), (report.Verdict, report.Reason));
    }

    [Theory]
    [InlineData("", ChangeClass.None)]
    [InlineData("/Border[0 0 1]", ChangeClass.NotPermitted)]
    public async Task Signature_reference_of_its_own_may_name_the_catalog_as_its_data(string entries, ChangeClass expected)
    {
        // An object with those keys alone can be nothing but a signature reference.
        var signed = await SignAsync(Unsigned().With(16, $"<</TransformMethod/FieldMDP/Data 1 0 R{entries}>>")
            .With(7, "<</SigFlags 3/Fields[5 0 R 6 0 R 9 0 R]/Kept 16 0 R>>"));

        var report = Signing.Validate(
            new Update().With(1, Catalog("/Version/2.0")).AppendTo(signed), s_lab.Context(policy: ValidationPolicy.TestVectors));

        Assert.Equal(expected, report.Signatures.Single().Changes);
    }

    private static string Catalog(string entries) => $"<</Type/Catalog/Pages 2 0 R/AcroForm 7 0 R{entries}>>";

    private static int OffsetOf(string text) =>
        Encoding.Latin1.GetString(Unsigned().ToFile()).IndexOf(text, StringComparison.Ordinal);

    private static Update Unsigned() => new Update()
        .With(1, Catalog("")).With(2, "<</Type/Pages/Count 1/Kids[3 0 R]>>").With(3, Page)
        .WithStream(4, "q /Logo Do Q")
        .With(5, Text1)
        .With(6, "<</Type/Annot/Subtype/Widget/FT/Sig/T(A)/Rect[0 0 0 0]/F 132/P 3 0 R>>")
        .With(7, "<</SigFlags 3/Fields[5 0 R 6 0 R 9 0 R]>>")
        .WithStream(8, "a", Form[2..])
        .With(9, "<</Type/Annot/Subtype/Widget/FT/Tx/T(Text2)/Rect[50 650 250 670]/F 4/P 3 0 R/AP<</N 11 0 R>>/V(x)>>")
        .With(10, "[5 0 R 6 0 R 9 0 R]")
        .WithStream(11, "logo", Form[2..])
        .WithStream(12, "prepared forgery")
        .With(14, "[4 0 R 13 0 R]");

    private static async Task<byte[]> SignAsync(Update file) =>
        await Signing.SignAsync(s_lab, s_lab.Signer(), file.ToFile());
}
