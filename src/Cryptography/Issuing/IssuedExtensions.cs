using System.Formats.Asn1;
using System.Numerics;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using TrustPlatform.Cryptography.Algorithms;

namespace TrustPlatform.Cryptography.Issuing;

/// <summary>The extensions that this PKI issues, each encoded as its standard says.</summary>
public static class IssuedExtensions
{
    private const string OcspMethod = "1.3.6.1.5.5.7.48.1";
    private const string IssuersMethod = "1.3.6.1.5.5.7.48.2";
    private static readonly Asn1Tag s_uri = new(TagClass.ContextSpecific, 6);

    /// <summary>basicConstraints, critical (RFC 5280, 4.2.1.9), of a CA; null sets no limit to the path below it.</summary>
    public static ExtensionTemplate CertificateAuthority(int? pathLength)
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            writer.WriteBoolean(true);
            if (pathLength is { } limit)
            {
                writer.WriteInteger(limit);
            }
        }

        return new("2.5.29.19", true, writer.Encode());
    }

    /// <summary>keyUsage, critical (RFC 5280, 4.2.1.3): at least one usage, and not decipherOnly, the ninth.</summary>
    public static ExtensionTemplate KeyUsage(X509KeyUsageFlags usages)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan((int)usages, 1, nameof(usages));
        ArgumentOutOfRangeException.ThrowIfGreaterThan((int)usages, byte.MaxValue, nameof(usages));
        // The flags stand in the order of the named bits, and the platform finds that out by reflection at each call.
        var writer = new AsnWriter(AsnEncodingRules.DER);
        writer.WriteBitString([(byte)usages], BitOperations.TrailingZeroCount((int)usages));
        return new("2.5.29.15", true, writer.Encode());
    }

    /// <summary>extKeyUsage (RFC 5280, 4.2.1.12); RFC 3161, 2.3 wants it critical for timestamping.</summary>
    public static ExtensionTemplate ExtendedKeyUsage(IEnumerable<string> purposes, bool critical)
    {
        ArgumentNullException.ThrowIfNull(purposes);
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            foreach (var purpose in purposes)
            {
                writer.WriteObjectIdentifier(purpose);
            }
        }

        return new("2.5.29.37", critical, writer.Encode());
    }

    /// <summary>The identifier of a key: the leftmost 160 bits of SHA-256 over the key's bits (RFC 7093, 2, method 1).</summary>
    public static byte[] KeyIdentifier(ReadOnlyMemory<byte> subjectPublicKeyInfo)
    {
        var sequence = new AsnReader(subjectPublicKeyInfo, AsnEncodingRules.DER).ReadSequence();
        sequence.ReadSequence();
        return SHA256.HashData(sequence.ReadBitString(out _))[..20];
    }

    /// <summary>subjectKeyIdentifier (RFC 5280, 4.2.1.2).</summary>
    public static ExtensionTemplate SubjectKeyIdentifier(ReadOnlyMemory<byte> subjectPublicKeyInfo)
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        writer.WriteOctetString(KeyIdentifier(subjectPublicKeyInfo));
        return new("2.5.29.14", false, writer.Encode());
    }

    /// <summary>authorityKeyIdentifier, by key identifier alone (RFC 5280, 4.2.1.1).</summary>
    public static ExtensionTemplate AuthorityKeyIdentifier(ReadOnlyMemory<byte> issuerPublicKeyInfo)
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            writer.WriteOctetString(KeyIdentifier(issuerPublicKeyInfo), new Asn1Tag(TagClass.ContextSpecific, 0));
        }

        return new("2.5.29.35", false, writer.Encode());
    }

    /// <summary>
    /// certificatePolicies (RFC 5280, 4.2.1.4), each with the address of its text and a notice of at most 200 letters.
    /// </summary>
    public static ExtensionTemplate Policies(IEnumerable<string> policies, Uri? statement, string? notice)
    {
        ArgumentNullException.ThrowIfNull(policies);
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            foreach (var policy in policies)
            {
                using (writer.PushSequence())
                {
                    writer.WriteObjectIdentifier(policy);
                    WriteQualifiers(writer, statement, notice);
                }
            }
        }

        return new("2.5.29.32", false, writer.Encode());
    }

    /// <summary>authorityInfoAccess (RFC 5280, 4.2.2.1).</summary>
    public static ExtensionTemplate AuthorityInformationAccess(Uri? ocsp, Uri? issuers)
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            WriteAccess(writer, OcspMethod, ocsp);
            WriteAccess(writer, IssuersMethod, issuers);
        }

        return new("1.3.6.1.5.5.7.1.1", false, writer.Encode());
    }

    /// <summary>cRLDistributionPoints with one full name (RFC 5280, 4.2.1.13).</summary>
    public static ExtensionTemplate CrlDistributionPoint(Uri location) => new("2.5.29.31", false, EncodePoints(location));

    /// <summary>freshestCRL with one full name, in a complete CRL (RFC 5280, 5.2.6).</summary>
    public static ExtensionTemplate FreshestCrl(Uri location) => new("2.5.29.46", false, EncodePoints(location));

    /// <summary>issuingDistributionPoint, critical, of one part of a divided CRL (RFC 5280, 5.2.5).</summary>
    public static ExtensionTemplate IssuingDistributionPoint(Uri location)
    {
        ArgumentNullException.ThrowIfNull(location);
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            WritePointName(writer, location);
        }

        return new("2.5.29.28", true, writer.Encode());
    }

    /// <summary>id-pkix-ocsp-nocheck (RFC 6960, 4.2.2.2.1).</summary>
    public static ExtensionTemplate OcspNoCheck { get; } = new("1.3.6.1.5.5.7.48.1.5", false, new byte[] { 5, 0 });

    /// <summary>
    /// ext-etsi-valassured-ST-certs: the certificate is so short-lived that its validity is assured without revocation
    /// (EN 319 412-1, 5.2.2).
    /// </summary>
    public static ExtensionTemplate ValidityAssuredShortTerm { get; } = new("0.4.0.194121.2.1", false, new byte[] { 5, 0 });

    /// <summary>privateKeyUsagePeriod (RFC 3280, 4.2.1.4): a timestamping key stops long before its certificate.</summary>
    public static ExtensionTemplate PrivateKeyUsagePeriod(DateTimeOffset notBefore, DateTimeOffset notAfter)
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            writer.WriteGeneralizedTime(notBefore, true, new Asn1Tag(TagClass.ContextSpecific, 0));
            writer.WriteGeneralizedTime(notAfter, true, new Asn1Tag(TagClass.ContextSpecific, 1));
        }

        return new("2.5.29.16", false, writer.Encode());
    }

    /// <summary>qcStatements with the semantics of the subject's identifiers (RFC 3739, 3.2.6; EN 319 412-1, 5.1).</summary>
    public static ExtensionTemplate IdentifierSemantics(string semantics)
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        using (writer.PushSequence())
        {
            writer.WriteObjectIdentifier("1.3.6.1.5.5.7.11.2");
            using (writer.PushSequence())
            {
                writer.WriteObjectIdentifier(semantics);
            }
        }

        return new("1.3.6.1.5.5.7.1.3", false, writer.Encode());
    }

    /// <summary>A private extension of octet strings in order, not critical.</summary>
    public static ExtensionTemplate Digests(string objectIdentifier, params IEnumerable<ReadOnlyMemory<byte>> digests)
    {
        ArgumentNullException.ThrowIfNull(digests);
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            foreach (var digest in digests)
            {
                writer.WriteOctetString(digest.Span);
            }
        }

        return new(objectIdentifier, false, writer.Encode());
    }

    private static byte[] EncodePoints(Uri location)
    {
        ArgumentNullException.ThrowIfNull(location);
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        using (writer.PushSequence())
        {
            WritePointName(writer, location);
        }

        return writer.Encode();
    }

    private static void WritePointName(AsnWriter writer, Uri location)
    {
        var constructed0 = new Asn1Tag(TagClass.ContextSpecific, 0, isConstructed: true);
        using (writer.PushSequence(constructed0))
        using (writer.PushSequence(constructed0))
        {
            writer.WriteCharacterString(UniversalTagNumber.IA5String, location.AbsoluteUri, s_uri);
        }
    }

    private static void WriteQualifiers(AsnWriter writer, Uri? statement, string? notice)
    {
        if (statement is null && notice is null)
        {
            return;
        }

        using (writer.PushSequence())
        {
            if (statement is not null)
            {
                using (writer.PushSequence())
                {
                    writer.WriteObjectIdentifier(Oids.CpsQualifier);
                    writer.WriteCharacterString(UniversalTagNumber.IA5String, statement.AbsoluteUri);
                }
            }

            if (notice is not null)
            {
                using (writer.PushSequence())
                {
                    writer.WriteObjectIdentifier(Oids.UserNoticeQualifier);
                    using (writer.PushSequence())
                    {
                        writer.WriteCharacterString(UniversalTagNumber.UTF8String, notice);
                    }
                }
            }
        }
    }

    private static void WriteAccess(AsnWriter writer, string method, Uri? location)
    {
        if (location is not null)
        {
            using (writer.PushSequence())
            {
                writer.WriteObjectIdentifier(method);
                writer.WriteCharacterString(UniversalTagNumber.IA5String, location.AbsoluteUri, s_uri);
            }
        }
    }
}
