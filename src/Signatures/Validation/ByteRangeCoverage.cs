using System.Buffers;
using System.Security.Cryptography;
using TrustPlatform.Pdf;

namespace TrustPlatform.Signatures.Validation;

/// <summary>What a signature's byte range covers, byte for byte (ISO 32000-2, 12.8.1).</summary>
internal sealed record ByteRangeCoverage
{
    // White space around a revision's end that producers differ on.
    private const int EndTolerance = 16;

    private static readonly SearchValues<byte> s_whiteSpace = SearchValues.Create("\0\t\n\f\r "u8);

    private ByteRangeCoverage() { }

    /// <summary>The numbers; empty where they are no list of integers.</summary>
    public required IReadOnlyList<long> Range { get; init; }

    public required SignatureCoverage Coverage { get; init; }

    /// <summary>The index of the revision that is signed.</summary>
    public required int SignedRevision { get; init; }

    public required IReadOnlyList<RuleFinding> Findings { get; init; }

    /// <summary>What there is to hash: the bytes from the start, and those after the hole where a second pair names them.</summary>
    public DigestRequest? Request(HashAlgorithmName hash, long length) => Range switch
    {
        [0, >= 0 and var b] when b <= length => new(hash, b, b, b),
        [0, >= 0 and var b, var c, >= 0 and var d] when b <= c && c <= length && d <= length - c => new(hash, b, c, c + d),
        _ => null,
    };

    public static ByteRangeCoverage Of(PdfDocument document, FoundSignature signature)
    {
        var findings = new List<RuleFinding>();
        var version = signature.Judged;
        var range = Read(version);
        var shape = Shape(document, range);
        Check(findings, ValidationRules.CoverageByteRange, shape is null, shape ?? $"[{string.Join(' ', range)}]");
        Check(
            findings, ValidationRules.CoverageHole, shape is null && HoleIsContents(version),
            shape is null && HoleIsContents(version) ? $"bytes {range[1]} to {range[2]}" : "The bytes left out are not this dictionary's /Contents string.");
        var inside = shape is null && IsCovered(version.Dictionary, range);
        Check(findings, ValidationRules.CoverageDictionary, inside, inside ? "" : "The dictionary stands outside of what it signs.");
        Check(
            findings, ValidationRules.CoverageUnchanged, signature.IsUnchanged,
            signature.IsUnchanged ? "" : $"{signature.Versions.Count} different dictionaries stand for this signature.");
        var (revision, end) = shape is null ? SignedRevisionOf(document, range[2] + range[3]) : (version.Revision.Index, false);
        Check(
            findings, ValidationRules.CoverageRevision, end,
            end ? $"revision {revision + 1} of {document.Revisions.Count}" : "The covered bytes do not end with the file or a revision.");
        var holds = findings.TrueForAll(finding => finding.Result == RuleResult.Ok);
        return new()
        {
            Range = range,
            Coverage = !holds ? SignatureCoverage.Gap
                : range[2] + range[3] == document.Length ? SignatureCoverage.EntireFile : SignatureCoverage.Revision,
            SignedRevision = revision,
            Findings = findings,
        };
    }

    /// <summary>The bytes between the two ranges are the hexadecimal string of this dictionary's /Contents, with its delimiters.</summary>
    public static bool HoleIsContents(SignatureVersion version)
    {
        var range = Read(version);
        return range.Count == 4
            && Contents(version) is { IsHexadecimal: true, Offset: >= 0 } contents
            && contents.Offset == range[0] + range[1] && contents.EndOffset == range[2];
    }

    public static PdfString? Contents(SignatureVersion version)
    {
        try
        {
            return version.Revision.Resolve<PdfString>(version.Dictionary["Contents"]);
        }
        catch (PdfSyntaxException)
        {
            return null;
        }
    }

    private static List<long> Read(SignatureVersion version)
    {
        try
        {
            var array = version.Revision.Resolve<PdfArray>(version.Dictionary["ByteRange"]) ?? new([]);
            var numbers = array.Select(item => version.Revision.Resolve(item)).OfType<PdfInteger>().Select(item => item.Value).ToList();
            return numbers.Count == array.Count ? numbers : [];
        }
        catch (PdfSyntaxException)
        {
            return [];
        }
    }

    private static string? Shape(PdfDocument document, List<long> range)
    {
        if (range.Count != 4)
        {
            return range.Count == 0 ? "/ByteRange is missing or no list of integers." : $"/ByteRange has {range.Count} numbers.";
        }

        var (a, b, c, d) = (range[0], range[1], range[2], range[3]);
        var holds = a == 0 && b > 0 && c > b && d > 0 && c < document.Length && d <= document.Length - c;
        return holds ? null : $"[{string.Join(' ', range)}] is not 0 = a < a+b < c < c+d <= {document.Length}.";
    }

    private static bool IsCovered(PdfDictionary dictionary, List<long> range) =>
        dictionary.Offset >= 0 && dictionary.Offset < range[1] && dictionary.EndOffset > range[2]
        && dictionary.EndOffset <= range[2] + range[3];

    private static (int Revision, bool IsEnd) SignedRevisionOf(PdfDocument document, long end)
    {
        if (end == document.Length)
        {
            return (document.Revisions.Count - 1, true);
        }

        foreach (var revision in document.Revisions)
        {
            if (Math.Abs(revision.EndOffset - end) <= EndTolerance
                && IsWhiteSpace(document, Math.Min(revision.EndOffset, end), Math.Max(revision.EndOffset, end)))
            {
                return (revision.Index, true);
            }
        }

        return (document.Revisions.Last(revision => revision.StartOffset < end || revision.Index == 0).Index, false);
    }

    private static bool IsWhiteSpace(PdfDocument document, long start, long end) =>
        document.ReadBytes(start, (int)(Math.Min(end, document.Length) - start)).Span.IndexOfAnyExcept(s_whiteSpace) < 0;

    private static void Check(List<RuleFinding> findings, ValidationRule rule, bool holds, string detail) =>
        findings.Add(new(rule, holds ? RuleResult.Ok : RuleResult.Fail, detail));
}
