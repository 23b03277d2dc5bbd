using System.Text;
using TrustPlatform.Signatures.Pades;

namespace TrustPlatform.Signatures.Tests.Validation.Attacks;

/// <summary>
/// A signed document with everything that attacks reach for: two pages, fonts, shared pictures, layers, outlines, names, a
/// structure tree, fields of every type, a link, and bytes that were prepared for later.
/// </summary>
internal static class FormDocument
{
    public const string CatalogEntries =
        "/Pages 2 0 R/AcroForm 7 0 R/Names 20 0 R/Outlines 21 0 R/StructTreeRoot 22 0 R/PageLabels<</Nums[0<</S/D>>]>>/Lang(vi)"
        + "/MarkInfo<</Marked true>>/ViewerPreferences<</DisplayDocTitle true>>/OCProperties 35 0 R";

    public const string Page1 =
        "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 14 0 R/Annots 10 0 R/Resources 15 0 R/Tabs/S>>";

    public const string Annotations = "5 0 R 6 0 R 9 0 R 26 0 R 27 0 R 28 0 R 32 0 R 33 0 R";

    public const string Fields = "5 0 R 6 0 R 9 0 R 25 0 R 27 0 R 28 0 R 32 0 R";

    public const string Text1 =
        "<</Type/Annot/Subtype/Widget/FT/Tx/T(Text1)/Rect[50 700 250 720]/F 4/P 3 0 R/DA(/F1 9 Tf)/AP<</N 8 0 R>>/V(a)>>";

    public const string Text2 =
        "<</Type/Annot/Subtype/Widget/FT/Tx/T(Text2)/Rect[50 650 250 670]/F 4/P 3 0 R/AP<</N 11 0 R>>/V(x)>>";

    public const string Grouped =
        "<</Type/Annot/Subtype/Widget/FT/Tx/T(Name)/Parent 25 0 R/Rect[50 600 250 620]/F 4/P 3 0 R/AP<</N 36 0 R>>/V(n)>>";

    public const string Choice =
        "<</Type/Annot/Subtype/Widget/FT/Ch/T(Choice)/Rect[50 550 250 570]/F 4/P 3 0 R/Opt[(one)(two)]/V(one)>>";

    public const string CheckBox =
        "<</Type/Annot/Subtype/Widget/FT/Btn/T(Check)/Rect[50 500 60 510]/F 4/P 3 0 R/AP<</N<</Yes 29 0 R/Off 31 0 R>>>>/AS/Off/V/Off>>";

    public const string FieldB =
        "<</Type/Annot/Subtype/Widget/FT/Sig/T(B)/Rect[300 100 400 150]/F 132/P 3 0 R/Lock<</Type/SigFieldLock/Action/Include/Fields[(Group)(Text1)]>>>>";

    public const string Link = "<</Type/Annot/Subtype/Link/Rect[300 700 400 720]/A<</S/URI/URI(https://example.vn/)>>>>";

    public const string Look = "/Type/XObject/Subtype/Form/BBox[0 0 200 20]";

    public static string Catalog(string more = "", string? without = null) =>
        $"<</Type/Catalog{(without is null ? CatalogEntries : CatalogEntries.Replace(without, "", StringComparison.Ordinal))}{more}>>";

    public static string Form(string fields, string more = "") => $"<</SigFlags 3/DA(/F1 9 Tf)/DR<</Font<</F1 16 0 R>>>>/Fields[{fields}]{more}>>";

    public static Update Unsigned() => new Update()
        .With(1, Catalog()).With(2, "<</Type/Pages/Count 2/Kids[3 0 R 30 0 R]>>").With(3, Page1)
        .WithStream(4, "q /Logo Do Q BT /F1 12 Tf (100) Tj ET").With(5, Text1)
        .With(6, "<</Type/Annot/Subtype/Widget/FT/Sig/T(A)/Rect[50 100 150 150]/F 132/P 3 0 R>>")
        .With(7, Form(Fields)).WithStream(8, "a", Look).With(9, Text2).With(10, $"[{Annotations}]")
        .WithStream(11, "logo", Look).WithStream(12, "prepared forgery").With(14, "[4 0 R 13 0 R]")
        .With(15, "<</Font<</F1 16 0 R>>/XObject<</Logo 11 0 R>>/ExtGState<</G 17 0 R>>/Properties<</Layer 23 0 R>>>>")
        .With(16, "<</Type/Font/Subtype/TrueType/BaseFont/A/FirstChar 48/LastChar 49/Widths[500 500]/FontDescriptor 18 0 R/ToUnicode 19 0 R/Encoding 24 0 R>>")
        .With(17, "<</Type/ExtGState/ca 1>>").With(18, "<</Type/FontDescriptor/FontName/A/Flags 4/FontFile2 37 0 R>>")
        .WithStream(19, "cmap").With(20, "<</EmbeddedFiles<</Names[]>>>>").With(21, "<</Type/Outlines/Count 0>>")
        .With(22, "<</Type/StructTreeRoot/K[]>>").With(23, "<</Type/OCG/Name(Layer)>>").With(24, "<</Type/Encoding/Differences[48/zero/one]>>")
        .With(25, "<</T(Group)/Kids[26 0 R]>>").With(26, Grouped).With(27, Choice).With(28, CheckBox)
        .WithStream(29, "yes", Look).With(30, "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 38 0 R>>")
        .WithStream(31, "off", Look).With(32, FieldB).With(33, Link)
        .With(34, "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 12 0 R>>")
        .With(35, "<</OCGs[23 0 R]/D<</OFF[23 0 R]>>>>").WithStream(36, "n", Look).WithStream(37, "font program").WithStream(38, "second page");

    public static Task<byte[]> SignAsync(Lab lab, CertificationPermission? certification = null, string field = "A", bool asStream = false) =>
        Signing.SignAsync(lab, lab.Signer(), asStream ? Unsigned().AsStream().ToFile() : Unsigned().ToFile(), field, timestamp: false, certification: certification);

    /// <summary>Where a text stands in the file.</summary>
    public static int Find(byte[] file, string text)
    {
        var at = Encoding.Latin1.GetString(file).IndexOf(text, StringComparison.Ordinal);
        return at >= 0 ? at : throw new ArgumentException($"The file does not hold '{text}'.", nameof(text));
    }
}
