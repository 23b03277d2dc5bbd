using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using TrustPlatform.Cryptography.Cms;
using TrustPlatform.Cryptography.Keys;
using TrustPlatform.Signatures.Pades;
using Xunit;

namespace TrustPlatform.Signatures.Tests.Pades;

public sealed class PadesExternalSignerTests(TestAuthority authority) : IClassFixture<TestAuthority>
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_signature_made_elsewhere_is_put_into_the_prepared_file()
    {
        using var signer = authority.Signer("Ký");
        var path = authority.PathOf("external.pdf");
        await using (var file = File.Create(path))
        {
            var prepared = await PadesExternalSigner.PrepareAsync(await Requests.LaidAsync(Requests.A4()), file, Request(4096), Cancel);
            await PadesExternalSigner.CompleteAsync(file, "A", Sign(signer, prepared.Digest), Cancel);
        }

        var verdict = await Tool.RunAsync("pdfsig", "-nocert", path);
        Assert.Contains("Signature is Valid", verdict.Output, StringComparison.Ordinal);
        Assert.Contains("Total document signed", verdict.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("other bytes", PadesRefusal.SignatureForOtherBytes)]
    [InlineData("no cms", PadesRefusal.SignatureForOtherBytes)]
    [InlineData("too long", PadesRefusal.RoomTooSmall)]
    [InlineData("other field", PadesRefusal.NotPrepared)]
    [InlineData("twice", PadesRefusal.NotPrepared)]
    [InlineData("appended", PadesRefusal.NotPrepared)]
    public async Task What_does_not_belong_into_the_file_is_not_written(string fault, PadesRefusal expected)
    {
        using var signer = authority.Signer("Ký");
        using var file = new MemoryStream();
        var prepared = await PadesExternalSigner.PrepareAsync(
            await Requests.LaidAsync(Requests.A4()), file, Request(fault == "too long" ? 64 : 4096), Cancel);
        var cms = Sign(signer, prepared.Digest);
        var target = file;
        switch (fault)
        {
            case "other bytes": cms = Sign(signer, SHA256.HashData([1])); break;
            case "no cms": cms = new byte[100]; break;
            case "twice": await PadesExternalSigner.CompleteAsync(file, "A", cms, Cancel); break;
            case "appended": target = await Requests.LaidAsync(file, new SignatureFieldPlacement("B", 0, default)); break;
        }

        var before = target.ToArray();
        var refusal = await Assert.ThrowsAsync<PadesRefusedException>(
            () => PadesExternalSigner.CompleteAsync(target, fault == "other field" ? "Z" : "A", cms, Cancel));

        Assert.Equal(expected, refusal.Reason);
        Assert.Equal(before, target.ToArray());
    }

    [Theory]
    [InlineData(2019, X509KeyUsageFlags.NonRepudiation, PadesRefusal.CertificateNotYetValid)]
    [InlineData(2045, X509KeyUsageFlags.NonRepudiation, PadesRefusal.CertificateExpired)]
    [InlineData(2026, X509KeyUsageFlags.KeyEncipherment, PadesRefusal.CertificateNotForSigning)]
    public async Task An_unfit_certificate_is_refused_before_anything_is_prepared(int year, X509KeyUsageFlags usage, PadesRefusal expected)
    {
        using var signer = authority.Signer("Ký", usage: usage);
        using var output = new MemoryStream();
        var request = new PadesKeyPreparationRequest
        {
            FieldName = "A",
            Algorithm = signer.Algorithm,
            Certificate = signer.Certificate,
            SigningTime = new(year, 6, 1, 0, 0, 0, TimeSpan.Zero),
        };
        var laid = await Requests.LaidAsync(Requests.A4());

        var refusal = await Assert.ThrowsAsync<PadesRefusedException>(
            () => PadesExternalSigner.PrepareAsync(laid, output, request, Cancel));

        Assert.Equal(expected, refusal.Reason);
        Assert.Equal(0, output.Length);
    }

    [Theory]
    [InlineData(SignatureAlgorithm.EcdsaP256Sha256)]
    [InlineData(SignatureAlgorithm.EcdsaP384Sha384)]
    [InlineData(SignatureAlgorithm.RsaPssSha256)]
    [InlineData(SignatureAlgorithm.RsaPkcs1Sha256)]
    public async Task A_signature_value_made_after_a_restart_completes_the_file(SignatureAlgorithm algorithm)
    {
        using var signer = authority.Signer("Ký", algorithm);
        var (path, state) = (authority.PathOf($"value{algorithm}.pdf"), authority.PathOf($"value{algorithm}.json"));
        await using (var file = File.Create(path))
        {
            var prepared = await PadesExternalSigner.PrepareAsync(
                await Requests.LaidAsync(Requests.A4()), file, KeyRequest(signer) with { TimestampRoom = 4096 }, Cancel);
            await File.WriteAllBytesAsync(state, prepared.ToJson(), Cancel);
        }

        var pending = PendingSignature.FromJson(await File.ReadAllBytesAsync(state, Cancel));
        await using (var file = new FileStream(path, FileMode.Open, FileAccess.ReadWrite))
        {
            await PadesExternalSigner.CompleteAsync(file, pending, signer.SignHash(pending.DigestToSign.Span), authority, Cancel);
        }

        var verdict = await Tool.RunAsync("pdfsig", "-nocert", path);
        Assert.Contains("Signature is Valid", verdict.Output, StringComparison.Ordinal);
        Assert.Contains("Total document signed", verdict.Output, StringComparison.Ordinal);
        Assert.Equal(Convert.ToHexString(pending.DigestToSign.Span), Assert.Single(signer.Digests));
    }

    [Theory]
    [InlineData("value of another digest", PadesRefusal.SignatureForOtherBytes)]
    [InlineData("value of another key", PadesRefusal.SignatureForOtherBytes)]
    [InlineData("no value", PadesRefusal.SignatureForOtherBytes)]
    [InlineData("changed file", PadesRefusal.SignatureForOtherBytes)]
    [InlineData("appended file", PadesRefusal.NotPrepared)]
    [InlineData("state of another file", PadesRefusal.SignatureForOtherBytes)]
    public async Task A_value_that_does_not_fit_or_a_file_that_changed_is_refused(string fault, PadesRefusal expected)
    {
        using var signer = authority.Signer("Ký");
        using var other = authority.Signer("Khác");
        using var file = new MemoryStream();
        var pending = await PadesExternalSigner.PrepareAsync(
            await Requests.LaidAsync(Requests.A4()), file, KeyRequest(signer), Cancel);
        var value = signer.SignHash(pending.DigestToSign.Span);
        var target = file;
        switch (fault)
        {
            case "value of another digest": value = signer.SignHash(new byte[32]); break;
            case "value of another key": value = other.SignHash(pending.DigestToSign.Span); break;
            case "no value": value = []; break;
            case "changed file": file.GetBuffer()[file.ToArray().AsSpan().IndexOf("/MediaBox[0 0 595"u8) + 14]++; break;
            case "appended file": target = await Requests.LaidAsync(file, new SignatureFieldPlacement("B", 0, default)); break;
            case "state of another file":
                pending = await PadesExternalSigner.PrepareAsync(
                    await Requests.LaidAsync(Requests.Document("/MediaBox[0 0 600 842]")), new MemoryStream(),
                    KeyRequest(signer), Cancel);
                value = signer.SignHash(pending.DigestToSign.Span);
                break;
        }

        var before = target.ToArray();
        var refusal = await Assert.ThrowsAsync<PadesRefusedException>(
            () => PadesExternalSigner.CompleteAsync(target, pending, value, timestamps: null, Cancel));

        Assert.Equal(expected, refusal.Reason);
        Assert.Equal(before, target.ToArray());
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("{\"version\":2}")]
    [InlineData("not json")]
    public void What_is_no_kept_state_is_refused(string json) =>
        Assert.Equal(
            PadesRefusal.NotPrepared,
            Assert.Throws<PadesRefusedException>(() => PendingSignature.FromJson(System.Text.Encoding.UTF8.GetBytes(json))).Reason);

    private static PadesKeyPreparationRequest KeyRequest(TestSigner signer) => new()
    {
        FieldName = "A",
        Algorithm = signer.Algorithm,
        Certificate = signer.Certificate,
        SigningTime = Requests.Time,
    };

    private static PadesPreparationRequest Request(int room) => new()
    {
        FieldName = "A",
        Hash = HashAlgorithmName.SHA256,
        Room = room,
        SigningTime = Requests.Time,
    };

    private static ReadOnlyMemory<byte> Sign(TestSigner signer, ReadOnlyMemory<byte> digest) => CmsSignedData.Sign(
        new CmsSigningRequest { ContentDigest = digest, Key = signer, Certificate = signer.Certificate }).Encoded;
}
