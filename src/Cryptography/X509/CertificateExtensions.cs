using System.Formats.Asn1;
using TrustPlatform.Cryptography.Asn1;

namespace TrustPlatform.Cryptography.X509;

/// <summary>An extension as it came (RFC 5280, 4.1.2.9).</summary>
/// <param name="ObjectIdentifier">Which extension.</param>
/// <param name="IsCritical">A verifier that does not process it must refuse.</param>
/// <param name="Value">Content of extnValue.</param>
public sealed record X509Extension(string ObjectIdentifier, bool IsCritical, ReadOnlyMemory<byte> Value)
{
    internal static List<X509Extension> ReadMany(AsnReader sequence, string clause)
    {
        var list = new List<X509Extension>();
        while (sequence.HasData)
        {
            var extension = sequence.ReadSequence();
            var objectIdentifier = extension.ReadObjectIdentifier();
            var isCritical = extension.NextIs(Asn1Tag.Boolean) && extension.ReadBoolean();
            var value = extension.ReadOctetString();
            extension.ThrowIfNotEmpty();
            list.Add(new X509Extension(objectIdentifier, isCritical, value));
            if (list.Count > SyntaxLimits.MaximumItems)
            {
                throw new CmsSyntaxException(clause, "Too many extensions.");
            }
        }

        return list;
    }
}

/// <summary>Bits of the key usage extension (RFC 5280, 4.2.1.3).</summary>
[Flags]
public enum KeyUsages
{
    /// <summary>No bit.</summary>
    None = 0,

    /// <summary>Bit 0.</summary>
    DigitalSignature = 1,

    /// <summary>Bit 1, contentCommitment.</summary>
    NonRepudiation = 2,

    /// <summary>Bit 2.</summary>
    KeyEncipherment = 4,

    /// <summary>Bit 3.</summary>
    DataEncipherment = 8,

    /// <summary>Bit 4.</summary>
    KeyAgreement = 16,

    /// <summary>Bit 5.</summary>
    KeyCertSign = 32,

    /// <summary>Bit 6.</summary>
    CrlSign = 64,

    /// <summary>Bit 7.</summary>
    EncipherOnly = 128,

    /// <summary>Bit 8.</summary>
    DecipherOnly = 256,
}

/// <summary>Basic constraints (RFC 5280, 4.2.1.9).</summary>
/// <param name="IsCertificateAuthority">cA.</param>
/// <param name="PathLength">pathLenConstraint, or null.</param>
public sealed record BasicConstraints(bool IsCertificateAuthority, int? PathLength);

/// <summary>Authority key identifier (RFC 5280, 4.2.1.1).</summary>
/// <param name="KeyIdentifier">keyIdentifier; empty where absent.</param>
/// <param name="Issuer">authorityCertIssuer.</param>
/// <param name="SerialNumber">authorityCertSerialNumber as upper-case hexadecimal content octets, or null.</param>
public sealed record AuthorityKeyIdentifier(
    ReadOnlyMemory<byte> KeyIdentifier, IReadOnlyList<GeneralName> Issuer, string? SerialNumber);

/// <summary>Name constraints (RFC 5280, 4.2.1.10).</summary>
/// <param name="Permitted">permittedSubtrees.</param>
/// <param name="Excluded">excludedSubtrees.</param>
public sealed record NameConstraints(IReadOnlyList<GeneralName> Permitted, IReadOnlyList<GeneralName> Excluded);

/// <summary>One certificate policy (RFC 5280, 4.2.1.4).</summary>
/// <param name="Identifier">Object identifier.</param>
/// <param name="Qualifiers">Encoding of policyQualifiers; empty where absent.</param>
public sealed record PolicyInformation(string Identifier, ReadOnlyMemory<byte> Qualifiers);

/// <summary>One policy mapping (RFC 5280, 4.2.1.5).</summary>
/// <param name="IssuerDomainPolicy">Policy in the issuer's domain.</param>
/// <param name="SubjectDomainPolicy">The policy that the subject calls it.</param>
public sealed record PolicyMapping(string IssuerDomainPolicy, string SubjectDomainPolicy);

/// <summary>Policy constraints (RFC 5280, 4.2.1.11).</summary>
/// <param name="RequireExplicitPolicy">Certificates until a policy is required, or null.</param>
/// <param name="InhibitPolicyMapping">Certificates until mapping ends, or null.</param>
public sealed record PolicyConstraints(int? RequireExplicitPolicy, int? InhibitPolicyMapping);

/// <summary>Reasons as flags (RFC 5280, 4.2.1.13); <see cref="All"/> is the set that a complete CRL covers.</summary>
[Flags]
public enum RevocationReasons
{
    /// <summary>No reason.</summary>
    None = 0,

    /// <summary>Bit 1.</summary>
    KeyCompromise = 1 << 1,

    /// <summary>Bit 2.</summary>
    CaCompromise = 1 << 2,

    /// <summary>Bit 3.</summary>
    AffiliationChanged = 1 << 3,

    /// <summary>Bit 4.</summary>
    Superseded = 1 << 4,

    /// <summary>Bit 5.</summary>
    CessationOfOperation = 1 << 5,

    /// <summary>Bit 6.</summary>
    CertificateHold = 1 << 6,

    /// <summary>Bit 7.</summary>
    PrivilegeWithdrawn = 1 << 7,

    /// <summary>Bit 8.</summary>
    AaCompromise = 1 << 8,

    /// <summary>Every reason.</summary>
    All = KeyCompromise | CaCompromise | AffiliationChanged | Superseded | CessationOfOperation | CertificateHold |
          PrivilegeWithdrawn | AaCompromise,
}

/// <summary>One CRL distribution point (RFC 5280, 4.2.1.13).</summary>
/// <param name="FullName">fullName; empty where absent.</param>
/// <param name="RelativeName">Content of nameRelativeToCRLIssuer; empty where absent.</param>
/// <param name="Reasons">Reasons that its CRL covers.</param>
/// <param name="CrlIssuer">cRLIssuer; empty where the certificate's issuer issues the CRL.</param>
public sealed record DistributionPoint(
    IReadOnlyList<GeneralName> FullName, ReadOnlyMemory<byte> RelativeName, RevocationReasons Reasons,
    IReadOnlyList<GeneralName> CrlIssuer);

/// <summary>One access description (RFC 5280, 4.2.2.1).</summary>
/// <param name="Method">Object identifier of the method.</param>
/// <param name="Location">Where.</param>
public sealed record AccessDescription(string Method, GeneralName Location);
