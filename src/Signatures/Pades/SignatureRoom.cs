using System.Formats.Asn1;
using TrustPlatform.Cryptography.Cms;
using TrustPlatform.Cryptography.Keys;
using TrustPlatform.Cryptography.X509;

namespace TrustPlatform.Signatures.Pades;

/// <summary>How many bytes /Contents must hold: found by signing once with a key that gives the longest possible values.</summary>
internal static class SignatureRoom
{
    /// <summary>What DER lengths and an attribute's frame add around a timestamp, and a little for the next version of a part.</summary>
    private const int Slack = 96;

    private const int Step = 64;

    /// <summary>Bytes that the signature takes without a timestamp, and what a timestamp needs around it.</summary>
    public static int Of(ISigningKey key, Certificate certificate, IReadOnlyList<Certificate> chain)
    {
        using var longest = new LongestSignatureKey(key.Algorithm, key.SubjectPublicKeyInfo);
        return CmsSignedData.Sign(new CmsSigningRequest
        {
            ContentDigest = new byte[key.Algorithm == SignatureAlgorithm.EcdsaP384Sha384 ? 48 : 32],
            Key = longest,
            Certificate = certificate,
            Chain = chain,
        }).Encoded.Length + Slack;
    }

    /// <summary>Up to a multiple, so that small differences of what is measured do not show.</summary>
    public static int Round(int room) => (room + Step - 1) / Step * Step;

    /// <summary>Stands in for a key: signatures of the greatest length that its algorithm has, and worth nothing.</summary>
    private sealed class LongestSignatureKey(SignatureAlgorithm algorithm, ReadOnlyMemory<byte> subjectPublicKeyInfo) : ISigningKey
    {
        public SignatureAlgorithm Algorithm => algorithm;

        public ReadOnlyMemory<byte> SubjectPublicKeyInfo => subjectPublicKeyInfo;

        public byte[] SignHash(ReadOnlySpan<byte> hash)
        {
            if (Algorithm is SignatureAlgorithm.RsaPssSha256 or SignatureAlgorithm.RsaPkcs1Sha256)
            {
                // RFC 8017, 8: as long as the modulus, for which the whole key is a bound
                return new byte[SubjectPublicKeyInfo.Length];
            }

            // RFC 3279, 2.2.3: two integers, each with a leading zero octet
            var longest = Enumerable.Repeat((byte)0xFF, Algorithm == SignatureAlgorithm.EcdsaP384Sha384 ? 48 : 32).ToArray();
            var writer = new AsnWriter(AsnEncodingRules.DER);
            using (writer.PushSequence())
            {
                writer.WriteIntegerUnsigned(longest);
                writer.WriteIntegerUnsigned(longest);
            }

            return writer.Encode();
        }

        public void Dispose()
        {
            // It holds nothing.
        }
    }
}
