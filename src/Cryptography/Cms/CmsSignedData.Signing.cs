using System.Formats.Asn1;
using TrustPlatform.Cryptography.Algorithms;
using TrustPlatform.Cryptography.Asn1;
using TrustPlatform.Cryptography.Timestamps;

namespace TrustPlatform.Cryptography.Cms;

public sealed partial class CmsSignedData
{
    /// <summary>
    /// Signs: contentType, messageDigest and signingCertificateV2 (RFC 5035), no signing-time (EN 319 142-1, 5.3); what
    /// the signer says of itself where the request gives it. The
    /// same request gives the same bytes but for the signature value of a randomised algorithm. The key is asked once.
    /// Throws <see cref="ArgumentException"/> for a digest of another length or a certificate of another key.
    /// </summary>
    public static CmsSignedData Sign(CmsSigningRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        var hash = SignatureAlgorithmEncoding.HashOf(request.Key.Algorithm);
        if (request.ContentDigest.Length != HashAlgorithms.LengthInBytes(hash))
        {
            throw new ArgumentException($"The digest is not one of {hash.Name}.", nameof(request));
        }

        if (!request.Certificate.SubjectPublicKeyInfo.Span.SequenceEqual(request.Key.SubjectPublicKeyInfo.Span))
        {
            throw new ArgumentException("The certificate is not one of the signing key.", nameof(request));
        }

        var digestAlgorithm = HashAlgorithms.ObjectIdentifierOf(hash);
        var attributes = WriteSignedAttributes(request);
        if (!HashAlgorithms.TryHash(hash, attributes, out var attributesDigest))
        {
            throw new PlatformNotSupportedException($"{hash.Name} is not available.");
        }

        var signature = request.Key.SignHash(attributesDigest);
        return Parse(Asn.Write(writer =>
        {
            using (writer.PushSequence())
            {
                writer.WriteObjectIdentifier(Oids.SignedData);
                using (writer.PushSequence(Asn.Context0))
                using (writer.PushSequence())
                {
                    WriteSignedData(writer, request, digestAlgorithm, attributes, signature);
                }
            }
        }));
    }

    /// <summary>A copy with the token as the signature-time-stamp attribute (EN 319 122-1, 5.3).</summary>
    public CmsSignedData WithSignatureTimestamp(TimeStampToken token)
    {
        ArgumentNullException.ThrowIfNull(token);

        // By BER rules, because tokens of others may be BER and stay as they came; the writer's own lengths are
        // definite.
        var writer = new AsnWriter(AsnEncodingRules.BER);
        var contentInfo = new AsnReader(Encoded, AsnEncodingRules.BER).ReadSequence();
        using (writer.PushSequence())
        {
            writer.WriteEncodedValue(contentInfo.ReadEncodedValue().Span);
            var signedData = contentInfo.ReadSequence(Asn.Context0).ReadSequence();
            using (writer.PushSequence(Asn.Context0))
            using (writer.PushSequence())
            {
                while (!signedData.NextIs(Asn1Tag.SetOf) || !IsLast(signedData))
                {
                    writer.WriteEncodedValue(signedData.ReadEncodedValue().Span);
                }

                using (writer.PushSetOf())
                {
                    WriteTimestamped(writer, signedData.ReadSetOf(skipSortOrderValidation: true).ReadSequence(), token);
                }
            }
        }

        return Parse(writer.Encode());
    }

    private static bool IsLast(AsnReader reader)
    {
        var ahead = reader.Clone();
        ahead.ReadEncodedValue();
        return !ahead.HasData;
    }

    private static void WriteTimestamped(AsnWriter writer, AsnReader signer, TimeStampToken token)
    {
        using (writer.PushSequence())
        {
            while (signer.HasData && !signer.NextIs(Asn.Context1))
            {
                writer.WriteEncodedValue(signer.ReadEncodedValue().Span);
            }

            using (writer.PushSetOf(Asn.Context1))
            {
                if (signer.HasData)
                {
                    for (var attributes = signer.ReadSetOf(skipSortOrderValidation: true, Asn.Context1); attributes.HasData;)
                    {
                        writer.WriteEncodedValue(attributes.ReadEncodedValue().Span);
                    }
                }

                WriteAttribute(writer, Oids.SignatureTimeStamp, token.Encoded.Span);
            }
        }
    }

    private static byte[] WriteSignedAttributes(CmsSigningRequest request) => Asn.Write(writer =>
    {
        using (writer.PushSetOf())
        {
            WriteAttribute(writer, Oids.ContentType, Asn.Write(value => value.WriteObjectIdentifier(Oids.Data)));
            WriteAttribute(writer, Oids.MessageDigest, Asn.Write(value => value.WriteOctetString(request.ContentDigest.Span)));
            WriteAttribute(writer, Oids.SigningCertificateV2, SigningCertificateReference.Write(request.Certificate));
            if (request.Commitment is { } commitment)
            {
                WriteAttribute(writer, Oids.CommitmentType, SignerDescription.Write(commitment));
            }

            if (request.ClaimedRoles.Count > 0)
            {
                WriteAttribute(writer, Oids.SignerAttributesV2, SignerDescription.Write(request.ClaimedRoles));
            }
        }
    });

    private static void WriteSignedData(
        AsnWriter writer, CmsSigningRequest request, string digestAlgorithm, byte[] attributes, byte[] signature)
    {
        writer.WriteInteger(1);
        using (writer.PushSetOf())
        {
            WriteDigestAlgorithm(writer, digestAlgorithm);
        }

        using (writer.PushSequence())
        {
            writer.WriteObjectIdentifier(Oids.Data);
        }

        using (writer.PushSetOf(Asn.Context0))
        {
            writer.WriteEncodedValue(request.Certificate.RawData.Span);
            foreach (var certificate in request.Chain.Distinct().Where(other => !other.Equals(request.Certificate)))
            {
                writer.WriteEncodedValue(certificate.RawData.Span);
            }
        }

        using (writer.PushSetOf())
        using (writer.PushSequence())
        {
            writer.WriteInteger(1);
            using (writer.PushSequence())
            {
                writer.WriteEncodedValue(request.Certificate.Issuer.RawData.Span);
                writer.WriteInteger(Convert.FromHexString(request.Certificate.SerialNumber));
            }

            WriteDigestAlgorithm(writer, digestAlgorithm);
            attributes[0] = 0xA0;
            writer.WriteEncodedValue(attributes);
            writer.WriteEncodedValue(SignatureAlgorithmEncoding.Of(request.Key.Algorithm));
            writer.WriteOctetString(signature);
        }
    }

    /// <summary>Without parameters, as RFC 5754, 2 prefers.</summary>
    private static void WriteDigestAlgorithm(AsnWriter writer, string objectIdentifier)
    {
        using (writer.PushSequence())
        {
            writer.WriteObjectIdentifier(objectIdentifier);
        }
    }

    private static void WriteAttribute(AsnWriter writer, string objectIdentifier, ReadOnlySpan<byte> value)
    {
        using (writer.PushSequence())
        {
            writer.WriteObjectIdentifier(objectIdentifier);
            using (writer.PushSetOf())
            {
                writer.WriteEncodedValue(value);
            }
        }
    }
}
