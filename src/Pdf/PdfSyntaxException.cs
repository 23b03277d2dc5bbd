namespace TrustPlatform.Pdf;

/// <summary>A file that is not what ISO 32000-2 describes, or is beyond the limits. The only exception readers throw for content.</summary>
public sealed class PdfSyntaxException(long offset, string clause, string message) : Exception(message)
{
    /// <summary>Where in the file, in bytes from its start; -1 when no single place can be named.</summary>
    public long Offset { get; } = offset;

    /// <summary>The clause of ISO 32000-2 that is broken, or "limits".</summary>
    public string Clause { get; } = clause;
}
