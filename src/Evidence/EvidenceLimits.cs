namespace TrustPlatform.Evidence;

/// <summary>Bounds of a package. Everything that an audit allocates or walks is under one of them.</summary>
internal static class EvidenceLimits
{
    public const int MaxFiles = 2_000;
    public const int MaxNameLength = 200;
    public const int MaxEvents = 100_000;
    public const int MaxJsonDepth = 32;

    /// <summary>Of the PDF, which goes through a temporary file.</summary>
    public const long MaxDocumentLengthInBytes = 1L << 30;

    /// <summary>Of all other files together, which are held in memory.</summary>
    public const long MaxOtherLengthInBytes = 128L << 20;

    /// <summary>Our own packages are not compressed; text of others stays far below.</summary>
    public const long MaxCompressionRatio = 100;

    public const long MaxPackageLengthInBytes = MaxDocumentLengthInBytes + MaxOtherLengthInBytes + (16L << 20);
}
