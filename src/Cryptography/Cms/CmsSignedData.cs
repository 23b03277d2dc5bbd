using System.Formats.Asn1;
using TrustPlatform.Cryptography.Algorithms;
using TrustPlatform.Cryptography.Asn1;
using TrustPlatform.Cryptography.X509;

namespace TrustPlatform.Cryptography.Cms;

/// <summary>
/// A CMS SignedData (RFC 5652, 5). BER is accepted, the bytes are kept as they came. Immutable,
/// thread-safe.
/// </summary>
public sealed partial class CmsSignedData
{
    private const string Clause = "RFC 5652, 5.1";
    private const string OcspRevocationInfo = "1.3.6.1.5.5.7.16.2";

    private readonly Fields _fields;

    private CmsSignedData(ReadOnlyMemory<byte> encoded, Fields fields)
    {
        Encoded = encoded;
        _fields = fields;
    }

    /// <summary>The encoding.</summary>
    public ReadOnlyMemory<byte> Encoded { get; }

    /// <summary>How many octets of the input the structure took.</summary>
    public int EncodedLength => Encoded.Length;

    /// <summary>The signers: exactly one in a PDF signature and in a timestamp token.</summary>
    public IReadOnlyList<CmsSignerInfo> Signers => _fields.Signers;

    /// <summary>The signature value of the first signer; empty where there is none.</summary>
    public ReadOnlyMemory<byte> SignatureValue => Signers is [var first, ..] ? first.SignatureValue : default;

    /// <summary>Certificates carried in the structure that can be read.</summary>
    public IReadOnlyList<Certificate> Certificates => _fields.Certificates;

    /// <summary>How many elements of the certificate set are no X.509 certificate that can be read.</summary>
    public int UnreadableCertificates => _fields.UnreadableCertificates;

    /// <summary>Encodings of the CRLs carried in the structure (10.2.1).</summary>
    public IReadOnlyList<ReadOnlyMemory<byte>> Crls => _fields.Crls;

    /// <summary>
    /// Encodings of the OCSPResponse structures carried as other revocation information (RFC 5940, 2.1).
    /// </summary>
    public IReadOnlyList<ReadOnlyMemory<byte>> OcspResponses => _fields.OcspResponses;

    /// <summary>eContentType.</summary>
    public string ContentType => _fields.ContentType;

    /// <summary>The content octets of eContent; null in a detached signature.</summary>
    public ReadOnlyMemory<byte>? Content => _fields.Content;

    /// <summary>Object identifiers of digestAlgorithms.</summary>
    public IReadOnlyList<string> DigestAlgorithms => _fields.DigestAlgorithms;

    /// <summary>
    /// Parses one ContentInfo at the start of the bytes; trailing bytes are left to <see cref="EncodedLength"/>.
    /// Throws <see cref="CmsSyntaxException"/>.
    /// </summary>
    public static CmsSignedData Parse(ReadOnlyMemory<byte> encoded) => Asn.Read(encoded, Clause, reader =>
    {
        var raw = reader.PeekEncodedValue();
        var contentInfo = reader.ReadSequence();
        if (contentInfo.ReadObjectIdentifier() is var type && type != Oids.SignedData)
        {
            throw new CmsSyntaxException("RFC 5652, 3", $"The content type is {type} and not signed-data.");
        }

        var explicitContent = contentInfo.ReadSequence(Asn.Context0);
        contentInfo.ThrowIfNotEmpty();
        var fields = Fields.Read(explicitContent.ReadSequence());
        explicitContent.ThrowIfNotEmpty();
        return new CmsSignedData(raw, fields);
    });

    /// <summary>
    /// For each signer the structure with that signer alone, in order: what holds of one says nothing of another.
    /// <see cref="Encoded"/> stays that of the whole.
    /// </summary>
    public IReadOnlyList<CmsSignedData> EachSigner() =>
        [.. Signers.Select(signer => new CmsSignedData(Encoded, _fields with { Signers = [signer] }))];

    private sealed record Fields
    {
        public required int Version { get; init; }

        public required IReadOnlyList<string> DigestAlgorithms { get; init; }

        public required string ContentType { get; init; }

        public required ReadOnlyMemory<byte>? Content { get; init; }

        public List<Certificate> Certificates { get; } = [];

        public int UnreadableCertificates { get; private set; }

        public List<ReadOnlyMemory<byte>> Crls { get; } = [];

        public List<ReadOnlyMemory<byte>> OcspResponses { get; } = [];

        public List<CmsSignerInfo> Signers { get; init; } = [];

        public static Fields Read(AsnReader signedData)
        {
            if (!signedData.TryReadInt32(out var version))
            {
                throw new CmsSyntaxException(Clause, "The version of the signed data is out of range.");
            }

            var digestAlgorithms = new List<string>();
            for (var set = signedData.ReadSetOf(skipSortOrderValidation: true); set.HasData;)
            {
                digestAlgorithms.Add(AlgorithmIdentifier.Read(set).ObjectIdentifier);
            }

            var (contentType, content) = ReadEncapsulatedContent(signedData.ReadSequence());
            var fields = new Fields
            {
                Version = version,
                DigestAlgorithms = digestAlgorithms,
                ContentType = contentType,
                Content = content,
            };
            if (signedData.NextIs(Asn.Context0))
            {
                fields.TakeCertificates(signedData.ReadSetOf(skipSortOrderValidation: true, Asn.Context0));
            }

            if (signedData.NextIs(Asn.Context1))
            {
                fields.TakeRevocationInfo(signedData.ReadSetOf(skipSortOrderValidation: true, Asn.Context1));
            }

            for (var signers = signedData.ReadSetOf(skipSortOrderValidation: true); signers.HasData;)
            {
                fields.Signers.Add(CmsSignerInfo.Read(signers));
                if (fields.Signers.Count > SyntaxLimits.MaximumSigners)
                {
                    throw new CmsSyntaxException(Clause, "Too many signers.");
                }
            }

            signedData.ThrowIfNotEmpty();
            return fields;
        }

        private static (string Type, ReadOnlyMemory<byte>? Content) ReadEncapsulatedContent(AsnReader encapsulated)
        {
            var type = encapsulated.ReadObjectIdentifier();
            if (!encapsulated.HasData)
            {
                return (type, null);
            }

            var explicitContent = encapsulated.ReadSequence(Asn.Context0);
            // PKCS #7 content types other than data put any type here; RFC 5652, 5.2.1 says how to hash that.
            var content = explicitContent.PeekTag().HasSameClassAndValue(Asn1Tag.PrimitiveOctetString)
                ? explicitContent.ReadOctetString()
                : explicitContent.Content();
            explicitContent.ThrowIfNotEmpty();
            encapsulated.ThrowIfNotEmpty();
            return (type, content);
        }

        /// <summary>
        /// What is no X.509 certificate, or cannot be read, is passed over: the set is not signed and proves nothing.
        /// </summary>
        private void TakeCertificates(AsnReader set)
        {
            while (set.HasData)
            {
                var isCertificate = set.NextIs(Asn1Tag.Sequence);
                var encoded = set.ReadEncodedValue();
                if (isCertificate && TryParse(encoded) is { } certificate)
                {
                    Certificates.Add(certificate);
                }
                else
                {
                    UnreadableCertificates++;
                }

                if (Certificates.Count + UnreadableCertificates > SyntaxLimits.MaximumCertificates)
                {
                    throw new CmsSyntaxException("RFC 5652, 10.2.3", "Too many certificates.");
                }
            }
        }

        private static Certificate? TryParse(ReadOnlyMemory<byte> encoded)
        {
            try
            {
                return Certificate.ParseDer(encoded);
            }
            catch (CmsSyntaxException)
            {
                return null;
            }
        }

        private void TakeRevocationInfo(AsnReader set)
        {
            while (set.HasData)
            {
                if (set.NextIs(Asn.Context1))
                {
                    var other = set.ReadSequence(Asn.Context1);
                    if (other.ReadObjectIdentifier() == OcspRevocationInfo && other.HasData)
                    {
                        OcspResponses.Add(other.ReadEncodedValue());
                    }
                }
                else
                {
                    Crls.Add(set.ReadEncodedValue());
                }
            }
        }
    }
}
