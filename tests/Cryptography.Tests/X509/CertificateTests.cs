using System.Text;
using TrustPlatform.Cryptography.Algorithms;
using TrustPlatform.Cryptography.X509;
using Xunit;

namespace TrustPlatform.Cryptography.Tests.X509;

public sealed class CertificateTests
{
    private const string Uid = "0.9.2342.19200300.100.1.1";

    [Fact]
    public void Fields_are_those_that_openssl_wrote()
    {
        using var openSsl = new OpenSsl();
        openSsl.Write("c.cnf", """
            [req]
            distinguished_name = name
            prompt = no
            utf8 = yes
            string_mask = utf8only
            x509_extensions = extensions
            [name]
            C = VN
            O = Công ty TNHH Một thành viên
            UID = MST:0101234567
            1.UID = CCCD:001099012345
            CN = Nguyễn Văn A
            serialNumber = PNOVN-001099012345
            [extensions]
            basicConstraints = critical,CA:TRUE,pathlen:2
            keyUsage = critical,nonRepudiation,keyCertSign
            extendedKeyUsage = timeStamping,1.2.3.4
            subjectKeyIdentifier = hash
            authorityKeyIdentifier = keyid:always
            certificatePolicies = 1.2.3.5,@policy
            authorityInfoAccess = OCSP;URI:http://ocsp.example.vn,caIssuers;URI:http://ca.example.vn/ca.cer
            crlDistributionPoints = URI:http://crl.example.vn/ca.crl
            subjectAltName = DNS:example.vn,IP:10.1.2.3,email:a@example.vn,dirName:directory
            policyConstraints = requireExplicitPolicy:1,inhibitPolicyMapping:0
            inhibitAnyPolicy = 3
            nameConstraints = permitted;DNS:example.vn,excluded;email:bad.example.vn
            noCheck = ignored
            [directory]
            CN = Thu muc
            [policy]
            policyIdentifier = 1.2.3.6
            CPS.1 = http://example.vn/cps
            """);
        openSsl.Run("req -x509 -config c.cnf -newkey ec -pkeyopt ec_paramgen_curve:P-384 -nodes -keyout k.pem -out c.pem " +
            "-days 30 -set_serial 0x80AB12");
        var dates = openSsl.Run("x509 -in c.pem -noout -startdate -enddate -dateopt iso_8601").Split('\n');
        var fingerprint = openSsl.Run("x509 -in c.pem -noout -fingerprint -sha256").Trim().Split('=')[1];

        var certificate = Certificate.Parse(openSsl.Read("c.pem"));

        Assert.Equal("0080AB12", certificate.SerialNumber);
        Assert.Equal(fingerprint.Replace(":", "", StringComparison.Ordinal), certificate.Thumbprint);
        Assert.Equal(Time(dates[0]), certificate.NotBefore);
        Assert.Equal(Time(dates[1]), certificate.NotAfter);
        Assert.Equal("Nguyễn Văn A", certificate.Subject.CommonName);
        Assert.Equal(["MST:0101234567", "CCCD:001099012345"], certificate.Subject.Values(Uid));
        Assert.Equal(
            "serialNumber=PNOVN-001099012345,CN=Nguyễn Văn A,UID=CCCD:001099012345,UID=MST:0101234567,"
            + "O=Công ty TNHH Một thành viên,C=VN",
            certificate.Subject.ToString());
        Assert.Equal(new BasicConstraints(true, 2), certificate.BasicConstraints);
        Assert.Equal(KeyUsages.NonRepudiation | KeyUsages.KeyCertSign, certificate.KeyUsage);
        Assert.Equal(["1.3.6.1.5.5.7.3.8", "1.2.3.4"], certificate.ExtendedKeyUsages);
        Assert.Equal(["1.2.3.5", "1.2.3.6"], certificate.PolicyIdentifiers);
        Assert.Equal([true, false], certificate.Policies!.Select(policy => policy.Qualifiers.IsEmpty));
        Assert.Equal(["http://ocsp.example.vn"], certificate.OcspLocations);
        Assert.Equal(["http://ca.example.vn/ca.cer"], certificate.IssuerLocations);
        Assert.Equal(["http://crl.example.vn/ca.crl"], certificate.CrlLocations);
        Assert.Equal(
            ["DnsName:example.vn", "iPAddress:10.1.2.3", "Rfc822Name:a@example.vn", "directoryName:CN=Thu muc"],
            certificate.SubjectAlternativeNames.Select(name => name.ToString()));
        Assert.Equal(new PolicyConstraints(1, 0), certificate.PolicyConstraints);
        Assert.Equal(3, certificate.InhibitAnyPolicy);
        Assert.Equal("example.vn", certificate.NameConstraints!.Permitted.Single().Text);
        Assert.Equal("bad.example.vn", certificate.NameConstraints.Excluded.Single().Text);
        Assert.Equal(
            certificate.SubjectKeyIdentifier.ToArray(), certificate.AuthorityKeyIdentifier!.KeyIdentifier.ToArray());
        Assert.Equal(("P-384", 384), (certificate.PublicKey!.Curve, certificate.PublicKey.SizeInBits));
        Assert.Equal("ECDSA-SHA256", certificate.SignatureScheme!.Name);
        Assert.True(certificate.HasOcspNoCheck);
        Assert.True(certificate.IsSelfIssued);
        Assert.True(certificate.IsSignedBy(certificate));
        Assert.Empty(certificate.Malformations);
    }

    [Theory]
    [InlineData("0x00", MalformationKind.SerialNumberZero)]
    [InlineData("-5", MalformationKind.SerialNumberNegative)]
    [InlineData("0x0102030405060708090A0B0C0D0E0F101112131415", MalformationKind.SerialNumberTooLong)]
    public void Serial_number_out_of_its_range_is_listed(string serial, MalformationKind kind)
    {
        using var openSsl = new OpenSsl();
        openSsl.Run($"req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout k.pem -out c.pem -subj /CN=A -set_serial {serial}");

        var certificate = Certificate.Parse(openSsl.Read("c.pem"));

        Assert.Equal([kind], certificate.Malformations.Select(malformation => malformation.Kind));
        Assert.Equal("RFC 5280, 4.1.2.2", certificate.Malformations[0].Clause);
    }

    [Fact]
    public void Version_1_with_extensions_is_listed()
    {
        using var openSsl = new OpenSsl();
        openSsl.Run("req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout k.pem -out c.pem -subj /CN=A -outform DER");
        var bytes = openSsl.Read("c.pem");
        var at = bytes.AsSpan().IndexOf((byte[])[0xA0, 0x03, 0x02, 0x01, 0x02]);
        bytes[at + 4] = 0;

        var certificate = Certificate.Parse(bytes);

        Assert.Equal(1, certificate.Version);
        Assert.Contains(certificate.Malformations, malformation => malformation.Kind == MalformationKind.Version);
    }

    [Fact]
    public void Unreadable_extension_is_listed_and_counts_as_absent()
    {
        using var openSsl = new OpenSsl();
        openSsl.Run("req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout k.pem -out c.pem -subj /CN=A " +
            "-addext 2.5.29.54=DER:0101FF -addext 1.2.3.4=DER:FFFF");

        var certificate = Certificate.Parse(openSsl.Read("c.pem"));

        var malformation = Assert.Single(certificate.Malformations);
        Assert.Equal((MalformationKind.ExtensionSyntax, "RFC 5280, 4.2.1.14"), (malformation.Kind, malformation.Clause));
        Assert.Null(certificate.InhibitAnyPolicy);
        Assert.Equal([0xFF, 0xFF], certificate.FindExtension("1.2.3.4")!.Value.ToArray());
    }

    [Theory]
    [InlineData("two spaces", "/CN=A  B", "/CN=a b", true)]
    [InlineData("case", "/C=VN/CN=NGUYỄN", "/C=VN/CN=nguyễn", true)]
    [InlineData("composed and decomposed", "/CN=Nguye\u0302\u0303n", "/CN=Nguy\u1EC5n", true)]
    [InlineData("other letter", "/CN=Nguyen", "/CN=Nguy\u1EC5n", false)]
    [InlineData("other order", "/C=VN/CN=A", "/CN=A/C=VN", false)]
    [InlineData("one more", "/CN=A", "/CN=A/C=VN", false)]
    [InlineData("set in other order", "/CN=A+OU=B", "/OU=B+CN=A", true)]
    public void Names_are_equal_as_the_profile_tells(string word, string left, string right, bool areEqual)
    {
        using var openSsl = new OpenSsl();
        var (first, second) = (NameOf(openSsl, left), NameOf(openSsl, right));

        Assert.True(first.Equals(second) == areEqual, word);
        Assert.True(first.GetHashCode() == second.GetHashCode() || !areEqual, word);
    }

    [Theory]
    [InlineData("/CN=a,b", "CN=a\\,b")]
    [InlineData("/CN=#1", "CN=\\#1")]
    [InlineData("/CN= a ", "CN=\\ a\\ ")]
    [InlineData("/CN=\"q\"<>;", "CN=\\\"q\\\"\\<\\>\\;")]
    public void Text_of_a_name_is_escaped(string subject, string text)
    {
        using var openSsl = new OpenSsl();

        Assert.Equal(text, NameOf(openSsl, subject).ToString());
    }

    [Fact]
    public void Every_certificate_of_a_text_is_read()
    {
        using var openSsl = new OpenSsl();
        openSsl.Run("req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout k.pem -out a.pem -subj /CN=A");
        openSsl.Run("req -x509 -key k.pem -out b.pem -subj /CN=B");
        var text = $"Thư\n{Encoding.UTF8.GetString(openSsl.Read("a.pem"))}between\n{Encoding.UTF8.GetString(openSsl.Read("k.pem"))}"
            + Encoding.UTF8.GetString(openSsl.Read("b.pem"));

        var certificates = Certificate.ParseAll(Encoding.UTF8.GetBytes(text));

        Assert.Equal(["A", "B"], certificates.Select(certificate => certificate.Subject.CommonName));
        Assert.Throws<CmsSyntaxException>(() => Certificate.Parse(Encoding.UTF8.GetBytes(text)));
    }

    [Theory]
    [InlineData("")]
    [InlineData("hello")]
    [InlineData("-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----")]
    public void What_is_no_certificate_is_refused(string text) =>
        Assert.Throws<CmsSyntaxException>(() => Certificate.Parse(Encoding.UTF8.GetBytes(text)));

    [Theory]
    [InlineData("rsa:2048", PublicKeyKind.Rsa, 2048)]
    [InlineData("rsa-pss -pkeyopt rsa_keygen_bits:2048", PublicKeyKind.RsaPss, 2048)]
    [InlineData("ed25519", PublicKeyKind.Ed25519, 256)]
    [InlineData("ec -pkeyopt ec_paramgen_curve:brainpoolP384r1", PublicKeyKind.EllipticCurve, 384)]
    [InlineData("ec -pkeyopt ec_paramgen_curve:P-256 -pkeyopt ec_param_enc:explicit", PublicKeyKind.Unknown, 0)]
    public void Self_signed_certificate_of_each_family_verifies(string newKey, PublicKeyKind kind, int bits)
    {
        using var openSsl = new OpenSsl();
        openSsl.Run($"req -x509 -newkey {newKey} -nodes -keyout k.pem -out c.pem -subj /CN=A");

        var certificate = Certificate.Parse(openSsl.Read("c.pem"));

        Assert.Equal((kind, bits), (certificate.PublicKey!.Kind, certificate.PublicKey.SizeInBits));
        Assert.Equal(
            kind == PublicKeyKind.Unknown ? SignatureOutcome.Unsupported : SignatureOutcome.Valid,
            certificate.VerifySignature(certificate.PublicKey));
    }

    private static DateTimeOffset Time(string line) =>
        DateTimeOffset.Parse(line.Split('=')[1], System.Globalization.CultureInfo.InvariantCulture);

    private static DistinguishedName NameOf(OpenSsl openSsl, string subject)
    {
        openSsl.Run("genpkey -algorithm ec -pkeyopt ec_paramgen_curve:P-256 -out k.pem");
        openSsl.Write("c.cnf", "[req]\nutf8=yes\nstring_mask=utf8only\ndistinguished_name=n\n[n]\n");
        openSsl.Run($"req -x509 -config c.cnf -key k.pem -out c.pem -utf8 -multivalue-rdn -subj \"{subject.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\"");
        return Certificate.Parse(openSsl.Read("c.pem")).Subject;
    }
}
