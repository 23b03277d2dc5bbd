using System.Security.Cryptography;
using TrustPlatform.Cryptography.Keys;
using Xunit;

namespace TrustPlatform.Cryptography.Tests.Keys;

public sealed class SoftwareSigningKeyTests
{
    [Theory]
    [InlineData(SignatureAlgorithm.EcdsaP256Sha256, "-sha256", null)]
    [InlineData(SignatureAlgorithm.EcdsaP384Sha384, "-sha384", null)]
    [InlineData(SignatureAlgorithm.RsaPkcs1Sha256, "-sha256", null)]
    [InlineData(SignatureAlgorithm.RsaPssSha256, "-sha256", "-sigopt rsa_padding_mode:pss")]
    public void OpenSSL_verifies_the_signature(SignatureAlgorithm algorithm, string hash, string? option)
    {
        using var key = SoftwareSigningKey.Create(algorithm, 2048);
        using var openSsl = new OpenSsl();
        var data = "hợp đồng"u8.ToArray();
        var digest = algorithm == SignatureAlgorithm.EcdsaP384Sha384 ? SHA384.HashData(data) : SHA256.HashData(data);
        openSsl.Write("key.pem", PemEncoding.WriteString("PUBLIC KEY", key.SubjectPublicKeyInfo.Span));
        openSsl.Write("data", data);
        openSsl.Write("signature", key.SignHash(digest));

        var output = openSsl.Run($"dgst {hash} -verify key.pem -signature signature {option} data");

        Assert.Contains("Verified OK", output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(SignatureAlgorithm.EcdsaP256Sha256)]
    [InlineData(SignatureAlgorithm.EcdsaP384Sha384)]
    [InlineData(SignatureAlgorithm.RsaPssSha256)]
    public void A_key_goes_out_wrapped_and_comes_back_the_same(SignatureAlgorithm algorithm)
    {
        var master = Path.GetTempFileName() + ".key";
        using var wrapping = KeyWrapping.OpenOrCreate(master);
        using var key = SoftwareSigningKey.Create(algorithm, 2048);

        using var back = SoftwareSigningKey.ImportWrapped(
            wrapping, key.ExportWrapped(wrapping, "id", "test"), "id", "test", algorithm);

        Assert.Equal(key.SubjectPublicKeyInfo, back.SubjectPublicKeyInfo);
        File.Delete(master);
    }

    [Theory]
    [InlineData(SignatureAlgorithm.EcdsaP384Sha384)]
    [InlineData(SignatureAlgorithm.RsaPssSha256)]
    public void A_key_does_not_pass_for_another_algorithm(SignatureAlgorithm algorithm)
    {
        using var p256 = ECDsa.Create(ECCurve.NamedCurves.nistP256);

        Assert.ThrowsAny<CryptographicException>(() => SoftwareSigningKey.Import(p256.ExportPkcs8PrivateKey(), algorithm));
    }

    [Fact]
    public void Trailing_octets_and_short_RSA_keys_are_refused()
    {
        using var p256 = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var rsa = RSA.Create(1024);

        Assert.Throws<CryptographicException>(() => SoftwareSigningKey.Import(
            (byte[])[.. p256.ExportPkcs8PrivateKey(), 0], SignatureAlgorithm.EcdsaP256Sha256));
        Assert.Throws<CryptographicException>(
            () => SoftwareSigningKey.Import(rsa.ExportPkcs8PrivateKey(), SignatureAlgorithm.RsaPssSha256));
    }

    [Theory]
    [InlineData(SignatureAlgorithm.EcdsaP256Sha256, 20)]
    [InlineData(SignatureAlgorithm.EcdsaP256Sha256, 48)]
    [InlineData(SignatureAlgorithm.EcdsaP384Sha384, 32)]
    public void A_digest_of_another_hash_is_refused(SignatureAlgorithm algorithm, int length)
    {
        using var key = SoftwareSigningKey.Create(algorithm);

        Assert.Throws<ArgumentOutOfRangeException>(() => key.SignHash(new byte[length]));
    }

    [Fact]
    public void Many_threads_sign_with_one_key()
    {
        using var key = SoftwareSigningKey.Create(SignatureAlgorithm.EcdsaP256Sha256);
        using var check = ECDsa.Create();
        check.ImportSubjectPublicKeyInfo(key.SubjectPublicKeyInfo.Span, out _);
        var digests = Enumerable.Range(0, 500).Select(i => SHA256.HashData([(byte)i, (byte)(i >> 8)])).ToArray();
        var signatures = new byte[digests.Length][];

        Parallel.For(0, digests.Length, i => signatures[i] = key.SignHash(digests[i]));

        Assert.All(Enumerable.Range(0, digests.Length), i => Assert.True(
            check.VerifyHash(digests[i], signatures[i], DSASignatureFormat.Rfc3279DerSequence)));
    }
}
