namespace TrustPlatform.Cryptography;

/// <summary>Bounds of what the parsers of this room take in. Far above what honest structures need.</summary>
internal static class SyntaxLimits
{
    /// <summary>Octets of one structure: the largest published CRLs have tens of megabytes.</summary>
    public const int MaximumStructureLength = 256 * 1024 * 1024;

    /// <summary>Certificates in one SignedData, OCSP response or PEM text.</summary>
    public const int MaximumCertificates = 1_000;

    /// <summary>SignerInfos in one SignedData.</summary>
    public const int MaximumSigners = 64;

    /// <summary>Extensions of one certificate or CRL; attributes of one signer.</summary>
    public const int MaximumItems = 1_000;

    /// <summary>
    /// Names in one certificate or name constraint, attributes in one name; the comparison of them is quadratic.
    /// </summary>
    public const int MaximumGeneralNames = 4_096;

    /// <summary>Characters of a compact JWS and of a JWK.</summary>
    public const int MaximumTokenLength = 64 * 1024;
}
