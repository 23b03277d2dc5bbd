using System.Numerics;
using System.Security.Cryptography;
using TrustPlatform.Cryptography.Algorithms;
using TrustPlatform.Cryptography.Asn1;

namespace TrustPlatform.Cryptography.Timestamps;

/// <summary>
/// A TimeStampReq as its sender keeps it to compare the answer (RFC 3161, 2.4.1). The authority reads it as
/// <see cref="Issuing.TimeStampQuery"/>.
/// </summary>
public sealed class TimeStampRequest
{
    private const int NonceLengthInBytes = 16;

    private TimeStampRequest(byte[] encoded) => Encoded = encoded;

    /// <summary>The encoding.</summary>
    public ReadOnlyMemory<byte> Encoded { get; }

    /// <summary>The imprint's hash.</summary>
    public HashAlgorithmName HashAlgorithm { get; private init; }

    /// <summary>The hashed message.</summary>
    public ReadOnlyMemory<byte> MessageImprint { get; private init; }

    /// <summary>Object identifier of the policy asked for, or null.</summary>
    public string? Policy { get; private init; }

    /// <summary>The nonce.</summary>
    public BigInteger Nonce { get; private init; }

    /// <summary>A request with a fresh random nonce, which asks for the certificate.</summary>
    /// <param name="hash">Hash of the imprint.</param>
    /// <param name="messageImprint">The digest; its length must be that of the hash.</param>
    /// <param name="policy">Policy asked for, or null.</param>
    public static TimeStampRequest Create(HashAlgorithmName hash, ReadOnlySpan<byte> messageImprint, string? policy = null)
    {
        if (messageImprint.Length != HashAlgorithms.LengthInBytes(hash))
        {
            throw new ArgumentException($"The imprint is not a {hash.Name} digest.", nameof(messageImprint));
        }

        var imprint = messageImprint.ToArray();
        var nonce = new BigInteger(RandomNumberGenerator.GetBytes(NonceLengthInBytes), isUnsigned: true, isBigEndian: true);
        var encoded = Asn.Write(writer =>
        {
            using (writer.PushSequence())
            {
                writer.WriteInteger(1);
                using (writer.PushSequence())
                {
                    using (writer.PushSequence())
                    {
                        writer.WriteObjectIdentifier(HashAlgorithms.ObjectIdentifierOf(hash));
                        // Older authorities know the identifier with NULL only (RFC 5754, 2 has them accept both).
                        writer.WriteNull();
                    }

                    writer.WriteOctetString(imprint);
                }

                if (policy is not null)
                {
                    writer.WriteObjectIdentifier(policy);
                }

                writer.WriteInteger(nonce);
                writer.WriteBoolean(true);
            }
        });
        return new(encoded) { HashAlgorithm = hash, MessageImprint = imprint, Policy = policy, Nonce = nonce };
    }
}
