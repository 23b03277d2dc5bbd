using System.Buffers.Binary;
using System.Security.Cryptography;

namespace TrustPlatform.Pdf.Encryption;

/// <summary>
/// The standard security handler (7.6.4) of a file that an empty user password opens. Decrypts what is read; nothing is ever
/// encrypted.
/// </summary>
internal sealed class SecurityHandler
{
    private readonly EncryptionDictionary _encryption;
    private readonly byte[] _key;

    private SecurityHandler(EncryptionDictionary encryption, byte[] key) => (_encryption, _key) = (encryption, key);

    /// <summary>Opens it, or throws <see cref="PdfSyntaxException"/> with the reason why the content cannot be read.</summary>
    public static SecurityHandler Open(PdfRevision revision)
    {
        var dictionary = revision.Resolve<PdfDictionary>(revision.Trailer["Encrypt"])
            ?? throw new PdfSyntaxException(revision.Trailer.Offset, "7.6.2", "The trailer's /Encrypt does not lead to a dictionary.");
        var encryption = EncryptionDictionary.Read(dictionary, revision.Resolve);
        // 7.6.2: files without /ID are to be read as with an empty one.
        var id = revision.Resolve<PdfArray>(revision.Trailer["ID"]) is [PdfString permanent, ..] ? permanent.Bytes : default;
        var key = encryption.Revision >= 5 ? FileKey.OfRevision5And6(encryption) : FileKey.OfRevision2To4(encryption, id.Span);
        return key is null ? throw new PdfSyntaxException(-1, "7.6.4", "The file is encrypted and opens with a password alone.") : new(encryption, key);
    }

    /// <summary>An indirect object that stands in the body of the file, with its strings decrypted and its stream to be decrypted.</summary>
    public PdfObject Decrypt(PdfReference owner, PdfObject value) => value is PdfStream stream
        ? DecryptStream(owner, stream)
        : DecryptStrings(value, owner, _encryption.Method(_encryption.StringFilter));

    private PdfStream DecryptStream(PdfReference owner, PdfStream stream)
    {
        var dictionary = stream.Dictionary;
        if (dictionary["Type"] is PdfName { Value: "XRef" })
        {
            return stream; // 7.5.8.2: neither it nor the strings of its dictionary
        }

        var decrypted = (PdfDictionary)DecryptStrings(dictionary, owner, _encryption.Method(_encryption.StringFilter));
        var method = MethodOf(dictionary);
        return stream.Decrypted(decrypted, method == CryptMethod.Identity ? null : bytes => Decrypt(bytes, owner, method));
    }

    /// <summary>7.6.6: the stream's own crypt filter, that of embedded files, or that of all streams.</summary>
    private CryptMethod MethodOf(PdfDictionary dictionary)
    {
        // A crypt filter is the first of a stream's filters (7.4.10), written directly by all who write them.
        var first = dictionary["Filter"] is PdfArray { Count: > 0 } filters ? filters[0] : dictionary["Filter"];
        if (first is PdfName { Value: "Crypt" })
        {
            var parameters = dictionary["DecodeParms"] is PdfArray { Count: > 0 } list ? list[0] : dictionary["DecodeParms"];
            return _encryption.Method(((parameters as PdfDictionary)?["Name"] as PdfName)?.Value ?? "Identity");
        }

        return (dictionary["Type"] as PdfName)?.Value switch
        {
            "Metadata" when !_encryption.EncryptsMetadata => CryptMethod.Identity,
            "EmbeddedFile" => _encryption.Method(_encryption.EmbeddedFileFilter),
            _ => _encryption.Method(_encryption.StreamFilter),
        };
    }

    private PdfObject DecryptStrings(PdfObject value, PdfReference owner, CryptMethod method) => method == CryptMethod.Identity
        ? value
        : value switch
        {
            PdfString text => text with { Bytes = Decrypt(text.Bytes.Span, owner, method) },
            PdfArray array => new PdfArray(array.Items.Select(item => DecryptStrings(item, owner, method)).ToList()),
            PdfDictionary dictionary => dictionary with
            {
                Entries = dictionary.Entries.Select(entry => IsSignatureValue(dictionary, entry.Key)
                    ? entry
                    : new(entry.Key, DecryptStrings(entry.Value, owner, method))).ToList(),
            },
            _ => value,
        };

    /// <summary>7.6.2: the /Contents of a signature dictionary is not encrypted; other dictionaries have texts under that key.</summary>
    private static bool IsSignatureValue(PdfDictionary dictionary, string key) => key == "Contents"
        && (dictionary["ByteRange"] is not null || dictionary["Type"] is PdfName { Value: "Sig" or "DocTimeStamp" });

    /// <summary>Algorithms 1 and 1.A (7.6.3.2, 7.6.3.3).</summary>
    private byte[] Decrypt(ReadOnlySpan<byte> data, PdfReference owner, CryptMethod method)
    {
        if (method == CryptMethod.Rc4)
        {
            return Rc4.Apply(ObjectKey(owner, isAes: false), data);
        }

        if (data.IsEmpty)
        {
            return []; // some writers leave what is empty as it is
        }

        try
        {
            using var aes = Aes.Create();
            aes.Key = method == CryptMethod.Aes256 ? _key : ObjectKey(owner, isAes: true);
            return data.Length >= 16
                ? aes.DecryptCbc(data[16..], data[..16])
                : throw new CryptographicException("The initialization vector is missing.");
        }
        catch (CryptographicException exception)
        {
            throw new PdfSyntaxException(-1, "7.6.3", $"Object {owner.Number} cannot be decrypted: {exception.Message}");
        }
    }

    private byte[] ObjectKey(PdfReference owner, bool isAes)
    {
        Span<byte> input = stackalloc byte[_key.Length + 9];
        _key.CopyTo(input);
        Span<byte> number = stackalloc byte[4];
        BinaryPrimitives.WriteInt32LittleEndian(number, owner.Number);
        number[..3].CopyTo(input[_key.Length..]);
        BinaryPrimitives.WriteInt32LittleEndian(number, owner.Generation);
        number[..2].CopyTo(input[(_key.Length + 3)..]);
        "sAlT"u8.CopyTo(input[(_key.Length + 5)..]);
        return FileKey.Md5(isAes ? input : input[..^4])[..Math.Min(_key.Length + 5, 16)];
    }
}
