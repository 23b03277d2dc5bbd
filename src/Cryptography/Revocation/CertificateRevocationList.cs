using System.Numerics;
using System.Security.Cryptography;
using System.Text;
using TrustPlatform.Cryptography.Algorithms;
using TrustPlatform.Cryptography.X509;

namespace TrustPlatform.Cryptography.Revocation;

/// <summary>Why a certificate was revoked (RFC 5280, 5.3.1).</summary>
public enum RevocationReason
{
    /// <summary>unspecified, or no reason given.</summary>
    Unspecified = 0,

    /// <summary>keyCompromise.</summary>
    KeyCompromise = 1,

    /// <summary>cACompromise.</summary>
    CaCompromise = 2,

    /// <summary>affiliationChanged.</summary>
    AffiliationChanged = 3,

    /// <summary>superseded.</summary>
    Superseded = 4,

    /// <summary>cessationOfOperation.</summary>
    CessationOfOperation = 5,

    /// <summary>certificateHold.</summary>
    CertificateHold = 6,

    /// <summary>removeFromCRL, in delta CRLs.</summary>
    RemoveFromCrl = 8,

    /// <summary>privilegeWithdrawn.</summary>
    PrivilegeWithdrawn = 9,

    /// <summary>aACompromise.</summary>
    AaCompromise = 10,
}

/// <summary>One entry of a CRL.</summary>
/// <param name="SerialNumber">Serial number, upper-case hexadecimal content octets.</param>
/// <param name="RevocationDate">When the issuer revoked it.</param>
/// <param name="Reason">reasonCode.</param>
/// <param name="InvalidityDate">Since when the key is not to be trusted (5.3.2), or null.</param>
public sealed record RevokedCertificate(
    string SerialNumber, DateTimeOffset RevocationDate, RevocationReason Reason, DateTimeOffset? InvalidityDate);

/// <summary>Issuing distribution point (RFC 5280, 5.2.5).</summary>
/// <param name="FullName">fullName; empty where absent.</param>
/// <param name="RelativeName">Content of nameRelativeToCRLIssuer; empty where absent.</param>
/// <param name="OnlyUserCertificates">onlyContainsUserCerts.</param>
/// <param name="OnlyAuthorityCertificates">onlyContainsCACerts.</param>
/// <param name="Reasons">onlySomeReasons, all where absent.</param>
/// <param name="IsIndirect">indirectCRL.</param>
/// <param name="OnlyAttributeCertificates">onlyContainsAttributeCerts.</param>
public sealed record IssuingDistributionPoint(
    IReadOnlyList<GeneralName> FullName, ReadOnlyMemory<byte> RelativeName, bool OnlyUserCertificates,
    bool OnlyAuthorityCertificates, RevocationReasons Reasons, bool IsIndirect, bool OnlyAttributeCertificates)
{
    /// <summary>It names no distribution point.</summary>
    public bool HasNoName => FullName.Count == 0 && RelativeName.IsEmpty;
}

/// <summary>
/// A CRL (RFC 5280, 5). Entries are read where they stand when they are asked for, so that a list of a million entries
/// costs its bytes. Immutable, thread-safe.
/// </summary>
public sealed partial class CertificateRevocationList
{
    private readonly Fields _fields;
    private readonly SignedBytes _signed;

    private CertificateRevocationList(ReadOnlyMemory<byte> rawData, Fields fields)
    {
        RawData = rawData;
        _fields = fields;
        SignatureScheme = ReadScheme(fields.OuterAlgorithm);
        _signed = new(SignatureScheme, fields.ToBeSigned, fields.Signature);
        Thumbprint = Convert.ToHexString(SHA256.HashData(rawData.Span));
    }

    /// <summary>The encoding as it came.</summary>
    public ReadOnlyMemory<byte> RawData { get; }

    /// <summary>SHA-256 of <see cref="RawData"/>, upper-case hexadecimal.</summary>
    public string Thumbprint { get; }

    /// <summary>1 or 2 (5.1.2.1).</summary>
    public int Version => _fields.Version;

    /// <summary>The issuer of the list.</summary>
    public DistinguishedName Issuer => _fields.Issuer;

    /// <summary>When the list was issued.</summary>
    public DateTimeOffset ThisUpdate => _fields.ThisUpdate;

    /// <summary>When the next list will be there at the latest; null where absent.</summary>
    public DateTimeOffset? NextUpdate => _fields.NextUpdate;

    /// <summary>How many entries.</summary>
    public int EntryCount => _fields.EntryCount;

    /// <summary>signatureAlgorithm.</summary>
    public AlgorithmIdentifier SignatureAlgorithm => _fields.OuterAlgorithm;

    /// <summary>What the signature algorithm computes; null where it is not known.</summary>
    public SignatureScheme? SignatureScheme { get; }

    /// <summary>All extensions of the list.</summary>
    public IReadOnlyList<X509Extension> Extensions => _fields.Extensions;

    /// <summary>Where the list breaks its profile.</summary>
    public IReadOnlyList<Malformation> Malformations => _fields.Malformations;

    /// <summary>CRL number (5.2.3), or null.</summary>
    public BigInteger? Number => _fields.Number;

    /// <summary>
    /// The number of the complete list that this delta list adds to (5.2.4); null for a complete list.
    /// </summary>
    public BigInteger? DeltaBaseNumber => _fields.DeltaBaseNumber;

    /// <summary>Issuing distribution point, or null.</summary>
    public IssuingDistributionPoint? IssuingDistributionPoint => _fields.IssuingDistributionPoint;

    /// <summary>Authority key identifier, or null.</summary>
    public AuthorityKeyIdentifier? AuthorityKeyIdentifier => _fields.AuthorityKeyIdentifier;

    /// <summary>
    /// Since when expired certificates are kept on the list (X.509, 9.5.2.8; EN 319 102-1, 5.2.5.4); null where absent.
    /// </summary>
    public DateTimeOffset? KeepsExpiredSince => _fields.KeepsExpiredSince;

    /// <summary>
    /// A critical extension of the list or of an entry is not processed here, or must not be critical: the list must
    /// not tell any status (5.2, 5.3).
    /// </summary>
    public bool HasUnknownCriticalExtension => _fields.HasUnknownCriticalExtension;

    /// <summary>Parses one CRL, DER or PEM. Throws <see cref="CmsSyntaxException"/>.</summary>
    public static CertificateRevocationList Parse(ReadOnlyMemory<byte> derOrPem)
    {
        if (derOrPem.Span is [0x30, ..])
        {
            return new CertificateRevocationList(derOrPem, Fields.Read(derOrPem));
        }

        var text = Encoding.Latin1.GetString(derOrPem.Span).AsSpan();
        if (PemEncoding.TryFind(text, out var pem) && text[pem.Label] is "X509 CRL" or "CRL")
        {
            var encoded = Convert.FromBase64String(text[pem.Base64Data].ToString());
            return new CertificateRevocationList(encoded, Fields.Read(encoded));
        }

        throw new CmsSyntaxException("RFC 5280, 5.1", "Neither DER nor PEM of a CRL.");
    }

    /// <summary>Verifies the signature with a key.</summary>
    public SignatureOutcome VerifySignature(PublicKey issuerKey) => _signed.Verify(issuerKey);

    /// <summary>
    /// The entry of a certificate, or null. In an indirect list the entry is looked for under the certificate's issuer
    /// (5.3.3). Linear in the size of the list.
    /// </summary>
    public RevokedCertificate? Find(string serialNumber, DistinguishedName certificateIssuer)
    {
        ArgumentNullException.ThrowIfNull(serialNumber);
        ArgumentNullException.ThrowIfNull(certificateIssuer);
        return _fields.Find(Convert.FromHexString(serialNumber), certificateIssuer);
    }

    private static SignatureScheme? ReadScheme(AlgorithmIdentifier algorithm)
    {
        try
        {
            return SignatureScheme.From(algorithm);
        }
        catch (CmsSyntaxException)
        {
            return null;
        }
    }
}
