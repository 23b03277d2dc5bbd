namespace TrustPlatform.Cryptography.Algorithms;

/// <summary>Object identifiers by the names of the standards that assign them.</summary>
internal static class Oids
{
    // RFC 8017, RFC 4055
    public const string RsaEncryption = "1.2.840.113549.1.1.1";
    public const string RsassaPss = "1.2.840.113549.1.1.10";
    public const string Mgf1 = "1.2.840.113549.1.1.8";

    // RFC 5480, RFC 3279, RFC 8410
    public const string EcPublicKey = "1.2.840.10045.2.1";
    public const string Dsa = "1.2.840.10040.4.1";
    public const string Ed25519 = "1.3.101.112";
    public const string Ed448 = "1.3.101.113";

    // BSI TR-03111, 5.2.1.1: plain ECDSA
    public const string EcdsaPlainArc = "0.4.0.127.0.7.1.1.4.1.";

    // RFC 5652, 5, 11
    public const string Data = "1.2.840.113549.1.7.1";
    public const string SignedData = "1.2.840.113549.1.7.2";
    public const string ContentType = "1.2.840.113549.1.9.3";
    public const string MessageDigest = "1.2.840.113549.1.9.4";
    public const string SigningTime = "1.2.840.113549.1.9.5";

    // RFC 5035, RFC 2634, EN 319 122-1
    public const string SigningCertificate = "1.2.840.113549.1.9.16.2.12";
    public const string SigningCertificateV2 = "1.2.840.113549.1.9.16.2.47";
    public const string CommitmentType = "1.2.840.113549.1.9.16.2.16";
    public const string SignerAttributes = "1.2.840.113549.1.9.16.2.18";
    public const string SignerAttributesV2 = "0.4.0.19122.1.1";
    public const string SignaturePolicy = "1.2.840.113549.1.9.16.2.15";
    public const string SignatureTimeStamp = "1.2.840.113549.1.9.16.2.14";
    public const string RevocationValues = "1.2.840.113549.1.9.16.2.24";
    public const string AdbeRevocation = "1.2.840.113583.1.1.8";
    public const string CmsAlgorithmProtection = "1.2.840.113549.1.9.52";

    // RFC 3161
    public const string TstInfo = "1.2.840.113549.1.9.16.1.4";
    public const string TimeStamping = "1.3.6.1.5.5.7.3.8";

    // RFC 5280, 4.2
    public const string SubjectKeyIdentifier = "2.5.29.14";
    public const string KeyUsage = "2.5.29.15";
    public const string SubjectAltName = "2.5.29.17";
    public const string IssuerAltName = "2.5.29.18";
    public const string BasicConstraints = "2.5.29.19";
    public const string NameConstraints = "2.5.29.30";
    public const string CrlDistributionPoints = "2.5.29.31";
    public const string CertificatePolicies = "2.5.29.32";
    public const string AnyPolicy = "2.5.29.32.0";
    public const string CpsQualifier = "1.3.6.1.5.5.7.2.1";
    public const string UserNoticeQualifier = "1.3.6.1.5.5.7.2.2";
    public const string PolicyMappings = "2.5.29.33";
    public const string AuthorityKeyIdentifier = "2.5.29.35";
    public const string PolicyConstraints = "2.5.29.36";
    public const string ExtendedKeyUsage = "2.5.29.37";
    public const string AnyExtendedKeyUsage = "2.5.29.37.0";
    public const string FreshestCrl = "2.5.29.46";
    public const string InhibitAnyPolicy = "2.5.29.54";
    public const string NoRevocationAvailable = "2.5.29.56";
    public const string AuthorityInformationAccess = "1.3.6.1.5.5.7.1.1";
    public const string SubjectInformationAccess = "1.3.6.1.5.5.7.1.11";
    public const string CaIssuers = "1.3.6.1.5.5.7.48.2";
    public const string Ocsp = "1.3.6.1.5.5.7.48.1";
    public const string QcStatements = "1.3.6.1.5.5.7.1.3";
    public const string ValidityAssuredShortTerm = "0.4.0.194121.2.1";

    // RFC 5280, 5
    public const string CrlNumber = "2.5.29.20";
    public const string ReasonCode = "2.5.29.21";
    public const string InvalidityDate = "2.5.29.24";
    public const string DeltaCrlIndicator = "2.5.29.27";
    public const string IssuingDistributionPoint = "2.5.29.28";
    public const string CertificateIssuer = "2.5.29.29";
    public const string ExpiredCertificatesOnCrl = "2.5.29.60";

    // RFC 6960
    public const string OcspBasic = "1.3.6.1.5.5.7.48.1.1";
    public const string OcspNonce = "1.3.6.1.5.5.7.48.1.2";
    public const string OcspNoCheck = "1.3.6.1.5.5.7.48.1.5";
    public const string OcspArchiveCutoff = "1.3.6.1.5.5.7.48.1.6";
    public const string OcspSigning = "1.3.6.1.5.5.7.3.9";
}
