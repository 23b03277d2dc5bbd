using System.Formats.Asn1;
using System.Globalization;
using TrustPlatform.Cryptography.Asn1;

namespace TrustPlatform.Cryptography.Cms;

/// <summary>Attributes by which a signer says why and as what it signs: commitment-type-indication, signer-attributes-v2.</summary>
internal static class SignerDescription
{
    /// <summary>The arc of the six commitment types (EN 319 122-1, 5.2.3).</summary>
    private const string CommitmentArc = "1.2.840.113549.1.9.16.6.";

    /// <summary>title: "the designated position or function" of somebody in an organisation (X.520, 6.4.3).</summary>
    private const string Title = "2.5.4.12";

    public static byte[] Write(Commitment commitment) => Asn.Write(writer =>
    {
        using (writer.PushSequence())
        {
            writer.WriteObjectIdentifier(CommitmentArc + ((int)commitment).ToString(CultureInfo.InvariantCulture));
        }
    });

    /// <summary>SignerAttributeV2 with claimedAttributes alone (EN 319 122-1, 5.2.6.1).</summary>
    public static byte[] Write(IReadOnlyList<string> claimedRoles) => Asn.Write(writer =>
    {
        using (writer.PushSequence())
        using (writer.PushSequence(Asn.Context0))
        using (writer.PushSequence())
        using (writer.PushSequence())
        {
            writer.WriteObjectIdentifier(Title);
            using (writer.PushSetOf())
            {
                foreach (var role in claimedRoles)
                {
                    writer.WriteCharacterString(UniversalTagNumber.UTF8String, role);
                }
            }
        }
    });

    /// <summary>The commitment of an identifier, or null for one that the standard does not name.</summary>
    public static Commitment? CommitmentOf(string? objectIdentifier) =>
        objectIdentifier?.StartsWith(CommitmentArc, StringComparison.Ordinal) == true
            && int.TryParse(objectIdentifier.AsSpan(CommitmentArc.Length), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            && Enum.IsDefined((Commitment)number)
            ? (Commitment)number
            : null;

    /// <summary>Every claimed attribute that is text, whatever its type: producers differ on which says a role.</summary>
    public static IReadOnlyList<string> ReadClaimedRoles(ReadOnlyMemory<byte> signerAttributesV2) =>
        Asn.Read(signerAttributesV2, "EN 319 122-1, 5.2.6.1", reader =>
        {
            var roles = new List<string>();
            var attributes = reader.ReadSequence();
            if (!attributes.NextIs(Asn.Context0))
            {
                return roles;
            }

            for (var claimed = attributes.ReadSequence(Asn.Context0).ReadSequence(); claimed.HasData;)
            {
                var attribute = claimed.ReadSequence();
                attribute.ReadObjectIdentifier();
                for (var values = attribute.ReadSetOf(skipSortOrderValidation: true); values.HasData;)
                {
                    if (values.ReadAnyString() is { } text)
                    {
                        roles.Add(text);
                    }
                    else
                    {
                        values.ReadEncodedValue();
                    }
                }
            }

            return roles;
        });
}
