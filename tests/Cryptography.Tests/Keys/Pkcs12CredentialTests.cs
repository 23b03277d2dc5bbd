using System.Security.Cryptography;
using TrustPlatform.Cryptography.Keys;
using Xunit;

namespace TrustPlatform.Cryptography.Tests.Keys;

/// <summary>Files made by openssl, as a certification authority would hand them out.</summary>
public sealed class Pkcs12CredentialTests : IDisposable
{
    private readonly OpenSsl _openSsl = new();

    public void Dispose() => _openSsl.Dispose();

    [Theory]
    [InlineData("ec -pkeyopt ec_paramgen_curve:P-256", SignatureAlgorithm.EcdsaP256Sha256)]
    [InlineData("ec -pkeyopt ec_paramgen_curve:P-384", SignatureAlgorithm.EcdsaP384Sha384)]
    [InlineData("rsa:2048", SignatureAlgorithm.RsaPssSha256)]
    public void A_key_with_its_chain_is_loaded_and_signs(string key, SignatureAlgorithm algorithm)
    {
        MakeChain(key);
        _openSsl.Run("pkcs12 -export -inkey leaf.key -in leaf.pem -certfile chain.pem -passout pass:mật-khẩu -out all.p12");

        using var credential = Pkcs12Credential.Load(_openSsl.Read("all.p12"), "mật-khẩu");

        Assert.Equal(algorithm, credential.Key.Algorithm);
        Assert.Equal("Nguyễn Văn An", credential.Certificate.Subject.CommonName);
        Assert.Equal(["CA", "Root"], credential.Chain.Select(c => c.Subject.CommonName));
        Assert.Equal(credential.Certificate.SubjectPublicKeyInfo, credential.Key.SubjectPublicKeyInfo);
        Assert.NotEmpty(credential.Key.SignHash(new byte[algorithm == SignatureAlgorithm.EcdsaP384Sha384 ? 48 : 32]));
    }

    [Fact]
    public void A_caller_may_want_PKCS1_signatures_of_an_RSA_key()
    {
        MakeChain("rsa:2048");
        _openSsl.Run("pkcs12 -export -inkey leaf.key -in leaf.pem -passout pass:x -out one.p12");

        using var credential = Pkcs12Credential.Load(_openSsl.Read("one.p12"), "x", SignatureAlgorithm.RsaPkcs1Sha256);

        using var rsa = RSA.Create();
        rsa.ImportSubjectPublicKeyInfo(credential.Key.SubjectPublicKeyInfo.Span, out _);
        Assert.True(rsa.VerifyHash(
            new byte[32], credential.Key.SignHash(new byte[32]), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1));
        Assert.Empty(credential.Chain);
    }

    [Fact]
    public void Each_way_to_fail_has_its_name()
    {
        MakeChain("ec -pkeyopt ec_paramgen_curve:P-256");
        _openSsl.Run("pkcs12 -export -inkey leaf.key -in leaf.pem -passout pass:right -out one.p12");
        _openSsl.Run("pkcs12 -export -nokeys -in leaf.pem -passout pass:right -out none.p12");
        var file = _openSsl.Read("one.p12");

        Assert.Equal(Pkcs12Refusal.WrongPassword, Refusal(file, "wrong"));
        Assert.Equal(Pkcs12Refusal.WrongPassword, Refusal(file, ""));
        Assert.Equal(Pkcs12Refusal.NoPrivateKey, Refusal(_openSsl.Read("none.p12"), "right"));
        Assert.Equal(Pkcs12Refusal.Unreadable, Refusal("not a file"u8.ToArray(), "right"));
        Assert.Equal(Pkcs12Refusal.Unreadable, Refusal([], "right"));
        Assert.Equal(Pkcs12Refusal.Unreadable, Refusal(file[..(file.Length / 2)], "right"));
    }

    [Fact]
    public void A_curve_that_we_do_not_sign_with_and_a_short_RSA_key_are_unsupported()
    {
        foreach (var key in new[] { "ec -pkeyopt ec_paramgen_curve:P-521", "rsa:1024" })
        {
            _openSsl.Run($"req -x509 -newkey {key} -nodes -keyout k.key -out k.pem -subj /CN=x -days 30");
            _openSsl.Run("pkcs12 -export -inkey k.key -in k.pem -passout pass:x -out k.p12");

            Assert.Equal(Pkcs12Refusal.UnsupportedKey, Refusal(_openSsl.Read("k.p12"), "x"));
        }
    }

    [Fact]
    public void A_damaged_file_is_refused_in_one_way_only()
    {
        MakeChain("ec -pkeyopt ec_paramgen_curve:P-256");
        _openSsl.Run("pkcs12 -export -inkey leaf.key -in leaf.pem -passout pass:x -out one.p12");
        var file = _openSsl.Read("one.p12");
        for (var i = 0; i < file.Length; i += 7)
        {
            var damaged = file.ToArray();
            damaged[i] ^= 0x55;
            var thrown = Record.Exception(() => Pkcs12Credential.Load(damaged, "x").Dispose());
            Assert.True(thrown is null or Pkcs12Exception, $"octet {i}: {thrown}");
        }
    }

    private static Pkcs12Refusal Refusal(byte[] file, string password) =>
        Assert.Throws<Pkcs12Exception>(() => Pkcs12Credential.Load(file, password)).Refusal;

    private void MakeChain(string key)
    {
        _openSsl.Write("ca.ext", "basicConstraints=critical,CA:TRUE\n");
        _openSsl.Run("req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout root.key -out root.pem -subj /CN=Root -days 30");
        _openSsl.Run("req -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout ca.key -out ca.csr -subj /CN=CA");
        _openSsl.Run("x509 -req -in ca.csr -CA root.pem -CAkey root.key -CAcreateserial -extfile ca.ext -out ca.pem -days 30");
        _openSsl.Run($"req -newkey {key} -nodes -utf8 -keyout leaf.key -out leaf.csr -subj \"/CN=Nguyễn Văn An\"");
        _openSsl.Run("x509 -req -in leaf.csr -CA ca.pem -CAkey ca.key -CAcreateserial -out leaf.pem -days 30");

        // The root first: order in the file means nothing.
        _openSsl.Write("chain.pem", [.. _openSsl.Read("root.pem"), .. _openSsl.Read("ca.pem")]);
    }
}
