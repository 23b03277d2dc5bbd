using System.Formats.Asn1;
using TrustPlatform.Cryptography.Algorithms;
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
    /// <param name="signed">The structure.</param>
    /// <param name="signer">The signer's certificate, where it was found.</param>
    /// <param name="isVersionExact">Refuses version 3 where 5.1 asks for 1; some producers write it into every signature.</param>
    public static string? FindFault(CmsSignedData signed, Certificate? signer, bool isVersionExact = false)
    {
        ArgumentNullException.ThrowIfNull(signed);
        try
        {
            return signed.Signers is [var info, ..] ? Read(signed, info, signer, isVersionExact) : "There is no signer.";
        }
        catch (AsnContentException exception)
        {
            return exception.Message;
        }
    }

    private static string? Read(CmsSignedData signed, CmsSignerInfo signerInfo, Certificate? signer, bool isVersionExact)
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

        if (RequiredVersion(data, type) is not { } required)
        {
            return "A certificate stands among the revocation lists.";
        }

        var info = new AsnReader(signerInfo.RawData, AsnEncodingRules.BER).ReadSequence();
        var infoVersion = (int)info.ReadInteger();
        var isByKey = info.PeekTag().TagClass == TagClass.ContextSpecific;
        var identifier = info.ReadEncodedValue();
        var infoDigest = info.ReadSequence().ReadObjectIdentifier();
        var isVersionRight = version == required || (!isVersionExact && (version, required) == (3, 1));
        return infoVersion != (isByKey ? 3 : 1) || !isVersionRight ? "A version is wrong."
            : signed.DigestAlgorithms is [_, ..] digests && !digests.Contains(infoDigest) ? "The list of digests names another than the signer's."
            : !isByKey && signer is not null && !IsIdentified(identifier, signer) ? "The signer is not named as in the certificate."
            : null;
    }

    /// <summary>
    /// The version that 5.1 asks for, by what follows the content; null where a certificate stands among the revocation lists. All
    /// signers count, and they are read here from the encoding: who looks at one signer is given a structure that shows it alone.
    /// </summary>
    private static int? RequiredVersion(AsnReader data, string contentType)
    {
        var required = contentType == Oids.Data ? 1 : 3;
        if (data.PeekTag().HasSameClassAndValue(s_context0))
        {
            for (var certificates = data.ReadSetOf(skipSortOrderValidation: true, s_context0); certificates.HasData;)
            {
                // CertificateChoices (10.2.2): [0] and [1] are obsolete, [2] and [3] came with version 4 and 5.
                var tag = certificates.PeekTag();
                certificates.ReadEncodedValue();
                required = Math.Max(required, tag.TagClass == TagClass.ContextSpecific ? Math.Max(tag.TagValue + 2, 3) : 1);
            }
        }

        if (data.PeekTag().HasSameClassAndValue(s_context1))
        {
            for (var lists = data.ReadSetOf(skipSortOrderValidation: true, s_context1); lists.HasData;)
            {
                if (lists.PeekTag().HasSameClassAndValue(s_context1))
                {
                    lists.ReadEncodedValue();
                    required = 5;
                }
                // A CertificateList begins with the version or the algorithm of its TBSCertList, a certificate with [0].
                else if (lists.ReadSequence().ReadSequence().PeekTag().HasSameClassAndValue(s_context0))
                {
                    return null;
                }
            }
        }

        for (var signers = data.ReadSetOf(skipSortOrderValidation: true); signers.HasData;)
        {
            required = Math.Max(required, signers.ReadSequence().TryReadInt32(out var each) && each == 3 ? 3 : 1);
        }

        return required;
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
