using System.Formats.Asn1;
using System.Security.Cryptography;

namespace TrustPlatform.Cryptography.Issuing;

/// <summary>How an OCSP request names a certificate (RFC 6960, 4.1.1), with the octets to repeat in the answer.</summary>
/// <param name="HashAlgorithm">The hash of the two issuer digests; null when this platform does not know it.</param>
/// <param name="IssuerNameHash">Digest of the issuer's Name.</param>
/// <param name="IssuerKeyHash">Digest of the issuer's key bits.</param>
/// <param name="SerialNumber">Content octets of the serial number.</param>
/// <param name="Encoded">The CertID as it came.</param>
public sealed record OcspCertificateId(
    HashAlgorithmName? HashAlgorithm, ReadOnlyMemory<byte> IssuerNameHash, ReadOnlyMemory<byte> IssuerKeyHash,
    ReadOnlyMemory<byte> SerialNumber, ReadOnlyMemory<byte> Encoded)
{
    private const string Sha1 = "1.3.14.3.2.26";

    /// <summary>
    /// Names a certificate without having been asked, by SHA-1 as RFC 5019, 2.1.1 prescribes for answers that any client
    /// shall find; nothing rests on that hash, the answer's signature covers the serial number itself.
    /// </summary>
    public static OcspCertificateId Create(
        ReadOnlyMemory<byte> issuerName, ReadOnlyMemory<byte> issuerPublicKeyInfo, ReadOnlyMemory<byte> serialNumber)
    {
        var name = Hash(HashAlgorithmName.SHA1, issuerName.Span);
        var key = Hash(HashAlgorithmName.SHA1, KeyBits(issuerPublicKeyInfo).Span);
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            using (writer.PushSequence())
            {
                writer.WriteObjectIdentifier(Sha1);
                writer.WriteNull();
            }

            writer.WriteOctetString(name);
            writer.WriteOctetString(key);
            writer.WriteInteger(serialNumber.Span);
        }

        return new(HashAlgorithmName.SHA1, name, key, serialNumber, writer.Encode());
    }

    /// <summary>The certificate asked for is one of the issuer with this name and key.</summary>
    public bool IsIssuedBy(ReadOnlyMemory<byte> issuerName, ReadOnlyMemory<byte> issuerPublicKeyInfo) =>
        HashAlgorithm is { } algorithm
        && IssuerNameHash.Span.SequenceEqual(Hash(algorithm, issuerName.Span))
        && IssuerKeyHash.Span.SequenceEqual(Hash(algorithm, KeyBits(issuerPublicKeyInfo).Span));

    internal static OcspCertificateId Read(AsnReader reader)
    {
        var encoded = reader.PeekEncodedValue();
        var certificateId = reader.ReadSequence();
        var algorithm = certificateId.ReadSequence();
        var hash = algorithm.ReadObjectIdentifier() switch
        {
            Sha1 => HashAlgorithmName.SHA1,
            "2.16.840.1.101.3.4.2.1" => HashAlgorithmName.SHA256,
            "2.16.840.1.101.3.4.2.2" => HashAlgorithmName.SHA384,
            "2.16.840.1.101.3.4.2.3" => HashAlgorithmName.SHA512,
            _ => (HashAlgorithmName?)null,
        };
        var name = certificateId.ReadOctetString();
        var key = certificateId.ReadOctetString();
        var serialNumber = certificateId.ReadIntegerBytes();
        certificateId.ThrowIfNotEmpty();
        return new(hash, name, key, serialNumber, encoded);
    }

    private static byte[] Hash(HashAlgorithmName algorithm, ReadOnlySpan<byte> data) =>
        CryptographicOperations.HashData(algorithm, data);

    private static ReadOnlyMemory<byte> KeyBits(ReadOnlyMemory<byte> subjectPublicKeyInfo)
    {
        var sequence = new AsnReader(subjectPublicKeyInfo, AsnEncodingRules.DER).ReadSequence();
        sequence.ReadSequence();
        return sequence.ReadBitString(out _);
    }
}
