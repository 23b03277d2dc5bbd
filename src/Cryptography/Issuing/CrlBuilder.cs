using System.Formats.Asn1;
using TrustPlatform.Cryptography.Keys;
using TrustPlatform.Cryptography.Revocation;

namespace TrustPlatform.Cryptography.Issuing;

/// <summary>One revoked certificate.</summary>
/// <param name="SerialNumber">Content octets of its serial number.</param>
/// <param name="RevokedAt">When; whole seconds.</param>
/// <param name="Reason">Why.</param>
public readonly record struct CrlEntry(ReadOnlyMemory<byte> SerialNumber, DateTimeOffset RevokedAt, RevocationReason Reason);

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

    /// <summary>The revoked certificates; in a delta CRL also those released, with reason removeFromCRL.</summary>
    public required IReadOnlyList<CrlEntry> Entries { get; init; }

    /// <summary>For a delta CRL, the number of the complete one it builds on (RFC 5280, 5.2.4).</summary>
    public long? BaseNumber { get; init; }

    /// <summary>
    /// For one part of a divided CRL, the address that its certificates name (issuingDistributionPoint, RFC 5280, 5.2.5).
    /// </summary>
    public Uri? Partition { get; init; }

    /// <summary>Where the delta CRL for this complete one is (RFC 5280, 5.2.6).</summary>
    public Uri? Freshest { get; init; }
}

/// <summary>Encodes and signs CRLs, version 2: complete, divided, delta.</summary>
public static class CrlBuilder
{
    /// <summary>A serial number of 17 octets, a UTCTime and a reason.</summary>
    private const int UsualEntryLength = 52;

    /// <summary>reasonCode for each reason; a list of a million entries does not encode it a million times.</summary>
    private static readonly Dictionary<RevocationReason, byte[]> s_reasons =
        Enum.GetValues<RevocationReason>().ToDictionary(reason => reason, EncodeReason);

    /// <summary>The CertificateList, DER. The key is used exactly once.</summary>
    public static byte[] Build(CrlTemplate template, ISigningKey issuerKey)
    {
        ArgumentNullException.ThrowIfNull(template);
        ArgumentNullException.ThrowIfNull(issuerKey);

        // The writer grows by small steps: for a long list, its room is made beforehand.
        var writer = new AsnWriter(AsnEncodingRules.DER, 2048 + (template.Entries.Count * UsualEntryLength));
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
                CertificateBuilder.WriteExtensions(writer, Extensions(template, issuerKey));
            }
        }

        return SignedStructure.Sign(writer.Encode(), issuerKey);
    }

    private static IEnumerable<ExtensionTemplate> Extensions(CrlTemplate template, ISigningKey issuerKey)
    {
        yield return IssuedExtensions.AuthorityKeyIdentifier(issuerKey.SubjectPublicKeyInfo);
        yield return new("2.5.29.20", false, Integer(template.Number));
        if (template.BaseNumber is { } baseNumber)
        {
            yield return new("2.5.29.27", true, Integer(baseNumber));
        }

        if (template.Partition is { } partition)
        {
            yield return IssuedExtensions.IssuingDistributionPoint(partition);
        }

        if (template.Freshest is { } freshest)
        {
            yield return IssuedExtensions.FreshestCrl(freshest);
        }
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
                        writer.WriteEncodedValue(s_reasons[entry.Reason]);
                    }
                }
            }
        }
    }

    private static byte[] EncodeReason(RevocationReason reason)
    {
        var value = new AsnWriter(AsnEncodingRules.DER);
        value.WriteEnumeratedValue(reason);
        var extensions = new AsnWriter(AsnEncodingRules.DER);
        CertificateBuilder.WriteExtensions(extensions, [new("2.5.29.21", false, value.Encode())]);
        return extensions.Encode();
    }

    private static byte[] Integer(long value)
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        writer.WriteInteger(value);
        return writer.Encode();
    }
}
