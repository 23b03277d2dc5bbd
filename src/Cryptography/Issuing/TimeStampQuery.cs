using System.Formats.Asn1;
using System.Security.Cryptography;

namespace TrustPlatform.Cryptography.Issuing;

/// <summary>A TimeStampReq as an authority reads it (RFC 3161, 2.4.1).</summary>
public sealed record TimeStampQuery
{
    /// <summary>Longest request that is read; a nonce of megabytes ends here.</summary>
    public const int MaxLengthInBytes = 4096;

    private const int MaxNonceLengthInBytes = 64;

    private TimeStampQuery() { }

    /// <summary>The hash of the imprint; null when this authority does not accept it.</summary>
    public required HashAlgorithmName? HashAlgorithm { get; init; }

    /// <summary>The MessageImprint as it came.</summary>
    public required ReadOnlyMemory<byte> EncodedImprint { get; init; }

    /// <summary>The hashed message.</summary>
    public required ReadOnlyMemory<byte> MessageImprint { get; init; }

    /// <summary>The policy asked for, or null.</summary>
    public string? Policy { get; init; }

    /// <summary>Content octets of the nonce, or null.</summary>
    public ReadOnlyMemory<byte>? Nonce { get; init; }

    /// <summary>The requester wants the certificates inside the token.</summary>
    public bool CertificateRequested { get; init; }

    /// <summary>The request carries extensions; this authority knows none.</summary>
    public bool HasExtensions { get; init; }

    /// <summary>The imprint is as long as its hash.</summary>
    public bool HasFittingImprint => MessageImprint.Length == HashAlgorithm?.Name switch
    {
        nameof(HashAlgorithmName.SHA256) => SHA256.HashSizeInBytes,
        nameof(HashAlgorithmName.SHA384) => SHA384.HashSizeInBytes,
        nameof(HashAlgorithmName.SHA512) => SHA512.HashSizeInBytes,
        _ => -1,
    };

    /// <summary>Parses a request. Throws <see cref="CmsSyntaxException"/>: the answer is then badDataFormat.</summary>
    public static TimeStampQuery Parse(ReadOnlyMemory<byte> encoded)
    {
        if (encoded.Length > MaxLengthInBytes)
        {
            throw new CmsSyntaxException("RFC 3161, 2.4.1", $"A timestamp request may be {MaxLengthInBytes} octets long.");
        }

        try
        {
            var outer = new AsnReader(encoded, AsnEncodingRules.DER);
            var query = Read(outer.ReadSequence());
            outer.ThrowIfNotEmpty();
            return query;
        }
        catch (AsnContentException malformed)
        {
            throw new CmsSyntaxException("RFC 3161, 2.4.1", "The bytes are not a TimeStampReq.", inner: malformed);
        }
    }

    private static TimeStampQuery Read(AsnReader request)
    {
        if (!request.TryReadInt32(out var version) || version != 1)
        {
            throw new CmsSyntaxException("RFC 3161, 2.4.1", "The version is not 1.");
        }

        var encodedImprint = request.PeekEncodedValue();
        var imprint = request.ReadSequence();
        var algorithm = imprint.ReadSequence();
        var hash = algorithm.ReadObjectIdentifier();
        var message = imprint.ReadOctetString();
        imprint.ThrowIfNotEmpty();
        var policy = Next(request, Asn1Tag.ObjectIdentifier) ? request.ReadObjectIdentifier() : null;
        // The cast matters: a bare null would become an empty memory, which is a nonce.
        var nonce = Next(request, Asn1Tag.Integer) ? request.ReadIntegerBytes() : (ReadOnlyMemory<byte>?)null;
        if (nonce?.Length > MaxNonceLengthInBytes)
        {
            throw new CmsSyntaxException("RFC 3161, 2.4.1", $"A nonce may be {MaxNonceLengthInBytes} octets long.");
        }

        var certificateRequested = Next(request, Asn1Tag.Boolean) && request.ReadBoolean();
        return new TimeStampQuery
        {
            HashAlgorithm = hash switch
            {
                "2.16.840.1.101.3.4.2.1" => HashAlgorithmName.SHA256,
                "2.16.840.1.101.3.4.2.2" => HashAlgorithmName.SHA384,
                "2.16.840.1.101.3.4.2.3" => HashAlgorithmName.SHA512,
                _ => null,
            },
            EncodedImprint = encodedImprint,
            MessageImprint = message,
            Policy = policy,
            Nonce = nonce,
            CertificateRequested = certificateRequested,
            HasExtensions = request.HasData,
        };
    }

    private static bool Next(AsnReader reader, Asn1Tag tag) => reader.HasData && reader.PeekTag().HasSameClassAndValue(tag);
}
