using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Time.Testing;
using TrustPlatform.Cryptography.Timestamps;
using TrustPlatform.Evidence.Tests;
using TrustPlatform.Pki;
using TrustPlatform.Signatures.Sources;
using TrustPlatform.Signatures.Validation;

[assembly: AssemblyFixture(typeof(Platform))]

namespace TrustPlatform.Evidence.Tests;

/// <summary>A PKI of its own for the tests: seals, one-time certificates and timestamps as the platform makes them.</summary>
public sealed class Platform : IDisposable, ITimestampSource
{
    private readonly string _folder = Directory.CreateTempSubdirectory("trust-evidence-").FullName;

    public Platform() => Pki = Open("own");

    public FakeTimeProvider Time { get; } = new(new DateTimeOffset(2026, 11, 24, 3, 0, 0, TimeSpan.Zero));

    public PlatformPki Pki { get; }

    public ValidationContext Context => new()
    {
        TrustAnchors = Pki.Roots,
        Policy = ValidationPolicy.VietNam,
        Time = Time.GetUtcNow(),
    };

    /// <summary>Another hierarchy, whose root nobody here trusts.</summary>
    public PlatformPki Open(string name) => PlatformPki.Open(new()
    {
        Directory = Path.Combine(_folder, name),
        ProfilesDirectory = Path.Combine(AppContext.BaseDirectory, "pki", "profiles"),
        PublicUrl = new("http://localhost:5080"),
    }, Time);

    public static EvidenceSigner SealOf(PlatformPki pki)
    {
        var seal = pki.Seal(new("org-0100109106", "CÔNG TY CỔ PHẦN MINH ANH", "0100109106"));
        return new(seal.Key, seal.Certificate, seal.Chain);
    }

    public Task<SigningCredential> PersonAsync(string authorisation) => Pki.OneTimeAsync(new(
        authorisation, "NGUYỄN VĂN AN", "001090123456", 2, Sha256("assertion"), Sha256("contract")));

    public Task<TimeStampToken> TimestampAsync(ReadOnlyMemory<byte> sha256Digest, CancellationToken cancellationToken)
    {
        var request = TimeStampRequest.Create(HashAlgorithmName.SHA256, sha256Digest.Span);
        var response = TimeStampResponse.Parse(Pki.AnswerTimestampRequest(request.Encoded));
        Assert.True(response.Verify(request).IsIntact);
        return Task.FromResult(response.Token!);
    }

    public void Dispose()
    {
        Pki.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private static byte[] Sha256(string text) => SHA256.HashData(Encoding.UTF8.GetBytes(text));
}
