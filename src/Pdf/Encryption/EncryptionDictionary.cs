namespace TrustPlatform.Pdf.Encryption;

/// <summary>How a crypt filter encrypts (table 25).</summary>
internal enum CryptMethod
{
    /// <summary>Not at all.</summary>
    Identity,

    /// <summary>RC4 with a key of each object.</summary>
    Rc4,

    /// <summary>AES-128 in CBC mode with a key of each object.</summary>
    Aes128,

    /// <summary>AES-256 in CBC mode with the file's key.</summary>
    Aes256,
}

/// <summary>The entries of an encryption dictionary (tables 20 and 21) that reading needs, of the standard security handler.</summary>
internal sealed record EncryptionDictionary
{
    public required int Revision { get; init; }

    /// <summary>Bytes of the file encryption key.</summary>
    public required int KeyLength { get; init; }

    public required ReadOnlyMemory<byte> Owner { get; init; }

    public required ReadOnlyMemory<byte> User { get; init; }

    public required ReadOnlyMemory<byte> UserEncryptionKey { get; init; }

    public required int Permissions { get; init; }

    public required bool EncryptsMetadata { get; init; }

    public required IReadOnlyDictionary<string, CryptMethod> Filters { get; init; }

    public required string StreamFilter { get; init; }

    public required string StringFilter { get; init; }

    public required string EmbeddedFileFilter { get; init; }

    /// <summary>Reads it, or throws <see cref="PdfSyntaxException"/> with what is missing or not known.</summary>
    public static EncryptionDictionary Read(PdfDictionary dictionary, Func<PdfObject?, PdfObject> resolve)
    {
        if (resolve(dictionary["Filter"]) is not PdfName { Value: "Standard" })
        {
            throw Fail("The file is encrypted by another security handler than the standard one.");
        }

        var (version, revision) = (Integer("V") ?? 0, Integer("R") ?? 0);
        var isAes256 = version == 5;
        if (version is not (1 or 2 or 4 or 5) || revision is < 2 or > 6 || isAes256 != revision >= 5)
        {
            throw Fail($"The file's encryption, version {version} and revision {revision}, is not known.");
        }

        var bits = version switch { 1 => 40, 2 => Integer("Length") ?? 40, 4 => 128, _ => 256 };
        if (bits is < 40 or > 256 || bits % 8 != 0 || (!isAes256 && bits > 128))
        {
            throw Fail($"The file's encryption has a key of {bits} bits, which is not possible.");
        }

        return new()
        {
            Revision = (int)revision,
            KeyLength = (int)bits / 8,
            Owner = Bytes("O", isAes256 ? 48 : 32),
            User = Bytes("U", isAes256 ? 48 : 32),
            UserEncryptionKey = isAes256 ? Bytes("UE", 32) : default,
            Permissions = unchecked((int)(Integer("P") ?? throw Fail("/P of the file's encryption is missing."))),
            EncryptsMetadata = resolve(dictionary["EncryptMetadata"]) is not PdfBoolean { Value: false },
            Filters = version >= 4 ? ReadFilters(dictionary, resolve) : new Dictionary<string, CryptMethod> { ["StdCF"] = CryptMethod.Rc4 },
            StreamFilter = version >= 4 ? Name("StmF") ?? "Identity" : "StdCF",
            StringFilter = version >= 4 ? Name("StrF") ?? "Identity" : "StdCF",
            EmbeddedFileFilter = version >= 4 ? Name("EFF") ?? Name("StmF") ?? "Identity" : "StdCF",
        };

        long? Integer(string key) => (resolve(dictionary[key]) as PdfInteger)?.Value;

        string? Name(string key) => (resolve(dictionary[key]) as PdfName)?.Value;

        ReadOnlyMemory<byte> Bytes(string key, int length) => resolve(dictionary[key]) is PdfString text && text.Bytes.Length >= length
            ? text.Bytes
            : throw Fail($"/{key} of the file's encryption is missing or too short.");
    }

    /// <summary>The method of a filter; a name that is not defined means nothing that can be read.</summary>
    public CryptMethod Method(string filter) => filter == "Identity" ? CryptMethod.Identity
        : Filters.TryGetValue(filter, out var method) ? method
        : throw Fail($"The crypt filter {filter} is not defined.");

    private static Dictionary<string, CryptMethod> ReadFilters(PdfDictionary dictionary, Func<PdfObject?, PdfObject> resolve)
    {
        var filters = new Dictionary<string, CryptMethod>(StringComparer.Ordinal);
        foreach (var (name, value) in (resolve(dictionary["CF"]) as PdfDictionary ?? PdfDictionary.Empty).Entries)
        {
            var method = resolve(value) is PdfDictionary filter ? (resolve(filter["CFM"]) as PdfName)?.Value : null;
            filters[name] = method switch
            {
                null or "None" => CryptMethod.Identity,
                "V2" => CryptMethod.Rc4,
                "AESV2" => CryptMethod.Aes128,
                "AESV3" => CryptMethod.Aes256,
                _ => throw Fail($"The encryption method {method} is not known."),
            };
        }

        return filters;
    }

    private static PdfSyntaxException Fail(string message) => new(-1, "7.6", message);
}
