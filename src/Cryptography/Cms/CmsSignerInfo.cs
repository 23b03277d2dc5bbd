using System.Formats.Asn1;
using System.Security.Cryptography;
using TrustPlatform.Cryptography.Algorithms;
using TrustPlatform.Cryptography.Asn1;
using TrustPlatform.Cryptography.X509;

namespace TrustPlatform.Cryptography.Cms;

/// <summary>A SignerInfo (RFC 5652, 5.3).</summary>
public sealed class CmsSignerInfo
{
    private const string Clause = "RFC 5652, 5.3";
    private const byte SetOfTag = 0x31;

    private CmsSignerInfo(
        ReadOnlyMemory<byte> rawData, int version, AlgorithmIdentifier digestAlgorithm, AlgorithmIdentifier signatureAlgorithm,
        ReadOnlyMemory<byte> signatureValue)
    {
        RawData = rawData;
        Version = version;
        DigestAlgorithm = digestAlgorithm;
        SignatureAlgorithm = signatureAlgorithm;
        SignatureValue = signatureValue;
        Hash = HashAlgorithms.TryFromObjectIdentifier(digestAlgorithm.ObjectIdentifier, out var hash) ? hash : null;
        Scheme = SignatureScheme.From(signatureAlgorithm, digestAlgorithm);
    }

    /// <summary>The encoding as it came.</summary>
    public ReadOnlyMemory<byte> RawData { get; }

    /// <summary>version.</summary>
    public int Version { get; }

    /// <summary>The issuer in sid, when it is issuerAndSerialNumber.</summary>
    public DistinguishedName? SignerIssuer { get; private init; }

    /// <summary>
    /// The serial number in sid, upper-case hexadecimal content octets, when it is issuerAndSerialNumber.
    /// </summary>
    public string? SignerSerialNumber { get; private init; }

    /// <summary>The subject key identifier in sid, or empty.</summary>
    public ReadOnlyMemory<byte> SignerKeyIdentifier { get; private init; }

    /// <summary>digestAlgorithm.</summary>
    public AlgorithmIdentifier DigestAlgorithm { get; }

    /// <summary>The hash of <see cref="DigestAlgorithm"/>; null where it is not known.</summary>
    public HashAlgorithmName? Hash { get; }

    /// <summary>signatureAlgorithm.</summary>
    public AlgorithmIdentifier SignatureAlgorithm { get; }

    /// <summary>What the signature algorithm computes; null where it is not known.</summary>
    public SignatureScheme? Scheme { get; }

    /// <summary>signature.</summary>
    public ReadOnlyMemory<byte> SignatureValue { get; }

    /// <summary>The signed attributes as they came, with the implicit tag [0]; empty where there are none.</summary>
    public ReadOnlyMemory<byte> SignedAttributesRawData { get; private init; }

    /// <summary>The signed attributes.</summary>
    public IReadOnlyList<CmsAttribute> SignedAttributes { get; private init; } = [];

    /// <summary>The unsigned attributes.</summary>
    public IReadOnlyList<CmsAttribute> UnsignedAttributes { get; private init; } = [];

    /// <summary>content-type (11.1), or null.</summary>
    public string? ContentType { get; private init; }

    /// <summary>message-digest (11.2); empty where absent.</summary>
    public ReadOnlyMemory<byte> MessageDigest { get; private init; }

    /// <summary>signing-time (11.3) as the signer claims it, or null.</summary>
    public DateTimeOffset? SigningTime { get; private init; }

    /// <summary>signing-certificate-v2, else signing-certificate (RFC 5035), or null.</summary>
    public SigningCertificateReference? SigningCertificate { get; private init; }

    /// <summary>Object identifier of commitment-type-indication (EN 319 122-1, 5.2.3), or null.</summary>
    public string? CommitmentType { get; private init; }

    /// <summary>The commitment of <see cref="CommitmentType"/>; null where there is none that the standard names.</summary>
    public Commitment? Commitment => SignerDescription.CommitmentOf(CommitmentType);

    /// <summary>
    /// The texts of claimedAttributes in signer-attributes-v2 (EN 319 122-1, 5.2.6.1), which nobody vouches for. Throws
    /// <see cref="CmsSyntaxException"/> when the attribute cannot be read.
    /// </summary>
    public IReadOnlyList<string> ReadClaimedRoles() =>
        SingleValue(SignedAttributes, Oids.SignerAttributesV2) is { } value ? SignerDescription.ReadClaimedRoles(value) : [];

    /// <summary>Object identifier of the signature policy (EN 319 122-1, 5.2.9), or null.</summary>
    public string? SignaturePolicy { get; private init; }

    /// <summary>
    /// Encoding of signer-attributes-v2, else signer-attributes (EN 319 122-1, 5.2.6); empty where absent.
    /// </summary>
    public ReadOnlyMemory<byte> SignerAttributes =>
        SingleValue(SignedAttributes, Oids.SignerAttributesV2) ?? SingleValue(SignedAttributes, Oids.SignerAttributes) ?? default;

    /// <summary>Encodings of the signature-time-stamp tokens (EN 319 122-1, 5.3), as they came.</summary>
    public IReadOnlyList<ReadOnlyMemory<byte>> SignatureTimestamps =>
        [.. UnsignedAttributes.Where(attribute => attribute.ObjectIdentifier == Oids.SignatureTimeStamp)
            .SelectMany(attribute => attribute.Values)];

    /// <summary>Values of an attribute, unsigned ones first looked for among the signed ones.</summary>
    public IReadOnlyList<ReadOnlyMemory<byte>> Values(string objectIdentifier) =>
        [.. SignedAttributes.Concat(UnsignedAttributes).Where(attribute => attribute.ObjectIdentifier == objectIdentifier)
            .SelectMany(attribute => attribute.Values)];

    /// <summary>sid names this certificate.</summary>
    public bool IsNamedBy(Certificate certificate)
    {
        ArgumentNullException.ThrowIfNull(certificate);
        return SignerIssuer is not null
            ? SignerSerialNumber == certificate.SerialNumber && SignerIssuer.Equals(certificate.Issuer)
            : !SignerKeyIdentifier.IsEmpty && SignerKeyIdentifier.Span.SequenceEqual(certificate.SubjectKeyIdentifier.Span);
    }

    /// <summary>
    /// What the signature is over when there are signed attributes: their DER as a SET OF (5.4). Signers that did not
    /// write DER signed either the octets as they stand or the DER form, so that there are up to two candidates.
    /// </summary>
    internal IEnumerable<byte[]> SignedAttributesToBeSigned()
    {
        var asTheyStand = SignedAttributesRawData.ToArray();
        asTheyStand[0] = SetOfTag;
        yield return asTheyStand;

        var attributes = new List<ReadOnlyMemory<byte>>();
        for (var rest = new AsnReader(SignedAttributesRawData, AsnEncodingRules.BER).ReadSetOf(true, Asn.Context0); rest.HasData;)
        {
            attributes.Add(rest.ReadEncodedValue());
        }

        attributes.Sort((left, right) => left.Span.SequenceCompareTo(right.Span));
        var sorted = new AsnWriter(AsnEncodingRules.BER);
        using (sorted.PushSetOf())
        {
            attributes.ForEach(attribute => sorted.WriteEncodedValue(attribute.Span));
        }

        var der = sorted.Encode();
        if (!der.AsSpan().SequenceEqual(asTheyStand))
        {
            yield return der;
        }
    }

    internal static CmsSignerInfo Read(AsnReader reader)
    {
        var raw = reader.PeekEncodedValue();
        var sequence = reader.ReadSequence();
        if (!sequence.TryReadInt32(out var version))
        {
            throw new CmsSyntaxException(Clause, "The version of a signer is out of range.");
        }

        var (issuer, serial, keyIdentifier) = ReadSignerIdentifier(sequence);
        var digestAlgorithm = AlgorithmIdentifier.Read(sequence);
        ReadOnlyMemory<byte> rawSigned = default;
        List<CmsAttribute> signed = [], unsigned = [];
        if (sequence.NextIs(Asn.Context0))
        {
            rawSigned = sequence.PeekEncodedValue();
            signed = CmsAttribute.ReadMany(sequence.ReadSetOf(skipSortOrderValidation: true, Asn.Context0));
        }

        var signatureAlgorithm = AlgorithmIdentifier.Read(sequence);
        var signature = sequence.ReadOctetString();
        if (sequence.NextIs(Asn.Context1))
        {
            unsigned = CmsAttribute.ReadMany(sequence.ReadSetOf(skipSortOrderValidation: true, Asn.Context1));
        }

        sequence.ThrowIfNotEmpty();
        return new CmsSignerInfo(raw, version, digestAlgorithm, signatureAlgorithm, signature)
        {
            SignerIssuer = issuer,
            SignerSerialNumber = serial,
            SignerKeyIdentifier = keyIdentifier,
            SignedAttributesRawData = rawSigned,
            SignedAttributes = signed,
            UnsignedAttributes = unsigned,
            SigningCertificate = ReadSigningCertificate(signed),
            ContentType = Value(signed, Oids.ContentType, "RFC 5652, 11.1", value => value.ReadObjectIdentifier()),
            MessageDigest = Value(signed, Oids.MessageDigest, "RFC 5652, 11.2", value => value.ReadOctetString()),
            SigningTime = Value<DateTimeOffset?>(
                signed, Oids.SigningTime, "RFC 5652, 11.3", value => ProfileTime.Read(value).Instant),
            CommitmentType = Value(
                signed, Oids.CommitmentType, "EN 319 122-1, 5.2.3", value => value.ReadSequence().ReadObjectIdentifier()),
            SignaturePolicy = Value(signed, Oids.SignaturePolicy, "EN 319 122-1, 5.2.9", value =>
                value.NextIs(Asn1Tag.Sequence) ? value.ReadSequence().ReadObjectIdentifier() : null),
        };
    }

    /// <summary>
    /// The value of an attribute that may stand once with one value (5652, 11); null where it does not.
    /// </summary>
    internal static ReadOnlyMemory<byte>? SingleValue(IReadOnlyList<CmsAttribute> attributes, string objectIdentifier) =>
        attributes.Where(attribute => attribute.ObjectIdentifier == objectIdentifier).ToList() is [{ Values: [var value] }]
            ? (ReadOnlyMemory<byte>?)value
            : null;

    private static (DistinguishedName? Issuer, string? Serial, ReadOnlyMemory<byte> KeyIdentifier) ReadSignerIdentifier(
        AsnReader sequence)
    {
        if (sequence.NextIs(Asn.Context0))
        {
            return (null, null, sequence.ReadOctetString(Asn.Context0));
        }

        var issuerAndSerial = sequence.ReadSequence();
        var issuer = DistinguishedName.Read(issuerAndSerial);
        var serial = Convert.ToHexString(issuerAndSerial.ReadIntegerBytes().Span);
        issuerAndSerial.ThrowIfNotEmpty();
        return (issuer, serial, default);
    }

    private static SigningCertificateReference? ReadSigningCertificate(IReadOnlyList<CmsAttribute> signed) =>
        SingleValue(signed, Oids.SigningCertificateV2) is { } second
            ? SigningCertificateReference.Parse(second, isVersion2: true)
            : SingleValue(signed, Oids.SigningCertificate) is { } first
                ? SigningCertificateReference.Parse(first, isVersion2: false)
                : null;

    private static T? Value<T>(
        IReadOnlyList<CmsAttribute> attributes, string objectIdentifier, string clause, Func<AsnReader, T?> read) =>
        SingleValue(attributes, objectIdentifier) is { } value ? Asn.Read(value, clause, read) : default;
}
