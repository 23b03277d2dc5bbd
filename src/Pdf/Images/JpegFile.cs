using System.Buffers.Binary;

namespace TrustPlatform.Pdf.Images;

/// <summary>A JPEG file (ISO/IEC 10918-1), which PDF embeds as it is (7.4.8): only its frame header is looked at.</summary>
internal static class JpegFile
{
    public static RasterImage Read(ReadOnlyMemory<byte> file)
    {
        var bytes = file.Span;
        for (var at = 2; at + 4 <= bytes.Length && bytes[at] == 0xFF;)
        {
            var marker = bytes[at + 1];
            if (marker == 0xFF)
            {
                at++; // fill byte (B.1.1.2)
                continue;
            }

            var length = BinaryPrimitives.ReadUInt16BigEndian(bytes[(at + 2)..]);
            if (length < 2 || at + 2 + length > bytes.Length)
            {
                break;
            }

            // B.1.1.3: SOF0 to SOF2 are what PDF readers decode; DHT, JPG and DAC share the range C0 to CF.
            if (marker is >= 0xC0 and <= 0xC2 && length >= 8)
            {
                return Frame(file, bytes.Slice(at + 4, length - 2));
            }

            if (marker is >= 0xC3 and <= 0xCF and not (0xC4 or 0xC8 or 0xCC))
            {
                throw new ImageSyntaxException("The JPEG image is of a kind that PDF readers do not decode.");
            }

            at += 2 + length;
        }

        throw new ImageSyntaxException("The JPEG image has no frame header.");
    }

    private static RasterImage Frame(ReadOnlyMemory<byte> file, ReadOnlySpan<byte> frame)
    {
        var (height, width) = (BinaryPrimitives.ReadUInt16BigEndian(frame[1..]), BinaryPrimitives.ReadUInt16BigEndian(frame[3..]));
        var colors = frame[5] switch
        {
            1 => CalibratedColor.Gray,
            3 => CalibratedColor.Rgb,
            _ => throw new ImageSyntaxException($"A JPEG image of {frame[5]} components is not embedded."),
        };
        return frame[0] == 8
            ? RasterImage.Of(width, height, 8, colors, file, ("Filter", new PdfName("DCTDecode")))
            : throw new ImageSyntaxException("A JPEG image of other than 8 bits a component is not embedded.");
    }
}
