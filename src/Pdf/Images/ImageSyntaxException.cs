namespace TrustPlatform.Pdf.Images;

/// <summary>An image file that is damaged or of a kind that is not embedded. The only exception its reader throws for content.</summary>
public sealed class ImageSyntaxException(string message, Exception? inner = null) : Exception(message, inner);
