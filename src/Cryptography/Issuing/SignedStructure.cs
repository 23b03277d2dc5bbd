using System.Formats.Asn1;
using System.Security.Cryptography;
using TrustPlatform.Cryptography.Keys;

namespace TrustPlatform.Cryptography.Issuing;

/// <summary>The form SIGNED{…} that certificates, CRLs and OCSP responses share (RFC 5280, 4.1.1), and its algorithms.</summary>
internal static class SignedStructure
{
    private const string Sha256 = "2.16.840.1.101.3.4.2.1";
    private const string Sha384 = "2.16.840.1.101.3.4.2.2";
    private const string RsaPss = "1.2.840.113549.1.1.10";
    private const string MaskGeneration1 = "1.2.840.113549.1.1.8";

    /// <summary>Usual length of what follows; more makes the writer grow.</summary>
    private const int RoomForSignature = 128;

    /// <summary>SEQUENCE { toBeSigned, signatureAlgorithm, signatureValue, further }; the key is used exactly once.</summary>
    public static byte[] Sign(ReadOnlyMemory<byte> toBeSigned, ISigningKey key, Action<AsnWriter>? further = null)
    {
        var signature = key.SignHash(Digest(key.Algorithm, toBeSigned.Span));
        var writer = new AsnWriter(AsnEncodingRules.DER, toBeSigned.Length + RoomForSignature);
        using (writer.PushSequence())
        {
            writer.WriteEncodedValue(toBeSigned.Span);
            WriteAlgorithm(writer, key.Algorithm);
            writer.WriteBitString(signature);
            further?.Invoke(writer);
        }

        return writer.Encode();
    }

    /// <summary>Hashes with the hash of the signature algorithm.</summary>
    public static byte[] Digest(SignatureAlgorithm algorithm, ReadOnlySpan<byte> data) =>
        algorithm == SignatureAlgorithm.EcdsaP384Sha384 ? SHA384.HashData(data) : SHA256.HashData(data);

    /// <summary>The AlgorithmIdentifier of the hash; parameters absent (RFC 5754, 2).</summary>
    public static void WriteDigestAlgorithm(AsnWriter writer, SignatureAlgorithm algorithm)
    {
        using (writer.PushSequence())
        {
            writer.WriteObjectIdentifier(algorithm == SignatureAlgorithm.EcdsaP384Sha384 ? Sha384 : Sha256);
        }
    }

    /// <summary>The AlgorithmIdentifier of the signature (RFC 5758, 3.2; RFC 4055, 3.1 and 5).</summary>
    public static void WriteAlgorithm(AsnWriter writer, SignatureAlgorithm algorithm)
    {
        using (writer.PushSequence())
        {
            switch (algorithm)
            {
                case SignatureAlgorithm.EcdsaP256Sha256:
                    writer.WriteObjectIdentifier("1.2.840.10045.4.3.2");
                    break;
                case SignatureAlgorithm.EcdsaP384Sha384:
                    writer.WriteObjectIdentifier("1.2.840.10045.4.3.3");
                    break;
                case SignatureAlgorithm.RsaPkcs1Sha256:
                    writer.WriteObjectIdentifier("1.2.840.113549.1.1.11");
                    writer.WriteNull();
                    break;
                case SignatureAlgorithm.RsaPssSha256:
                    writer.WriteObjectIdentifier(RsaPss);
                    WritePssParameters(writer);
                    break;
                default:
                    throw new ArgumentOutOfRangeException(nameof(algorithm));
            }
        }
    }

    private static void WritePssParameters(AsnWriter writer)
    {
        using (writer.PushSequence())
        {
            using (writer.PushSequence(new Asn1Tag(TagClass.ContextSpecific, 0)))
            {
                WriteDigestAlgorithm(writer, SignatureAlgorithm.RsaPssSha256);
            }

            using (writer.PushSequence(new Asn1Tag(TagClass.ContextSpecific, 1)))
            using (writer.PushSequence())
            {
                writer.WriteObjectIdentifier(MaskGeneration1);
                WriteDigestAlgorithm(writer, SignatureAlgorithm.RsaPssSha256);
            }

            using (writer.PushSequence(new Asn1Tag(TagClass.ContextSpecific, 2)))
            {
                writer.WriteInteger(SHA256.HashSizeInBytes);
            }
        }
    }
}
