using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.RegularExpressions;
using TrustPlatform.Cryptography.Issuing;
using TrustPlatform.Cryptography.Keys;

namespace TrustPlatform.Pki;

/// <summary>What one kind of certificate says; data in <c>pki/profiles</c>. What a profile does not say is not issued.</summary>
internal sealed record CertificateProfile
{
    public required string Name { get; init; }

    /// <summary>The subject's attributes in order of encoding.</summary>
    public required IReadOnlyList<SubjectRule> Subject { get; init; }

    /// <summary>The only algorithm of the subject's key.</summary>
    public required SignatureAlgorithm KeyAlgorithm { get; init; }

    /// <summary>The whole span, both ends included (RFC 5280, 4.1.2.5).</summary>
    public required TimeSpan Validity { get; init; }

    /// <summary>How far notBefore lies in the past, for verifiers whose clock is behind.</summary>
    public required TimeSpan Backdate { get; init; }

    public required IReadOnlyList<X509KeyUsageFlags> KeyUsage { get; init; }

    /// <summary>Purposes; where there are any, the extension is critical.</summary>
    public required IReadOnlyList<string> ExtendedKeyUsage { get; init; }

    public AuthorityRules? CertificateAuthority { get; init; }

    public required IReadOnlyList<string> Policies { get; init; }

    /// <summary>Explicit text beside the policies, at most 200 letters (RFC 5280, 4.2.1.4).</summary>
    public string? Notice { get; init; }

    public bool Ocsp { get; init; }

    public bool IssuerLocation { get; init; }

    public bool CrlDistributionPoint { get; init; }

    /// <summary>Carries ext-etsi-valassured-ST-certs (EN 319 412-1, 5.2.2).</summary>
    public bool ShortTerm { get; init; }

    public bool OcspNoCheck { get; init; }

    /// <summary>Carries the digests of identity assertion and contract.</summary>
    public bool CeremonyBinding { get; init; }

    /// <summary>How long the private key signs, where that is shorter than the validity.</summary>
    public TimeSpan? PrivateKeyUsage { get; init; }

    /// <summary>How long before its end a key in use is replaced by a new one.</summary>
    public TimeSpan? RenewBefore { get; init; }

    /// <summary>Semantics of the subject's identifiers (EN 319 412-1, 5.1).</summary>
    public string? IdentifierSemantics { get; init; }
}

/// <summary>One attribute of a subject: its short name, and the regular expression that its whole value must match.</summary>
internal sealed record SubjectRule(string Attribute, string Pattern, bool Optional = false)
{
    private static readonly Dictionary<string, string> s_types = new(StringComparer.Ordinal)
    {
        ["C"] = AttributeTypeAndValue.Country,
        ["O"] = AttributeTypeAndValue.Organization,
        ["organizationIdentifier"] = AttributeTypeAndValue.OrganizationIdentifier,
        ["CN"] = AttributeTypeAndValue.CommonName,
        ["surname"] = AttributeTypeAndValue.Surname,
        ["givenName"] = AttributeTypeAndValue.GivenName,
        ["serialNumber"] = AttributeTypeAndValue.SerialNumber,
        ["UID"] = AttributeTypeAndValue.UserId,
    };

    private readonly Regex _whole = new($"^(?:{Pattern})$", RegexOptions.NonBacktracking | RegexOptions.CultureInvariant);

    public string Type { get; } = s_types.TryGetValue(Attribute, out var type)
        ? type
        : throw new JsonException($"The subject attribute {Attribute} is unknown.");

    // "$" alone would let one line feed follow.
    public bool Allows(string value) => _whole.IsMatch(value) && !value.EndsWith('\n');
}

/// <summary>What only a CA has: the limit of its paths and the rhythm of its CRL.</summary>
internal sealed record AuthorityRules
{
    public int? PathLength { get; init; }

    /// <summary>From thisUpdate to nextUpdate.</summary>
    public required TimeSpan CrlLifetime { get; init; }

    /// <summary>A CRL older than this is replaced at the next request.</summary>
    public required TimeSpan CrlRenewal { get; init; }

    /// <summary>
    /// Into how many CRLs the revocations of a new CA are divided, by the last octet of the serial number (RFC 5280, 5.2.5);
    /// none or 1 leaves a single complete one. A CA keeps what it was made with, since its certificates name the parts.
    /// </summary>
    public int? CrlPartitions { get; init; }
}

[JsonSourceGenerationOptions(
    JsonSerializerDefaults.Web, UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow, UseStringEnumConverter = true,
    RespectRequiredConstructorParameters = true, RespectNullableAnnotations = true)]
[JsonSerializable(typeof(CertificateProfile))]
internal sealed partial class ProfileJson : JsonSerializerContext;
