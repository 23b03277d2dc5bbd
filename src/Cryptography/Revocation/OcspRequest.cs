using System.Formats.Asn1;
using System.Security.Cryptography;
using TrustPlatform.Cryptography.Algorithms;
using TrustPlatform.Cryptography.Asn1;
using TrustPlatform.Cryptography.X509;

namespace TrustPlatform.Cryptography.Revocation;

/// <summary>An OCSPRequest for one certificate (RFC 6960, 4.1).</summary>
public sealed class OcspRequest
{
    private const int NonceLengthInBytes = 32;

    private OcspRequest(byte[] encoded, byte[] nonce)
    {
        Encoded = encoded;
        Nonce = nonce;
    }

    /// <summary>The encoding.</summary>
    public ReadOnlyMemory<byte> Encoded { get; }

    /// <summary>The nonce (RFC 9654): 32 random octets; empty where none was asked for.</summary>
    public ReadOnlyMemory<byte> Nonce { get; }

    /// <summary>
    /// A request with a fresh nonce. The certificate is named with SHA-1, the only hash that every responder knows (RFC
    /// 5019, 2.1.1).
    /// </summary>
    public static OcspRequest Create(Certificate certificate, Certificate issuer) =>
        Create(certificate, issuer, RandomNumberGenerator.GetBytes(NonceLengthInBytes));

    /// <summary>A request without a nonce, whose answer may be a stored one (RFC 5019).</summary>
    public static OcspRequest CreateCacheable(Certificate certificate, Certificate issuer) => Create(certificate, issuer, []);

    private static OcspRequest Create(Certificate certificate, Certificate issuer, byte[] nonce)
    {
        ArgumentNullException.ThrowIfNull(certificate);
        ArgumentNullException.ThrowIfNull(issuer);
        var issuerKey = issuer.PublicKey ?? throw new ArgumentException("The issuer's public key cannot be read.", nameof(issuer));
        return new OcspRequest(
            Asn.Write(writer =>
            {
                using (writer.PushSequence())
                using (writer.PushSequence())
                {
                    using (writer.PushSequence())
                    using (writer.PushSequence())
                    {
                        WriteCertificateIdentifier(writer, certificate, issuerKey);
                    }

                    if (nonce.Length > 0)
                    {
                        WriteNonce(writer, nonce);
                    }
                }
            }),
            nonce);
    }

    private static void WriteCertificateIdentifier(AsnWriter writer, Certificate certificate, PublicKey issuerKey)
    {
        using (writer.PushSequence())
        {
            using (writer.PushSequence())
            {
                writer.WriteObjectIdentifier(HashAlgorithms.ObjectIdentifierOf(HashAlgorithmName.SHA1));
                writer.WriteNull();
            }

            writer.WriteOctetString(CryptographicOperations.HashData(HashAlgorithmName.SHA1, certificate.Issuer.RawData.Span));
            writer.WriteOctetString(CryptographicOperations.HashData(HashAlgorithmName.SHA1, issuerKey.Key.Span));
            writer.WriteInteger(Convert.FromHexString(certificate.SerialNumber));
        }
    }

    private static void WriteNonce(AsnWriter writer, byte[] nonce)
    {
        using (writer.PushSequence(Asn.Context2))
        using (writer.PushSequence())
        using (writer.PushSequence())
        {
            writer.WriteObjectIdentifier(Oids.OcspNonce);
            writer.WriteOctetString(Asn.Write(value => value.WriteOctetString(nonce)));
        }
    }
}
