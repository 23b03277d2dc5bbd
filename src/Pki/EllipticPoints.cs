using System.Formats.Asn1;
using TrustPlatform.Cryptography.Keys;

namespace TrustPlatform.Pki;

/// <summary>Between PKCS#11's forms of elliptic curves (v2.40, 2.3) and those of certificates (RFC 5480, RFC 3279).</summary>
internal static class EllipticPoints
{
    private const string EllipticCurveKey = "1.2.840.10045.2.1";

    /// <summary>CKA_EC_PARAMS: the curve's identifier, DER.</summary>
    public static byte[] ParametersOf(SignatureAlgorithm algorithm)
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        writer.WriteObjectIdentifier(CurveOf(algorithm));
        return writer.Encode();
    }

    /// <summary>The SubjectPublicKeyInfo of a CKA_EC_POINT, which is the point inside an OCTET STRING.</summary>
    public static byte[] PublicKeyInfo(byte[] point, SignatureAlgorithm algorithm)
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            using (writer.PushSequence())
            {
                writer.WriteObjectIdentifier(EllipticCurveKey);
                writer.WriteObjectIdentifier(CurveOf(algorithm));
            }

            writer.WriteBitString(new AsnReader(point, AsnEncodingRules.DER).ReadOctetString());
        }

        return writer.Encode();
    }

    /// <summary>r ‖ s of CKM_ECDSA as Ecdsa-Sig-Value (RFC 3279, 2.2.3).</summary>
    public static byte[] ToDer(ReadOnlySpan<byte> value)
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            writer.WriteIntegerUnsigned(TrimZeros(value[..(value.Length / 2)]));
            writer.WriteIntegerUnsigned(TrimZeros(value[(value.Length / 2)..]));
        }

        return writer.Encode();
    }

    private static ReadOnlySpan<byte> TrimZeros(ReadOnlySpan<byte> value)
    {
        var first = value.IndexOfAnyExcept((byte)0);
        return first < 0 ? [0] : value[first..];
    }

    private static string CurveOf(SignatureAlgorithm algorithm) => algorithm switch
    {
        SignatureAlgorithm.EcdsaP256Sha256 => "1.2.840.10045.3.1.7",
        SignatureAlgorithm.EcdsaP384Sha384 => "1.3.132.0.34",
        _ => throw new ArgumentOutOfRangeException(nameof(algorithm), "Tokens hold keys on P-256 and P-384."),
    };
}
