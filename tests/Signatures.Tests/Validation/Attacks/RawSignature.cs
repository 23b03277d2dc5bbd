using System.Globalization;
using System.Text;

namespace TrustPlatform.Signatures.Tests.Validation.Attacks;

/// <summary>Signature dictionaries written by hand, around whatever is put into their /Contents.</summary>
internal static class RawSignature
{
    private const int Room = 16 * 1024;
    private const string Range = "/ByteRange[0 0000000000 0000000000 0000000000]";

    private static readonly string s_hole = "<" + new string('0', Room) + ">";

    /// <summary>A dictionary with room for the range and the contents; an object of a file that is then completed.</summary>
    public static string Dictionary(string subFilter = "ETSI.CAdES.detached", string entries = "") =>
        $"<</Type/Sig/Filter/Adobe.PPKLite/SubFilter/{subFilter}/M(D:20260301080000Z){entries}{Range}/Contents{s_hole}>>";

    /// <summary>Fills in the range, and as contents what <paramref name="sign"/> gives for the covered bytes.</summary>
    public static byte[] Complete(byte[] file, Func<byte[], byte[]> sign)
    {
        var text = Encoding.Latin1.GetString(file);
        var start = text.LastIndexOf(s_hole, StringComparison.Ordinal);
        var end = start + s_hole.Length;
        text = text.Replace(
            Range, string.Create(CultureInfo.InvariantCulture, $"/ByteRange[0 {start:D10} {end:D10} {text.Length - end:D10}]"), StringComparison.Ordinal);
        var covered = Encoding.Latin1.GetBytes(text[..start] + text[end..]);
        var contents = Convert.ToHexString(sign(covered)).PadRight(Room, '0');
        return Encoding.Latin1.GetBytes(text[..(start + 1)] + contents + text[(end - 1)..]);
    }

    /// <summary>The first signature of a new document of the forms' kind.</summary>
    public static byte[] Document(Func<byte[], byte[]> sign, string subFilter = "ETSI.CAdES.detached", string entries = "") => Complete(
        FormDocument.Unsigned().With(6, Field("A", 50)).With(50, Dictionary(subFilter, entries)).ToFile(), sign);

    /// <summary>One more signature, in the field B.</summary>
    public static byte[] Append(byte[] file, Func<byte[], byte[]> sign, string entries = "", Update? update = null, string subFilter = "ETSI.CAdES.detached") =>
        Complete((update ?? new Update()).With(32, FormDocument.FieldB[..^2] + "/V 60 0 R>>").With(60, Dictionary(subFilter, entries)).AppendTo(file), sign);

    public static string Field(string name, int value) =>
        $"<</Type/Annot/Subtype/Widget/FT/Sig/T({name})/Rect[50 100 150 150]/F 132/P 3 0 R/V {value} 0 R>>";
}
