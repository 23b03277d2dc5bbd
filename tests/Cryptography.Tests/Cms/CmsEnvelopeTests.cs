using System.Security.Cryptography.X509Certificates;
using Org.BouncyCastle.Asn1;
using Org.BouncyCastle.Asn1.Ocsp;
using Org.BouncyCastle.Cms;
using Org.BouncyCastle.Crypto.Operators;
using Org.BouncyCastle.Math;
using Org.BouncyCastle.Security;
using Org.BouncyCastle.Utilities.Collections;
using Org.BouncyCastle.X509;
using TrustPlatform.Cryptography.Cms;
using TrustPlatform.Cryptography.Tests.Paths;
using Xunit;
using ECDsa = System.Security.Cryptography.ECDsa;
using ECCurve = System.Security.Cryptography.ECCurve;
using HashAlgorithmName = System.Security.Cryptography.HashAlgorithmName;

namespace TrustPlatform.Cryptography.Tests.Cms;

public sealed class CmsEnvelopeTests
{
    private const string Data = "1.2.840.113549.1.7.1";
    private const string TstInfo = "1.2.840.113549.1.9.16.1.4";

    [Theory]
    [InlineData(1, Data)]
    [InlineData(3, Data, "key identifier")]
    [InlineData(3, TstInfo)]
    [InlineData(4, Data, "attribute certificate")]
    [InlineData(5, Data, "revocation answer")]
    [InlineData(5, TstInfo, "key identifier", "attribute certificate", "revocation answer")]
    public void The_version_is_the_one_that_another_library_computes(int expected, string contentType, params string[] parts)
    {
        var encoded = Sign(contentType, parts);
        var at = encoded.AsSpan().IndexOf(new byte[] { 2, 1, (byte)expected, 0x31 }) + 2; // before the set of digests

        for (byte version = 0; version < 8; version++)
        {
            encoded[at] = version;
            var signed = TrustPlatform.Cryptography.Cms.CmsSignedData.Parse(encoded);

            Assert.Equal(version == expected, CmsEnvelope.FindFault(signed, null, isVersionExact: true) is null);
            Assert.Equal(version == expected || (version, expected) == (3, 1), CmsEnvelope.FindFault(signed, null) is null);
        }
    }

    private static byte[] Sign(string contentType, string[] parts)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=An", key, HashAlgorithmName.SHA256);
        using var self = request.CreateSelfSigned(TestAuthority.Start, TestAuthority.End);
        var certificate = new Org.BouncyCastle.X509.X509Certificate(self.RawData);
        var privateKey = PrivateKeyFactory.CreateKey(key.ExportPkcs8PrivateKey());
        var generator = new CmsSignedDataGenerator();
        if (parts.Contains("key identifier"))
        {
            generator.AddSigner(privateKey, [1, 2, 3], CmsSignedGenerator.DigestSha256);
        }
        else
        {
            generator.AddSigner(privateKey, certificate, CmsSignedGenerator.DigestSha256);
        }

        generator.AddCertificate(certificate);
        if (parts.Contains("attribute certificate"))
        {
            var attributes = new X509V2AttributeCertificateGenerator();
            attributes.SetHolder(new(certificate));
            attributes.SetIssuer(new(certificate.SubjectDN));
            attributes.SetSerialNumber(BigInteger.One);
            attributes.SetNotBefore(certificate.NotBefore);
            attributes.SetNotAfter(certificate.NotAfter);
            generator.AddAttributeCertificate(attributes.Generate(new Asn1SignatureFactory("SHA256withECDSA", privateKey)));
        }

        if (parts.Contains("revocation answer"))
        {
            generator.AddOtherRevocationInfos(
                new DerObjectIdentifier("1.3.6.1.5.5.7.16.2"),
                CollectionUtilities.CreateStore<Asn1Encodable>([new OcspResponse(new OcspResponseStatus(OcspResponseStatus.Successful), null)]));
        }

        return generator
            .Generate(new CmsProcessableByteArray(new DerObjectIdentifier(contentType), "x"u8.ToArray()), encapsulate: true)
            .GetEncoded("DER");
    }
}
