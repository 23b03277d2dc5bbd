using System.Formats.Asn1;
using System.Numerics;

namespace TrustPlatform.Pki;

/// <summary>
/// A certificate's fields as the lint sees them: read from DER by code that shares nothing with the code that encoded them.
/// Throws <see cref="AsnContentException"/> for anything that is not strict DER in the form of RFC 5280, 4.1.
/// </summary>
internal sealed class CertificateFields
{
    private static readonly Asn1Tag s_tag0 = new(TagClass.ContextSpecific, 0);
    private static readonly Asn1Tag s_tag3 = new(TagClass.ContextSpecific, 3);

    private CertificateFields(AsnReader toBeSigned, ReadOnlyMemory<byte> outerAlgorithm)
    {
        Version = toBeSigned.PeekTag().HasSameClassAndValue(s_tag0) ? (int)toBeSigned.ReadSequence(s_tag0).ReadInteger() + 1 : 1;
        SerialNumber = toBeSigned.ReadIntegerBytes();
        InnerAlgorithm = toBeSigned.ReadEncodedValue();
        OuterAlgorithm = outerAlgorithm;
        Issuer = toBeSigned.ReadEncodedValue();
        var validity = toBeSigned.ReadSequence();
        NotBefore = ReadTime(validity);
        NotAfter = ReadTime(validity);
        validity.ThrowIfNotEmpty();
        Subject = ReadName(toBeSigned.ReadSequence());
        PublicKeyInfo = toBeSigned.ReadEncodedValue();
        Extensions = ReadExtensions(toBeSigned.ReadSequence(s_tag3).ReadSequence());
        toBeSigned.ThrowIfNotEmpty();
    }

    public int Version { get; }

    public ReadOnlyMemory<byte> SerialNumber { get; }

    public ReadOnlyMemory<byte> InnerAlgorithm { get; }

    public ReadOnlyMemory<byte> OuterAlgorithm { get; }

    public ReadOnlyMemory<byte> Issuer { get; }

    public DateTimeOffset NotBefore { get; }

    public DateTimeOffset NotAfter { get; }

    public IReadOnlyList<(string Type, UniversalTagNumber StringType, string Value)> Subject { get; }

    public ReadOnlyMemory<byte> PublicKeyInfo { get; }

    public IReadOnlyList<(string Identifier, bool Critical, ReadOnlyMemory<byte> Value)> Extensions { get; }

    public static CertificateFields Read(ReadOnlyMemory<byte> certificate)
    {
        var outer = new AsnReader(certificate, AsnEncodingRules.DER);
        var fields = outer.ReadSequence();
        outer.ThrowIfNotEmpty();
        var toBeSigned = fields.ReadSequence();
        var algorithm = fields.ReadEncodedValue();
        fields.ReadBitString(out _);
        fields.ThrowIfNotEmpty();
        return new CertificateFields(toBeSigned, algorithm);
    }

    /// <summary>The content of one extension, or null where it is absent.</summary>
    public ReadOnlyMemory<byte>? Extension(string identifier)
    {
        foreach (var extension in Extensions)
        {
            if (extension.Identifier == identifier)
            {
                return extension.Value;
            }
        }

        return null;
    }

    /// <summary>RFC 5280, 4.1.2.5: UTCTime up to 2049, GeneralizedTime from 2050 on.</summary>
    private static DateTimeOffset ReadTime(AsnReader validity)
    {
        if (validity.PeekTag().HasSameClassAndValue(Asn1Tag.UtcTime))
        {
            return validity.ReadUtcTime(2049);
        }

        var time = validity.ReadGeneralizedTime();
        return time.Year >= 2050 && time.Ticks % TimeSpan.TicksPerSecond == 0
            ? time
            : throw new AsnContentException("A GeneralizedTime before 2050, or with fractions of a second.");
    }

    private static List<(string, UniversalTagNumber, string)> ReadName(AsnReader name)
    {
        List<(string, UniversalTagNumber, string)> attributes = [];
        while (name.HasData)
        {
            var relative = name.ReadSetOf();
            var attribute = relative.ReadSequence();
            relative.ThrowIfNotEmpty();
            var type = attribute.ReadObjectIdentifier();
            var stringType = (UniversalTagNumber)attribute.PeekTag().TagValue;
            attributes.Add((type, stringType, attribute.ReadCharacterString(stringType)));
            attribute.ThrowIfNotEmpty();
        }

        return attributes;
    }

    private static List<(string, bool, ReadOnlyMemory<byte>)> ReadExtensions(AsnReader sequence)
    {
        List<(string, bool, ReadOnlyMemory<byte>)> extensions = [];
        while (sequence.HasData)
        {
            var extension = sequence.ReadSequence();
            var identifier = extension.ReadObjectIdentifier();
            var critical = extension.PeekTag().HasSameClassAndValue(Asn1Tag.Boolean) && extension.ReadBoolean();
            extensions.Add((identifier, critical, extension.ReadOctetString()));
            extension.ThrowIfNotEmpty();
        }

        return extensions;
    }

    /// <summary>The serial number as a number.</summary>
    public BigInteger SerialValue => new(SerialNumber.Span, isBigEndian: true);
}
