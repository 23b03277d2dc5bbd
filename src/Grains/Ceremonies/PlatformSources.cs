using System.Security.Cryptography;
using TrustPlatform.Cryptography;
using TrustPlatform.Cryptography.Timestamps;
using TrustPlatform.Cryptography.X509;
using TrustPlatform.Pki;
using TrustPlatform.Signatures.Sources;

namespace TrustPlatform.Grains.Ceremonies;

/// <summary>The platform's own TSA, asked in RFC 3161 like any other.</summary>
internal sealed class PlatformTimestamps(PlatformPki pki) : ITimestampSource
{
    public Task<TimeStampToken> TimestampAsync(ReadOnlyMemory<byte> sha256Digest, CancellationToken cancellationToken)
    {
        var request = TimeStampRequest.Create(sha256Digest, HashAlgorithmName.SHA256, RandomNumberGenerator.GetBytes(16));
        try
        {
            var response = TimeStampResponse.Parse(pki.AnswerTimestampRequest(request.Encoded));
            return Task.FromResult(response.TokenFor(request));
        }
        catch (CmsSyntaxException refused)
        {
            throw new SourceUnavailableException("The timestamp authority refused.", refused);
        }
    }
}

/// <summary>Status of the platform's own certificates.</summary>
internal sealed class PlatformStatus(PlatformPki pki) : IRevocationSource
{
    public Task<RevocationMaterial> FindAsync(
        Certificate certificate, Certificate issuer, CancellationToken cancellationToken) =>
        Task.FromResult(new RevocationMaterial([pki.StatusOf(certificate)], []));
}
