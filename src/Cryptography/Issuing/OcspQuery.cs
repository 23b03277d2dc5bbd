using System.Formats.Asn1;

namespace TrustPlatform.Cryptography.Issuing;

/// <summary>An OCSPRequest as a responder reads it (RFC 6960, 4.1). A requester's name or signature is not looked at.</summary>
/// <param name="Certificates">What is asked, in order; at least one.</param>
/// <param name="Nonce">The nonce to be repeated, or null.</param>
public sealed record OcspQuery(IReadOnlyList<OcspCertificateId> Certificates, ReadOnlyMemory<byte>? Nonce)
{
    /// <summary>Longest request that is read.</summary>
    public const int MaxLengthInBytes = 16 * 1024;

    /// <summary>Most certificates in one request.</summary>
    public const int MaxCertificates = 64;

    /// <summary>RFC 9654, 2.1: "the value of the nonce MUST be 1 to 128 octets".</summary>
    private const int MaxNonceLengthInBytes = 128;

    private const string NonceIdentifier = "1.3.6.1.5.5.7.48.1.2";

    /// <summary>Parses a request. Throws <see cref="CmsSyntaxException"/>: the answer is then malformedRequest.</summary>
    public static OcspQuery Parse(ReadOnlyMemory<byte> encoded)
    {
        if (encoded.Length > MaxLengthInBytes)
        {
            throw new CmsSyntaxException("RFC 6960, 4.1.1", $"An OCSP request may be {MaxLengthInBytes} octets long.");
        }

        try
        {
            return Read(encoded);
        }
        catch (AsnContentException malformed)
        {
            throw new CmsSyntaxException("RFC 6960, 4.1.1", "The bytes are not an OCSPRequest.", inner: malformed);
        }
    }

    private static OcspQuery Read(ReadOnlyMemory<byte> encoded)
    {
        var outer = new AsnReader(encoded, AsnEncodingRules.DER);
        var toBeSigned = outer.ReadSequence().ReadSequence();
        outer.ThrowIfNotEmpty();
        Skip(toBeSigned, 0);
        Skip(toBeSigned, 1);
        List<OcspCertificateId> certificates = [];
        for (var list = toBeSigned.ReadSequence(); list.HasData;)
        {
            var request = list.ReadSequence();
            certificates.Add(OcspCertificateId.Read(request));
            if (certificates.Count > MaxCertificates)
            {
                throw new CmsSyntaxException("RFC 6960, 4.1.1", $"A request may name {MaxCertificates} certificates.");
            }
        }

        if (certificates.Count == 0)
        {
            throw new CmsSyntaxException("RFC 6960, 4.1.1", "The request names no certificate.");
        }

        return new(certificates, toBeSigned.HasData ? ReadNonce(toBeSigned) : null);
    }

    private static void Skip(AsnReader reader, int tag)
    {
        if (reader.HasData && reader.PeekTag().HasSameClassAndValue(new Asn1Tag(TagClass.ContextSpecific, tag)))
        {
            reader.ReadEncodedValue();
        }
    }

    private static ReadOnlyMemory<byte>? ReadNonce(AsnReader toBeSigned)
    {
        ReadOnlyMemory<byte>? nonce = null;
        var extensions = toBeSigned.ReadSequence(new Asn1Tag(TagClass.ContextSpecific, 2)).ReadSequence();
        while (extensions.HasData)
        {
            var extension = extensions.ReadSequence();
            var identifier = extension.ReadObjectIdentifier();
            var critical = extension.PeekTag().HasSameClassAndValue(Asn1Tag.Boolean) && extension.ReadBoolean();
            var value = extension.ReadOctetString();
            if (identifier == NonceIdentifier)
            {
                var inner = new AsnReader(value, AsnEncodingRules.DER);
                nonce = inner.ReadOctetString();
                inner.ThrowIfNotEmpty();
                if (nonce.Value.Length is 0 or > MaxNonceLengthInBytes)
                {
                    throw new CmsSyntaxException("RFC 9654, 2.1", $"The nonce has {nonce.Value.Length} octets, not 1 to 128.");
                }
            }
            else if (critical)
            {
                throw new CmsSyntaxException("RFC 6960, 4.4", $"The critical extension {identifier} is unknown.");
            }
        }

        return nonce;
    }
}
