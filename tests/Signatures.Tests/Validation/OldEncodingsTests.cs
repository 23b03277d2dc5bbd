using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using TrustPlatform.Signatures.Tests.Pades;
using TrustPlatform.Signatures.Tests.Validation.Attacks;
using TrustPlatform.Signatures.Validation;
using Xunit;

namespace TrustPlatform.Signatures.Tests.Validation;

/// <summary>The encodings of earlier PDF versions: their mathematics is told, and what is obsolete is refused.</summary>
public sealed class OldEncodingsTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("old-").FullName;
    private readonly RSA _key = RSA.Create(2048);
    private readonly X509Certificate2 _certificate;

    public OldEncodingsTests()
    {
        _certificate = new CertificateRequest("CN=Old", _key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1)
            .CreateSelfSigned(Lab.Begin, Lab.End);
        File.WriteAllText(Path.Combine(_folder, "cert.pem"), _certificate.ExportCertificatePem());
        File.WriteAllText(Path.Combine(_folder, "key.pem"), _key.ExportPkcs8PrivateKeyPem());
    }

    public void Dispose()
    {
        _key.Dispose();
        _certificate.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task Rsa_over_sha1_without_cms_is_verified_and_refused()
    {
        var file = await SignAsync("adbe.x509.rsa_sha1", $"/Cert<{Convert.ToHexString(_certificate.RawData)}>", covered =>
        {
            var writer = new AsnWriter(AsnEncodingRules.DER);
            writer.WriteOctetString(_key.SignData(covered, HashAlgorithmName.SHA1, RSASignaturePadding.Pkcs1));
            return Task.FromResult(writer.Encode());
        });

        var signature = Validate(file);
        var broken = Validate(Flip(file));

        Assert.Equal((SignatureIntegrity.Intact, SignatureCoverage.EntireFile), (signature.Integrity, signature.Coverage));
        Assert.Equal((Indication.TotalFailed, SubIndication.FormatFailure), signature.Conclusion);
        Assert.Equal(SignatureIntegrity.Broken, broken.Integrity);
    }

    [Fact]
    public async Task Cms_over_a_sha1_digest_is_verified_and_told_to_be_weak()
    {
        var file = await SignAsync("adbe.pkcs7.sha1", "", covered => CmsAsync(CryptographicOperations.HashData(HashAlgorithmName.SHA1, covered), "-nodetach"));

        var signature = Validate(file);
        var broken = Validate(Flip(file));

        Assert.Equal(SignatureIntegrity.Intact, signature.Integrity);
        Assert.Contains(signature.Rules, finding => finding is { Rule.Id: "format.sub-filter", Result: RuleResult.Warn });
        Assert.Contains(signature.Rules, finding => finding is { Rule.Id: "algorithms.permitted", Result: RuleResult.Fail });
        Assert.Equal((SignatureIntegrity.Broken, SubIndication.HashFailure), (broken.Integrity, broken.SubIndication));
    }

    [Fact]
    public async Task Detached_cms_of_openssl_is_verified()
    {
        var file = await SignAsync("adbe.pkcs7.detached", "", covered => CmsAsync(covered));

        Assert.Equal(SignatureIntegrity.Intact, Validate(file).Integrity);
        Assert.Equal(SignatureIntegrity.Broken, Validate(Flip(file)).Integrity);
    }

    [Fact]
    public async Task Detached_encoding_with_content_inside_is_refused()
    {
        var file = await SignAsync("adbe.pkcs7.detached", "", covered => CmsAsync(covered, "-nodetach"));

        Assert.Equal((Indication.TotalFailed, SubIndication.FormatFailure), Validate(file).Conclusion);
    }

    [Theory]
    [InlineData("unknown.encoding")]
    [InlineData("adbe.pkcs7.DETACHED")]
    public async Task Unknown_encoding_is_refused(string subFilter)
    {
        var signature = Validate(await SignAsync(subFilter, "", covered => CmsAsync(covered)));

        Assert.Equal((SignatureIntegrity.Unreadable, Indication.TotalFailed), (signature.Integrity, signature.Indication));
    }

    private static SignatureReport Validate(byte[] file) => Signing.Validate(file, new Lab().Context()).Signatures.Single();

    private static byte[] Flip(byte[] file)
    {
        // A byte of the comment after the header, which no object holds.
        var changed = file.ToArray();
        changed[11] ^= 1;
        return changed;
    }

    private async Task<byte[]> CmsAsync(byte[] content, params string[] more)
    {
        var (input, output) = (Path.Combine(_folder, "in"), Path.Combine(_folder, "out"));
        await File.WriteAllBytesAsync(input, content, TestContext.Current.CancellationToken);
        var (code, text) = await Tool.RunAsync(
            "openssl",
            [
                "cms", "-sign", "-binary", "-md", "sha256", "-outform", "DER", "-signer", Path.Combine(_folder, "cert.pem"), "-inkey",
                Path.Combine(_folder, "key.pem"), "-in", input, "-out", output, .. more,
            ]);
        Assert.True(code == 0, text);
        return await File.ReadAllBytesAsync(output, TestContext.Current.CancellationToken);
    }

    /// <summary>A file whose one signature is made of whatever <paramref name="sign"/> gives for the covered bytes.</summary>
    private static async Task<byte[]> SignAsync(string subFilter, string entries, Func<byte[], Task<byte[]>> sign)
    {
        var covered = Array.Empty<byte>();
        _ = RawSignature.Document(
            bytes =>
            {
                covered = bytes;
                return [];
            },
            subFilter, entries);
        var contents = await sign(covered);
        return RawSignature.Document(_ => contents, subFilter, entries);
    }
}
