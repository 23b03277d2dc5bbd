using System.Formats.Asn1;
using System.Numerics;
using System.Security.Cryptography;
using TrustPlatform.Cryptography.Algorithms;
using TrustPlatform.Cryptography.Asn1;
using TrustPlatform.Cryptography.X509;

namespace TrustPlatform.Cryptography.Timestamps;

/// <summary>A TimeStampReq (RFC 3161, 2.4.1).</summary>
public sealed class TimeStampRequest
{
    private const string Clause = "RFC 3161, 2.4.1";
    private const int NonceLengthInBytes = 16;

    private TimeStampRequest(ReadOnlyMemory<byte> encoded, string hashObjectIdentifier, ReadOnlyMemory<byte> messageImprint)
    {
        Encoded = encoded;
        HashObjectIdentifier = hashObjectIdentifier;
        MessageImprint = messageImprint;
    }

    /// <summary>The encoding.</summary>
    public ReadOnlyMemory<byte> Encoded { get; }

    /// <summary>Object identifier of the imprint's hash.</summary>
    public string HashObjectIdentifier { get; }

    /// <summary>The imprint's hash; null where it is not known.</summary>
    public HashAlgorithmName? HashAlgorithm =>
        HashAlgorithms.TryFromObjectIdentifier(HashObjectIdentifier, out var hash) ? hash : null;

    /// <summary>The hashed message.</summary>
    public ReadOnlyMemory<byte> MessageImprint { get; }

    /// <summary>Object identifier of the policy asked for, or null.</summary>
    public string? Policy { get; private init; }

    /// <summary>The nonce, or null.</summary>
    public BigInteger? Nonce { get; private init; }

    /// <summary>The TSA's certificate is asked for.</summary>
    public bool WantsCertificate { get; private init; }

    /// <summary>Extensions of the request.</summary>
    public IReadOnlyList<X509Extension> Extensions { get; private init; } = [];

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
        return Parse(Asn.Write(writer =>
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
        }));
    }

    /// <summary>Parses a request. Throws <see cref="CmsSyntaxException"/>.</summary>
    public static TimeStampRequest Parse(ReadOnlyMemory<byte> encoded) => Asn.ReadWhole(encoded, Clause, reader =>
    {
        var request = reader.ReadSequence();
        if (!request.TryReadInt32(out var version) || version != 1)
        {
            throw new CmsSyntaxException(Clause, "The version of a timestamp request is 1.");
        }

        var imprint = request.ReadSequence();
        var hash = AlgorithmIdentifier.Read(imprint).ObjectIdentifier;
        var message = imprint.ReadOctetString();
        imprint.ThrowIfNotEmpty();
        var result = new TimeStampRequest(encoded, hash, message)
        {
            Policy = request.NextIs(Asn1Tag.ObjectIdentifier) ? request.ReadObjectIdentifier() : null,
            Nonce = request.NextIs(Asn1Tag.Integer) ? request.ReadInteger() : null,
            WantsCertificate = request.NextIs(Asn1Tag.Boolean) && request.ReadBoolean(),
            Extensions = request.NextIs(Asn.Context0)
                ? X509Extension.ReadMany(request.ReadSequence(Asn.Context0), Clause)
                : [],
        };
        request.ThrowIfNotEmpty();
        return result;
    });
}
