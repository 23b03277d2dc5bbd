using TrustPlatform.Cryptography.Timestamps;
using System.Formats.Asn1;
using System.Security.Cryptography;
using TrustPlatform.Cryptography.Keys;
using TrustPlatform.Cryptography.X509;

namespace TrustPlatform.Cryptography.Issuing;

/// <summary>What a token says beside the imprint (RFC 3161, 2.4.2).</summary>
public sealed record TimeStampStatement
{
    /// <summary>Content octets of the token's serial number, positive.</summary>
    public required ReadOnlyMemory<byte> SerialNumber { get; init; }

    /// <summary>The time; whole seconds.</summary>
    public required DateTimeOffset GenTime { get; init; }

    /// <summary>The authority's policy.</summary>
    public required string Policy { get; init; }

    /// <summary>How far the time may be off; whole seconds.</summary>
    public required TimeSpan Accuracy { get; init; }
}

/// <summary>Encodes and signs timestamp responses; the signer is fixed by ESSCertIDv2 (RFC 5816).</summary>
public static class TimeStampResponseBuilder
{
    private const string SignedData = "1.2.840.113549.1.7.2";
    private const string TstInfo = "1.2.840.113549.1.9.16.1.4";
    private const string ContentType = "1.2.840.113549.1.9.3";
    private const string MessageDigest = "1.2.840.113549.1.9.4";
    private const string SigningCertificateV2 = "1.2.840.113549.1.9.16.2.47";
    private static readonly Asn1Tag s_tag0 = new(TagClass.ContextSpecific, 0);

    /// <summary>A rejection with its reason; it carries no token.</summary>
    public static byte[] Refuse(TimeStampFailure refusal)
    {
        const int rejection = 2;
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        using (writer.PushSequence())
        {
            writer.WriteInteger(rejection);

            // A named bit list: bit n is the n-th from the left, trailing zero bits are dropped (X.690, 11.2.2).
            var bit = (int)refusal;
            var bits = new byte[(bit / 8) + 1];
            bits[^1] = (byte)(0x80 >> (bit % 8));
            writer.WriteBitString(bits, unusedBitCount: 7 - (bit % 8));
        }

        return writer.Encode();
    }

    /// <summary>
    /// A granted response with its token. The key is used exactly once. The certificates go in when the request asks for
    /// them, the signer's first.
    /// </summary>
    public static byte[] Build(
        TimeStampQuery query, TimeStampStatement statement, ISigningKey key, Certificate signer, IEnumerable<Certificate> chain)
    {
        ArgumentNullException.ThrowIfNull(query);
        ArgumentNullException.ThrowIfNull(statement);
        ArgumentNullException.ThrowIfNull(key);
        ArgumentNullException.ThrowIfNull(signer);
        var content = EncodeTstInfo(query, statement);
        var attributes = EncodeSignedAttributes(content, key.Algorithm, signer);
        var signature = key.SignHash(SignedStructure.Digest(key.Algorithm, attributes));

        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            using (writer.PushSequence())
            {
                writer.WriteInteger(0);
            }

            using (writer.PushSequence())
            {
                writer.WriteObjectIdentifier(SignedData);
                using (writer.PushSequence(s_tag0))
                using (writer.PushSequence())
                {
                    WriteContent(writer, content, key.Algorithm);
                    if (query.CertificateRequested)
                    {
                        using (writer.PushSetOf(s_tag0))
                        {
                            foreach (var certificate in chain.Prepend(signer))
                            {
                                writer.WriteEncodedValue(certificate.RawData.Span);
                            }
                        }
                    }

                    WriteSignerInfo(writer, attributes, signature, key.Algorithm, signer);
                }
            }
        }

        return writer.Encode();
    }

    private static byte[] EncodeTstInfo(TimeStampQuery query, TimeStampStatement statement)
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            writer.WriteInteger(1);
            writer.WriteObjectIdentifier(statement.Policy);
            writer.WriteEncodedValue(query.EncodedImprint.Span);
            writer.WriteInteger(statement.SerialNumber.Span);
            writer.WriteGeneralizedTime(statement.GenTime, omitFractionalSeconds: true);
            using (writer.PushSequence())
            {
                writer.WriteInteger((long)statement.Accuracy.TotalSeconds);
            }

            if (query.Nonce is { } nonce)
            {
                writer.WriteInteger(nonce.Span);
            }
        }

        return writer.Encode();
    }

    private static byte[] EncodeSignedAttributes(byte[] content, SignatureAlgorithm algorithm, Certificate signer)
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSetOf())
        {
            WriteAttribute(writer, ContentType, value => value.WriteObjectIdentifier(TstInfo));
            WriteAttribute(
                writer, MessageDigest, value => value.WriteOctetString(SignedStructure.Digest(algorithm, content)));
            WriteAttribute(writer, SigningCertificateV2, value => WriteSigningCertificate(value, signer));
        }

        return writer.Encode();
    }

    private static void WriteAttribute(AsnWriter writer, string type, Action<AsnWriter> writeValue)
    {
        using (writer.PushSequence())
        {
            writer.WriteObjectIdentifier(type);
            using (writer.PushSetOf())
            {
                writeValue(writer);
            }
        }
    }

    /// <summary>RFC 5035, 3: SHA-256 is the default and therefore left out; the issuer and serial number stand beside.</summary>
    private static void WriteSigningCertificate(AsnWriter writer, Certificate signer)
    {
        using (writer.PushSequence())
        using (writer.PushSequence())
        using (writer.PushSequence())
        {
            writer.WriteOctetString(SHA256.HashData(signer.RawData.Span));
            using (writer.PushSequence())
            {
                using (writer.PushSequence())
                using (writer.PushSequence(new Asn1Tag(TagClass.ContextSpecific, 4)))
                {
                    writer.WriteEncodedValue(EncodedNames.IssuerOf(signer.RawData).Span);
                }

                writer.WriteInteger(Convert.FromHexString(signer.SerialNumber));
            }
        }
    }

    private static void WriteContent(AsnWriter writer, byte[] content, SignatureAlgorithm algorithm)
    {
        writer.WriteInteger(3);
        using (writer.PushSetOf())
        {
            SignedStructure.WriteDigestAlgorithm(writer, algorithm);
        }

        using (writer.PushSequence())
        {
            writer.WriteObjectIdentifier(TstInfo);
            using (writer.PushSequence(s_tag0))
            {
                writer.WriteOctetString(content);
            }
        }
    }

    private static void WriteSignerInfo(
        AsnWriter writer, byte[] attributes, byte[] signature, SignatureAlgorithm algorithm, Certificate signer)
    {
        using (writer.PushSetOf())
        using (writer.PushSequence())
        {
            writer.WriteInteger(1);
            using (writer.PushSequence())
            {
                writer.WriteEncodedValue(EncodedNames.IssuerOf(signer.RawData).Span);
                writer.WriteInteger(Convert.FromHexString(signer.SerialNumber));
            }

            SignedStructure.WriteDigestAlgorithm(writer, algorithm);

            // RFC 5652, 5.4: signed as SET OF (0x31), carried as [0] IMPLICIT (0xA0); nothing else differs.
            var implicitAttributes = attributes.ToArray();
            implicitAttributes[0] = 0xA0;
            writer.WriteEncodedValue(implicitAttributes);
            SignedStructure.WriteAlgorithm(writer, algorithm);
            writer.WriteOctetString(signature);
        }
    }
}
