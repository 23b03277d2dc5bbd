using System.Globalization;
using System.Text;
using TrustPlatform.Pdf.Images;
using TrustPlatform.Pdf.Writing;

namespace TrustPlatform.Pdf.Fonts;

/// <summary>
/// A form XObject (8.10) that shows lines of text in a thin frame, the first line larger, wrapped and made as large as fits; an
/// image to their left or alone.
/// </summary>
public sealed class TextAppearance
{
    private const double LargestSize = 10.5;
    private const double SmallestSize = 3;
    private const double NameScale = 1.3;
    private const double Leading = 1.32;

    /// <summary>How much of the width an image may take when there is text beside it.</summary>
    private const double ImageShare = 0.38;

    private readonly TrueTypeFont? _font;
    private readonly IReadOnlyList<string> _lines;
    private readonly RasterImage? _image;

    /// <summary>Shows an image alone.</summary>
    public TextAppearance(RasterImage image)
    {
        ArgumentNullException.ThrowIfNull(image);
        (_image, _lines) = (image, []);
    }

    /// <summary>Throws <see cref="ArgumentException"/> when the font lacks a character: ask <see cref="FindMissing"/> before.</summary>
    public TextAppearance(TrueTypeFont font, IReadOnlyList<string> lines, RasterImage? image = null)
    {
        ArgumentNullException.ThrowIfNull(font);
        ArgumentNullException.ThrowIfNull(lines);
        (_font, _image) = (font, image);
        _lines = lines.Select(Clean).ToList();
        if (FindMissing(font, lines) is { } missing)
        {
            throw new ArgumentException($"The font has no U+{missing.Value:X4}.", nameof(lines));
        }
    }

    /// <summary>The first character of the lines, in normal form C, that the font does not have; null when it has them all.</summary>
    public static Rune? FindMissing(TrueTypeFont font, IReadOnlyList<string> lines)
    {
        ArgumentNullException.ThrowIfNull(font);
        ArgumentNullException.ThrowIfNull(lines);
        return font.FindMissing(string.Concat(lines.Select(Clean)));
    }

    /// <summary>Adds the form XObject and its font to an update.</summary>
    /// <param name="writer">The update.</param>
    /// <param name="width">Width of the annotation's rectangle, in units of user space.</param>
    /// <param name="height">Height of the annotation's rectangle.</param>
    /// <param name="rotation">The page's /Rotate: 0, 90, 180 or 270. The text stands upright on the page as it is shown.</param>
    public PdfReference AddTo(IncrementalWriter writer, double width, double height, int rotation)
    {
        ArgumentNullException.ThrowIfNull(writer);
        var (across, up) = rotation is 90 or 270 ? (height, width) : (width, height);
        var content = new StringBuilder();
        var padding = Math.Clamp(Math.Min(across, up) * 0.1, 1.5, 6);
        var resources = PdfDictionary.Empty;
        var left = padding;
        if (_font is not null)
        {
            left += DrawFrame(content, across, up);
        }

        if (_image is not null)
        {
            left += DrawImage(content, _image, left, padding, across, up);
            resources = resources.With("XObject", PdfDictionary.Of(("I1", _image.AddTo(writer))));
        }

        if (_font is not null)
        {
            var subset = new FontSubset(_font, string.Concat(_lines));
            DrawText(content, _font, subset, left, padding, across, up);
            resources = resources.With("Font", PdfDictionary.Of(("F1", subset.AddTo(writer))))
                .With("ColorSpace", PdfDictionary.Of(("C1", CalibratedColor.Rgb)));
        }

        return writer.Add(new PdfStream(
            Frame(across, up, rotation).With("Resources", resources), Encoding.ASCII.GetBytes(content.ToString())));
    }

    /// <summary>Adds a form XObject that shows nothing, as PDF/A wants one for each widget (ISO 19005-2, 6.3.3).</summary>
    public static PdfReference AddEmptyTo(IncrementalWriter writer, double width, double height)
    {
        ArgumentNullException.ThrowIfNull(writer);
        return writer.Add(new PdfStream(Frame(width, height, 0), ReadOnlyMemory<byte>.Empty));
    }

    private static PdfDictionary Frame(double across, double up, int rotation)
    {
        double[] matrix = rotation switch
        {
            90 => [0, 1, -1, 0, up, 0],
            180 => [-1, 0, 0, -1, across, up],
            270 => [0, -1, 1, 0, 0, across],
            _ => [1, 0, 0, 1, 0, 0],
        };
        return PdfDictionary.Of(
            ("Type", new PdfName("XObject")), ("Subtype", new PdfName("Form")), ("FormType", new PdfInteger(1)),
            ("BBox", new PdfArray([new PdfInteger(0), new PdfInteger(0), new PdfReal(across), new PdfReal(up)])),
            ("Matrix", new PdfArray(matrix.Select(number => new PdfReal(number)).ToList())));
    }

    private static string Clean(string line) =>
        string.Concat(line.Normalize(NormalizationForm.FormC).Select(c => char.IsControl(c) ? ' ' : c)).Trim();

    /// <summary>A bar at the left and a thin frame; gives the bar's width.</summary>
    private static double DrawFrame(StringBuilder content, double across, double up)
    {
        var bar = Math.Clamp(across * 0.015, 1, 2.5);
        content.Append("q\n/C1 cs /C1 CS\n")
            .Append("0.055 0.38 0.4 sc\n").Append(Format($"0 0 {bar} {up} re f\n"))
            .Append("0.72 0.77 0.8 SC\n0.5 w\n").Append(Format($"0.25 0.25 {across - 0.5} {up - 0.5} re S\nQ\n"));
        return bar;
    }

    /// <summary>As large as fits without changing its proportions; gives the width that it takes with its padding.</summary>
    private double DrawImage(
        StringBuilder content, RasterImage image, double left, double padding, double across, double up)
    {
        var share = _font is null ? across - 2 * padding : (across - left) * ImageShare;
        var scale = Math.Min(share / image.Width, (up - 2 * padding) / image.Height);
        var (width, height) = (image.Width * scale, image.Height * scale);
        var x = _font is null ? (across - width) / 2 : left;
        content.Append(Format($"q\n{width} 0 0 {height} {x} {(up - height) / 2} cm\n")).Append("/I1 Do\nQ\n");
        return width + padding;
    }

    private void DrawText(
        StringBuilder content, TrueTypeFont font, FontSubset subset, double left, double padding, double across, double up)
    {
        var (size, lines) = Fit(font, across - left - padding, up - 2 * padding);
        var baseline = (up + Height(lines, size)) / 2;
        content.Append("q\n/C1 cs\nBT\n");
        foreach (var (text, isName) in lines)
        {
            var own = isName ? size * NameScale : size;
            baseline -= own * Leading;
            // The base line stands so that ascenders and descenders share the leading evenly.
            var drop = own * (Leading / 2 - (font.CapHeight / (double)font.UnitsPerEm) / 2);
            content.Append(isName ? "0.06 0.1 0.14 sc\n" : "0.27 0.33 0.38 sc\n")
                .Append(Format($"/F1 {own} Tf\n1 0 0 1 {left} {baseline + drop} Tm\n"))
                .Append(subset.Show(text)).Append(" Tj\n");
        }

        content.Append("ET\nQ\n");
    }

    private static string Format(FormattableString text) => string.Format(
        CultureInfo.InvariantCulture, text.Format, text.GetArguments().Select(value => (object)ObjectWriter.Format(Math.Round((double)value!, 3))).ToArray());

    private static double Height(List<(string Text, bool IsName)> lines, double size) =>
        lines.Sum(line => (line.IsName ? size * NameScale : size) * Leading);

    /// <summary>The largest size at which the wrapped lines fit; at the smallest, lines that do not fit are left out.</summary>
    private (double Size, List<(string Text, bool IsName)> Lines) Fit(TrueTypeFont font, double width, double height)
    {
        for (var size = LargestSize; ; size -= 0.25)
        {
            var lines = _lines
                .SelectMany((line, i) => Wrap(font, line, width, i == 0 ? size * NameScale : size).Select(text => (Text: text, IsName: i == 0)))
                .Where(line => line.Text.Length > 0)
                .ToList();
            if (Height(lines, size) <= height)
            {
                return (size, lines);
            }

            if (size <= SmallestSize)
            {
                while (lines.Count > 1 && Height(lines, size) > height)
                {
                    lines.RemoveAt(lines.Count - 1);
                }

                return (size, lines);
            }
        }
    }

    private static double Width(TrueTypeFont font, string text, double size) =>
        text.EnumerateRunes().Sum(character => font.AdvanceWidth(font.Glyph(character))) * size / font.UnitsPerEm;

    /// <summary>Breaks at spaces, and inside a word only when the word alone is too wide.</summary>
    private static List<string> Wrap(TrueTypeFont font, string line, double width, double size)
    {
        var lines = new List<string>();
        var current = "";
        foreach (var word in line.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            if (current.Length > 0 && Width(font, current + " " + word, size) > width)
            {
                lines.Add(current);
                current = "";
            }

            current = current.Length == 0 ? word : current + " " + word;
            while (Width(font, current, size) > width && Split(font, current, width, size) is var (head, tail) && tail.Length > 0)
            {
                lines.Add(head);
                current = tail;
            }
        }

        lines.Add(current);
        return lines;
    }

    private static (string Head, string Tail) Split(TrueTypeFont font, string word, double width, double size)
    {
        var head = "";
        foreach (var character in word.EnumerateRunes())
        {
            if (head.Length > 0 && Width(font, head + character, size) > width)
            {
                break;
            }

            head += character;
        }

        return (head, word[head.Length..]);
    }
}
