using TrustPlatform.Cryptography.Revocation;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using TrustPlatform.Cryptography.Issuing;
using TrustPlatform.Cryptography.Keys;
using Xunit;

namespace TrustPlatform.Cryptography.Tests.Issuing;

public sealed class BuilderTests
{
    private static readonly DateTimeOffset s_now = new(2026, 11, 24, 3, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(SignatureAlgorithm.EcdsaP256Sha256)]
    [InlineData(SignatureAlgorithm.EcdsaP384Sha384)]
    [InlineData(SignatureAlgorithm.RsaPkcs1Sha256)]
    [InlineData(SignatureAlgorithm.RsaPssSha256)]
    public void OpenSSL_verifies_a_certificate_and_its_CRL_and_the_key_was_asked_once_each(SignatureAlgorithm algorithm)
    {
        using var key = new TestKey(algorithm);
        using var openSsl = new OpenSsl();
        var root = Build(key, "Gốc", s_now.AddYears(40));
        var crl = CrlBuilder.Build(
            new CrlTemplate
            {
                Issuer = Name("Gốc"),
                Number = long.MaxValue,
                ThisUpdate = s_now,
                NextUpdate = s_now.AddYears(30),
                Entries = [new(new byte[] { 7 }, s_now, RevocationReason.Superseded)],
            },
            key);
        Assert.Equal(2, key.Calls);
        openSsl.Write("root.pem", PemEncoding.WriteString("CERTIFICATE", root));
        openSsl.Write("crl.pem", PemEncoding.WriteString("X509 CRL", crl));

        var at = s_now.AddHours(1).ToUnixTimeSeconds();
        Assert.Contains(": OK", openSsl.Run($"verify -x509_strict -check_ss_sig -CAfile root.pem -attime {at} root.pem"), StringComparison.Ordinal);
        Assert.Contains("verify OK", openSsl.Run("crl -in crl.pem -CAfile root.pem -noout"), StringComparison.Ordinal);
        Assert.Contains("Superseded", openSsl.Run("crl -in crl.pem -noout -text"), StringComparison.Ordinal);
    }

    [Fact]
    public void The_year_2050_begins_GeneralizedTime()
    {
        using var key = new TestKey(SignatureAlgorithm.EcdsaP256Sha256);

        var last = Convert.ToHexString(Build(key, "x", new DateTimeOffset(2049, 12, 31, 23, 59, 59, TimeSpan.Zero)));
        var first = Convert.ToHexString(Build(key, "x", new DateTimeOffset(2050, 1, 1, 0, 0, 0, TimeSpan.Zero)));

        Assert.Contains("170D" + Convert.ToHexString("491231235959Z"u8), last, StringComparison.Ordinal);
        Assert.Contains("180F" + Convert.ToHexString("20500101000000Z"u8), first, StringComparison.Ordinal);
    }

    [Fact]
    public void Names_are_UTF8_but_country_and_number_are_printable_and_UID_may_stand_twice()
    {
        var name = AttributeTypeAndValue.EncodeName(
        [
            new(AttributeTypeAndValue.Country, "VN"), new(AttributeTypeAndValue.SerialNumber, "PNOVN-1"),
            new(AttributeTypeAndValue.UserId, "MST:1"), new(AttributeTypeAndValue.UserId, "CCCD:2"),
            new(AttributeTypeAndValue.CommonName, "Đào"),
        ]);

        var read = new X500DistinguishedName(name).EnumerateRelativeDistinguishedNames(reversed: false).ToList();
        Assert.Equal(
            ["VN", "PNOVN-1", "MST:1", "CCCD:2", "Đào"], read.Select(attribute => attribute.GetSingleElementValue()));
        Assert.Equal([0x13, 0x13, 0x0C, 0x0C, 0x0C], read.Select(attribute => (int)attribute.RawData.Span[^(StringLength(attribute) + 2)]));
    }

    [Fact]
    public void Letters_outside_a_printable_number_are_refused() => Assert.ThrowsAny<System.Text.EncoderFallbackException>(
        () => AttributeTypeAndValue.EncodeName([new(AttributeTypeAndValue.SerialNumber, "số")]));

    [Fact]
    public void Twenty_thousand_mutated_requests_are_read_or_refused_in_one_way()
    {
        using var openSsl = new OpenSsl();
        using var key = new TestKey(SignatureAlgorithm.EcdsaP256Sha256);
        openSsl.Write("root.pem", PemEncoding.WriteString("CERTIFICATE", Build(key, "x", s_now.AddYears(1))));
        openSsl.Run("ocsp -issuer root.pem -cert root.pem -reqout r.ocsp");
        openSsl.Write("data", "x");
        openSsl.Run("ts -query -data data -sha256 -cert -tspolicy 1.2.3 -out r.tsq");
        var ocsp = openSsl.Read("r.ocsp");
        var timestamp = openSsl.Read("r.tsq");
        Assert.Single(OcspQuery.Parse(ocsp).Certificates);
        Assert.Equal("1.2.3", TimeStampQuery.Parse(timestamp).Policy);

        for (var i = 0; i < 10_000; i++)
        {
            ReadOrRefuse(Mutate(ocsp), bytes => OcspQuery.Parse(bytes));
            ReadOrRefuse(Mutate(timestamp), bytes => TimeStampQuery.Parse(bytes));
        }
    }

    private static void ReadOrRefuse(byte[] bytes, Action<byte[]> parse)
    {
        var thrown = Record.Exception(() => parse(bytes));
        Assert.True(thrown is null or CmsSyntaxException, $"{Convert.ToHexString(bytes)}: {thrown}");
    }

    private static byte[] Mutate(byte[] right)
    {
        var wrong = right.ToArray();
        for (var n = RandomNumberGenerator.GetInt32(1, 4); n > 0; n--)
        {
            wrong[RandomNumberGenerator.GetInt32(wrong.Length)] = (byte)RandomNumberGenerator.GetInt32(256);
        }

        return RandomNumberGenerator.GetInt32(8) == 0 ? wrong[..RandomNumberGenerator.GetInt32(wrong.Length)] : wrong;
    }

    private static int StringLength(X500RelativeDistinguishedName attribute) =>
        System.Text.Encoding.UTF8.GetByteCount(attribute.GetSingleElementValue()!);

    private static byte[] Name(string name) => AttributeTypeAndValue.EncodeName([new(AttributeTypeAndValue.CommonName, name)]);

    private static byte[] Build(TestKey key, string name, DateTimeOffset notAfter) => CertificateBuilder.Sign(
        CertificateBuilder.EncodeToBeSigned(
            new CertificateTemplate
            {
                SerialNumber = new byte[] { 1, 2, 3 },
                Issuer = Name(name),
                Subject = Name(name),
                NotBefore = s_now,
                NotAfter = notAfter,
                SubjectPublicKeyInfo = key.SubjectPublicKeyInfo,
                Extensions =
                [
                    IssuedExtensions.SubjectKeyIdentifier(key.SubjectPublicKeyInfo),
                    IssuedExtensions.AuthorityKeyIdentifier(key.SubjectPublicKeyInfo),
                    IssuedExtensions.CertificateAuthority(null),
                    IssuedExtensions.KeyUsage(X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign),
                ],
            },
            key.Algorithm),
        key);
}
