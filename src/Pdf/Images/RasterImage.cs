using TrustPlatform.Pdf.Writing;

namespace TrustPlatform.Pdf.Images;

/// <summary>
/// A PNG or JPEG file as an image XObject (ISO 32000-2, 8.9.5): its compressed data as it is where PDF has the same form, over
/// white and uncompressed where the file is transparent, since PDF/A-1 has no transparency (ISO 19005-1, 6.4). The same file gives
/// the same bytes on every machine. Immutable, thread-safe.
/// </summary>
public sealed class RasterImage
{
    private const int MaxFileLength = 8 * 1024 * 1024;
    private const int MaxPixels = 16 * 1024 * 1024;

    private readonly PdfStream _stream;

    private RasterImage(int width, int height, PdfStream stream) => (Width, Height, _stream) = (width, height, stream);

    /// <summary>Pixels in a row.</summary>
    public int Width { get; }

    /// <summary>Rows.</summary>
    public int Height { get; }

    /// <summary>
    /// Reads a file. Throws <see cref="ImageSyntaxException"/> for anything but a JPEG of one or three components, or a PNG of up
    /// to 8 bits a component that is not interlaced; at most 8 MiB and 16 megapixels.
    /// </summary>
    public static RasterImage Parse(ReadOnlyMemory<byte> file)
    {
        if (file.Length > MaxFileLength)
        {
            throw new ImageSyntaxException("The image is larger than 8 MiB.");
        }

        return file.Span switch
        {
            [0xFF, 0xD8, ..] => JpegFile.Read(file),
            [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A, ..] => PngFile.Read(file),
            _ => throw new ImageSyntaxException("The image is neither PNG nor JPEG."),
        };
    }

    /// <summary>Adds the XObject to an update.</summary>
    public PdfReference AddTo(IncrementalWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        return writer.Add(_stream);
    }

    internal static RasterImage Of(
        long width, long height, int bitsPerComponent, PdfArray colorSpace, ReadOnlyMemory<byte> data,
        params ReadOnlySpan<(string Key, PdfObject Value)> encoding)
    {
        RequireSize(width, height);
        var dictionary = PdfDictionary.Of(
            ("Type", new PdfName("XObject")), ("Subtype", new PdfName("Image")), ("Width", new PdfInteger(width)),
            ("Height", new PdfInteger(height)), ("BitsPerComponent", new PdfInteger(bitsPerComponent)), ("ColorSpace", colorSpace));
        foreach (var (key, value) in encoding)
        {
            dictionary = dictionary.With(key, value);
        }

        return new((int)width, (int)height, new(dictionary, data));
    }

    internal static void RequireSize(long width, long height)
    {
        if (width <= 0 || height <= 0 || width > MaxPixels || height > MaxPixels || width * height > MaxPixels)
        {
            throw new ImageSyntaxException("The image has no pixels, or more than 16 megapixels.");
        }
    }
}
