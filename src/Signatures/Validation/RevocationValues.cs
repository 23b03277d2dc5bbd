using System.Formats.Asn1;
using TrustPlatform.Cryptography.Cms;

namespace TrustPlatform.Signatures.Validation;

/// <summary>
/// Revocation data in attributes of a signer: Adobe's signed attribute (ISO 32000-2, 12.8.3.3.2) and revocation-values
/// (EN 319 122-1, A.1.4).
/// </summary>
internal sealed class RevocationValues
{
    private const string AdobeRevocation = "1.2.840.113583.1.1.8";
    private const string CadesRevocation = "1.2.840.113549.1.9.16.2.24";

    private RevocationValues() { }

    public List<ReadOnlyMemory<byte>> Crls { get; } = [];

    public List<ReadOnlyMemory<byte>> OcspResponses { get; } = [];

    public List<ReadOnlyMemory<byte>> BasicOcspResponses { get; } = [];

    public static RevocationValues Read(CmsSignerInfo signer) => Read(signer.SignedAttributes.Concat(signer.UnsignedAttributes));

    public static RevocationValues ReadSigned(CmsSignerInfo signer) => Read(signer.SignedAttributes);

    private static RevocationValues Read(IEnumerable<CmsAttribute> attributes)
    {
        var values = new RevocationValues();
        foreach (var (encoded, ocsp) in attributes.SelectMany(attribute => attribute.ObjectIdentifier switch
        {
            AdobeRevocation => attribute.Values.Select(value => (value, values.OcspResponses)),
            CadesRevocation => attribute.Values.Select(value => (value, values.BasicOcspResponses)),
            _ => [],
        }))
        {
            try
            {
                values.Read(encoded, ocsp);
            }
            catch (AsnContentException)
            {
                // The attribute is only a bag of hints; the path rules say what is missing.
            }
        }

        return values;
    }

    /// <summary>Both are SEQUENCE { [0] SEQUENCE OF CRL, [1] SEQUENCE OF OCSP response, … } with explicit tags.</summary>
    private void Read(ReadOnlyMemory<byte> encoded, List<ReadOnlyMemory<byte>> ocsp)
    {
        var sequence = new AsnReader(encoded, AsnEncodingRules.BER).ReadSequence();
        while (sequence.HasData)
        {
            var tag = sequence.PeekTag();
            if (tag.TagClass != TagClass.ContextSpecific || tag.TagValue > 1)
            {
                sequence.ReadEncodedValue();
                continue;
            }

            var list = sequence.ReadSequence(tag).ReadSequence();
            while (list.HasData)
            {
                (tag.TagValue == 0 ? Crls : ocsp).Add(list.ReadEncodedValue());
            }
        }
    }
}
