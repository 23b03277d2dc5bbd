using System.Formats.Asn1;
using TrustPlatform.Cryptography.Cms;
using TrustPlatform.Cryptography.Keys;

namespace TrustPlatform.Signatures.Pades;

/// <summary>How many bytes /Contents must hold: found by signing once with a key that gives the longest possible values.</summary>
internal static class SignatureRoom
{
    /// <summary>What DER lengths and an attribute's frame add around a timestamp, and a little for the next version of a part.</summary>
    private const int Slack = 96;

    private const int Step = 64;

    public static int Of(PadesSigningRequest request)
    {
        using var key = new LongestSignatureKey(request.Key);
        var signed = CmsSignedData.Sign(new CmsSigningRequest
        {
            ContentDigest = new byte[request.Key.Algorithm == SignatureAlgorithm.EcdsaP384Sha384 ? 48 : 32],
            Key = key,
            Certificate = request.Certificate,
            Chain = request.Chain,
        });
        var room = signed.Encoded.Length + Slack + (request.Timestamps is null ? 0 : request.TimestampRoom);
        return (room + Step - 1) / Step * Step;
    }

    /// <summary>Stands in for a key: signatures of the greatest length that its algorithm has, and worth nothing.</summary>
    private sealed class LongestSignatureKey(ISigningKey key) : ISigningKey
    {
        public SignatureAlgorithm Algorithm => key.Algorithm;

        public ReadOnlyMemory<byte> SubjectPublicKeyInfo => key.SubjectPublicKeyInfo;

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
            // The key that it stands in for is the caller's.
        }
    }
}
