using System.IO.Compression;
using System.Text;
using TrustPlatform.Signatures.Pades;
using TrustPlatform.Testing;
using Xunit;

namespace TrustPlatform.Signatures.Tests.Pades;

/// <summary>Images in signatures, looked at through another program's renderer.</summary>
public sealed class AppearanceTests(TestAuthority authority) : IClassFixture<TestAuthority>
{
    /// <summary>The field: 200 × 100 points at (50, 60) of an A4 page.</summary>
    private static readonly SignatureFieldPlacement Field = new("A", 1, new(50, 60, 200, 100));

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("rgb", 2, 8)]
    [InlineData("gray", 0, 8)]
    [InlineData("one bit", 0, 1)]
    [InlineData("palette", 3, 4)]
    [InlineData("rgb with alpha", 6, 8)]
    [InlineData("gray with alpha", 4, 8)]
    public async Task A_png_alone_is_shown_in_the_middle_of_the_field(string kind, int type, int bits)
    {
        var picture = await RenderAsync(kind, new([], default) { ImageFile = Png(type, bits) });

        // 40 × 20 pixels fill the height or width: the middle of the field is the image, its corner is not.
        var (red, green, blue) = picture.At(150, 110);
        var expected = type switch
        {
            2 or 3 => (200, 30, 40),
            6 => (227, 142, 147), // half over white
            4 => (146, 146, 146),
            _ => bits == 1 ? (0, 0, 0) : (36, 36, 36),
        };
        Assert.InRange(red, expected.Item1 - 8, expected.Item1 + 8);
        Assert.InRange(green, expected.Item2 - 8, expected.Item2 + 8);
        Assert.InRange(blue, expected.Item3 - 8, expected.Item3 + 8);
        Assert.Equal((255, 255, 255), picture.At(40, 50));
    }

    [Fact]
    public async Task A_jpeg_is_embedded_as_it_is_and_shown()
    {
        byte[] jpeg = Jpeg();

        var picture = await RenderAsync("jpeg", new([], default) { ImageFile = jpeg });

        Assert.InRange(picture.At(150, 110).Red, 52, 68);
        var signed = await File.ReadAllBytesAsync(authority.PathOf("jpeg.pdf"), Cancel);
        Assert.True(signed.AsSpan().IndexOf(jpeg) > 0);
    }

    [Fact]
    public async Task An_image_stands_left_of_the_text()
    {
        var picture = await RenderAsync(
            "both", new(["Nguyễn Văn Ất", "Ngày ký: 25/11/2026"], Fonts.Regular) { ImageFile = Png(2, 8) });

        Assert.InRange(picture.At(85, 110).Red, 192, 208);
        var words = await Tool.RunAsync("pdftotext", "-bbox", authority.PathOf("both.pdf"), "-");
        var place = System.Text.RegularExpressions.Regex.Match(words.Output, "xMin=\"([0-9.]+)\"[^>]*>Nguyễn<").Groups[1].Value;
        Assert.InRange(double.Parse(place, System.Globalization.CultureInfo.InvariantCulture), 115, 150);
    }

    [Theory]
    [InlineData("empty header", "89504E470D0A1A0A")]
    [InlineData("neither", "474946383961")]
    [InlineData("jpeg without frame", "FFD8FFD9")]
    [InlineData("cut png", null)]
    [InlineData("16 bits", "16")]
    [InlineData("interlaced", "i")]
    [InlineData("huge", "h")]
    [InlineData("damaged data", "d")]
    public async Task What_is_no_usable_image_is_refused(string fault, string? bytes)
    {
        using var signer = authority.Signer("Ký");
        var png = Png(2, 8);
        byte[] image = bytes switch
        {
            null => png[..60],
            "16" => With(png, 24, 16),
            "i" => With(png, 28, 1),
            "h" => With(png, 16, 0x7F),
            "d" => With(png, 50, (byte)(png[50] ^ 0xFF)),
            _ => Convert.FromHexString(bytes),
        };
        var request = Requests.Of(signer, "A", authority) with { Appearance = new([], default) { ImageFile = image } };

        var refusal = await Assert.ThrowsAsync<PadesRefusedException>(
            async () => await PadesSigner.SignAsync(await Requests.LaidAsync(Requests.A4(), Field), new MemoryStream(), request, Cancel));

        Assert.True(refusal.Reason == PadesRefusal.ImageUnusable, fault);
        Assert.Empty(signer.Digests);
    }

    private static byte[] With(byte[] bytes, int at, byte value)
    {
        byte[] copy = [.. bytes];
        copy[at] = value;
        return copy;
    }

    private async Task<Picture> RenderAsync(string name, SignatureAppearance appearance)
    {
        using var signer = authority.Signer("Ký");
        var path = authority.PathOf(name + ".pdf");
        await using (var output = File.Create(path))
        {
            await PadesSigner.SignAsync(
                await Requests.LaidAsync(Requests.A4(), Field), output,
                Requests.Of(signer, "A", authority) with { Appearance = appearance }, Cancel);
        }

        var (exitCode, problems) = await Tool.RunAsync("qpdf", "--check", path);
        Assert.True(exitCode == 0, problems);
        var image = authority.PathOf(name + ".ppm");
        var (rendered, complaint) = await Tool.RunAsync("mutool", "draw", "-q", "-r", "72", "-o", image, path, "1");
        Assert.True(rendered == 0, complaint);
        return Picture.Read(await File.ReadAllBytesAsync(image, Cancel));
    }

    /// <summary>8 × 8 pixels of the grey 60, written by hand: one block whose only coefficient is -544 (ISO/IEC 10918-1, annex F).</summary>
    private static byte[] Jpeg() =>
    [
        0xFF, 0xD8, 0xFF, 0xDB, 0, 67, 0, .. Enumerable.Repeat((byte)1, 64),
        0xFF, 0xC0, 0, 11, 8, 0, 8, 0, 8, 1, 1, 0x11, 0,
        0xFF, 0xC4, 0, 20, 0x00, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 10,
        0xFF, 0xC4, 0, 20, 0x10, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
        0xFF, 0xDA, 0, 8, 1, 1, 0, 0, 63, 0, 0x3B, 0xEF, 0xFF, 0xD9,
    ];

    /// <summary>40 × 20 pixels of one colour, written by hand.</summary>
    private static byte[] Png(int type, int bits)
    {
        byte[] pixel = type switch { 2 => [200, 30, 40], 6 => [200, 30, 40, 128], 4 => [36, 128], 0 when bits == 8 => [36], 3 => [0x11], _ => [0] };
        var rowLength = type switch { 2 => 120, 6 => 160, 4 => 80, 3 => 20, _ => bits == 8 ? 40 : 5 };
        var rows = new MemoryStream();
        for (var y = 0; y < 20; y++)
        {
            rows.WriteByte(0);
            for (var x = 0; x < rowLength; x++)
            {
                rows.WriteByte(pixel[x % pixel.Length]);
            }
        }

        var data = new MemoryStream();
        using (var deflater = new ZLibStream(data, CompressionLevel.Optimal, leaveOpen: true))
        {
            deflater.Write(rows.ToArray());
        }

        var png = new MemoryStream();
        png.Write([0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A]);
        Chunk("IHDR", [0, 0, 0, 40, 0, 0, 0, 20, (byte)bits, (byte)type, 0, 0, 0]);
        if (type == 3)
        {
            Chunk("PLTE", [255, 255, 255, 200, 30, 40]);
            Chunk("tRNS", [0]);
        }

        Chunk("IDAT", data.ToArray());
        Chunk("IEND", []);
        return png.ToArray();

        void Chunk(string name, byte[] content)
        {
            png.Write([0, 0, (byte)(content.Length >> 8), (byte)content.Length]);
            png.Write(Encoding.ASCII.GetBytes(name));
            png.Write(content);
            png.Write([0, 0, 0, 0]); // nobody who embeds it looks at the check sum
        }
    }

    /// <summary>A rendered page at 72 dots an inch.</summary>
    private sealed record Picture(int Width, int Height, byte[] Pixels)
    {
        public static Picture Read(byte[] ppm)
        {
            var header = Encoding.ASCII.GetString(ppm.AsSpan(0, 40)).Split(['\n', ' '], 5);
            var (width, height) = (int.Parse(header[1], null), int.Parse(header[2], null));
            return new(width, height, ppm[^(3 * width * height)..]);
        }

        /// <summary>The colour at a place in points from the bottom left.</summary>
        public (int Red, int Green, int Blue) At(int x, int y)
        {
            var at = 3 * ((Height - 1 - y) * Width + x);
            return (Pixels[at], Pixels[at + 1], Pixels[at + 2]);
        }
    }
}
