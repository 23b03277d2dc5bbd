using System.Formats.Asn1;
using System.Numerics;
using TrustPlatform.Cryptography.Keys;
using TrustPlatform.Cryptography.Revocation;

namespace TrustPlatform.Cryptography.Issuing;

/// <summary>One revoked certificate.</summary>
/// <param name="SerialNumber">Content octets of its serial number.</param>
/// <param name="RevokedAt">When; whole seconds.</param>
/// <param name="Reason">Why.</param>
public sealed record CrlEntry(ReadOnlyMemory<byte> SerialNumber, DateTimeOffset RevokedAt, RevocationReason Reason);

/// <summary>Everything that a full CRL says (RFC 5280, 5.1.2), before it is signed.</summary>
public sealed record CrlTemplate
{
    /// <summary>The issuer's Name, DER, as in its certificate.</summary>
    public required ReadOnlyMemory<byte> Issuer { get; init; }

    /// <summary>cRLNumber, rising (RFC 5280, 5.2.3).</summary>
    public required long Number { get; init; }

    /// <summary>When it was made.</summary>
    public required DateTimeOffset ThisUpdate { get; init; }

    /// <summary>By when the next one will be there.</summary>
    public required DateTimeOffset NextUpdate { get; init; }

    /// <summary>The revoked certificates.</summary>
    public required IReadOnlyList<CrlEntry> Entries { get; init; }
}

/// <summary>Encodes and signs full CRLs, version 2.</summary>
public static class CrlBuilder
{
    /// <summary>The CertificateList, DER. The key is used exactly once.</summary>
    public static byte[] Build(CrlTemplate template, ISigningKey issuerKey)
    {
        ArgumentNullException.ThrowIfNull(template);
        ArgumentNullException.ThrowIfNull(issuerKey);
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            writer.WriteInteger(1);
            SignedStructure.WriteAlgorithm(writer, issuerKey.Algorithm);
            writer.WriteEncodedValue(template.Issuer.Span);
            CertificateBuilder.WriteTime(writer, template.ThisUpdate);
            CertificateBuilder.WriteTime(writer, template.NextUpdate);
            WriteEntries(writer, template.Entries);
            using (writer.PushSequence(new Asn1Tag(TagClass.ContextSpecific, 0)))
            {
                var number = new AsnWriter(AsnEncodingRules.DER);
                number.WriteInteger(new BigInteger(template.Number));
                CertificateBuilder.WriteExtensions(writer,
                [
                    IssuedExtensions.AuthorityKeyIdentifier(issuerKey.SubjectPublicKeyInfo),
                    new ExtensionTemplate("2.5.29.20", false, number.Encode()),
                ]);
            }
        }

        return SignedStructure.Sign(writer.Encode(), issuerKey);
    }

    private static void WriteEntries(AsnWriter writer, IReadOnlyList<CrlEntry> entries)
    {
        // RFC 5280, 5.1.2.6: "When there are no revoked certificates, the revoked certificates list MUST be absent."
        if (entries.Count == 0)
        {
            return;
        }

        using (writer.PushSequence())
        {
            foreach (var entry in entries)
            {
                using (writer.PushSequence())
                {
                    writer.WriteInteger(entry.SerialNumber.Span);
                    CertificateBuilder.WriteTime(writer, entry.RevokedAt);

                    // RFC 5280, 5.3.1: the reason is left out rather than said to be unspecified.
                    if (entry.Reason != RevocationReason.Unspecified)
                    {
                        var reason = new AsnWriter(AsnEncodingRules.DER);
                        reason.WriteEnumeratedValue(entry.Reason);
                        CertificateBuilder.WriteExtensions(writer, [new("2.5.29.21", false, reason.Encode())]);
                    }
                }
            }
        }
    }
}
