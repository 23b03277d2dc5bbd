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
        try
        {
            var request = TimeStampRequest.Create(HashAlgorithmName.SHA256, sha256Digest.Span);
            var response = TimeStampResponse.Parse(pki.AnswerTimestampRequest(request.Encoded));
            var verification = response.Verify(request);
            return verification.IsIntact
                ? Task.FromResult(response.Token!)
                : throw new SourceUnavailableException($"The timestamp was refused: {verification.FirstProblem?.Detail}");
        }
        catch (CmsSyntaxException malformed)
        {
            throw new SourceUnavailableException("The timestamp authority's answer cannot be read.", malformed);
        }
    }
}

/// <summary>Status of the platform's own certificates: OCSP for those of people, seals and units, CRL for those of CAs.</summary>
internal sealed class PlatformStatus(PlatformPki pki) : IRevocationSource
{
    public Task<RevocationMaterial> FindAsync(
        Certificate certificate, Certificate issuer, CancellationToken cancellationToken) =>
        Task.FromResult(
            pki.AuthorityOf(certificate) is not { } authority ? RevocationMaterial.None
            : certificate.IsCertificateAuthority ? new RevocationMaterial([], [pki.CurrentCrl(authority)!])
            : new RevocationMaterial([pki.StatusOf(certificate)], []));
}
