using TrustPlatform.Cryptography.Timestamps;
using TrustPlatform.Cryptography.X509;

namespace TrustPlatform.Signatures.Sources;

/// <summary>Where timestamps come from. The answer is checked (imprint, nonce, signature) before it is returned.</summary>
public interface ITimestampSource
{
    /// <summary>A token over a SHA-256 digest. Throws <see cref="SourceUnavailableException"/>; never returns a lesser thing.</summary>
    Task<TimeStampToken> TimestampAsync(ReadOnlyMemory<byte> sha256Digest, CancellationToken cancellationToken);
}

/// <summary>Where the status of certificates comes from.</summary>
public interface IRevocationSource
{
    /// <summary>OCSP responses and CRLs (DER) that tell the status of <paramref name="certificate"/>; both may be empty.</summary>
    Task<RevocationMaterial> FindAsync(Certificate certificate, Certificate issuer, CancellationToken cancellationToken);
}

/// <summary>Revocation information as it came: OCSPResponse and CertificateList encodings.</summary>
public sealed record RevocationMaterial(
    IReadOnlyList<ReadOnlyMemory<byte>> OcspResponses, IReadOnlyList<ReadOnlyMemory<byte>> Crls)
{
    /// <summary>Nothing found.</summary>
    public static RevocationMaterial None { get; } = new([], []);
}

/// <summary>A source did not answer, or its answer was refused.</summary>
public sealed class SourceUnavailableException(string message, Exception? inner = null) : Exception(message, inner);
