using System.Security.Cryptography;
using TrustPlatform.Cryptography.Algorithms;

namespace TrustPlatform.Cryptography.X509;

/// <summary>A certificate (RFC 5280). Immutable, thread-safe.</summary>
/// <remarks>
/// What cannot be read as a certificate is refused by <see cref="Parse"/>. What can be read and breaks the profile
/// stands in <see cref="Malformations"/>, because a verifier must still be able to say which certificate it refuses; an
/// extension that cannot be read then counts as absent here.
/// </remarks>
public sealed partial class Certificate : IEquatable<Certificate>
{
    private readonly TbsFields _tbs;
    private readonly ExtensionFields _fields;
    private readonly SignedBytes _signed;
    private string? _thumbprint;

    private Certificate(ReadOnlyMemory<byte> rawData, TbsFields tbs, List<Malformation> malformations)
    {
        RawData = rawData;
        _tbs = tbs;
        SerialNumber = Convert.ToHexString(tbs.SerialNumber.Span);
        PublicKey = ReadPublicKey(tbs.SubjectPublicKeyInfo, malformations);
        SignatureScheme = ReadScheme(tbs.OuterAlgorithm, malformations);
        _signed = new(SignatureScheme, TbsCertificate, SignatureValue);
        _fields = ReadExtensions(tbs.Extensions, malformations);
        AddProfileMalformations(tbs, malformations);
        Malformations = malformations;
    }

    /// <summary>The encoding as it came.</summary>
    public ReadOnlyMemory<byte> RawData { get; }

    /// <summary>The part that is signed, as it came.</summary>
    public ReadOnlyMemory<byte> TbsCertificate => _tbs.RawData;

    /// <summary>1, 2 or 3 (4.1.2.1); another number where the field says so.</summary>
    public int Version => _tbs.Version;

    /// <summary>The subject.</summary>
    public DistinguishedName Subject => _tbs.Subject;

    /// <summary>The issuer.</summary>
    public DistinguishedName Issuer => _tbs.Issuer;

    /// <summary>Subject and issuer are the same name (3.2).</summary>
    public bool IsSelfIssued => Subject.Equals(Issuer);

    /// <summary>The serial number's content octets in upper-case hexadecimal.</summary>
    public string SerialNumber { get; }

    /// <summary>First instant of the validity period.</summary>
    public DateTimeOffset NotBefore => _tbs.NotBefore;

    /// <summary>Last instant of the validity period, inclusive.</summary>
    public DateTimeOffset NotAfter => _tbs.NotAfter;

    /// <summary>The public key, DER of SubjectPublicKeyInfo.</summary>
    public ReadOnlyMemory<byte> SubjectPublicKeyInfo => _tbs.SubjectPublicKeyInfo;

    /// <summary>The public key; null where it cannot be read.</summary>
    public PublicKey? PublicKey { get; }

    /// <summary>signatureAlgorithm.</summary>
    public AlgorithmIdentifier SignatureAlgorithm => _tbs.OuterAlgorithm;

    /// <summary>What the signature algorithm computes; null where it is not known.</summary>
    public SignatureScheme? SignatureScheme { get; }

    /// <summary>signatureValue.</summary>
    public ReadOnlyMemory<byte> SignatureValue => _tbs.Signature;

    /// <summary>All extensions in their order.</summary>
    public IReadOnlyList<X509Extension> Extensions => _tbs.Extensions;

    /// <summary>Where the certificate breaks its profile.</summary>
    public IReadOnlyList<Malformation> Malformations { get; }

    /// <summary>Basic constraints say that it is a CA.</summary>
    public bool IsCertificateAuthority => BasicConstraints is { IsCertificateAuthority: true };

    /// <summary>Basic constraints (4.2.1.9), or null.</summary>
    public BasicConstraints? BasicConstraints => _fields.BasicConstraints;

    /// <summary>Key usage (4.2.1.3); null where the extension is absent.</summary>
    public KeyUsages? KeyUsage => _fields.KeyUsage;

    /// <summary>Object identifiers of the extended key usage extension; empty where it is absent.</summary>
    public IReadOnlyList<string> ExtendedKeyUsages => _fields.ExtendedKeyUsages ?? [];

    /// <summary>Subject key identifier (4.2.1.2); empty where absent.</summary>
    public ReadOnlyMemory<byte> SubjectKeyIdentifier => _fields.SubjectKeyIdentifier;

    /// <summary>Authority key identifier (4.2.1.1), or null.</summary>
    public AuthorityKeyIdentifier? AuthorityKeyIdentifier => _fields.AuthorityKeyIdentifier;

    /// <summary>Subject alternative names (4.2.1.6); empty where absent.</summary>
    public IReadOnlyList<GeneralName> SubjectAlternativeNames => _fields.SubjectAlternativeNames ?? [];

    /// <summary>Name constraints (4.2.1.10), or null.</summary>
    public NameConstraints? NameConstraints => _fields.NameConstraints;

    /// <summary>Certificate policies (4.2.1.4); null where the extension is absent.</summary>
    public IReadOnlyList<PolicyInformation>? Policies => _fields.Policies;

    /// <summary>Object identifiers of the certificate policies extension.</summary>
    public IReadOnlyList<string> PolicyIdentifiers => [.. (Policies ?? []).Select(policy => policy.Identifier)];

    /// <summary>Policy mappings (4.2.1.5).</summary>
    public IReadOnlyList<PolicyMapping> PolicyMappings => _fields.PolicyMappings ?? [];

    /// <summary>Policy constraints (4.2.1.11), or null.</summary>
    public PolicyConstraints? PolicyConstraints => _fields.PolicyConstraints;

    /// <summary>Inhibit anyPolicy (4.2.1.14), or null.</summary>
    public int? InhibitAnyPolicy => _fields.InhibitAnyPolicy;

    /// <summary>CRL distribution points (4.2.1.13).</summary>
    public IReadOnlyList<DistributionPoint> CrlDistributionPoints => _fields.CrlDistributionPoints ?? [];

    /// <summary>Freshest CRL, where delta CRLs are (4.2.1.15).</summary>
    public IReadOnlyList<DistributionPoint> FreshestCrl => _fields.FreshestCrl ?? [];

    /// <summary>Authority information access (4.2.2.1).</summary>
    public IReadOnlyList<AccessDescription> AuthorityInformationAccess => _fields.AuthorityInformationAccess ?? [];

    /// <summary>OCSP locations of the authority information access extension.</summary>
    public IReadOnlyList<string> OcspLocations => Locations(Oids.Ocsp);

    /// <summary>CA issuers locations of the authority information access extension.</summary>
    public IReadOnlyList<string> IssuerLocations => Locations(Oids.CaIssuers);

    /// <summary>URIs of the CRL distribution points extension.</summary>
    public IReadOnlyList<string> CrlLocations =>
    [
        .. CrlDistributionPoints.SelectMany(point => point.FullName)
            .Where(name => name.Kind == GeneralNameKind.Uri).Select(name => name.Text!),
    ];

    /// <summary>
    /// Its issuer tells that no revocation information will exist (RFC 9608), or that it lives too short for any (EN
    /// 319 412-1, 5.2).
    /// </summary>
    public bool HasNoRevocationInformation =>
        FindExtension(Oids.NoRevocationAvailable) is not null || FindExtension(Oids.ValidityAssuredShortTerm) is not null;

    /// <summary>A responder's certificate whose own status is not asked for (RFC 6960, 4.2.2.2.1).</summary>
    public bool HasOcspNoCheck => FindExtension(Oids.OcspNoCheck) is not null;

    /// <summary>SHA-256 of <see cref="RawData"/>, upper-case hexadecimal.</summary>
    public string Thumbprint => _thumbprint ??= Convert.ToHexString(SHA256.HashData(RawData.Span));

    /// <summary>The first extension of a type, or null.</summary>
    public X509Extension? FindExtension(string objectIdentifier) =>
        Extensions.FirstOrDefault(extension => extension.ObjectIdentifier == objectIdentifier);

    /// <summary>The signature verifies with the issuer's public key (names and dates are not looked at).</summary>
    public bool IsSignedBy(Certificate issuer)
    {
        ArgumentNullException.ThrowIfNull(issuer);
        return issuer.PublicKey is { } key && VerifySignature(key) == SignatureOutcome.Valid;
    }

    /// <summary>Verifies the signature with a key.</summary>
    public SignatureOutcome VerifySignature(PublicKey issuerKey) => _signed.Verify(issuerKey);

    /// <summary>The same octets.</summary>
    public bool Equals(Certificate? other) => other is not null && RawData.Span.SequenceEqual(other.RawData.Span);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as Certificate);

    /// <inheritdoc/>
    public override int GetHashCode() => Thumbprint.GetHashCode(StringComparison.Ordinal);

    /// <inheritdoc/>
    public override string ToString() => $"{Subject} ({SerialNumber})";

    private List<string> Locations(string method) =>
    [
        .. AuthorityInformationAccess
            .Where(description => description.Method == method && description.Location.Kind == GeneralNameKind.Uri)
            .Select(description => description.Location.Text!),
    ];
}
