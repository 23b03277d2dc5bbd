using System.Formats.Asn1;
using System.Security.Cryptography;
using TrustPlatform.Cryptography.Algorithms;
using TrustPlatform.Cryptography.Asn1;
using TrustPlatform.Cryptography.X509;

namespace TrustPlatform.Cryptography.Cms;

/// <summary>
/// The first ESSCertID or ESSCertIDv2 of a signing-certificate attribute (RFC 5035, 4): the signer's certificate.
/// </summary>
public sealed class SigningCertificateReference
{
    private SigningCertificateReference(HashAlgorithmName? hash, ReadOnlyMemory<byte> certificateHash)
    {
        Hash = hash;
        CertificateHash = certificateHash;
    }

    /// <summary>SHA-1 in version 1; null for a hash that is not known.</summary>
    public HashAlgorithmName? Hash { get; }

    /// <summary>certHash.</summary>
    public ReadOnlyMemory<byte> CertificateHash { get; }

    /// <summary>issuerSerial is present.</summary>
    public bool HasIssuerSerial => SerialNumber is not null;

    /// <summary>The issuer's names in issuerSerial.</summary>
    public IReadOnlyList<GeneralName> Issuer { get; private init; } = [];

    /// <summary>The serial number in issuerSerial, upper-case hexadecimal content octets; or null.</summary>
    public string? SerialNumber { get; private init; }

    /// <summary>The attribute was signingCertificateV2.</summary>
    public bool IsVersion2 { get; private init; }

    /// <summary>Hash and, where it is there, issuerSerial are those of <paramref name="certificate"/>.</summary>
    public bool Matches(Certificate certificate)
    {
        ArgumentNullException.ThrowIfNull(certificate);
        return Hash is { } hash && HashAlgorithms.TryHash(hash, certificate.RawData.Span, out var digest) &&
            CertificateHash.Span.SequenceEqual(digest) && MatchesIssuerSerial(certificate);
    }

    /// <summary>issuerSerial is absent or that of <paramref name="certificate"/>.</summary>
    public bool MatchesIssuerSerial(Certificate certificate)
    {
        ArgumentNullException.ThrowIfNull(certificate);
        return !HasIssuerSerial || (SerialNumber == certificate.SerialNumber &&
            Issuer.Any(name => name.DirectoryName is { } directoryName && directoryName.Equals(certificate.Issuer)));
    }

    internal static SigningCertificateReference Parse(ReadOnlyMemory<byte> value, bool isVersion2) =>
        Asn.ReadWhole(value, isVersion2 ? "RFC 5035, 4" : "RFC 2634, 5.4", reader =>
        {
            var identifier = reader.ReadSequence().ReadSequence().ReadSequence();
            HashAlgorithmName? hash = isVersion2 ? HashAlgorithmName.SHA256 : HashAlgorithmName.SHA1;
            if (isVersion2 && identifier.NextIs(Asn1Tag.Sequence))
            {
                hash = HashAlgorithms.TryFromObjectIdentifier(AlgorithmIdentifier.Read(identifier).ObjectIdentifier, out var named)
                    ? named
                    : null;
            }

            var certificateHash = identifier.ReadOctetString();
            if (!identifier.HasData)
            {
                return new SigningCertificateReference(hash, certificateHash) { IsVersion2 = isVersion2 };
            }

            var issuerSerial = identifier.ReadSequence();
            identifier.ThrowIfNotEmpty();
            return new SigningCertificateReference(hash, certificateHash)
            {
                IsVersion2 = isVersion2,
                Issuer = GeneralName.ReadMany(issuerSerial.ReadSequence()),
                SerialNumber = Convert.ToHexString(issuerSerial.ReadIntegerBytes().Span),
            };
        });

    /// <summary>
    /// SigningCertificateV2 with SHA-256, whose identifier is the default and left out, and issuerSerial.
    /// </summary>
    internal static byte[] Write(Certificate certificate) => Asn.Write(writer =>
    {
        using (writer.PushSequence())
        using (writer.PushSequence())
        using (writer.PushSequence())
        {
            writer.WriteOctetString(SHA256.HashData(certificate.RawData.Span));
            using (writer.PushSequence())
            {
                using (writer.PushSequence())
                using (writer.PushSequence(Asn.Context4))
                {
                    writer.WriteEncodedValue(certificate.Issuer.RawData.Span);
                }

                writer.WriteInteger(Convert.FromHexString(certificate.SerialNumber));
            }
        }
    });
}
