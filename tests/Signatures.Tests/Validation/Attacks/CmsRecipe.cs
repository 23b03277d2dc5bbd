using System.Formats.Asn1;
using System.Security.Cryptography;

namespace TrustPlatform.Signatures.Tests.Validation.Attacks;

/// <summary>A SignedData written by hand (RFC 5652), right unless the test asks for something else.</summary>
internal sealed record CmsRecipe(Holder Signer)
{
    public const string Data = "1.2.840.113549.1.7.1";
    public const string Sha256 = "2.16.840.1.101.3.4.2.1";
    public const string Sha384 = "2.16.840.1.101.3.4.2.2";
    public const string EcdsaSha256 = "1.2.840.10045.4.3.2";
    public const string EcdsaSha512 = "1.2.840.10045.4.3.4";
    public const string ContentTimestamp = "1.2.840.113549.1.9.16.2.20";
    public const string SignatureTimestamp = "1.2.840.113549.1.9.16.2.14";

    public IReadOnlyList<byte[]> Certificates { get; init; } = [Signer.Certificate.RawData.ToArray()];

    public string DigestAlgorithm { get; init; } = Sha256;

    public string SignatureAlgorithm { get; init; } = EcdsaSha256;

    public string ContentType { get; init; } = Data;

    public bool HasContentType { get; init; } = true;

    public bool HasMessageDigest { get; init; } = true;

    public bool HasSignedAttributes { get; init; } = true;

    public Holder? SigningCertificate { get; init; } = Signer;

    public bool IsByKeyIdentifier { get; init; }

    public byte[]? Content { get; init; }

    public int Signers { get; init; } = 1;

    public IReadOnlyList<(string Type, byte[] Value)> Signed { get; init; } = [];

    /// <summary>Unsigned attributes, made of the signature value.</summary>
    public Func<byte[], IReadOnlyList<(string Type, byte[] Value)>> Unsigned { get; init; } = _ => [];

    /// <summary>Signs the covered bytes.</summary>
    public byte[] Sign(byte[] covered)
    {
        var writer = new AsnWriter(AsnEncodingRules.BER);
        using (writer.PushSequence())
        {
            writer.WriteObjectIdentifier("1.2.840.113549.1.7.2");
            using (writer.PushSequence(new Asn1Tag(TagClass.ContextSpecific, 0)))
            using (writer.PushSequence())
            {
                writer.WriteInteger(IsByKeyIdentifier || ContentType != Data ? 3 : 1);
                using (writer.PushSetOf())
                {
                    Algorithm(writer, DigestAlgorithm);
                }

                using (writer.PushSequence())
                {
                    writer.WriteObjectIdentifier(ContentType);
                    if (Content is not null)
                    {
                        using (writer.PushSequence(new Asn1Tag(TagClass.ContextSpecific, 0)))
                        {
                            writer.WriteOctetString(Content);
                        }
                    }
                }

                using (writer.PushSetOf(new Asn1Tag(TagClass.ContextSpecific, 0)))
                {
                    Certificates.ToList().ForEach(certificate => writer.WriteEncodedValue(certificate));
                }

                using (writer.PushSetOf())
                {
                    Enumerable.Range(0, Signers).ToList().ForEach(_ => SignerInfo(writer, covered));
                }
            }
        }

        return writer.Encode();
    }

    private void SignerInfo(AsnWriter writer, byte[] covered)
    {
        var attributes = new AsnWriter(AsnEncodingRules.DER);
        using (attributes.PushSetOf())
        {
            Attributes().ForEach(attribute => Attribute(attributes, attribute.Type, attribute.Value));
        }

        var encoded = attributes.Encode();
        var signature = Signer.Key.SignHash(SHA256.HashData(HasSignedAttributes ? encoded : Content ?? covered));
        using (writer.PushSequence())
        {
            writer.WriteInteger(IsByKeyIdentifier ? 3 : 1);
            if (IsByKeyIdentifier)
            {
                writer.WriteOctetString(Signer.Certificate.SubjectKeyIdentifier.Span, new Asn1Tag(TagClass.ContextSpecific, 0));
            }
            else
            {
                using (writer.PushSequence())
                {
                    writer.WriteEncodedValue(Signer.Certificate.Issuer.RawData.Span);
                    writer.WriteInteger(Convert.FromHexString(Signer.Certificate.SerialNumber));
                }
            }

            Algorithm(writer, DigestAlgorithm);
            if (HasSignedAttributes)
            {
                encoded[0] = 0xA0;
                writer.WriteEncodedValue(encoded);
            }

            Algorithm(writer, SignatureAlgorithm);
            writer.WriteOctetString(signature);
            if (Unsigned(signature) is { Count: > 0 } unsigned)
            {
                using (writer.PushSetOf(new Asn1Tag(TagClass.ContextSpecific, 1)))
                {
                    unsigned.ToList().ForEach(attribute => Attribute(writer, attribute.Type, attribute.Value));
                }
            }
        }

        List<(string Type, byte[] Value)> Attributes()
        {
            List<(string, byte[])> all = [.. Signed];
            if (HasContentType)
            {
                all.Add(("1.2.840.113549.1.9.3", Write(value => value.WriteObjectIdentifier(ContentType))));
            }

            if (HasMessageDigest)
            {
                all.Add(("1.2.840.113549.1.9.4", Write(value => value.WriteOctetString(Digest(Content ?? covered)))));
            }

            if (SigningCertificate is { } named)
            {
                all.Add(("1.2.840.113549.1.9.16.2.47", NamedCertificate(named.Certificate.RawData.ToArray())));
            }

            return all;
        }
    }

    private byte[] Digest(byte[] content) => DigestAlgorithm == Sha384 ? SHA384.HashData(content) : SHA256.HashData(content);

    /// <summary>SigningCertificateV2 with the default hash, SHA-256 (RFC 5035, 3).</summary>
    private static byte[] NamedCertificate(byte[] certificate) => Write(writer =>
    {
        using (writer.PushSequence())
        using (writer.PushSequence())
        using (writer.PushSequence())
        {
            writer.WriteOctetString(SHA256.HashData(certificate));
        }
    });

    public static byte[] Write(Action<AsnWriter> write)
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        write(writer);
        return writer.Encode();
    }

    private static void Algorithm(AsnWriter writer, string objectIdentifier)
    {
        using (writer.PushSequence())
        {
            writer.WriteObjectIdentifier(objectIdentifier);
        }
    }

    private static void Attribute(AsnWriter writer, string type, byte[] value)
    {
        using (writer.PushSequence())
        {
            writer.WriteObjectIdentifier(type);
            using (writer.PushSetOf())
            {
                writer.WriteEncodedValue(value);
            }
        }
    }
}
