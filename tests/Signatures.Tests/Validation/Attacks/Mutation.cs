using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using TrustPlatform.Pdf;

namespace TrustPlatform.Signatures.Tests.Validation.Attacks;

/// <summary>Random damage to a signed file; the same seed does the same damage.</summary>
/// <param name="File">The damaged file.</param>
/// <param name="What">How it was damaged.</param>
/// <param name="IsHarmful">An update that changes something signed, by what was written.</param>
internal sealed partial record Mutation(byte[] File, string What, bool IsHarmful)
{
    /// <summary>What the readers never draw or that form filling may change.</summary>
    private static readonly string[] s_permitted = ["/FT/Tx", "/FT/Ch", "/FT/Btn", "/FT /Tx", "/FT /Ch", "/FT /Btn", "/Type/Metadata"];

    public static Mutation Of(byte[] original, uint seed)
    {
        var random = new Xorshift(seed);
        var kind = random.Next(9);
        var at = random.Next(original.Length);
        var what = string.Create(CultureInfo.InvariantCulture, $"kind {kind} at {at}");
        return kind switch
        {
            0 => new(Changed(original, bytes => bytes[at] ^= (byte)(1 << random.Next(8))), what, false),
            1 => new(Changed(original, bytes => (bytes[at], bytes[random.Next(bytes.Length)]) = ((byte)random.Next(256), (byte)random.Next(256))), what, false),
            2 => new(original[..at], what, false),
            3 => new(Changed(original, bytes => Swap(bytes, at, random)), what, false),
            4 => new([.. original[..at], .. original[Math.Min(original.Length, at + 1 + random.Next(50))..]], what, false),
            5 => new([.. original, .. original.AsSpan(at, Math.Min(original.Length - at, 1 + random.Next(3000)))], what, false),
            6 => new([.. original[..at], .. Enumerable.Range(0, 1 + random.Next(20)).Select(_ => (byte)random.Next(256)), .. original[at..]], what, false),
            7 => Digit(original, random, what),
            _ => Updated(original, random),
        };
    }

    private static byte[] Changed(byte[] original, Action<byte[]> change)
    {
        var bytes = original.ToArray();
        change(bytes);
        return bytes;
    }

    private static void Swap(byte[] bytes, int at, Xorshift random)
    {
        var length = Math.Min(1 + random.Next(200), bytes.Length - at);
        var other = random.Next(bytes.Length - length);
        var kept = bytes[at..(at + length)];
        bytes.AsSpan(other, length).CopyTo(bytes.AsSpan(at));
        kept.CopyTo(bytes, other);
    }

    /// <summary>A digit outside of the contents: an offset, a length, a range.</summary>
    private static Mutation Digit(byte[] original, Xorshift random, string what)
    {
        var digits = Digits().Matches(Encoding.Latin1.GetString(original));
        var match = digits[random.Next(digits.Count)];
        var at = match.Index + random.Next(match.Length);
        return new(Changed(original, bytes => bytes[at] = (byte)('0' + random.Next(10))), $"{what}, digit at {at}", false);
    }

    /// <summary>An update that writes one object of the file anew, with something in it changed.</summary>
    private static Mutation Updated(byte[] original, Xorshift random)
    {
        using var stream = new MemoryStream(original, writable: false);
        using var document = PdfDocument.Open(stream, PdfLimits.Default);
        var numbers = document.Revisions.SelectMany(revision => revision.Entries.Keys).Distinct().Where(number => number > 0).Order().ToList();
        var number = numbers[random.Next(numbers.Count)];
        if (document.Current.Load(number) is not { Value: PdfDictionary or PdfArray or PdfStream } found)
        {
            return new(new Update().AppendTo(original), "empty update", false);
        }

        var text = Encoding.Latin1.GetString(original[(int)found.Offset..(int)found.EndOffset]);
        text = text[(text.IndexOf("obj", StringComparison.Ordinal) + 3)..];
        text = text[..text.LastIndexOf("endobj", StringComparison.Ordinal)].Trim();
        var names = Names().Matches(text);
        var isContainer = text.Contains("/ByteRange", StringComparison.Ordinal) || text.Contains("/XRef", StringComparison.Ordinal);
        if (names.Count == 0 || isContainer)
        {
            return new(new Update().With(number, text).AppendTo(original), $"object {number} copied", false);
        }

        var name = names[random.Next(names.Count)];
        var changed = text[..name.Index] + "/X" + name.Value[1..] + text[(name.Index + name.Length)..];
        var isHarmful = !Array.Exists(s_permitted, part => text.Contains(part, StringComparison.Ordinal)) && IsShown(text);
        return new(new Update().With(number, changed).AppendTo(original), $"object {number} with {name.Value} renamed", isHarmful);
    }

    private static bool IsShown(string text) =>
        ((string[])["/Type/Page", "/Type/Catalog", "/Type/Font", "/Type/ExtGState", "/Type/Outlines", "/Type/OCG", "/XObject", "/Subtype/Link"])
            .Any(part => text.Contains(part, StringComparison.Ordinal));

    [GeneratedRegex(@"(?<![0-9A-Fa-f<(])\b\d{1,10}\b(?![0-9A-Fa-f>])")]
    private static partial Regex Digits();

    [GeneratedRegex("/[A-Z][A-Za-z]+")]
    private static partial Regex Names();

    /// <summary>The same sequence in every run, so that a failing round can be repeated.</summary>
    private sealed class Xorshift(uint seed)
    {
        private uint _state = (seed * 2654435761) | 1;

        public int Next(int bound)
        {
            _state ^= _state << 13;
            _state ^= _state >> 17;
            _state ^= _state << 5;
            return (int)(_state % (uint)Math.Max(1, bound));
        }
    }
}
