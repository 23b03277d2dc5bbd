namespace TrustPlatform.Pdf.Fonts;

/// <summary>A font file that is not TrueType as ISO/IEC 14496-22 describes it, or lacks a table that embedding needs.</summary>
public sealed class FontSyntaxException(string table, string message) : Exception(message)
{
    /// <summary>The table where the fault is, such as "glyf".</summary>
    public string Table { get; } = table;
}
