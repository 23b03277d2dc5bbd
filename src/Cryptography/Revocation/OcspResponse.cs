using System.Security.Cryptography;
using TrustPlatform.Cryptography.Algorithms;
using TrustPlatform.Cryptography.X509;

namespace TrustPlatform.Cryptography.Revocation;

/// <summary>OCSPResponseStatus (RFC 6960, 4.2.1).</summary>
public enum OcspResponseStatus
{
    /// <summary>There is an answer.</summary>
    Successful = 0,

    /// <summary>The request was not understood.</summary>
    MalformedRequest = 1,

    /// <summary>Internal error.</summary>
    InternalError = 2,

    /// <summary>Try again later.</summary>
    TryLater = 3,

    /// <summary>The request must be signed.</summary>
    SigRequired = 5,

    /// <summary>The client is not authorised.</summary>
    Unauthorized = 6,
}

/// <summary>CertStatus (RFC 6960, 2.2).</summary>
public enum OcspCertificateStatus
{
    /// <summary>Not revoked.</summary>
    Good,

    /// <summary>Revoked.</summary>
    Revoked,

    /// <summary>The responder does not know the certificate.</summary>
    Unknown,
}

/// <summary>A SingleResponse (RFC 6960, 4.2.1).</summary>
public sealed record OcspSingleResponse
{
    /// <summary>Hash of the CertID; null where it is not known.</summary>
    public required HashAlgorithmName? Hash { get; init; }

    /// <summary>issuerNameHash.</summary>
    public required ReadOnlyMemory<byte> IssuerNameHash { get; init; }

    /// <summary>issuerKeyHash.</summary>
    public required ReadOnlyMemory<byte> IssuerKeyHash { get; init; }

    /// <summary>Serial number, upper-case hexadecimal content octets.</summary>
    public required string SerialNumber { get; init; }

    /// <summary>The status.</summary>
    public required OcspCertificateStatus Status { get; init; }

    /// <summary>When it was revoked; null unless it was.</summary>
    public DateTimeOffset? RevocationTime { get; init; }

    /// <summary>Why it was revoked.</summary>
    public RevocationReason Reason { get; init; }

    /// <summary>When the status was known to be correct.</summary>
    public required DateTimeOffset ThisUpdate { get; init; }

    /// <summary>When newer information will be there; null where it always is.</summary>
    public DateTimeOffset? NextUpdate { get; init; }

    /// <summary>The responder keeps status since then (4.4.4); null where absent.</summary>
    public DateTimeOffset? ArchiveCutoff { get; init; }

    /// <summary>A critical extension is not known here: the answer must not be used.</summary>
    public bool HasUnknownCriticalExtension { get; init; }

    /// <summary>The answer is about this certificate of this issuer.</summary>
    public bool IsFor(Certificate certificate, Certificate issuer)
    {
        ArgumentNullException.ThrowIfNull(certificate);
        ArgumentNullException.ThrowIfNull(issuer);
        return SerialNumber == certificate.SerialNumber && Hash is { } hash && issuer.PublicKey is { } key &&
            HashAlgorithms.TryHash(hash, certificate.Issuer.RawData.Span, out var nameHash) &&
            HashAlgorithms.TryHash(hash, key.Key.Span, out var keyHash) &&
            IssuerNameHash.Span.SequenceEqual(nameHash) && IssuerKeyHash.Span.SequenceEqual(keyHash);
    }
}

/// <summary>An OCSPResponse (RFC 6960, 4.2). Immutable, thread-safe.</summary>
public sealed partial class OcspResponse
{
    private OcspResponse(ReadOnlyMemory<byte> encoded, OcspResponseStatus status)
    {
        Encoded = encoded;
        Status = status;
    }

    /// <summary>The encoding as it came.</summary>
    public ReadOnlyMemory<byte> Encoded { get; }

    /// <summary>The status; everything below is empty unless it is successful.</summary>
    public OcspResponseStatus Status { get; }

    /// <summary>The responder by name, or null.</summary>
    public DistinguishedName? ResponderName { get; private init; }

    /// <summary>The responder by SHA-1 of its public key, or empty.</summary>
    public ReadOnlyMemory<byte> ResponderKeyHash { get; private init; }

    /// <summary>When the response was signed.</summary>
    public DateTimeOffset ProducedAt { get; private init; }

    /// <summary>The answers.</summary>
    public IReadOnlyList<OcspSingleResponse> Responses { get; private init; } = [];

    /// <summary>The nonce; empty where absent.</summary>
    public ReadOnlyMemory<byte> Nonce { get; private init; }

    /// <summary>Certificates carried along.</summary>
    public IReadOnlyList<Certificate> Certificates { get; private init; } = [];

    /// <summary>signatureAlgorithm; null unless successful.</summary>
    public AlgorithmIdentifier? SignatureAlgorithm { get; private init; }

    /// <summary>What the signature algorithm computes; null where it is not known.</summary>
    public SignatureScheme? SignatureScheme { get; private init; }

    private ReadOnlyMemory<byte> ToBeSigned { get; init; }

    private ReadOnlyMemory<byte> Signature { get; init; }

    private bool HasUnknownCriticalExtension { get; init; }

    /// <summary>The answer for a certificate, or null.</summary>
    public OcspSingleResponse? Find(Certificate certificate, Certificate issuer) =>
        Responses.FirstOrDefault(response => response.IsFor(certificate, issuer));
}
