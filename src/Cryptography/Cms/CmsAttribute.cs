using System.Formats.Asn1;

namespace TrustPlatform.Cryptography.Cms;

/// <summary>An attribute of a signer (RFC 5652, 5.3).</summary>
/// <param name="ObjectIdentifier">Which attribute.</param>
/// <param name="Values">Its values, each as it came.</param>
public sealed record CmsAttribute(string ObjectIdentifier, IReadOnlyList<ReadOnlyMemory<byte>> Values)
{
    internal static List<CmsAttribute> ReadMany(AsnReader set)
    {
        const string clause = "RFC 5652, 5.3";
        var attributes = new List<CmsAttribute>();
        while (set.HasData)
        {
            var attribute = set.ReadSequence();
            var objectIdentifier = attribute.ReadObjectIdentifier();
            var values = new List<ReadOnlyMemory<byte>>();
            for (var valueSet = attribute.ReadSetOf(skipSortOrderValidation: true); valueSet.HasData;)
            {
                values.Add(valueSet.ReadEncodedValue());
            }

            attribute.ThrowIfNotEmpty();
            attributes.Add(new CmsAttribute(objectIdentifier, values));
            if (attributes.Count > SyntaxLimits.MaximumItems || values.Count > SyntaxLimits.MaximumItems)
            {
                throw new CmsSyntaxException(clause, "Too many attributes.");
            }
        }

        return attributes;
    }
}
