using System.Security.Cryptography;
using TrustPlatform.Cryptography.Algorithms;
using TrustPlatform.Cryptography.Cms;
using TrustPlatform.Cryptography.Keys;
using TrustPlatform.Cryptography.Paths;
using TrustPlatform.Cryptography.Revocation;
using TrustPlatform.Cryptography.Tests.Revocation;
using TrustPlatform.Cryptography.Tests.Timestamps;
using TrustPlatform.Cryptography.Timestamps;
using TrustPlatform.Cryptography.X509;
using TrustPlatform.Testing;
using Xunit;

namespace TrustPlatform.Cryptography.Tests;

/// <summary>
/// Damaged structures give <see cref="CmsSyntaxException"/> or a report, never another exception, never "intact".
/// </summary>
public sealed class MutationTests
{
    private const int Count = 20_000;
    private const int VerifyEvery = 16;

    private static readonly DateTimeOffset _time = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Damaged_tokens()
    {
        using var authority = new OpenSslAuthority();
        var request = TimeStampRequest.Create(HashAlgorithmName.SHA256, SHA256.HashData("x"u8));
        List<byte[]> seeds = [authority.Reply(request.Encoded.Span), .. Corpus("timestamps", "*.tsr")];

        foreach (var seed in seeds)
        {
            Run(seed, bytes => TimeStampResponse.Parse(bytes), response => response.Verify(request));
            Run(seed, bytes => TimeStampToken.Parse(bytes), token => token.VerifySignature());
        }
    }

    [Fact]
    public void Damaged_signatures()
    {
        using var key = new TestKey(SignatureAlgorithm.EcdsaP256Sha256);
        var digest = SHA256.HashData("x"u8);
        var signed = CmsSignedData.Sign(new CmsSigningRequest
        {
            Certificate = key.SelfSigned("CN=Nguyễn Văn A,OU=Phòng Ký,C=VN"),
            Key = key,
            ContentDigest = digest,
        });
        var original = signed.Signers[0];

        Run(signed.Encoded.ToArray(), bytes => CmsSignedData.Parse(bytes), damaged =>
        {
            var verification = damaged.Verify(digest);
            var isSameStatement = damaged.Signers is [var signer] &&
                signer.SignedAttributesRawData.Span.SequenceEqual(original.SignedAttributesRawData.Span);
            Assert.True(!verification.IsIntact || isSameStatement);
        });
    }

    [Fact]
    public void Damaged_certificates()
    {
        using var key = new TestKey(SignatureAlgorithm.EcdsaP256Sha256);
        var issuer = key.SelfSigned("CN=Nguyễn Văn A,OU=Phòng Ký,C=VN");
        List<byte[]> seeds = [issuer.RawData.ToArray(), .. Corpus(Path.Combine("pkits", "certs"), "*PoliciesP12*").Take(2)];

        foreach (var seed in seeds)
        {
            Run(seed, bytes => Certificate.Parse(bytes), certificate =>
            {
                Assert.NotNull(certificate.Subject.ToString());
                Assert.False(certificate.IsSignedBy(issuer) && !certificate.TbsCertificate.Span.SequenceEqual(issuer.TbsCertificate.Span));
                var report = CertificatePathValidator.Validate(new PathValidationRequest
                {
                    Target = certificate,
                    TrustAnchors = [issuer],
                    Time = _time,
                    Policy = new PathPolicy
                    {
                        Algorithms = AlgorithmConstraints.UnconstrainedUnsafe,
                        Conformance = ProfileConformance.IssuerRules,
                        Revocation = RevocationChecking.None,
                    },
                });
                Assert.NotEmpty(report.Checks);
            });
        }
    }

    [Fact]
    public void Damaged_lists()
    {
        using var authority = new OpenSslRevocation();
        List<byte[]> seeds = [authority.Crl(), .. Corpus(Path.Combine("pkits", "crls"), "Good*")];

        foreach (var seed in seeds)
        {
            var original = CertificateRevocationList.Parse(seed);
            Run(seed, bytes => CertificateRevocationList.Parse(bytes), list =>
            {
                list.Find("01", list.Issuer);
                Assert.True(list.VerifySignature(authority.Issuer.PublicKey!) != SignatureOutcome.Valid ||
                    list.RawData.Span.IndexOf(original.RawData.Span[8..^80]) >= 0);
            });
        }
    }

    [Fact]
    public void Damaged_status_responses()
    {
        using var authority = new OpenSslRevocation();
        var certificate = authority.Issue("leaf");
        var response = authority.Respond(OcspRequest.Create(certificate, authority.Issuer).Encoded.Span);

        Run(response, bytes => OcspResponse.Parse(bytes), damaged =>
        {
            damaged.Find(certificate, authority.Issuer);
            Assert.NotEmpty(damaged.Verify(authority.Issuer).Checks);
        });
    }

    private static IEnumerable<byte[]> Corpus(string folder, string pattern) => Corpora.Folder is null
        ? []
        : Directory.EnumerateFiles(Path.Combine(Corpora.Folder, "pki", folder), pattern).Order().Select(File.ReadAllBytes);

    private static void Run<T>(byte[] seed, Func<byte[], T> parse, Action<T> use)
    {
        var (refused, read) = (0, 0);
        foreach (var mutation in Mutations.Of(seed, Count, (ulong)seed.Length))
        {
            T structure;
            try
            {
                structure = parse(mutation);
            }
            catch (CmsSyntaxException)
            {
                refused++;
                continue;
            }

            if (read++ % VerifyEvery == 0)
            {
                use(structure);
            }
        }

        Assert.Equal(Count, refused + read);
        Assert.True(refused > Count / 20, $"Only {refused} of {Count} mutations were refused: the damage does no harm.");
    }
}
