using System.Security.Cryptography;
using TrustPlatform.Cryptography.Cms;
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
