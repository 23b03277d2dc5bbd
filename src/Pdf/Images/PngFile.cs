using System.Buffers;
using System.Buffers.Binary;
using TrustPlatform.Pdf.Filters;

namespace TrustPlatform.Pdf.Images;

/// <summary>A PNG file (ISO/IEC 15948). Its rows are predicted and deflated exactly as 7.4.4.4 has it.</summary>
internal sealed class PngFile
{
    private const int Gray = 0, Rgb = 2, Palette = 3, GrayAlpha = 4, RgbAlpha = 6;
    private const int HeaderLength = 13;

    private readonly ArrayBufferWriter<byte> _data = new();
    private int _width, _height, _bits, _type;
    private byte[] _palette = [];
    private byte[] _alpha = [];

    public static RasterImage Read(ReadOnlyMemory<byte> file)
    {
        var png = new PngFile();
        png.ReadChunks(file.Span[8..]);
        return png.Build();
    }

    private int Components => _type switch { Rgb => 3, GrayAlpha => 2, RgbAlpha => 4, _ => 1 };

    private void ReadChunks(ReadOnlySpan<byte> bytes)
    {
        for (var isFirst = true; bytes.Length >= 12; isFirst = false)
        {
            var length = BinaryPrimitives.ReadUInt32BigEndian(bytes);
            if (length > bytes.Length - 12)
            {
                break;
            }

            var name = bytes.Slice(4, 4);
            var content = bytes.Slice(8, (int)length);
            if (isFirst != name.SequenceEqual("IHDR"u8))
            {
                break;
            }

            if (name.SequenceEqual("IEND"u8))
            {
                return;
            }

            Take(name, content);
            bytes = bytes[(12 + (int)length)..];
        }

        throw new ImageSyntaxException("The PNG image is cut short or its chunks are out of order.");
    }

    private void Take(ReadOnlySpan<byte> name, ReadOnlySpan<byte> content)
    {
        if (name.SequenceEqual("IHDR"u8) && content.Length == HeaderLength)
        {
            ReadHeader(content);
        }
        else if (name.SequenceEqual("PLTE"u8))
        {
            _palette = content.ToArray(); // at most 768 bytes are used
        }
        else if (name.SequenceEqual("tRNS"u8))
        {
            _alpha = content.ToArray(); // likewise 256
        }
        else if (name.SequenceEqual("IDAT"u8))
        {
            _data.Write(content);
        }
    }

    private void ReadHeader(ReadOnlySpan<byte> header)
    {
        var (width, height) = (BinaryPrimitives.ReadUInt32BigEndian(header), BinaryPrimitives.ReadUInt32BigEndian(header[4..]));
        RasterImage.RequireSize(width, height);
        (_width, _height, _bits, _type) = ((int)width, (int)height, header[8], header[9]);
        var isPossible = (_type, _bits) is (Gray or Palette, 1 or 2 or 4 or 8) or (Rgb or GrayAlpha or RgbAlpha, 8);
        if (!isPossible || header[10] != 0 || header[11] != 0 || header[12] != 0)
        {
            throw new ImageSyntaxException("A PNG image that is interlaced or has 16 bits a component is not embedded.");
        }
    }

    private RasterImage Build()
    {
        if (_width == 0 || (_alpha.Length > 0 && _type is Gray or Rgb))
        {
            throw new ImageSyntaxException("A PNG image with one transparent colour, or without a header, is not embedded.");
        }

        var rows = Decode();
        if (_type is GrayAlpha or RgbAlpha)
        {
            return RasterImage.Of(_width, _height, 8, _type == GrayAlpha ? CalibratedColor.Gray : CalibratedColor.Rgb, OverWhite(rows));
        }

        var parameters = PdfDictionary.Of(
            ("Predictor", new PdfInteger(15)), ("Colors", new PdfInteger(Components)), ("BitsPerComponent", new PdfInteger(_bits)),
            ("Columns", new PdfInteger(_width)));
        return RasterImage.Of(
            _width, _height, _bits, Colors(), _data.WrittenSpan.ToArray(), // ToArray: the stream of the file, bounded by its length
            ("Filter", new PdfName("FlateDecode")), ("DecodeParms", parameters));
    }

    /// <summary>The pixels: what is damaged is refused now and not when somebody prints it.</summary>
    private byte[] Decode()
    {
        var row = (_width * (long)Components * _bits + 7) / 8;
        try
        {
            var predicted = CompressionFilters.Flate(_data.WrittenSpan.ToArray(), _height * (row + 1));
            var rows = Predictor.Undo(predicted, 15, Components, _bits, _width);
            return rows.LongLength == _height * row ? rows : throw new ImageSyntaxException("The PNG image has too few rows.");
        }
        catch (PdfSyntaxException exception)
        {
            throw new ImageSyntaxException($"The PNG image cannot be decoded: {exception.Message}", exception);
        }
    }

    private byte[] OverWhite(byte[] rows)
    {
        var colors = Components - 1;
        var result = new byte[rows.Length / Components * colors];
        for (int from = 0, to = 0; from < rows.Length; from += Components)
        {
            for (var i = 0; i < colors; i++)
            {
                result[to++] = OverWhite(rows[from + i], rows[from + colors]);
            }
        }

        return result;
    }

    private static byte OverWhite(byte value, byte alpha) => (byte)((value * alpha + 255 * (255 - alpha) + 127) / 255);

    private PdfArray Colors()
    {
        if (_type != Palette)
        {
            return _type == Gray ? CalibratedColor.Gray : CalibratedColor.Rgb;
        }

        var count = Math.Min(_palette.Length / 3, 1 << _bits);
        if (count == 0)
        {
            throw new ImageSyntaxException("The PNG image has no palette.");
        }

        var colors = new byte[3 * count];
        for (var i = 0; i < colors.Length; i++)
        {
            colors[i] = OverWhite(_palette[i], i / 3 < _alpha.Length ? _alpha[i / 3] : (byte)255);
        }

        // 8.6.6.3
        return new([new PdfName("Indexed"), CalibratedColor.Rgb, new PdfInteger(count - 1), new PdfString(colors, IsHexadecimal: true)]);
    }
}
