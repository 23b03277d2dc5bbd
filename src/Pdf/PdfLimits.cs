namespace TrustPlatform.Pdf;

/// <summary>
/// Bounds on what a file from outside may cost. Each is far above what real documents need and far below what would stop a
/// server. A file beyond one of them is refused with clause "limits".
/// </summary>
public sealed record PdfLimits
{
    /// <summary>The limits used unless a caller asks for others.</summary>
    public static PdfLimits Default { get; } = new();

    /// <summary>Arrays and dictionaries inside each other, levels of a page tree, references to references.</summary>
    public int MaxNesting { get; init; } = 256;

    /// <summary>Cross-reference sections, which is to say revisions.</summary>
    public int MaxCrossReferenceSections { get; init; } = 4096;

    /// <summary>Cross-reference entries over all sections; never more than the file has bytes.</summary>
    public int MaxEntries { get; init; } = 4_000_000;

    /// <summary>The greatest object number (ISO 32000-1, Annex C).</summary>
    public int MaxObjectNumber { get; init; } = 8_388_607;

    /// <summary>Values inside one indirect object.</summary>
    public int MaxValuesPerObject { get; init; } = 1_000_000;

    /// <summary>Bytes of one string.</summary>
    public int MaxStringBytes { get; init; } = 32 * 1024 * 1024;

    /// <summary>Pages of a document.</summary>
    public int MaxPages { get; init; } = 500_000;

    /// <summary>Bytes of one stream, stored or decoded.</summary>
    public int MaxDecodedBytes { get; init; } = 256 * 1024 * 1024;

    /// <summary>Decoded bytes for each stored byte, once a stream is larger than <see cref="FreeDecodedBytes"/>.</summary>
    public int MaxDecodeRatio { get; init; } = 200;

    /// <summary>Decoded size up to which the ratio is not looked at.</summary>
    public int FreeDecodedBytes { get; init; } = 4 * 1024 * 1024;

    /// <summary>Decoded bytes over the life of one opened document.</summary>
    public long MaxTotalDecodedBytes { get; init; } = 2L * 1024 * 1024 * 1024;
}
