using System.Formats.Asn1;
using TrustPlatform.Cryptography.Asn1;

namespace TrustPlatform.Cryptography.Timestamps;

/// <summary>TimeStampedData: content and the tokens over it in one file (RFC 5544).</summary>
public sealed class TimeStampedData
{
    private const string Clause = "RFC 5544, 2";
    private const string TimeStampedDataType = "1.2.840.113549.1.9.16.1.31";

    private TimeStampedData(
        ReadOnlyMemory<byte>? content, ReadOnlyMemory<byte> protectedMetadata, IReadOnlyList<TimeStampToken> tokens)
    {
        Content = content;
        ProtectedMetadata = protectedMetadata;
        Tokens = tokens;
    }

    /// <summary>The content; null where it is elsewhere.</summary>
    public ReadOnlyMemory<byte>? Content { get; }

    /// <summary>
    /// Encoding of the metadata when it is hashed in front of the content (hashProtected); else empty.
    /// </summary>
    public ReadOnlyMemory<byte> ProtectedMetadata { get; }

    /// <summary>The tokens: the first over the content, each further one over the one before.</summary>
    public IReadOnlyList<TimeStampToken> Tokens { get; }

    /// <summary>Parses. Throws <see cref="CmsSyntaxException"/>.</summary>
    public static TimeStampedData Parse(ReadOnlyMemory<byte> encoded) => Asn.ReadWhole(encoded, Clause, reader =>
    {
        var contentInfo = reader.ReadSequence();
        if (contentInfo.ReadObjectIdentifier() != TimeStampedDataType)
        {
            throw new CmsSyntaxException(Clause, "The content type is not timestampedData.");
        }

        var data = contentInfo.ReadSequence(Asn.Context0).ReadSequence();
        data.ReadInteger();
        if (data.NextIs(new Asn1Tag(UniversalTagNumber.IA5String)))
        {
            data.ReadEncodedValue();
        }

        ReadOnlyMemory<byte> metadata = default;
        if (data.NextIs(Asn1Tag.Sequence))
        {
            metadata = data.PeekEncodedValue();
            if (!data.ReadSequence().ReadBoolean())
            {
                metadata = default;
            }
        }

        var content = data.NextIs(Asn1Tag.PrimitiveOctetString) ? (ReadOnlyMemory<byte>?)data.ReadOctetString() : null;
        var tokens = new List<TimeStampToken>();
        for (var evidence = data.ReadSequence(Asn.Context0); evidence.HasData;)
        {
            tokens.Add(TimeStampToken.Parse(evidence.ReadSequence().ReadEncodedValue()));
        }

        return new TimeStampedData(content, metadata, tokens);
    });
}
