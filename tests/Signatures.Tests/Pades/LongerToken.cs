using System.Formats.Asn1;

namespace TrustPlatform.Signatures.Tests.Pades;

/// <summary>A timestamp token with an unsigned attribute of a length that a test chooses (RFC 5652, 5.3).</summary>
internal static class LongerToken
{
    public static byte[] Of(ReadOnlyMemory<byte> token, int more)
    {
        var writer = new AsnWriter(AsnEncodingRules.BER);
        var contentInfo = new AsnReader(token, AsnEncodingRules.BER).ReadSequence();
        using (writer.PushSequence())
        {
            writer.WriteEncodedValue(contentInfo.ReadEncodedValue().Span);
            var content = contentInfo.ReadSequence(new Asn1Tag(TagClass.ContextSpecific, 0));
            using (writer.PushSequence(new Asn1Tag(TagClass.ContextSpecific, 0)))
            using (writer.PushSequence())
            {
                Rewrite(writer, content.ReadSequence(), more);
            }
        }

        return writer.Encode();
    }

    private static void Rewrite(AsnWriter writer, AsnReader signedData, int more)
    {
        while (signedData.HasData)
        {
            var element = signedData.ReadEncodedValue();
            if (signedData.HasData)
            {
                writer.WriteEncodedValue(element.Span);
                continue;
            }

            var signer = new AsnReader(element, AsnEncodingRules.BER).ReadSetOf().ReadSequence();
            using (writer.PushSetOf())
            using (writer.PushSequence())
            {
                while (signer.HasData)
                {
                    writer.WriteEncodedValue(signer.ReadEncodedValue().Span);
                }

                WriteAttribute(writer, more);
            }
        }
    }

    private static void WriteAttribute(AsnWriter writer, int length)
    {
        using (writer.PushSetOf(new Asn1Tag(TagClass.ContextSpecific, 1)))
        using (writer.PushSequence())
        {
            writer.WriteObjectIdentifier("1.2.3.4.5");
            using (writer.PushSetOf())
            {
                writer.WriteOctetString(new byte[length]);
            }
        }
    }
}
