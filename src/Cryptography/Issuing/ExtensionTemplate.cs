using System.Formats.Asn1;

namespace TrustPlatform.Cryptography.Issuing;

/// <summary>One extension of a certificate or CRL to be issued (RFC 5280, 4.2), encoded once for all that carry it.</summary>
public sealed class ExtensionTemplate
{
    /// <summary>Encodes an extension of the given identifier, criticality and DER value.</summary>
    public ExtensionTemplate(string objectIdentifier, bool critical, ReadOnlyMemory<byte> value)
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            writer.WriteObjectIdentifier(objectIdentifier);
            if (critical)
            {
                writer.WriteBoolean(true);
            }

            writer.WriteOctetString(value.Span);
        }

        (ObjectIdentifier, Critical, Value, Encoded) = (objectIdentifier, critical, value, writer.Encode());
    }

    /// <summary>extnID.</summary>
    public string ObjectIdentifier { get; }

    /// <summary>critical.</summary>
    public bool Critical { get; }

    /// <summary>The content of extnValue, DER.</summary>
    public ReadOnlyMemory<byte> Value { get; }

    /// <summary>The Extension, DER.</summary>
    public ReadOnlyMemory<byte> Encoded { get; }
}
