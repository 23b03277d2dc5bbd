namespace TrustPlatform.Pdf.Images;

/// <summary>Calibrated colour spaces, which PDF/A permits whatever the document's output intent is (ISO 19005-1, 6.2.3.2).</summary>
internal static class CalibratedColor
{
    /// <summary>sRGB, near enough (8.6.5.3).</summary>
    public static PdfArray Rgb { get; } = new([
        new PdfName("CalRGB"),
        PdfDictionary.Of(
            ("WhitePoint", Numbers(0.9505, 1, 1.089)),
            ("Gamma", Numbers(2.2, 2.2, 2.2)),
            ("Matrix", Numbers(0.4124, 0.2126, 0.0193, 0.3576, 0.7152, 0.1192, 0.1805, 0.0722, 0.9505)))]);

    /// <summary>Its grey axis (8.6.5.2).</summary>
    public static PdfArray Gray { get; } = new([
        new PdfName("CalGray"),
        PdfDictionary.Of(("WhitePoint", Numbers(0.9505, 1, 1.089)), ("Gamma", new PdfReal(2.2)))]);

    private static PdfArray Numbers(params double[] numbers) => new(numbers.Select(number => new PdfReal(number)).ToList());
}
