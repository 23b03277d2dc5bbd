using System.Security.Cryptography;
using System.Text;
using TrustPlatform.Cryptography.Cms;
using TrustPlatform.Cryptography.Keys;
using TrustPlatform.Cryptography.X509;
using Xunit;

namespace TrustPlatform.Cryptography.Tests.Cms;

public sealed class CmsSignedDataTests
{
    private static readonly byte[] _content = Encoding.UTF8.GetBytes("Hợp đồng số 1");

    [Theory]
    [InlineData(SignatureAlgorithm.EcdsaP256Sha256)]
    [InlineData(SignatureAlgorithm.EcdsaP384Sha384)]
    [InlineData(SignatureAlgorithm.RsaPssSha256)]
    [InlineData(SignatureAlgorithm.RsaPkcs1Sha256)]
    public void Openssl_verifies_what_is_signed_over_a_digest(SignatureAlgorithm algorithm)
    {
        using var key = new TestKey(algorithm);
        using var openSsl = new OpenSsl();
        var signed = Sign(key, out var certificate);
        openSsl.Write("s.der", signed.Encoded.Span);
        openSsl.Write("content", _content);
        openSsl.Write("cert.der", certificate.RawData.Span);

        openSsl.Run("x509 -inform DER -in cert.der -out cert.pem");
        var output = openSsl.Run(
            "cms -verify -cades -binary -inform DER -in s.der -content content -CAfile cert.pem -purpose any -out out");

        Assert.Contains("Verification successful", output, StringComparison.Ordinal);
        Assert.Equal(1, key.Calls);
    }

    [Theory]
    [InlineData(SignatureAlgorithm.EcdsaP256Sha256)]
    [InlineData(SignatureAlgorithm.RsaPssSha256)]
    public void Own_signature_passes_every_check(SignatureAlgorithm algorithm)
    {
        using var key = new TestKey(algorithm);
        var signed = Sign(key, out var certificate);

        var verification = signed.Verify(SHA256.HashData(_content));

        Assert.All(verification.Checks, check => Assert.Equal(CheckResult.Passed, check.Result));
        Assert.Equal(
            ["cms.one-signer", "cms.signer-certificate", "cms.signing-certificate", "cms.content-type", "cms.message-digest",
             "cms.algorithms", "cms.signature"],
            verification.Checks.Select(check => check.Rule));
        Assert.Equal(certificate, verification.SignerCertificate);
        Assert.Null(signed.Signers[0].SigningTime);
    }

    [Fact]
    public void Another_digest_fails_at_the_message_digest_alone()
    {
        using var key = new TestKey(SignatureAlgorithm.EcdsaP256Sha256);
        var signed = Sign(key, out _);

        var verification = signed.Verify(SHA256.HashData("something else"u8));

        Assert.False(verification.IsIntact);
        Assert.Equal("cms.message-digest", verification.FirstProblem!.Rule);
        Assert.Equal(CheckResult.Passed, verification.Checks.Single(check => check.Rule == "cms.signature").Result);
    }

    [Theory]
    [InlineData("-cades", "rsa:2048", CheckResult.Passed)]
    [InlineData("-cades -keyopt rsa_padding_mode:pss -keyopt rsa_pss_saltlen:20", "rsa:2048", CheckResult.Passed)]
    [InlineData("-cades -md sha512", "ec -pkeyopt ec_paramgen_curve:P-521", CheckResult.Passed)]
    [InlineData("-cades -md sha256 -keyid", "ec -pkeyopt ec_paramgen_curve:brainpoolP256r1", CheckResult.Passed)]
    [InlineData("-noattr", "rsa:2048", CheckResult.Warning)]
    [InlineData("-md sha1", "rsa:2048", CheckResult.Warning)]
    [InlineData("-cades -md sha224", "rsa:2048", CheckResult.Passed)]
    [InlineData("-cades -stream -indef", "rsa:2048", CheckResult.Passed)]
    public void What_openssl_signs_is_verified(string options, string newKey, CheckResult worst)
    {
        using var openSsl = new OpenSsl();
        openSsl.Write("content", _content);
        openSsl.Run($"req -x509 -newkey {newKey} -nodes -keyout key.pem -out cert.pem -subj /CN=Test -days 3650");
        openSsl.Run($"cms -sign -binary -outform DER -signer cert.pem -inkey key.pem -in content -out s.der {options}");

        var signed = CmsSignedData.Parse(openSsl.Read("s.der"));
        var hash = signed.Signers[0].Hash!.Value;
        Assert.True(TrustPlatform.Cryptography.Algorithms.HashAlgorithms.TryHash(hash, _content, out var digest));
        var verification = signed.Verify(digest);

        Assert.True(verification.IsIntact, verification.FirstProblem?.ToString());
        Assert.Equal(worst, verification.Checks.Max(check => check.Result == CheckResult.Warning ? check.Result : CheckResult.Passed));
        Assert.Equal(CheckResult.Passed, verification.Checks.Single(check => check.Rule == "cms.signature").Result);
    }

    [Fact]
    public void Attached_content_is_hashed_and_verified()
    {
        using var openSsl = new OpenSsl();
        openSsl.Write("content", _content);
        openSsl.Run("req -x509 -newkey rsa:2048 -nodes -keyout key.pem -out cert.pem -subj /CN=Test");
        openSsl.Run("cms -sign -nodetach -binary -outform DER -signer cert.pem -inkey key.pem -in content -out s.der -stream");

        var signed = CmsSignedData.Parse(openSsl.Read("s.der"));

        Assert.Equal(_content, signed.Content!.Value.ToArray());
        Assert.True(signed.VerifyEncapsulated().IsIntact);
        Assert.False(signed.Verify(SHA256.HashData("other"u8)).IsIntact);
    }

    [Fact]
    public void Two_signers_are_reported()
    {
        using var openSsl = new OpenSsl();
        openSsl.Write("content", _content);
        openSsl.Run("req -x509 -newkey rsa:2048 -nodes -keyout a.key -out a.pem -subj /CN=A");
        openSsl.Run("req -x509 -newkey rsa:2048 -nodes -keyout b.key -out b.pem -subj /CN=B");
        openSsl.Run("cms -sign -binary -outform DER -signer a.pem -inkey a.key -signer b.pem -inkey b.key -in content -out s.der");

        var verification = CmsSignedData.Parse(openSsl.Read("s.der")).Verify(SHA256.HashData(_content));

        Assert.Equal("cms.one-signer", verification.FirstProblem!.Rule);
        Assert.False(verification.IsIntact);
    }

    [Fact]
    public void Trailing_octets_are_left_to_the_caller()
    {
        using var key = new TestKey(SignatureAlgorithm.EcdsaP256Sha256);
        var signed = Sign(key, out _);

        var padded = CmsSignedData.Parse((byte[])[.. signed.Encoded.Span, 0, 0, 0]);

        Assert.Equal(signed.EncodedLength, padded.EncodedLength);
        Assert.Equal(signed.Encoded.ToArray(), padded.Encoded.ToArray());
    }

    [Fact]
    public void Certificate_of_another_key_is_not_signed_with()
    {
        using var key = new TestKey(SignatureAlgorithm.EcdsaP256Sha256);
        using var other = new TestKey(SignatureAlgorithm.EcdsaP256Sha256);
        var request = new CmsSigningRequest
        {
            Certificate = other.SelfSigned("CN=B"),
            Key = key,
            ContentDigest = SHA256.HashData(_content),
        };

        Assert.Throws<ArgumentException>(() => CmsSignedData.Sign(request));
        Assert.Equal(0, key.Calls);
    }

    private static CmsSignedData Sign(TestKey key, out Certificate certificate)
    {
        certificate = key.SelfSigned("CN=Nguyễn Văn A,C=VN");
        return CmsSignedData.Sign(new CmsSigningRequest
        {
            Certificate = certificate,
            Key = key,
            ContentDigest = key.Algorithm == SignatureAlgorithm.EcdsaP384Sha384
                ? SHA384.HashData(_content)
                : SHA256.HashData(_content),
        });
    }
}
