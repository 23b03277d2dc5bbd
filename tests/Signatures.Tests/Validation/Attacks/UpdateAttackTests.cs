using System.Globalization;
using TrustPlatform.Signatures.Differences;
using TrustPlatform.Signatures.Pades;
using TrustPlatform.Signatures.Validation;
using Xunit;

namespace TrustPlatform.Signatures.Tests.Validation.Attacks;

/// <summary>
/// Updates that change what a signed document shows or does: each leaves the signature itself intact, and each is refused by the
/// rule that is named. The same updates are tried on an approval signature and on certifications of every level.
/// </summary>
public sealed class UpdateAttackTests
{
    private static readonly Lab s_lab = new();

    private static readonly Dictionary<CertificationPermission, Lazy<Task<byte[]>>> s_certified =
        Enum.GetValues<CertificationPermission>().ToDictionary(level => level, level => new Lazy<Task<byte[]>>(() => FormDocument.SignAsync(s_lab, level)));

    private static readonly Lazy<Task<byte[]>> s_signed = new(() => FormDocument.SignAsync(s_lab));

    private static readonly Lazy<Task<byte[]>> s_signedWithStream = new(() => FormDocument.SignAsync(s_lab, asStream: true));

    private static readonly (string Name, string Rule, Func<Update> Make)[] s_attacks =
    [
        // Shadow replace: what the page draws with
        ("content replaced", "changes.unexplained", () => new Update().WithStream(4, "BT (900) Tj ET")),
        ("content of the second page replaced", "changes.unexplained", () => new Update().WithStream(38, "x")),
        ("dangling content given", "changes.unexplained", () => new Update().WithStream(13, "BT (900) Tj ET")),
        ("list of contents extended", "changes.unexplained", () => new Update().With(14, "[4 0 R 12 0 R]")),
        ("picture replaced", "changes.other-path", () => new Update().WithStream(11, "forged", FormDocument.Look)),
        ("font replaced", "changes.unexplained", () => new Update().With(16, "<</Type/Font/Subtype/Type1/BaseFont/B>>")),
        ("glyphs renamed", "changes.unexplained", () => new Update().With(24, "<</Type/Encoding/Differences[48/nine/one]>>")),
        ("font program replaced", "changes.unexplained", () => new Update().WithStream(37, "other glyphs")),
        ("font descriptor replaced", "changes.unexplained", () => new Update().With(18, "<</Type/FontDescriptor/FontName/A/Flags 4>>")),
        ("character map replaced", "changes.unexplained", () => new Update().WithStream(19, "other text")),
        ("graphics state replaced", "changes.unexplained", () => new Update().With(17, "<</Type/ExtGState/ca 0>>")),
        ("resources replaced", "changes.unexplained", () => new Update().With(15, "<</Font<</F1 50 0 R>>>>").With(50, "<</Type/Font/Subtype/Type1/BaseFont/B>>")),
        ("layer switched on", "changes.unexplained", () => new Update().With(35, "<</OCGs[23 0 R]/D<</ON[23 0 R]>>>>")),
        ("layer renamed", "changes.unexplained", () => new Update().With(23, "<</Type/OCG/Name(Other)>>")),
        // Shadow hide
        ("content freed", "changes.unexplained", () => new Update().WithEntry(4, 0, 'f', 1)),
        ("content made null", "changes.unexplained", () => new Update().With(4, "null")),
        ("picture freed", "changes.unexplained", () => new Update().WithEntry(11, 0, 'f', 1)),
        ("annotation hidden", "changes.unexplained", () => new Update().With(33, FormDocument.Link.Replace("/Rect", "/F 2/Rect", StringComparison.Ordinal))),
        ("link removed", "changes.annotation", () => new Update().With(10, $"[{FormDocument.Annotations.Replace(" 33 0 R", "", StringComparison.Ordinal)}]")),
        // Shadow hide and replace: what was prepared is switched to
        ("page switched to a prepared one", "changes.unexplained", () => new Update().With(2, "<</Type/Pages/Count 2/Kids[34 0 R 30 0 R]>>")),
        ("catalog swapped", "changes.catalog", () => new Update().With(50, FormDocument.Catalog("/PageMode/FullScreen")).WithRoot(50)),
        ("catalog swapped for an object that was there", "changes.trailer", () => new Update().With(12, FormDocument.Catalog()).WithRoot(12)),
        ("object re-pointed into earlier bytes", "changes.cross-reference", () => Repoint(4, "12 0 obj")),
        ("object of another generation", "changes.cross-reference", () => new Update().WithEntry(4, 0, 'n', 3)),
        // Pages
        ("page rotated", "changes.page", () => Page("/Rotate 90")),
        ("page cropped", "changes.page", () => Page("/CropBox[0 0 10 10]")),
        ("page scaled", "changes.page", () => Page("/UserUnit 2")),
        ("page given thumbnail", "changes.page", () => Page("/Thumb 11 0 R")),
        ("page given private data", "changes.page", () => Page("/PieceInfo<<>>")),
        ("page given an action", "changes.page", () => Page("/AA<</O<</S/JavaScript/JS(x)>>>>")),
        ("page given a transition", "changes.page", () => Page("/Trans<</S/Split>>")),
        ("page with a key twice", "changes.page", () => Page("/Contents 12 0 R")),
        ("page's media box changed", "changes.page",
            () => new Update().With(3, FormDocument.Page1.Replace("595", "300", StringComparison.Ordinal))),
        ("page's tabs changed", "changes.page", () => new Update().With(3, FormDocument.Page1.Replace("/Tabs/S", "", StringComparison.Ordinal))),
        ("page's content re-pointed", "changes.page", () => new Update().With(3, FormDocument.Page1.Replace("14 0 R", "12 0 R", StringComparison.Ordinal))),
        ("page removed", "changes.unexplained", () => new Update().With(2, "<</Type/Pages/Count 1/Kids[3 0 R]>>")),
        ("page added", "changes.unexplained", () => new Update().With(2, "<</Type/Pages/Count 3/Kids[3 0 R 30 0 R 34 0 R]>>")),
        ("pages reordered", "changes.unexplained", () => new Update().With(2, "<</Type/Pages/Count 2/Kids[30 0 R 3 0 R]>>")),
        ("inherited attribute added", "changes.unexplained", () => new Update().With(2, "<</Type/Pages/Count 2/Kids[3 0 R 30 0 R]/Rotate 180>>")),
        ("page became another type", "changes.page", () => new Update().With(30, "<</Type/Template/Parent 2 0 R/Contents 12 0 R>>")),
        // Catalog
        ("open action", "changes.catalog", () => Catalog("/OpenAction<</S/JavaScript/JS(x)>>")),
        ("open action that launches", "changes.catalog", () => Catalog("/OpenAction<</S/Launch/F(x)>>")),
        ("action of the document", "changes.catalog", () => Catalog("/AA<</WC<</S/JavaScript/JS(x)>>>>")),
        ("script by name", "changes.unexplained", () => new Update().With(20, "<</EmbeddedFiles<</Names[]>>/JavaScript<</Names[(a)<</S/JavaScript/JS(x)>>]>>>>")),
        ("file attached", "changes.unexplained", () => new Update().With(20, "<</EmbeddedFiles<</Names[(a)<</Type/Filespec/F(a)>>]>>>>")),
        ("outline with an action", "changes.unexplained",
            () => new Update().With(21, "<</Type/Outlines/Count 1/First 50 0 R/Last 50 0 R>>").With(50, "<</Title(x)/Parent 21 0 R/A<</S/Launch/F(x)>>>>")),
        ("structure changed", "changes.unexplained", () => new Update().With(22, "<</Type/StructTreeRoot/K[<</S/P/ActualText(900)>>]>>")),
        ("labels of the pages changed", "changes.catalog", () => Without("<</Nums[0<</S/D>>]>>", "<</Nums[0<</S/r>>]>>")),
        ("language changed", "changes.catalog", () => Without("/Lang(vi)", "/Lang(en)")),
        ("outlines removed", "changes.catalog", () => Without("/Outlines 21 0 R", "")),
        ("layers removed", "changes.catalog", () => Without("/OCProperties 35 0 R", "")),
        ("associated file added", "changes.catalog", () => Catalog("/AF[<</Type/Filespec/F(a)>>]")),
        ("collection added", "changes.catalog", () => Catalog("/Collection<</View/D>>")),
        ("catalog with a key twice", "changes.catalog", () => Catalog("/Pages 2 0 R")),
        ("catalog without the form", "changes.form", () => Without("/AcroForm 7 0 R", "")),
        ("permissions of usage added", "changes.catalog", () => Catalog("/Perms<</UR3 6 0 R>>")),
        ("requirements added", "changes.catalog", () => Catalog("/Requirements[<</S/EnableJavaScripts>>]")),
        // Trailer
        ("trailer key added", "changes.trailer", () => new Update().WithTrailer("/Shadow 4 0 R")),
        ("encryption added", "changes.trailer", () => new Update().WithTrailer("/Encrypt<</Filter/Standard/V 1/R 2/O(x)/U(x)/P 0>>")),
        ("information that is a page", "changes.information", () => new Update().WithTrailer("/Info 3 0 R")),
        // Form
        ("form made dynamic", "changes.form", () => Form(FormDocument.Fields, "/XFA[(template)50 0 R]").WithStream(50, "<x/>")),
        ("order of calculation", "changes.form", () => Form(FormDocument.Fields, "/CO[5 0 R]")),
        ("appearances to be made anew", "changes.form", () => Form(FormDocument.Fields, "/NeedAppearances true")),
        ("default look replaced", "changes.form", () => new Update().With(7, FormDocument.Form(FormDocument.Fields).Replace("/F1 9 Tf", "1 Tr", StringComparison.Ordinal))),
        ("default font replaced", "changes.form",
            () => new Update().With(7, FormDocument.Form(FormDocument.Fields).Replace("/F1 16 0 R", "/F1 50 0 R", StringComparison.Ordinal)).With(50, "<</Type/Font/Subtype/Type1/BaseFont/B>>")),
        ("field removed", "changes.field", () => Form(FormDocument.Fields.Replace("9 0 R ", "", StringComparison.Ordinal))),
        ("signature field removed", "changes.field", () => Form(FormDocument.Fields.Replace("6 0 R ", "", StringComparison.Ordinal))),
        ("fields all removed", "changes.field", () => Form("")),
        ("text field added", "changes.new-field",
            () => Form(FormDocument.Fields + " 50 0 R").With(10, $"[{FormDocument.Annotations} 50 0 R]")
                .With(50, "<</Type/Annot/Subtype/Widget/FT/Tx/T(C)/Rect[0 0 99 99]/F 4/P 3 0 R>>")),
        ("button with an action added", "changes.new-field",
            () => Form(FormDocument.Fields + " 50 0 R").With(10, $"[{FormDocument.Annotations} 50 0 R]")
                .With(50, "<</Type/Annot/Subtype/Widget/FT/Btn/T(C)/Rect[0 0 99 99]/F 4/P 3 0 R/A<</S/SubmitForm/F(x)>>>>")),
        ("signature field with an action added", "changes.new-field",
            () => Form(FormDocument.Fields + " 50 0 R").With(10, $"[{FormDocument.Annotations} 50 0 R]")
                .With(50, "<</Type/Annot/Subtype/Widget/FT/Sig/T(C)/Rect[0 0 0 0]/F 132/P 3 0 R/AA<</E<</S/JavaScript/JS(x)>>>>>>")),
        // Fields
        ("look changed alone", "changes.field", () => new Update().WithStream(8, "b", FormDocument.Look)),
        ("look of a check box changed", "changes.field", () => new Update().WithStream(29, "drawn otherwise", FormDocument.Look)),
        ("look borrowed from the page", "changes.field", () => Field(5, FormDocument.Text1, ("(a)", "(b)"), ("8 0 R", "11 0 R"))),
        ("look shared with the page overwritten", "changes.other-path",
            () => Field(9, FormDocument.Text2, ("(x)", "(y)")).WithStream(11, "forged", FormDocument.Look)),
        ("look of another field overwritten", "changes.field", () => Field(5, FormDocument.Text1, ("(a)", "(b)")).WithStream(36, "forged", FormDocument.Look)),
        ("field moved", "changes.field", () => Field(5, FormDocument.Text1, ("[50 700", "[50 100"))),
        ("field enlarged", "changes.field", () => Field(5, FormDocument.Text1, ("250 720]", "595 842]"), ("(a)", "(b)"))),
        ("field renamed", "changes.field", () => Field(5, FormDocument.Text1, ("(Text1)", "(Text3)"))),
        ("field hidden", "changes.field", () => Field(5, FormDocument.Text1, ("/F 4", "/F 2"))),
        ("field's type changed", "changes.field", () => Field(5, FormDocument.Text1, ("/FT/Tx", "/FT/Btn"))),
        ("field's font changed", "changes.field", () => Field(5, FormDocument.Text1, ("/F1 9 Tf", "3 Tr"))),
        ("field with an action", "changes.field", () => Field(5, FormDocument.Text1, ("(a)", "(b)/AA<</K<</S/JavaScript/JS(x)>>>>"))),
        ("field with a click", "changes.field", () => Field(5, FormDocument.Text1, ("(a)", "(b)/A<</S/GoToR/F(x)>>"))),
        ("field with a look of its border", "changes.field", () => Field(5, FormDocument.Text1, ("(a)", "(b)/MK<</BG[1]>>"))),
        ("field given length", "changes.field", () => Field(5, FormDocument.Text1, ("(a)", "(b)/MaxLen 1"))),
        ("field with a key twice", "changes.field", () => Field(5, FormDocument.Text1, ("(a)", "(b)/V(c)"))),
        ("field put below another", "changes.field",
            () => Field(5, FormDocument.Text1, ("(Text1)", "(Text1)/Parent 25 0 R")).With(25, "<</T(Group)/Kids[26 0 R 5 0 R]>>").With(7, FormDocument.Form(FormDocument.Fields.Replace("5 0 R ", "", StringComparison.Ordinal)))),
        ("group renamed", "changes.field", () => new Update().With(25, "<</T(Other)/Kids[26 0 R]>>")),
        ("group emptied", "changes.field", () => new Update().With(25, "<</T(Group)/Kids[]>>")),
        ("choices replaced", "changes.field", () => Field(27, FormDocument.Choice, ("(one)(two)", "(one)(three)"))),
        ("choice shown as another", "changes.field", () => Field(27, FormDocument.Choice, ("[(one)(two)]", "[[(one)(two)]]"))),
        ("state that is a picture of the page", "changes.field", () => Field(28, FormDocument.CheckBox, ("/Yes 29 0 R", "/Yes 11 0 R"), ("/AS/Off/V/Off", "/AS/Yes/V/Yes"))),
        ("value that is a stream", "changes.field", () => Field(5, FormDocument.Text1, ("/V(a)", "/V 50 0 R")).WithStream(50, "x")),
        ("lock removed", "changes.field", () => new Update().With(32, FormDocument.FieldB[..FormDocument.FieldB.IndexOf("/Lock", StringComparison.Ordinal)] + ">>")),
        ("link retargeted", "changes.unexplained", () => new Update().With(33, FormDocument.Link.Replace("example", "attacker", StringComparison.Ordinal))),
        ("annotations reordered", "changes.page", () => new Update().With(10, "[6 0 R 5 0 R 9 0 R 26 0 R 27 0 R 28 0 R 32 0 R 33 0 R]")),
        // Annotations that do or show more than a remark
        ("link added", "changes.annotation", () => Annotation("/Subtype/Link/Rect[0 0 9 9]/A<</S/URI/URI(x)>>")),
        ("widget of no field added", "changes.annotation", () => Annotation("/Subtype/Widget/Rect[0 0 9 9]")),
        ("widget that shows a field anew", "changes.new-field",
            () => Annotation("/Subtype/Widget/Parent 5 0 R/Rect[0 0 99 99]").With(5, FormDocument.Text1[..^2] + "/Kids[50 0 R]>>")),
        ("redaction added", "changes.annotation", () => Annotation("/Subtype/Redact/Rect[0 0 595 842]/OverlayText(x)")),
        ("watermark added", "changes.annotation", () => Annotation("/Subtype/Watermark/Rect[0 0 9 9]")),
        ("printer's mark added", "changes.annotation", () => Annotation("/Subtype/PrinterMark/Rect[0 0 9 9]")),
        ("attachment added", "changes.annotation", () => Annotation("/Subtype/FileAttachment/Rect[0 0 9 9]/FS<</F(x)>>")),
        ("medium added", "changes.annotation", () => Annotation("/Subtype/RichMedia/Rect[0 0 9 9]")),
        ("screen added", "changes.annotation", () => Annotation("/Subtype/Screen/Rect[0 0 9 9]")),
        ("remark with an action added", "changes.annotation", () => Annotation("/Subtype/Text/Rect[0 0 9 9]/A<</S/Launch/F(x)>>")),
        ("remark that takes the page's content as its look", "changes.unexplained",
            () => Annotation("/Subtype/Stamp/Rect[0 0 9 9]/AP<</N 4 0 R>>").WithStream(4, "forged")),
        // Covers that are something else
        ("security store that is the page's content", "changes.other-path", () => Catalog("/DSS<</Certs[4 0 R]>>").WithStream(4, "forged")),
        ("security store with a key of its own", "changes.security-store", () => Catalog("/DSS<</Certs[]/Shadow 4 0 R>>")),
        ("entry of the security store with a key of its own", "changes.security-store", () => Catalog("/DSS<</VRI<</A<</Shadow 4 0 R>>>>>>")),
        ("metadata that is a picture", "changes.other-path", () => Catalog("/Metadata 11 0 R").WithStream(11, "<x/>", "/Type/Metadata/Subtype/XML")),
        ("extension that is an object of the page", "changes.other-path", () => Catalog("/Extensions<</X 15 0 R>>").With(15, "<</BaseVersion/1.7>>")),
        // Signatures taken away
        ("signature emptied", "changes.field", () => SignatureField("")),
        ("signature made null", "changes.field", () => SignatureField("/V null")),
        ("signature replaced by a dictionary", "changes.field", () => SignatureField("/V<</Type/Sig>>")),
        ("signature replaced by a text", "changes.field", () => SignatureField("/V(signed)")),
        ("signature field made a text field", "changes.field", () => new Update().With(6, "<</Type/Annot/Subtype/Widget/FT/Tx/T(A)/Rect[50 100 150 150]/F 132/P 3 0 R/V(x)>>")),
    ];

    public static TheoryData<string> Attacks => [.. s_attacks.Select(attack => attack.Name)];

    [Theory]
    [MemberData(nameof(Attacks))]
    public async Task Update_is_refused_by_its_rule(string name)
    {
        var (_, rule, make) = s_attacks.First(attack => attack.Name == name);

        AssertRefused(make().AppendTo(await s_signed.Value), rule);
    }

    [Fact]
    public async Task No_certification_and_no_kind_of_file_lets_any_of_them_pass()
    {
        foreach (var attack in s_attacks)
        {
            foreach (var certified in s_certified.Values)
            {
                AssertRefused(attack.Make().AppendTo(await certified.Value), null);
            }

            if (attack.Name != "object re-pointed into earlier bytes")
            {
                AssertRefused(attack.Make().AsStream().AppendTo(await s_signedWithStream.Value), attack.Rule);
            }
        }
    }

    /// <summary>Every file of these tests, on a signature of the lab.</summary>
    internal static async Task<IReadOnlyList<(string Name, byte[] File)>> MakeAllAsync(Lab lab)
    {
        var signed = await FormDocument.SignAsync(lab);
        return [.. s_attacks.Select(attack => (attack.Name, attack.Make().AppendTo(signed)))];
    }

    private static void AssertRefused(byte[] file, string? rule)
    {
        var report = Signing.Validate(file, s_lab.Context(policy: ValidationPolicy.TestVectors));

        var signature = report.Signatures[0];
        Assert.Equal(
            (FileVerdict.Invalid, SignatureIntegrity.Intact, ChangeClass.NotPermitted, "A"),
            (report.Verdict, signature.Integrity, signature.Changes, signature.Field));
        var refusals = signature.Rules.Where(finding => finding.Result == RuleResult.Fail).Select(finding => finding.Rule.Id).Distinct();
        Assert.True(rule is null || refusals.Contains(rule), $"refused by {string.Join(", ", refusals)}");
    }

    private static Update Page(string more) => new Update().With(3, FormDocument.Page1[..^2] + more + ">>");

    private static Update Catalog(string more) => new Update().With(1, FormDocument.Catalog(more));

    private static Update Without(string part, string replacement) =>
        new Update().With(1, FormDocument.Catalog().Replace(part, replacement, StringComparison.Ordinal));

    private static Update Form(string fields, string more = "") => new Update().With(7, FormDocument.Form(fields, more));

    private static Update Field(int number, string was, params (string Part, string Replacement)[] changes) => new Update().With(
        number, changes.Aggregate(was, (text, change) => text.Replace(change.Part, change.Replacement, StringComparison.Ordinal)));

    private static Update SignatureField(string value) =>
        new Update().With(6, string.Create(CultureInfo.InvariantCulture, $"<</Type/Annot/Subtype/Widget/FT/Sig/T(A)/Rect[50 100 150 150]/F 132/P 3 0 R{value}>>"));

    private static Update Annotation(string entries) =>
        new Update().With(10, $"[{FormDocument.Annotations} 50 0 R]").With(50, $"<</Type/Annot{entries}/P 3 0 R>>");

    private static Update Repoint(int number, string target) =>
        new Update().WithEntry(number, FormDocument.Find(FormDocument.Unsigned().ToFile(), target));
}
