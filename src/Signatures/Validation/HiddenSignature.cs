using TrustPlatform.Pdf;

namespace TrustPlatform.Signatures.Validation;

/// <summary>
/// A signature that no revision shows, because an update was written on top of what was before it and its section passes over the
/// signed one (ISO 32000-2, 7.5.6). Its bytes are still there, and are the only sign of it.
/// </summary>
internal static class HiddenSignature
{
    private const int WindowLength = 1024 * 1024;

    public static bool IsIn(PdfDocument document, CancellationToken cancellationToken) =>
        document.Revisions.Any(HasUnlistedBytes) && HoldsByteRange(document, cancellationToken);

    private static bool HasUnlistedBytes(PdfRevision revision)
    {
        try
        {
            return revision.FindUnlistedByte() is not null;
        }
        catch (PdfSyntaxException)
        {
            return false;
        }
    }

    private static bool HoldsByteRange(PdfDocument document, CancellationToken cancellationToken)
    {
        var key = "/ByteRange"u8;
        for (var at = 0L; at < document.Length; at += WindowLength)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var length = (int)Math.Min(WindowLength + key.Length, document.Length - at);
            if (document.ReadBytes(at, length).Span.IndexOf(key) >= 0)
            {
                return true;
            }
        }

        return false;
    }
}
