namespace TrustPlatform.Signatures.Validation;

/// <summary>Judges signed PDF files by EN 319 102-1, offline. Never throws for what a file says.</summary>
public static class SignatureValidator
{
    /// <summary>Validates every signature and timestamp of a PDF (seekable stream, stays the caller's).</summary>
    public static ValidationReport Validate(
        Stream file, string fileName, ValidationContext context, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(file);
        ArgumentNullException.ThrowIfNull(context);
        throw new NotImplementedException();
    }
}
