using System.Formats.Asn1;
using System.Text;

namespace TrustPlatform.Cryptography.Asn1;

/// <summary>
/// Reading of ASN.1 such that malformed bytes give <see cref="CmsSyntaxException"/> and nothing else.
/// </summary>
internal static class Asn
{
    public static readonly Asn1Tag Context0 = new(TagClass.ContextSpecific, 0);
    public static readonly Asn1Tag Context1 = new(TagClass.ContextSpecific, 1);
    public static readonly Asn1Tag Context2 = new(TagClass.ContextSpecific, 2);
    public static readonly Asn1Tag Context3 = new(TagClass.ContextSpecific, 3);
    public static readonly Asn1Tag Context4 = new(TagClass.ContextSpecific, 4);
    public static readonly Asn1Tag Context5 = new(TagClass.ContextSpecific, 5);

    /// <summary>Four octets a character; the reader of the platform does not decode it.</summary>
    private static readonly UTF32Encoding _universalString =
        new(bigEndian: true, byteOrderMark: false, throwOnInvalidCharacters: true);

    /// <summary>
    /// Reads the signature of a certificate, CRL or OCSP response: whole octets. A count of unused bits is covered by no signature,
    /// so that another one than 0 would be a change that nobody notices: then there is no signature, and none verifies.
    /// </summary>
    public static byte[] ReadSignatureValue(this AsnReader reader)
    {
        var value = reader.ReadBitString(out var unusedBits);
        return unusedBits == 0 ? value : [];
    }

    /// <summary>
    /// Runs a reading of <paramref name="data"/> from its start by BER; bytes behind what is read are left alone.
    /// </summary>
    public static T Read<T>(ReadOnlyMemory<byte> data, string clause, Func<AsnReader, T> read) =>
        Read(data, clause, AsnEncodingRules.BER, read);

    /// <summary>
    /// As <see cref="Read{T}(ReadOnlyMemory{byte}, string, Func{AsnReader, T})"/> by the given rules.
    /// </summary>
    public static T Read<T>(
        ReadOnlyMemory<byte> data, string clause, AsnEncodingRules rules, Func<AsnReader, T> read)
    {
        if (data.Length > SyntaxLimits.MaximumStructureLength)
        {
            throw new CmsSyntaxException(clause, $"More than {SyntaxLimits.MaximumStructureLength} octets.");
        }

        try
        {
            return read(new AsnReader(data, rules, new AsnReaderOptions { SkipSetSortOrderVerification = true }));
        }
        catch (AsnContentException exception)
        {
            throw new CmsSyntaxException(clause, exception.Message, inner: exception);
        }
        catch (DecoderFallbackException exception)
        {
            throw new CmsSyntaxException(clause, "A character string has octets outside its alphabet.", inner: exception);
        }
    }

    /// <summary>
    /// As <see cref="Read{T}(ReadOnlyMemory{byte}, string, Func{AsnReader, T})"/>, and nothing may follow.
    /// </summary>
    public static T ReadWhole<T>(ReadOnlyMemory<byte> data, string clause, Func<AsnReader, T> read) => Read(data, clause, reader =>
    {
        var result = read(reader);
        reader.ThrowIfNotEmpty();
        return result;
    });

    /// <summary>How many octets the first element takes.</summary>
    public static int EncodedLength(ReadOnlyMemory<byte> data, string clause) =>
        Read(data, clause, reader => reader.PeekEncodedValue().Length);

    public static bool NextIs(this AsnReader reader, Asn1Tag tag) => reader.HasData && reader.PeekTag().HasSameClassAndValue(tag);

    public static ReadOnlyMemory<byte> Content(this AsnReader reader)
    {
        var content = reader.PeekContentBytes();
        reader.ReadEncodedValue();
        return content;
    }

    /// <summary>A string of any of the types in DirectoryString, and IA5String; null for another type.</summary>
    public static string? ReadAnyString(this AsnReader reader)
    {
        var tag = reader.PeekTag();
        if (tag.TagClass != TagClass.Universal)
        {
            return null;
        }

        switch ((UniversalTagNumber)tag.TagValue)
        {
            case UniversalTagNumber.UTF8String:
            case UniversalTagNumber.PrintableString:
            case UniversalTagNumber.IA5String:
            case UniversalTagNumber.NumericString:
            case UniversalTagNumber.VisibleString:
            case UniversalTagNumber.BMPString:
            case UniversalTagNumber.T61String:
                return reader.ReadCharacterString((UniversalTagNumber)tag.TagValue);
            case UniversalTagNumber.UniversalString:
                return _universalString.GetString(reader.Content().Span);
            default:
                return null;
        }
    }

    /// <summary>Encoded bytes from a writer's actions.</summary>
    public static byte[] Write(Action<AsnWriter> write)
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        write(writer);
        return writer.Encode();
    }
}
