using TrustPlatform.Cryptography.Keys;
using TrustPlatform.Cryptography.Timestamps;
using TrustPlatform.Cryptography.X509;

namespace TrustPlatform.Cryptography.Cms;

/// <summary>What goes into a detached CAdES baseline signature (EN 319 122-1, 5) over a digest computed elsewhere.</summary>
public sealed record CmsSigningRequest
{
    /// <summary>Digest of the content with the hash of the key's algorithm.</summary>
    public required ReadOnlyMemory<byte> ContentDigest { get; init; }

    /// <summary>The signing key.</summary>
    public required ISigningKey Key { get; init; }

    /// <summary>The signer's certificate.</summary>
    public required Certificate Certificate { get; init; }

    /// <summary>Certificates to carry along, without the signer's.</summary>
    public IReadOnlyList<Certificate> Chain { get; init; } = [];
}

/// <summary>A CMS SignedData (RFC 5652, 5) with its one signer. BER is accepted, the bytes are kept as they came.</summary>
public sealed class CmsSignedData
{
    private CmsSignedData() { }

    /// <summary>Parses one ContentInfo at the start of the bytes; trailing bytes are left to <see cref="EncodedLength"/>.</summary>
    public static CmsSignedData Parse(ReadOnlyMemory<byte> encoded) => throw new NotImplementedException();

    /// <summary>
    /// Signs: contentType, messageDigest and signingCertificateV2 (RFC 5035), no signing-time (EN 319 142-1, 5.3).
    /// The same request gives the same bytes but for the signature value of a randomised algorithm.
    /// </summary>
    public static CmsSignedData Sign(CmsSigningRequest request) => throw new NotImplementedException();

    /// <summary>A copy with the token as the signature-time-stamp attribute (EN 319 122-1, 5.3).</summary>
    public CmsSignedData WithSignatureTimestamp(TimeStampToken token) => throw new NotImplementedException();

    /// <summary>The encoding.</summary>
    public ReadOnlyMemory<byte> Encoded => throw new NotImplementedException();

    /// <summary>How many octets of the input the structure took.</summary>
    public int EncodedLength => throw new NotImplementedException();

    /// <summary>The signature value of the one signer.</summary>
    public ReadOnlyMemory<byte> SignatureValue => throw new NotImplementedException();

    /// <summary>Certificates carried in the structure.</summary>
    public IReadOnlyList<Certificate> Certificates => throw new NotImplementedException();
}
