using System.Globalization;
using System.Security.Cryptography;
using System.Text.RegularExpressions;
using TrustPlatform.Cryptography.Keys;
using TrustPlatform.Pdf;
using TrustPlatform.Signatures.Pades;
using TrustPlatform.Signatures.Sources;
using TrustPlatform.Cryptography.Timestamps;
using Xunit;

namespace TrustPlatform.Signatures.Tests.Pades;

public sealed class PadesSignerTests(TestAuthority authority) : IClassFixture<TestAuthority>
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(SignatureAlgorithm.EcdsaP256Sha256)]
    [InlineData(SignatureAlgorithm.EcdsaP384Sha384)]
    [InlineData(SignatureAlgorithm.RsaPkcs1Sha256)]
    [InlineData(SignatureAlgorithm.RsaPssSha256)]
    public async Task Openssl_verifies_the_signature_over_the_signed_bytes(SignatureAlgorithm algorithm)
    {
        using var signer = authority.Signer("Ký", algorithm);
        using var signed = new MemoryStream();

        var result = await PadesSigner.SignAsync(
            await Requests.LaidAsync(Requests.A4()), signed, Requests.Of(signer, "A", authority), Cancel);

        var bytes = signed.ToArray();
        var range = result.ByteRange;
        Assert.Equal([0, bytes.Length], [range[0], range[2] + range[3]]);
        var (cms, content) = (authority.PathOf($"{algorithm}.cms"), authority.PathOf($"{algorithm}.bin"));
        await File.WriteAllBytesAsync(cms, result.Cms, Cancel);
        await File.WriteAllBytesAsync(
            content, [.. bytes.AsSpan(0, (int)range[1]), .. bytes.AsSpan((int)range[2], (int)range[3])], Cancel);
        var (exitCode, output) = await Tool.RunAsync(
            "openssl", "cms", "-verify", "-binary", "-inform", "DER", "-in", cms, "-content", content,
            "-CAfile", authority.PathOf("root.pem"), "-purpose", "any", "-out", "/dev/null");
        Assert.True(exitCode == 0, output);
    }

    [Fact]
    public async Task The_hole_is_exactly_the_contents_of_the_dictionary()
    {
        using var signer = authority.Signer("Ký");
        using var signed = new MemoryStream();

        var result = await PadesSigner.SignAsync(
            await Requests.LaidAsync(Requests.A4()), signed, Requests.Of(signer, "A", authority), Cancel);

        using var document = Requests.Open(signed);
        var signature = Signature(document, "A");
        var contents = Assert.IsType<PdfString>(signature["Contents"]);
        Assert.Equal((result.ByteRange[1], result.ByteRange[2]), (contents.Offset, contents.EndOffset));
        Assert.Equal(result.ByteRange, Assert.IsType<PdfArray>(signature["ByteRange"]).Select(item => ((PdfInteger)item).Value));
        Assert.Equal(result.Cms.ToArray(), contents.Bytes[..result.Cms.Length].ToArray());
        Assert.All(contents.Bytes[result.Cms.Length..].ToArray(), padding => Assert.Equal(0, padding));
        Assert.Equal(3, document.Revisions.Count);
        Assert.Equal(signed.Length, document.Current.EndOffset);
    }

    [Fact]
    public async Task The_dictionary_says_what_the_request_says()
    {
        using var signer = authority.Signer("Ký");
        using var signed = new MemoryStream();

        await PadesSigner.SignAsync(
            await Requests.LaidAsync(Requests.A4()), signed, Requests.Of(signer, "A", authority), Cancel);

        using var document = Requests.Open(signed);
        var signature = Signature(document, "A");
        Assert.Equal("ETSI.CAdES.detached", ((PdfName)signature["SubFilter"]!).Value);
        Assert.Equal("Tôi đồng ý với nội dung hợp đồng", PdfText.Decode((PdfString)signature["Reason"]!));
        Assert.Equal("Nguyễn Văn Ất", PdfText.Decode((PdfString)signature["Name"]!));
        Assert.Equal("D:20261125010312Z", PdfText.Decode((PdfString)signature["M"]!));
        Assert.Null(signature["Cert"]);
        Assert.Equal(3, ((PdfInteger)((PdfDictionary)document.Current.Catalog["AcroForm"]!)["SigFlags"]!).Value);
    }

    [Fact]
    public async Task A_repeated_call_asks_the_key_once_for_the_same_digest()
    {
        using var signer = authority.Signer("Ký");
        using var laid = await Requests.LaidAsync(Requests.A4());
        using var first = new MemoryStream();
        using var second = new MemoryStream();
        var request = Requests.Of(signer, "A", authority) with { Timestamps = authority, TimestampRoom = 4096 };

        await PadesSigner.SignAsync(laid, first, request, Cancel);
        await PadesSigner.SignAsync(laid, second, request, Cancel);

        Assert.Equal(2, signer.Digests.Count);
        Assert.Single(signer.Digests.Distinct());
    }

    [Theory]
    [InlineData(SignatureAlgorithm.RsaPkcs1Sha256, true)]
    [InlineData(SignatureAlgorithm.EcdsaP256Sha256, false)] // its value has a random part (FIPS 186-5, 6.4.1)
    public async Task The_same_input_key_and_clock_give_the_same_bytes(SignatureAlgorithm algorithm, bool isWhole)
    {
        using var signer = authority.Signer("Ký", algorithm);
        using var laid = await Requests.LaidAsync(Requests.A4());
        var files = new List<byte[]>();
        foreach (var _ in Enumerable.Range(0, 2))
        {
            using var signed = new MemoryStream();
            var result = await PadesSigner.SignAsync(laid, signed, Requests.Of(signer, "A", authority), Cancel);
            var file = signed.ToArray();
            files.Add(isWhole ? file : [.. file[..(int)result.ByteRange[1]], .. file[(int)result.ByteRange[2]..]]);
        }

        Assert.Equal(files[0], files[1]);
    }

    [Fact]
    public async Task A_timestamp_is_over_the_signature_value()
    {
        using var signer = authority.Signer("Ký");
        using var signed = new MemoryStream();

        var result = await PadesSigner.SignAsync(
            await Requests.LaidAsync(Requests.A4()), signed,
            Requests.Of(signer, "A", authority) with { Timestamps = authority }, Cancel);

        var cms = TrustPlatform.Cryptography.Cms.CmsSignedData.Parse(result.Cms);
        var token = TimeStampToken.Parse(Assert.Single(cms.Signers[0].SignatureTimestamps));
        Assert.Equal(SHA256.HashData(cms.SignatureValue.Span), token.MessageImprint.ToArray());
        Assert.Equal(result.TimestampTime, token.GenTime);
    }

    [Fact]
    public async Task A_timestamp_that_does_not_fit_is_refused_and_not_cut()
    {
        using var signer = authority.Signer("Ký");
        using var signed = new MemoryStream();
        var request = Requests.Of(signer, "A", authority) with { Timestamps = authority, TimestampRoom = 300 };

        var refusal = await Assert.ThrowsAsync<PadesRefusedException>(
            async () => await PadesSigner.SignAsync(await Requests.LaidAsync(Requests.A4()), signed, request, Cancel));

        Assert.Equal(PadesRefusal.RoomTooSmall, refusal.Reason);
        Assert.Single(signer.Digests);
    }

    [Theory]
    [InlineData("steady", new[] { 0 }, 2, 1, null)]
    [InlineData("longer once", new[] { 0, 3000, 3000 }, 3, 2, null)]
    [InlineData("longer each time", new[] { 0, 3000, 9000 }, 3, 2, PadesRefusal.RoomTooSmall)]
    public async Task Room_for_the_timestamp_is_measured_and_given_once_more(
        string authorityIs, int[] extra, int tokens, int signatures, PadesRefusal? expected)
    {
        Assert.NotEmpty(authorityIs);
        using var signer = authority.Signer("Ký");
        var growing = new GrowingAuthority(authority, extra);
        var path = authority.PathOf($"room{extra.Length}{expected}.pdf");
        await using (var signed = File.Create(path))
        {
            var request = Requests.Of(signer, "A", authority) with { Timestamps = growing };

            var exception = await Record.ExceptionAsync(
                async () => await PadesSigner.SignAsync(await Requests.LaidAsync(Requests.A4()), signed, request, Cancel));

            Assert.Equal(expected, (exception as PadesRefusedException)?.Reason);
        }

        Assert.Equal((tokens, signatures), (growing.Tokens, signer.Digests.Count));
        var verdict = await Tool.RunAsync("pdfsig", "-nocert", path);
        Assert.Equal(expected is null, verdict.Output.Contains("Signature is Valid", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_key_of_another_certificate_is_refused_before_it_is_asked()
    {
        using var signer = authority.Signer("Ký");
        using var other = authority.Signer("Khác");
        var request = Requests.Of(signer, "A", authority) with { Certificate = other.Certificate };

        var refusal = await Assert.ThrowsAsync<PadesRefusedException>(
            async () => await PadesSigner.SignAsync(await Requests.LaidAsync(Requests.A4()), new MemoryStream(), request, Cancel));

        Assert.Equal(PadesRefusal.KeyMismatch, refusal.Reason);
        Assert.Empty(signer.Digests);
    }

    [Theory]
    [InlineData(2019, PadesRefusal.CertificateNotYetValid)]
    [InlineData(2026, null)]
    [InlineData(2045, PadesRefusal.CertificateExpired)]
    public void A_certificate_signs_within_its_validity(int year, PadesRefusal? expected)
    {
        using var signer = authority.Signer("Ký");

        var exception = Record.Exception(
            () => SigningCertificate.Require(signer.Certificate, new(year, 6, 1, 0, 0, 0, TimeSpan.Zero)));

        Assert.Equal(expected, (exception as PadesRefusedException)?.Reason);
    }

    [Fact]
    public async Task Without_the_timestamp_authority_nothing_is_written_as_signed()
    {
        using var signer = authority.Signer("Ký");
        using var signed = new MemoryStream();
        var request = Requests.Of(signer, "A", authority) with { Timestamps = new SilentAuthority() };

        await Assert.ThrowsAsync<SourceUnavailableException>(
            async () => await PadesSigner.SignAsync(await Requests.LaidAsync(Requests.A4()), signed, request, Cancel));

        Assert.Equal(0, signed.Length);
        Assert.Empty(signer.Digests);
    }

    [Fact]
    public async Task Two_parties_sign_one_after_the_other()
    {
        var laid = await Requests.LaidAsync(
            Requests.A4(), new SignatureFieldPlacement("A", 1, new(50, 60, 200, 70)), new("B", 1, new(300, 60, 200, 70)));
        using var alice = authority.Signer("Alice");
        using var bob = authority.Signer("Bob");
        using var once = new MemoryStream();
        var twice = authority.PathOf("twice.pdf");

        await PadesSigner.SignAsync(laid, once, Requests.Of(alice, "A", authority), Cancel);
        await using (var output = File.Create(twice))
        {
            await PadesSigner.SignAsync(once, output, Requests.Of(bob, "B", authority), Cancel);
        }

        var verdict = await Tool.RunAsync("pdfsig", "-nocert", twice);
        Assert.Equal(2, verdict.Output.Split("Signature is Valid").Length - 1);
        var signed = await File.ReadAllBytesAsync(twice, Cancel);
        Assert.True(signed.AsSpan().StartsWith(once.ToArray()));
        Assert.True(once.ToArray().AsSpan().StartsWith(laid.ToArray()));
    }

    [Theory]
    [InlineData(0, 40, 70, 800)]
    [InlineData(90, 30, 40, 600)]
    [InlineData(180, 60, 30, 800)]
    [InlineData(270, 70, 60, 600)]
    public async Task The_appearance_stands_upright_where_it_was_placed_on_a_turned_page(
        int rotation, double cropLeft, double cropTop, double shownHeight)
    {
        using var signer = authority.Signer("Ký");
        var path = authority.PathOf($"turned{rotation}.pdf");
        var page = Requests.Document($"/MediaBox[0 0 700 900]/CropBox[40 30 640 830]/Rotate {rotation}");
        await using (var output = File.Create(path))
        {
            await PadesSigner.SignAsync(
                await Requests.LaidAsync(page, new SignatureFieldPlacement("A", 1, new(100, 50, 180, 60))), output,
                Requests.Of(signer, "A", authority), Cancel);
        }

        // poppler gives places on the turned media box, from its top: the crop box stands inside that.
        var words = await Tool.RunAsync("pdftotext", "-bbox", path, "-");
        var first = Regex.Match(words.Output, "xMin=\"([0-9.]+)\" yMin=\"([0-9.]+)\" xMax=\"[0-9.]+\" yMax=\"([0-9.]+)\">Nguyễn<");
        var (x, top, bottom) = (Number(first, 1) - cropLeft, Number(first, 2) - cropTop, Number(first, 3) - cropTop);
        Assert.InRange(x, 100, 112);
        Assert.InRange(top, shownHeight - 110, shownHeight - 50);
        Assert.InRange(bottom, top + 10, shownHeight - 50);
    }

    private static double Number(Match match, int group) => double.Parse(match.Groups[group].Value, CultureInfo.InvariantCulture);

    [Fact]
    public async Task A_certification_is_named_by_the_catalog_and_seen_by_others()
    {
        using var signer = authority.Signer("Ký");
        using var signed = new MemoryStream();
        var request = Requests.Of(signer, "A", authority) with { Certification = CertificationPermission.FormFilling };

        await PadesSigner.SignAsync(await Requests.LaidAsync(Requests.A4()), signed, request, Cancel);

        using var document = Requests.Open(signed);
        var permissions = Assert.IsType<PdfDictionary>(document.Current.Catalog["Perms"]);
        var signature = document.Current.Resolve<PdfDictionary>(permissions["DocMDP"])!;
        var reference = (PdfDictionary)((PdfArray)signature["Reference"]!)[0];
        Assert.Equal("DocMDP", ((PdfName)reference["TransformMethod"]!).Value);
        Assert.Equal(2, ((PdfInteger)((PdfDictionary)reference["TransformParams"]!)["P"]!).Value);
    }

    [Theory]
    [InlineData(1, PadesRefusal.CertificationForbids)]
    [InlineData(2, null)]
    [InlineData(3, null)]
    public async Task After_a_certification_only_what_it_permits_is_signed(int permission, PadesRefusal? expected)
    {
        using var signer = authority.Signer("Ký");
        using var certified = new MemoryStream();
        using var signed = new MemoryStream();
        var laid = await Requests.LaidAsync(Requests.A4(), new SignatureFieldPlacement("A", 0, default), new("B", 0, default));
        await PadesSigner.SignAsync(
            laid, certified,
            Requests.Of(signer, "A", authority) with { Certification = (CertificationPermission)permission }, Cancel);

        var exception = await Record.ExceptionAsync(
            () => PadesSigner.SignAsync(certified, signed, Requests.Of(signer, "B", authority), Cancel));

        Assert.Equal(expected, (exception as PadesRefusedException)?.Reason);
    }

    private static PdfDictionary Signature(PdfDocument document, string name)
    {
        var form = document.Current.Resolve<PdfDictionary>(document.Current.Catalog["AcroForm"])!;
        var field = document.Current.Resolve<PdfArray>(form["Fields"])!
            .Select(document.Current.Resolve).Cast<PdfDictionary>()
            .Single(field => PdfText.Decode((PdfString)field["T"]!) == name);
        return document.Current.Resolve<PdfDictionary>(field["V"])!;
    }

    /// <summary>Tokens that grow: unsigned attributes are not part of what a token's signature is over.</summary>
    private sealed class GrowingAuthority(ITimestampSource source, int[] extra) : ITimestampSource
    {
        public int Tokens { get; private set; }

        public async Task<TimeStampToken> TimestampAsync(ReadOnlyMemory<byte> sha256Digest, CancellationToken cancellationToken)
        {
            var token = await source.TimestampAsync(sha256Digest, cancellationToken);
            var more = extra[Math.Min(Tokens++, extra.Length - 1)];
            return more == 0 ? token : TimeStampToken.Parse(LongerToken.Of(token.Encoded, more));
        }
    }

    private sealed class SilentAuthority : ITimestampSource
    {
        public Task<TimeStampToken> TimestampAsync(ReadOnlyMemory<byte> sha256Digest, CancellationToken cancellationToken) =>
            throw new SourceUnavailableException("Silent.");
    }
}
