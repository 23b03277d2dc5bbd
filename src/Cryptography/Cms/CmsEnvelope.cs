using System.Formats.Asn1;
using TrustPlatform.Cryptography.X509;

namespace TrustPlatform.Cryptography.Cms;

/// <summary>
/// The parts of a SignedData that its signature does not cover (RFC 5652, 5.1, 5.3): versions, list of digests, encapsulation and
/// signer identifier. Each has one right value, which the rest of the structure tells.
/// </summary>
public static class CmsEnvelope
{
    private static readonly Asn1Tag s_context0 = new(TagClass.ContextSpecific, 0, isConstructed: true);
    private static readonly Asn1Tag s_context1 = new(TagClass.ContextSpecific, 1, isConstructed: true);

    /// <summary>What is not as it should be around the structure's first signer, or null.</summary>
    public static string? FindFault(CmsSignedData signed, Certificate? signer)
    {
        ArgumentNullException.ThrowIfNull(signed);
        try
        {
            return signed.Signers is [var info, ..] ? Read(signed, info, signer) : "There is no signer.";
        }
        catch (AsnContentException exception)
        {
            return exception.Message;
        }
    }

    private static string? Read(CmsSignedData signed, CmsSignerInfo signerInfo, Certificate? signer)
    {
        var contentInfo = new AsnReader(signed.Encoded, AsnEncodingRules.BER).ReadSequence();
        contentInfo.ReadObjectIdentifier();
        var data = contentInfo.ReadSequence(s_context0).ReadSequence();
        var version = (int)data.ReadInteger();
        data.ReadSetOf(skipSortOrderValidation: true);
        var content = data.ReadSequence();
        var type = content.ReadObjectIdentifier();
        if (content.HasData && !content.ReadSequence(s_context0).PeekTag().HasSameClassAndValue(Asn1Tag.PrimitiveOctetString))
        {
            return "The content is no octet string.";
        }

        if (data.PeekTag().HasSameClassAndValue(s_context0))
        {
            data.ReadEncodedValue();
        }

        if (data.PeekTag().HasSameClassAndValue(s_context1))
        {
            var lists = data.ReadSetOf(skipSortOrderValidation: true, s_context1);
            while (lists.HasData)
            {
                // A CertificateList begins with the version or the algorithm of its TBSCertList, a certificate with [0].
                if (lists.ReadSequence().ReadSequence().PeekTag().HasSameClassAndValue(s_context0))
                {
                    return "A certificate stands among the revocation lists.";
                }
            }
        }

        var info = new AsnReader(signerInfo.RawData, AsnEncodingRules.BER).ReadSequence();
        var infoVersion = (int)info.ReadInteger();
        var isByKey = info.PeekTag().TagClass == TagClass.ContextSpecific;
        var identifier = info.ReadEncodedValue();
        var infoDigest = info.ReadSequence().ReadObjectIdentifier();
        const string IdData = "1.2.840.113549.1.7.1";
        return infoVersion != (isByKey ? 3 : 1) || (version != 3 && (version != 1 || isByKey || type != IdData)) ? "A version is wrong."
            : signed.DigestAlgorithms is [_, ..] digests && !digests.Contains(infoDigest) ? "The list of digests names another than the signer's."
            : !isByKey && signer is not null && !IsIdentified(identifier, signer) ? "The signer is not named as in the certificate."
            : null;
    }

    private static bool IsIdentified(ReadOnlyMemory<byte> issuerAndSerial, Certificate signer)
    {
        var named = new AsnReader(issuerAndSerial, AsnEncodingRules.BER).ReadSequence();
        var issuer = named.ReadEncodedValue();
        var fields = new AsnReader(signer.RawData, AsnEncodingRules.BER).ReadSequence().ReadSequence();
        if (fields.PeekTag().HasSameClassAndValue(s_context0))
        {
            fields.ReadEncodedValue();
        }

        var serial = fields.ReadIntegerBytes();
        fields.ReadEncodedValue();
        return fields.ReadEncodedValue().Span.SequenceEqual(issuer.Span)
            && named.ReadIntegerBytes().Span.SequenceEqual(serial.Span);
    }
}
