using System.Formats.Asn1;

namespace TrustPlatform.Cryptography.Issuing;

/// <summary>
/// One attribute of a distinguished name to be issued (RFC 5280, 4.1.2.4); each becomes a relative name of its own, in the
/// order given. Country and serialNumber are PrintableString (appendix A.1), everything else UTF8String.
/// </summary>
/// <param name="Type">The object identifier of the attribute.</param>
/// <param name="Value">Its text.</param>
public sealed record AttributeTypeAndValue(string Type, string Value)
{
    /// <summary>countryName (X.520).</summary>
    public const string Country = "2.5.4.6";

    /// <summary>organizationName (X.520).</summary>
    public const string Organization = "2.5.4.10";

    /// <summary>organizationIdentifier (X.520; EN 319 412-1, 5.1.4).</summary>
    public const string OrganizationIdentifier = "2.5.4.97";

    /// <summary>commonName (X.520).</summary>
    public const string CommonName = "2.5.4.3";

    /// <summary>surname (X.520).</summary>
    public const string Surname = "2.5.4.4";

    /// <summary>givenName (X.520).</summary>
    public const string GivenName = "2.5.4.42";

    /// <summary>serialNumber (X.520; EN 319 412-1, 5.1.3).</summary>
    public const string SerialNumber = "2.5.4.5";

    /// <summary>uid (RFC 4519, 2.39): <c>CCCD:…</c> and <c>MST:…</c> in Vietnamese certificates; may stand twice.</summary>
    public const string UserId = "0.9.2342.19200300.100.1.1";

    /// <summary>Encodes a Name (RFC 5280, 4.1.2.4), DER.</summary>
    public static byte[] EncodeName(IEnumerable<AttributeTypeAndValue> attributes)
    {
        ArgumentNullException.ThrowIfNull(attributes);
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            foreach (var attribute in attributes)
            {
                using (writer.PushSetOf())
                using (writer.PushSequence())
                {
                    writer.WriteObjectIdentifier(attribute.Type);
                    writer.WriteCharacterString(attribute.StringType, attribute.Value);
                }
            }
        }

        return writer.Encode();
    }

    /// <summary>Names the type only: the value may be a person's.</summary>
    public override string ToString() => $"AttributeTypeAndValue {{ Type = {Type} }}";

    private UniversalTagNumber StringType =>
        Type is Country or SerialNumber ? UniversalTagNumber.PrintableString : UniversalTagNumber.UTF8String;
}
