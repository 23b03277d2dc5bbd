using System.Formats.Asn1;
using TrustPlatform.Cryptography.Keys;

namespace TrustPlatform.Cryptography.Issuing;

/// <summary>Everything that a certificate says (RFC 5280, 4.1.2), before it is signed.</summary>
public sealed record CertificateTemplate
{
    /// <summary>Content octets of the serial number, positive: the first one is 0x01 to 0x7f (RFC 5280, 4.1.2.2).</summary>
    public required ReadOnlyMemory<byte> SerialNumber { get; init; }

    /// <summary>The issuer's Name, DER, octet for octet as in its own certificate.</summary>
    public required ReadOnlyMemory<byte> Issuer { get; init; }

    /// <summary>The subject's Name, DER.</summary>
    public required ReadOnlyMemory<byte> Subject { get; init; }

    /// <summary>First instant of validity; whole seconds.</summary>
    public required DateTimeOffset NotBefore { get; init; }

    /// <summary>Last instant of validity, inclusive; whole seconds.</summary>
    public required DateTimeOffset NotAfter { get; init; }

    /// <summary>The subject's key, DER of SubjectPublicKeyInfo.</summary>
    public required ReadOnlyMemory<byte> SubjectPublicKeyInfo { get; init; }

    /// <summary>The extensions, in order.</summary>
    public required IReadOnlyList<ExtensionTemplate> Extensions { get; init; }
}

/// <summary>
/// Encodes certificates in two steps, so that one TBSCertificate can be signed by a throw-away key, examined, and then signed
/// by the authority without being encoded again.
/// </summary>
public static class CertificateBuilder
{
    /// <summary>Last year that UTCTime can say (RFC 5280, 4.1.2.5).</summary>
    private const int LastUtcTimeYear = 2049;

    private const int UsualLength = 2048;

    /// <summary>The TBSCertificate, DER, for an issuer that signs with the given algorithm.</summary>
    public static byte[] EncodeToBeSigned(CertificateTemplate template, SignatureAlgorithm issuerAlgorithm)
    {
        ArgumentNullException.ThrowIfNull(template);
        var writer = new AsnWriter(AsnEncodingRules.DER, UsualLength);
        using (writer.PushSequence())
        {
            using (writer.PushSequence(new Asn1Tag(TagClass.ContextSpecific, 0)))
            {
                writer.WriteInteger(2);
            }

            writer.WriteInteger(template.SerialNumber.Span);
            SignedStructure.WriteAlgorithm(writer, issuerAlgorithm);
            writer.WriteEncodedValue(template.Issuer.Span);
            using (writer.PushSequence())
            {
                WriteTime(writer, template.NotBefore);
                WriteTime(writer, template.NotAfter);
            }

            writer.WriteEncodedValue(template.Subject.Span);
            writer.WriteEncodedValue(template.SubjectPublicKeyInfo.Span);
            using (writer.PushSequence(new Asn1Tag(TagClass.ContextSpecific, 3)))
            {
                WriteExtensions(writer, template.Extensions);
            }
        }

        return writer.Encode();
    }

    /// <summary>The certificate, DER. The key is used exactly once.</summary>
    public static byte[] Sign(ReadOnlyMemory<byte> toBeSigned, ISigningKey issuerKey)
    {
        ArgumentNullException.ThrowIfNull(issuerKey);
        return SignedStructure.Sign(toBeSigned, issuerKey);
    }

    internal static void WriteTime(AsnWriter writer, DateTimeOffset time)
    {
        if (time.UtcDateTime.Year <= LastUtcTimeYear)
        {
            writer.WriteUtcTime(time.ToUniversalTime(), LastUtcTimeYear);
        }
        else
        {
            writer.WriteGeneralizedTime(time.ToUniversalTime(), omitFractionalSeconds: true);
        }
    }

    internal static void WriteExtensions(AsnWriter writer, IEnumerable<ExtensionTemplate> extensions)
    {
        using (writer.PushSequence())
        {
            foreach (var extension in extensions)
            {
                writer.WriteEncodedValue(extension.Encoded.Span);
            }
        }
    }
}
