using System.Formats.Asn1;
using System.Text;
using TrustPlatform.Cryptography.Issuing;
using TrustPlatform.Cryptography.Keys;

namespace TrustPlatform.Pki;

/// <summary>
/// The rules that a certificate must keep before the CA's key signs it: RFC 5280, EN 319 412-1/-2/-3, Circular 15/2025/TT-BKHCN, and our own profiles.
/// Each rule reads the encoded twin, none trusts the template.
/// </summary>
internal static partial class CertificateLint
{
    private const string BasicConstraints = "2.5.29.19";
    private const string KeyUsage = "2.5.29.15";
    private const string ExtendedKeyUsage = "2.5.29.37";
    private const string AuthorityKeyIdentifier = "2.5.29.35";
    private const string SubjectKeyIdentifier = "2.5.29.14";
    private const string Policies = "2.5.29.32";
    private const string CrlDistributionPoints = "2.5.29.31";
    private const string InformationAccess = "1.3.6.1.5.5.7.1.1";
    private const string ShortTerm = "0.4.0.194121.2.1";
    private const string NoCheck = "1.3.6.1.5.5.7.48.1.5";
    private const string PrivateKeyUsagePeriod = "2.5.29.16";
    private const string Statements = "1.3.6.1.5.5.7.1.3";

    private static readonly Rule[] s_rules =
    [
        new("version", "RFC 5280, 4.1.2.1", (c, _, _) => c.Version == 3),
        new("serial", "RFC 5280, 4.1.2.2", (c, _, ca) => c.SerialValue.Sign > 0
            && c.SerialNumber.Length == SerialNumbers.LengthInBytes && c.SerialNumber.Span[0] == ca.Plan.SerialPrefix),
        new("algorithm", "RFC 5280, 4.1.1.2", (c, _, _) => c.InnerAlgorithm.Span.SequenceEqual(c.OuterAlgorithm.Span)),
        new("hash", "Circular 15/2025/TT-BKHCN, I.1.2 and I.1.3", (c, _, _) => IsAcceptedSignature(c.OuterAlgorithm)),
        new("issuer", "RFC 5280, 4.1.2.4", (c, _, ca) => c.Issuer.Span.SequenceEqual(ca.Name.Span)),
        new("span", "RFC 5280, 4.1.2.5", (c, profile, _) =>
            c.NotAfter > c.NotBefore && c.NotAfter - c.NotBefore + TimeSpan.FromSeconds(1) <= profile.Validity),
        new("inside-issuer", "EN 319 411-1, 6.3.3", (c, _, ca) =>
            ca.Certificate is null || (c.NotBefore >= ca.Certificate.NotBefore && c.NotAfter <= ca.Certificate.NotAfter)),
        new("subject", "RFC 5280, 4.1.2.6", (c, profile, _) => HasProfileSubject(c, profile)),
        new("subject-strings", "RFC 5280, 4.1.2.4", (c, _, _) => c.Subject.All(HasRightString)),
        new("subject-numbers", "EN 319 412-1, 5.1.3", (c, _, _) => NumbersAgree(c)),
        new("public-key", "RFC 5480, 2.1.1", (c, profile, _) => IsOfAlgorithm(c.PublicKeyInfo, profile.KeyAlgorithm)),
        new("extensions-once", "RFC 5280, 4.2", (c, _, _) =>
            c.Extensions.DistinctBy(extension => extension.Identifier).Count() == c.Extensions.Count),
        new("extensions-known", "profile", (c, profile, _) =>
            c.Extensions.All(extension => IsForeseen(extension.Identifier, profile))),
        new("critical", "RFC 5280, 4.2.1", (c, _, _) => c.Extensions.All(extension =>
            extension.Critical == extension.Identifier is BasicConstraints or KeyUsage or ExtendedKeyUsage)),
        new("basic-constraints", "RFC 5280, 4.2.1.9", HasRightBasicConstraints),
        new("key-usage", "RFC 5280, 4.2.1.3", HasRightKeyUsage),
        new("extended-key-usage", "RFC 5280, 4.2.1.12", (c, profile, _) =>
            Identifiers(c.Extension(ExtendedKeyUsage)).SequenceEqual(profile.ExtendedKeyUsage)),
        new("no-delegated-ca", "RFC 6960, 4.2.2.2", (c, profile, _) =>
            profile.CertificateAuthority is null || c.Extension(ExtendedKeyUsage) is null),
        new("authority-key", "RFC 5280, 4.2.1.1", (c, _, ca) => HasAuthorityKey(c, ca)),
        new("subject-key", "RFC 5280, 4.2.1.2", HasSubjectKey),
        new("policies", "RFC 5280, 4.2.1.4", (c, profile, _) =>
            PolicyIdentifiers(c.Extension(Policies)).SequenceEqual(profile.Policies)),
        new("policy-qualifiers", "RFC 5280, 4.2.1.4", (c, _, _) => HasRightQualifiers(c.Extension(Policies))),
        new("information-access", "RFC 5280, 4.2.2.1", (c, profile, _) =>
            AccessMethods(c.Extension(InformationAccess)).SequenceEqual(ExpectedMethods(profile))),
        new("crl-location", "RFC 5280, 4.2.1.13", (c, profile, _) =>
            HasOnePoint(c.Extension(CrlDistributionPoints), profile.CrlDistributionPoint)),
        new("short-term", "EN 319 412-1, 5.2.2", (c, profile, _) => IsNull(c.Extension(ShortTerm), profile.ShortTerm)
            && (!profile.ShortTerm || c.NotAfter - c.NotBefore < TimeSpan.FromHours(24))),
        new("semantics", "EN 319 412-1, 5.1", (c, profile, _) => HasSemantics(c.Extension(Statements), profile.IdentifierSemantics)),
        new("key-period", "RFC 3280, 4.2.1.4", (c, profile, _) => HasKeyPeriod(c, profile.PrivateKeyUsage)),
        new("no-check", "RFC 6960, 4.2.2.2.1", (c, profile, _) => IsNull(c.Extension(NoCheck), profile.OcspNoCheck)),
        new("binding", "profile", (c, profile, _) => HasBinding(c.Extension(Oids.CeremonyBinding), profile.CeremonyBinding)),
    ];

    /// <summary>The rules by name; each has a certificate that breaks it in the tests.</summary>
    public static IEnumerable<string> RuleNames => s_rules.Select(rule => rule.Name);

    private delegate bool Condition(CertificateFields certificate, CertificateProfile profile, CertificateAuthority issuer);

    /// <summary>One sentence for each broken rule; empty for a certificate that may be signed.</summary>
    public static IReadOnlyList<string> Check(
        ReadOnlyMemory<byte> certificate, CertificateProfile profile, CertificateAuthority issuer)
    {
        CertificateFields fields;
        try
        {
            fields = CertificateFields.Read(certificate);
        }
        catch (AsnContentException malformed)
        {
            return [$"der (X.690, 10): {malformed.Message}"];
        }

        List<string> findings = [];
        foreach (var rule in s_rules)
        {
            if (!Holds(rule, fields, profile, issuer))
            {
                findings.Add($"{rule.Name} ({rule.Clause}) is broken.");
            }
        }

        return findings;
    }

    private static bool Holds(Rule rule, CertificateFields fields, CertificateProfile profile, CertificateAuthority issuer)
    {
        try
        {
            return rule.Holds(fields, profile, issuer);
        }
        catch (AsnContentException)
        {
            return false;
        }
    }

    private static bool HasProfileSubject(CertificateFields certificate, CertificateProfile profile)
    {
        var next = 0;
        foreach (var rule in profile.Subject)
        {
            if (next < certificate.Subject.Count
                && certificate.Subject[next].Type == rule.Type && rule.Allows(certificate.Subject[next].Value))
            {
                next++;
            }
            else if (!rule.Optional)
            {
                return false;
            }
        }

        return next == certificate.Subject.Count;
    }

    private static bool HasRightString((string Type, UniversalTagNumber StringType, string Value) attribute) =>
        attribute.Value.Length > 0 && attribute.Value == attribute.Value.Trim()
        && attribute.Value.IsNormalized(NormalizationForm.FormC)
        && attribute.StringType == (attribute.Type is AttributeTypeAndValue.Country or AttributeTypeAndValue.SerialNumber
            ? UniversalTagNumber.PrintableString
            : UniversalTagNumber.UTF8String);

    /// <summary>The personal number or tax code stands twice, in the European and in the Vietnamese form: one number.</summary>
    private static bool NumbersAgree(CertificateFields certificate)
    {
        string? Value(string type) => certificate.Subject.FirstOrDefault(attribute => attribute.Type == type).Value;
        var european = Value(AttributeTypeAndValue.SerialNumber) ?? Value(AttributeTypeAndValue.OrganizationIdentifier);
        var vietnamese = Value(AttributeTypeAndValue.UserId);
        return european?[(european.IndexOf('-', StringComparison.Ordinal) + 1)..]
            == vietnamese?[(vietnamese.IndexOf(':', StringComparison.Ordinal) + 1)..];
    }

    /// <summary>RFC 5480, 2.1.1 and 2.2: a named curve and an uncompressed point of its length.</summary>
    private static bool IsOfAlgorithm(ReadOnlyMemory<byte> publicKeyInfo, SignatureAlgorithm algorithm)
    {
        var (curve, coordinate) = algorithm == SignatureAlgorithm.EcdsaP384Sha384
            ? ("1.3.132.0.34", 48)
            : ("1.2.840.10045.3.1.7", 32);
        var sequence = new AsnReader(publicKeyInfo, AsnEncodingRules.DER).ReadSequence();
        var identifier = sequence.ReadSequence();
        var point = sequence.ReadBitString(out var unused);
        return identifier.ReadObjectIdentifier() == "1.2.840.10045.2.1" && identifier.ReadObjectIdentifier() == curve
            && !identifier.HasData && unused == 0 && point.Length == 1 + (2 * coordinate) && point[0] == 4;
    }

    /// <summary>ECDSA with SHA-256 or SHA-384, without parameters (RFC 5758, 3.2).</summary>
    private static bool IsAcceptedSignature(ReadOnlyMemory<byte> algorithm)
    {
        var identifier = new AsnReader(algorithm, AsnEncodingRules.DER).ReadSequence();
        return identifier.ReadObjectIdentifier() is "1.2.840.10045.4.3.2" or "1.2.840.10045.4.3.3" && !identifier.HasData;
    }

    private static bool IsForeseen(string identifier, CertificateProfile profile) => identifier switch
    {
        KeyUsage or AuthorityKeyIdentifier or SubjectKeyIdentifier => true,
        BasicConstraints => profile.CertificateAuthority is not null,
        ExtendedKeyUsage => profile.ExtendedKeyUsage.Count > 0,
        Policies => profile.Policies.Count > 0,
        InformationAccess => profile.Ocsp || profile.IssuerLocation,
        CrlDistributionPoints => profile.CrlDistributionPoint,
        ShortTerm => profile.ShortTerm,
        NoCheck => profile.OcspNoCheck,
        PrivateKeyUsagePeriod => profile.PrivateKeyUsage is not null,
        Statements => profile.IdentifierSemantics is not null,
        Oids.CeremonyBinding => profile.CeremonyBinding,
        _ => false,
    };

    private sealed record Rule(string Name, string Clause, Condition Holds);
}
