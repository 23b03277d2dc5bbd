using TrustPlatform.Pdf;

namespace TrustPlatform.Signatures.Pades;

/// <summary>A document that may get another update, or the reason why not.</summary>
internal static class SignableDocument
{
    /// <summary>Opens a document and refuses it when it cannot be updated. Parser errors later on go through <see cref="Refuse"/>.</summary>
    public static PdfDocument Open(Stream input)
    {
        PdfDocument document;
        try
        {
            document = PdfDocument.Open(input, PdfLimits.Default);
        }
        catch (PdfSyntaxException exception)
        {
            throw new PadesRefusedException(PadesRefusal.NotPdf, $"The file cannot be read as PDF: {exception.Message}", exception);
        }

        if (document.IsRecovered)
        {
            throw new PadesRefusedException(PadesRefusal.Damaged, $"The file is damaged: {document.RecoveryReason}");
        }

        if (document.IsEncrypted)
        {
            throw new PadesRefusedException(PadesRefusal.Encrypted, "The file is encrypted.");
        }

        if (!document.EndsInWhiteSpace)
        {
            throw new PadesRefusedException(
                PadesRefusal.Damaged, $"{document.BytesAfterLastRevision} bytes follow the end of the file's last revision.");
        }

        return document.FindMisplacedObject() is { } misplaced
            ? throw new PadesRefusedException(PadesRefusal.Damaged, $"The file is damaged: {misplaced}")
            : document;
    }

    public static PadesRefusedException Refuse(PdfSyntaxException exception) =>
        new(PadesRefusal.Damaged, $"The file is damaged: {exception.Message} (ISO 32000-2, {exception.Clause})", exception);
}
