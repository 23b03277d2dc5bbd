using TrustPlatform.Pdf;

namespace TrustPlatform.Signatures.Pades;

/// <summary>What of a page is shown (14.11.2) and how it is turned (/Rotate, table 31).</summary>
/// <param name="Left">Left edge in user space.</param>
/// <param name="Bottom">Bottom edge in user space.</param>
/// <param name="Width">Width in user space.</param>
/// <param name="Height">Height in user space.</param>
/// <param name="Rotation">0, 90, 180 or 270, clockwise.</param>
internal readonly record struct PageBox(double Left, double Bottom, double Width, double Height, int Rotation)
{
    private const double Tolerance = 0.01;

    public static PageBox Of(PdfRevision revision, PdfPage page)
    {
        var media = Box(revision, page.Dictionary["MediaBox"]) ?? (0, 0, 612, 792);
        var crop = Box(revision, page.Dictionary["CropBox"]) ?? media;
        var (left, bottom) = (Math.Max(media.Left, crop.Left), Math.Max(media.Bottom, crop.Bottom));
        var (right, top) = (Math.Min(media.Right, crop.Right), Math.Min(media.Top, crop.Top));
        var rotation = revision.Resolve<PdfInteger>(page.Dictionary["Rotate"])?.Value is { } turn && turn % 90 == 0
            ? (int)((turn % 360 + 360) % 360)
            : 0;
        return right > left && top > bottom
            ? new(left, bottom, right - left, top - bottom, rotation)
            : new(media.Left, media.Bottom, media.Right - media.Left, media.Top - media.Bottom, rotation);
    }

    /// <summary>The page as shown, in its width and height.</summary>
    public (double Width, double Height) Shown => Rotation is 90 or 270 ? (Height, Width) : (Width, Height);

    /// <summary>The rectangle lies on the page as shown.</summary>
    public bool Contains(PageRectangle shown) =>
        shown.Width > 0 && shown.Height > 0 && shown.X >= -Tolerance && shown.Y >= -Tolerance
        && shown.X + shown.Width <= Shown.Width + Tolerance && shown.Y + shown.Height <= Shown.Height + Tolerance;

    /// <summary>/Rect in user space for a rectangle on the page as shown.</summary>
    public PdfArray ToUserSpace(PageRectangle shown)
    {
        var (x, y, w, h) = (shown.X, shown.Y, shown.Width, shown.Height);
        var (left, bottom, across, up) = Rotation switch
        {
            90 => (Width - y - h, x, h, w),
            180 => (Width - x - w, Height - y - h, w, h),
            270 => (y, Height - x - w, h, w),
            _ => (x, y, w, h),
        };
        return new(new[] { Left + left, Bottom + bottom, Left + left + across, Bottom + bottom + up }
            .Select(PdfObject (number) => new PdfReal(Math.Round(number, 3))).ToList());
    }

    /// <summary>A rectangle (7.9.5) with its corners in order; null for anything else.</summary>
    public static (double Left, double Bottom, double Right, double Top)? Box(PdfRevision revision, PdfObject? value)
    {
        if (revision.Resolve<PdfArray>(value) is not { Count: 4 } array)
        {
            return null;
        }

        var numbers = array.Select(item => revision.Resolve(item) switch
        {
            PdfInteger integer => integer.Value,
            PdfReal real => real.Value,
            _ => double.NaN,
        }).ToList();
        return numbers.Any(double.IsNaN)
            ? null
            : (Math.Min(numbers[0], numbers[2]), Math.Min(numbers[1], numbers[3]),
               Math.Max(numbers[0], numbers[2]), Math.Max(numbers[1], numbers[3]));
    }
}
