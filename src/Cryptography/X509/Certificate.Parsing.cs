using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Text;
using TrustPlatform.Cryptography.Algorithms;
using TrustPlatform.Cryptography.Asn1;

namespace TrustPlatform.Cryptography.X509;

public sealed partial class Certificate
{
    private const string Clause = "RFC 5280, 4.1";

    /// <summary>Parses one certificate, DER or PEM. Throws <see cref="CmsSyntaxException"/>.</summary>
    public static Certificate Parse(ReadOnlySpan<byte> derOrPem) => ParseAll(derOrPem) is [var only]
        ? only
        : throw new CmsSyntaxException(Clause, "More than one certificate where one is expected.");

    /// <summary>Parses every certificate of a PEM text, or the one of a DER file.</summary>
    public static IReadOnlyList<Certificate> ParseAll(ReadOnlySpan<byte> derOrPem)
    {
        // SEQUENCE; no PEM text begins with '0' because pre-encapsulation text is not what anybody writes there.
        if (derOrPem is [0x30, ..])
        {
            return [ParseDer(derOrPem.ToArray())];
        }

        var certificates = new List<Certificate>();
        var text = Encoding.Latin1.GetString(derOrPem).AsSpan();
        while (PemEncoding.TryFind(text, out var fields))
        {
            if (text[fields.Label] is "CERTIFICATE" or "X509 CERTIFICATE")
            {
                certificates.Add(ParseDer(Convert.FromBase64String(text[fields.Base64Data].ToString())));
            }

            if (certificates.Count > SyntaxLimits.MaximumCertificates)
            {
                throw new CmsSyntaxException(Clause, "Too many certificates.");
            }

            text = text[fields.Location.End..];
        }

        return certificates.Count > 0
            ? certificates
            : throw new CmsSyntaxException(Clause, "Neither DER nor PEM of a certificate.");
    }

    /// <summary>Parses one certificate that fills the bytes; they are kept, not copied.</summary>
    internal static Certificate ParseDer(ReadOnlyMemory<byte> encoded)
    {
        var malformations = new List<Malformation>();
        TbsFields fields;
        try
        {
            fields = ReadFields(encoded, AsnEncodingRules.DER);
        }
        catch (CmsSyntaxException exception)
        {
            fields = ReadFields(encoded, AsnEncodingRules.BER);
            malformations.Add(new Malformation(MalformationKind.NotDer, "RFC 5280, 4.1.1.3", exception.Message));
        }

        return new Certificate(encoded, fields, malformations);
    }

    private static TbsFields ReadFields(ReadOnlyMemory<byte> encoded, AsnEncodingRules rules) =>
        Asn.Read(encoded, Clause, rules, reader =>
        {
            var certificate = reader.ReadSequence();
            reader.ThrowIfNotEmpty();
            var rawTbs = certificate.PeekEncodedValue();
            var tbs = certificate.ReadSequence();
            var outerAlgorithm = AlgorithmIdentifier.Read(certificate);
            var signature = certificate.ReadSignatureValue();
            certificate.ThrowIfNotEmpty();

            var version = 1;
            if (tbs.NextIs(Asn.Context0))
            {
                var explicitVersion = tbs.ReadSequence(Asn.Context0);
                version = explicitVersion.TryReadInt32(out var number) && number is >= 0 and < 100 ? number + 1 : 0;
                explicitVersion.ThrowIfNotEmpty();
            }

            var serialNumber = tbs.ReadIntegerBytes();
            var innerAlgorithm = AlgorithmIdentifier.Read(tbs);
            var issuer = DistinguishedName.Read(tbs);
            var validity = tbs.ReadSequence();
            var notBefore = ProfileTime.Read(validity);
            var notAfter = ProfileTime.Read(validity);
            validity.ThrowIfNotEmpty();
            var subject = DistinguishedName.Read(tbs);
            var publicKey = tbs.ReadEncodedValue();
            var hasUniqueIdentifiers = SkipUniqueIdentifiers(tbs);
            var extensions = tbs.NextIs(Asn.Context3) ? ReadExtensionList(tbs.ReadSequence(Asn.Context3)) : [];
            tbs.ThrowIfNotEmpty();
            return new TbsFields(
                rawTbs, version, serialNumber, innerAlgorithm, outerAlgorithm, issuer, notBefore.Instant, notAfter.Instant,
                notBefore.FollowsProfile && notAfter.FollowsProfile, subject, publicKey, hasUniqueIdentifiers, extensions, signature);
        });

    private static bool SkipUniqueIdentifiers(AsnReader tbs)
    {
        var found = false;
        while (tbs.NextIs(Asn.Context1) || tbs.NextIs(Asn.Context2))
        {
            tbs.ReadEncodedValue();
            found = true;
        }

        return found;
    }

    private static List<X509Extension> ReadExtensionList(AsnReader explicitTag)
    {
        var extensions = X509Extension.ReadMany(explicitTag.ReadSequence(), "RFC 5280, 4.1.2.9");
        explicitTag.ThrowIfNotEmpty();
        return extensions;
    }

    private static PublicKey? ReadPublicKey(ReadOnlyMemory<byte> subjectPublicKeyInfo, List<Malformation> malformations)
    {
        try
        {
            return PublicKey.Parse(subjectPublicKeyInfo);
        }
        catch (CmsSyntaxException exception)
        {
            malformations.Add(new Malformation(MalformationKind.PublicKeySyntax, "RFC 5280, 4.1.2.7", exception.Message));
            return null;
        }
    }

    private static SignatureScheme? ReadScheme(AlgorithmIdentifier algorithm, List<Malformation> malformations)
    {
        try
        {
            return SignatureScheme.From(algorithm);
        }
        catch (CmsSyntaxException exception)
        {
            malformations.Add(
                new Malformation(MalformationKind.SignatureAlgorithmParameters, exception.Clause, exception.Message));
            return null;
        }
    }

    private static void AddProfileMalformations(TbsFields tbs, List<Malformation> malformations)
    {
        void Add(MalformationKind kind, string clause, string detail) =>
            malformations.Add(new Malformation(kind, $"RFC 5280, {clause}", detail));

        var serial = tbs.SerialNumber.Span;
        if (serial.Length > 20)
        {
            Add(MalformationKind.SerialNumberTooLong, "4.1.2.2", $"The serial number has {serial.Length} octets, 20 are allowed.");
        }

        if (serial.IndexOfAnyExcept((byte)0) < 0)
        {
            Add(MalformationKind.SerialNumberZero, "4.1.2.2", "The serial number is zero.");
        }
        else if (serial[0] >= 0x80)
        {
            Add(MalformationKind.SerialNumberNegative, "4.1.2.2", "The serial number is below zero.");
        }

        if (tbs.Version is not (1 or 2 or 3) ||
            (tbs.Version < 3 && tbs.Extensions.Count > 0) || (tbs.Version < 2 && tbs.HasUniqueIdentifiers))
        {
            Add(MalformationKind.Version, "4.1.2.1", $"Version {tbs.Version} does not have the fields that are there.");
        }

        if (!tbs.InnerAlgorithm.Matches(tbs.OuterAlgorithm))
        {
            Add(MalformationKind.SignatureAlgorithmMismatch, "4.1.1.2",
                "The algorithm outside the signed part is not the one inside.");
        }

        if (tbs.Issuer.IsEmpty)
        {
            Add(MalformationKind.EmptyIssuer, "4.1.2.4", "The issuer's name is empty.");
        }

        if (!tbs.TimesFollowProfile)
        {
            Add(MalformationKind.TimeForm, "4.1.2.5", "A time of the validity period is not in the profile's form.");
        }
    }

    private static ExtensionFields ReadExtensions(IReadOnlyList<X509Extension> extensions, List<Malformation> malformations)
    {
        var seen = new HashSet<string>();
        var fields = new ExtensionFields();
        foreach (var extension in extensions)
        {
            if (!seen.Add(extension.ObjectIdentifier))
            {
                malformations.Add(new Malformation(
                    MalformationKind.DuplicateExtension, "RFC 5280, 4.2", $"{extension.ObjectIdentifier} stands twice."));
                continue;
            }

            try
            {
                fields.Take(extension);
            }
            catch (CmsSyntaxException exception)
            {
                malformations.Add(new Malformation(
                    MalformationKind.ExtensionSyntax, exception.Clause, $"{extension.ObjectIdentifier}: {exception.Message}"));
            }
        }

        return fields;
    }

    private sealed record TbsFields(
        ReadOnlyMemory<byte> RawData,
        int Version,
        ReadOnlyMemory<byte> SerialNumber,
        AlgorithmIdentifier InnerAlgorithm,
        AlgorithmIdentifier OuterAlgorithm,
        DistinguishedName Issuer,
        DateTimeOffset NotBefore,
        DateTimeOffset NotAfter,
        bool TimesFollowProfile,
        DistinguishedName Subject,
        ReadOnlyMemory<byte> SubjectPublicKeyInfo,
        bool HasUniqueIdentifiers,
        IReadOnlyList<X509Extension> Extensions,
        ReadOnlyMemory<byte> Signature);

    /// <summary>The extensions that path validation and revocation checking read, each in its type.</summary>
    private sealed class ExtensionFields
    {
        public BasicConstraints? BasicConstraints { get; private set; }

        public KeyUsages? KeyUsage { get; private set; }

        public IReadOnlyList<string>? ExtendedKeyUsages { get; private set; }

        public ReadOnlyMemory<byte> SubjectKeyIdentifier { get; private set; }

        public AuthorityKeyIdentifier? AuthorityKeyIdentifier { get; private set; }

        public IReadOnlyList<GeneralName>? SubjectAlternativeNames { get; private set; }

        public NameConstraints? NameConstraints { get; private set; }

        public IReadOnlyList<PolicyInformation>? Policies { get; private set; }

        public IReadOnlyList<PolicyMapping>? PolicyMappings { get; private set; }

        public PolicyConstraints? PolicyConstraints { get; private set; }

        public int? InhibitAnyPolicy { get; private set; }

        public IReadOnlyList<DistributionPoint>? CrlDistributionPoints { get; private set; }

        public IReadOnlyList<DistributionPoint>? FreshestCrl { get; private set; }

        public IReadOnlyList<AccessDescription>? AuthorityInformationAccess { get; private set; }

        public void Take(X509Extension extension)
        {
            var value = extension.Value;
            switch (extension.ObjectIdentifier)
            {
                case Oids.BasicConstraints:
                    BasicConstraints = Asn.ReadWhole(value, "RFC 5280, 4.2.1.9", ExtensionReader.BasicConstraints);
                    break;
                case Oids.KeyUsage:
                    KeyUsage = Asn.ReadWhole(value, "RFC 5280, 4.2.1.3", ExtensionReader.KeyUsage);
                    break;
                case Oids.ExtendedKeyUsage:
                    ExtendedKeyUsages = Asn.ReadWhole(value, "RFC 5280, 4.2.1.12", ExtensionReader.ObjectIdentifiers);
                    break;
                case Oids.SubjectKeyIdentifier:
                    SubjectKeyIdentifier = Asn.ReadWhole(value, "RFC 5280, 4.2.1.2", reader => reader.ReadOctetString());
                    break;
                case Oids.AuthorityKeyIdentifier:
                    AuthorityKeyIdentifier = Asn.ReadWhole(value, "RFC 5280, 4.2.1.1", ExtensionReader.AuthorityKeyIdentifier);
                    break;
                case Oids.SubjectAltName:
                    SubjectAlternativeNames = Asn.ReadWhole(value, "RFC 5280, 4.2.1.6", ExtensionReader.GeneralNames);
                    break;
                case Oids.NameConstraints:
                    NameConstraints = Asn.ReadWhole(value, "RFC 5280, 4.2.1.10", ExtensionReader.NameConstraints);
                    break;
                case Oids.CertificatePolicies:
                    Policies = Asn.ReadWhole(value, "RFC 5280, 4.2.1.4", ExtensionReader.Policies);
                    break;
                case Oids.PolicyMappings:
                    PolicyMappings = Asn.ReadWhole(value, "RFC 5280, 4.2.1.5", ExtensionReader.PolicyMappings);
                    break;
                case Oids.PolicyConstraints:
                    PolicyConstraints = Asn.ReadWhole(value, "RFC 5280, 4.2.1.11", ExtensionReader.PolicyConstraints);
                    break;
                case Oids.InhibitAnyPolicy:
                    InhibitAnyPolicy = Asn.ReadWhole(value, "RFC 5280, 4.2.1.14", ExtensionReader.InhibitAnyPolicy);
                    break;
                case Oids.CrlDistributionPoints:
                    CrlDistributionPoints = Asn.ReadWhole(value, "RFC 5280, 4.2.1.13", ExtensionReader.DistributionPoints);
                    break;
                case Oids.FreshestCrl:
                    FreshestCrl = Asn.ReadWhole(value, "RFC 5280, 4.2.1.15", ExtensionReader.DistributionPoints);
                    break;
                case Oids.AuthorityInformationAccess:
                    AuthorityInformationAccess = Asn.ReadWhole(value, "RFC 5280, 4.2.2.1", ExtensionReader.AccessDescriptions);
                    break;
            }
        }
    }
}
