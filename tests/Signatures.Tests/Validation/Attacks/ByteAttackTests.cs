using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using TrustPlatform.Pdf;
using TrustPlatform.Signatures.Validation;
using Xunit;

namespace TrustPlatform.Signatures.Tests.Validation.Attacks;

/// <summary>
/// Attacks on the bytes of a signed file: universal forgery, signature wrapping, incremental saving without a section, and files
/// that are two things at once. None may be valid, and none may lose its signature.
/// </summary>
public sealed partial class ByteAttackTests
{
    private static readonly Lab s_lab = new();

    private static readonly Lazy<Task<byte[]>> s_signed = new(() => FormDocument.SignAsync(s_lab));

    /// <summary>A file, the rule that refuses it, and how to make it of a signed one.</summary>
    private static readonly (string Name, string Rule, Func<string, string> Make)[] s_attacks =
    [
        // Universal signature forgery: the range
        ("range missing", "coverage.byte-range", file => Same(file, "/ByteRange", "/ByteRangX")),
        ("range null", "coverage.byte-range", file => Range(file, "null")),
        ("range empty", "coverage.byte-range", file => Range(file, "[]")),
        ("range of zeros", "coverage.byte-range", file => Range(file, "[0 0 0 0]")),
        ("range of three", "coverage.byte-range", file => Range(file, r => $"[0 {r[1]} {r[2]}]")),
        ("range of six", "coverage.byte-range", file => Range(file, r => $"[0 {r[1]} {r[2]} 1 {r[2]} 1]")),
        ("range negative", "coverage.byte-range", file => Range(file, r => $"[0 {r[1]} -{r[2]} {r[3]}]")),
        ("range of names", "coverage.byte-range", file => Range(file, "[/a /b /c /d]")),
        ("range of texts", "coverage.byte-range", file => Range(file, "[(0)(1)(2)(3)]")),
        ("range of reals", "coverage.byte-range", file => Range(file, r => $"[0. {r[1]}. {r[2]}. {r[3]}.]")),
        ("range that starts later", "coverage.byte-range", file => Range(file, r => $"[1 {r[1] - 1} {r[2]} {r[3]}]")),
        ("range beyond the file", "coverage.byte-range", file => Range(file, r => $"[0 {r[1]} {r[2]} {r[3] + 1}]")),
        ("range that overflows", "coverage.byte-range", file => Range(file, r => $"[0 {r[1]} {r[2]} 9223372036854775807]")),
        ("range too large for a number", "coverage.byte-range", file => Range(file, "[0 99999999999999999999 1 1]")),
        ("range that overlaps", "coverage.byte-range", file => Range(file, r => $"[0 {r[2]} {r[1]} {r[3]}]")),
        ("range without a hole", "coverage.byte-range", file => Range(file, r => $"[0 {r[1]} {r[1]} {r[3]}]")),
        ("range in a dictionary", "coverage.byte-range", file => Range(file, "<</A 1>>")),
        ("range of nothing at the end", "coverage.byte-range", file => Range(file, r => $"[0 {r[1]} {r[2]} 0]")),
        ("hole larger by one", "coverage.hole", file => Range(file, r => $"[0 {r[1]} {r[2] + 1} {r[3] - 1}]")),
        ("hole larger in front", "coverage.hole", file => Range(file, r => $"[0 {r[1] - 1} {r[2]} {r[3]}]")),
        ("hole inside the delimiters", "coverage.hole", file => Range(file, r => $"[0 {r[1] + 1} {r[2] - 1} {r[3] + 1}]")),
        ("hole elsewhere", "coverage.hole", file => Range(file, r => $"[0 15 {r[2]} {r[3]}]")),
        ("tail not covered", "coverage.revision", file => Range(file, r => $"[0 {r[1]} {r[2]} {r[3] - 30}]")),
        ("end of file marker not covered", "coverage.revision", file => Range(file, r => $"[0 {r[1]} {r[2]} {r[3] - 6}]")),
        // ... and the contents
        ("contents missing", "coverage.hole", file => Same(file, "/Contents", "/Contentz")),
        ("contents empty", "coverage.hole", file => Hole(file, (_, room) => "<>" + new string(' ', room))),
        ("contents of zeros", "format.cms", file => Hole(file, (_, room) => "<" + new string('0', room) + ">")),
        ("contents null", "coverage.hole", file => Hole(file, (_, room) => " null" + new string(' ', room - 3))),
        ("contents in text", "coverage.hole", file => Hole(file, (_, room) => "(" + new string('0', room) + ")")),
        ("contents that are no structure", "format.cms", file => Hole(file, (_, room) => "<" + "DEADBEEF".PadRight(room, '0') + ">")),
        ("contents of another type", "format.cms", file => Hole(file, (hex, room) => "<" + hex.Replace("2A864886F70D010702", "2A864886F70D010703", StringComparison.Ordinal).PadRight(room, '0') + ">")),
        ("contents by reference", "coverage.hole", file => Hole(file, (_, room) => " 4 0 R" + new string(' ', room - 4))),
        // Signature wrapping: something else in the hole
        ("second range in the hole", "coverage.hole", file => Hole(file, (hex, room) => Wrapped(hex, room, "/ByteRange[0 9 9 9]"))),
        ("second contents in the hole", "coverage.hole", file => Hole(file, (hex, room) => Wrapped(hex, room, "/Contents<3080>"))),
        ("object in the hole", "coverage.hole", file => Hole(file, (hex, room) => Wrapped(hex, room, ">>endobj 4 0 obj(forged)endobj 99 0 obj<<"))),
        ("comment in the hole", "coverage.hole", file => Hole(file, (hex, room) => Wrapped(hex, room, "%forged\n"))),
        ("hole filled with white space", "coverage.hole", file => Hole(file, (hex, room) => "<" + hex + ">" + new string(' ', room - hex.Length))),
        // Incremental saving: bytes after the end
        ("body appended", "file.trailing-bytes", file => file + "4 0 obj\n(forged)\nendobj\n"),
        ("body and trailer appended", "file.trailing-bytes", file => file + "4 0 obj\n(forged)\nendobj\ntrailer\n<</Root 1 0 R>>\n%%EOF\n"),
        ("word appended", "file.trailing-bytes", file => file + "forged"),
        ("other format appended", "file.trailing-bytes", file => file + "PK\u0003\u0004archive"),
        ("zeros and a word appended", "file.trailing-bytes", file => file + new string('\0', 4096) + "x"),
        ("end of file marker appended", "file.trailing-bytes", file => file + "%%EOF\n"),
        ("section that cannot be read appended", "file.single-reading", file => file + "xref\nforged\ntrailer\n<<>>\nstartxref\n" + file.Length + "\n%%EOF\n"),
        ("start that leads nowhere appended", "file.single-reading", file => file + "startxref\n99999999\n%%EOF\n"),
        ("start that leads to an object appended", "file.single-reading", file => file + $"startxref\n{file.IndexOf("4 0 obj", StringComparison.Ordinal)}\n%%EOF\n"),
        ("start without an offset appended", "file.single-reading", file => file + "startxref\nx\n%%EOF\n"),
        ("section that follows itself appended", "file.single-reading", file => Section(file, "", $"/Prev {file.Length}")),
        ("section without a catalog appended", "file.single-reading", file => file + $"xref\n0 0\ntrailer\n<</Size 60/Prev {Start(file)}>>\nstartxref\n{file.Length}\n%%EOF\n"),
        ("section that lists an object twice appended", "file.single-reading",
            file => Section(file + "50 0 obj\n(x)\nendobj\n", $"50 1\n{file.Length:D10} 00000 n \n50 1\n{FormDocument.Find(Encoding.Latin1.GetBytes(file), "12 0 obj"):D10} 00000 n \n", $"/Prev {Start(file)}")),
        ("object that no section lists", "changes.unlisted-bytes", file => Section(file + "4 0 obj\n(forged)\nendobj\n", "", $"/Prev {Start(file)}")),
        ("section inside another's bytes", "changes.unlisted-bytes",
            file => Section(file + "xref\n4 1\n0000000015 00000 n \ntrailer\n<</Root 1 0 R>>\n", "", $"/Prev {Start(file)}")),
        ("text between sections", "changes.unlisted-bytes", file => Section(file + "forged", "", $"/Prev {Start(file)}")),
        // Files that are two things at once
        ("byte before the header", "file.single-reading", file => "x" + file),
        ("image before the header", "file.single-reading", file => "GIF89a\n" + file),
        ("script before the header", "file.single-reading", file => "<html><script></script>\n" + file),
        ("file appended to itself", "file.trailing-bytes", file => file + file),
        ("header damaged", "integrity.digest", file => "%PDF-1.4" + file[8..]),
        ("two headers", "file.single-reading", file => "%PDF-1.7\n" + file),
    ];

    public static TheoryData<string> Attacks => [.. s_attacks.Select(attack => attack.Name)];

    [Theory]
    [MemberData(nameof(Attacks))]
    public async Task File_is_refused_by_its_rule(string name)
    {
        var (_, rule, make) = s_attacks.First(attack => attack.Name == name);
        var file = Encoding.Latin1.GetBytes(make(Encoding.Latin1.GetString(await s_signed.Value)));

        var report = Signing.Validate(file, s_lab.Context(policy: ValidationPolicy.TestVectors));

        Assert.Equal(FileVerdict.Invalid, report.Verdict);
        Assert.NotEmpty(report.Signatures);
        var refusals = report.Signatures.SelectMany(signature => signature.Rules).Where(finding => finding.Result == RuleResult.Fail)
            .Select(finding => finding.Rule.Id).Distinct();
        Assert.True(refusals.Contains(rule), $"refused by {string.Join(", ", refusals)}");
    }

    [Fact]
    public async Task Section_that_passes_over_the_signature_does_not_hide_it()
    {
        var file = Encoding.Latin1.GetString(await s_signed.Value);
        var first = long.Parse(Regex.Match(file, @"startxref\s+(\d+)").Groups[1].ValueSpan, CultureInfo.InvariantCulture);

        var report = Signing.Validate(Encoding.Latin1.GetBytes(Section(file, "", $"/Prev {first}")), s_lab.Context());

        Assert.Equal((FileVerdict.Invalid, "changes.unlisted-bytes"), (report.Verdict, report.Reason));
    }

    [Theory]
    [InlineData("\n")]
    [InlineData("\r\n")]
    [InlineData("\0\0\0")]
    public async Task White_space_after_the_end_is_no_attack(string end)
    {
        var file = await s_signed.Value;

        var report = Signing.Validate([.. file, .. Encoding.Latin1.GetBytes(end)], s_lab.Context(policy: ValidationPolicy.TestVectors));

        Assert.Equal(SignatureIntegrity.Intact, report.Signatures[0].Integrity);
        Assert.Equal(SignatureCoverage.Revision, report.Signatures[0].Coverage);
    }

    [Fact]
    public async Task Copied_signature_does_not_cover_what_was_added()
    {
        var signed = await s_signed.Value;
        var text = Encoding.Latin1.GetString(signed);
        var dictionary = SignatureDictionary().Match(text).Value;
        Assert.StartsWith("<<", dictionary, StringComparison.Ordinal);
        var field = "<</Type/Annot/Subtype/Widget/FT/Sig/T(A)/Rect[50 100 150 150]/F 132/P 3 0 R/V 50 0 R>>";
        foreach (var copy in (string[])[dictionary, dictionary.Replace("/Type/Sig", "/Type/Sig/Reason(forged)", StringComparison.Ordinal)])
        {
            var file = new Update().With(50, copy).With(6, field).WithStream(4, "forged").AppendTo(signed);

            var report = Signing.Validate(file, s_lab.Context(policy: ValidationPolicy.TestVectors));

            Assert.Equal(FileVerdict.Invalid, report.Verdict);
            Assert.All(report.Signatures, signature => Assert.NotEqual(Indication.TotalPassed, signature.Indication));
        }
    }

    /// <summary>Every file of these tests, on a signature of the lab.</summary>
    internal static async Task<IReadOnlyList<(string Name, byte[] File)>> MakeAllAsync(Lab lab)
    {
        var signed = Encoding.Latin1.GetString(await FormDocument.SignAsync(lab));
        return [.. s_attacks.Select(attack => (attack.Name, Encoding.Latin1.GetBytes(attack.Make(signed))))];
    }

    private static string Same(string file, string part, string replacement)
    {
        Assert.Equal(part.Length, replacement.Length);
        var at = file.LastIndexOf(part, StringComparison.Ordinal);
        return file[..at] + replacement + file[(at + part.Length)..];
    }

    private static string Range(string file, string replacement) => Range(file, _ => replacement);

    /// <summary>The numbers replaced, with white space to keep every offset.</summary>
    private static string Range(string file, Func<long[], string> make)
    {
        var match = RangePattern().Matches(file)[^1];
        var numbers = match.Groups[1].Value.Split(' ', StringSplitOptions.RemoveEmptyEntries)
            .Select(number => long.Parse(number, CultureInfo.InvariantCulture)).ToArray();
        var value = make(numbers);
        var room = match.Groups[0].Length - "/ByteRange".Length;
        Assert.True(value.Length <= room, $"{value} fits in {room}");
        return file[..match.Index] + "/ByteRange" + value.PadRight(room) + file[(match.Index + match.Length)..];
    }

    /// <summary>The contents replaced by as many characters: of the structure's digits and the room between the delimiters.</summary>
    private static string Hole(string file, Func<string, int, string> make)
    {
        var start = file.IndexOf('<', file.LastIndexOf("/Contents", StringComparison.Ordinal));
        var end = file.IndexOf('>', start);
        var digits = file[(start + 1)..end];
        var length = 2 * (4 + Convert.ToInt32(digits[4..8], 16));
        var hole = make(digits[..length], digits.Length);
        Assert.Equal(digits.Length + 2, hole.Length);
        return file[..start] + hole + file[(end + 1)..];
    }

    /// <summary>The contents end early, and the room left over holds something that stands in the dictionary.</summary>
    private static string Wrapped(string hex, int room, string injected)
    {
        var rest = room - hex.Length - injected.Length;
        return rest >= 0 ? $"<{hex}>{injected}{new string(' ', rest)}" : $"<{hex[..20]}>{injected}".PadRight(room + 2)[..(room + 2)];
    }

    private static string Section(string file, string entries, string more) =>
        file + $"xref\n{entries}trailer\n<</Size 60/Root 1 0 R{more}>>\nstartxref\n{file.Length}\n%%EOF\n";

    private static long Start(string file)
    {
        using var stream = new MemoryStream(Encoding.Latin1.GetBytes(file));
        using var document = PdfDocument.Open(stream, PdfLimits.Default);
        return document.Current.CrossReferenceOffset;
    }

    [GeneratedRegex(@"/ByteRange\s*\[([^\]]*)\]\s*")]
    private static partial Regex RangePattern();

    [GeneratedRegex(@"<<(?:(?!obj)[^>])*?/Contents\s*<[0-9A-Fa-f]*>[^>]*>>")]
    private static partial Regex SignatureDictionary();
}
