using TrustPlatform.Cryptography.Keys;
using TrustPlatform.Signatures.Sources;

namespace TrustPlatform.Signatures.Pades;

/// <summary>
/// A rectangle on a page as it is shown (cropped and turned by /Rotate), in default user space units (1/72 inch), origin bottom
/// left.
/// </summary>
public readonly record struct PageRectangle(double X, double Y, double Width, double Height);

/// <summary>A signature field to be laid (ISO 32000-2, 12.7.5.5).</summary>
/// <param name="Name">The fully qualified field name.</param>
/// <param name="Page">Page number from 1; 0 with a zero rectangle for an invisible field on page 1.</param>
/// <param name="Rectangle">Where the widget stands.</param>
public sealed record SignatureFieldPlacement(string Name, int Page, PageRectangle Rectangle);

/// <summary>What a certification still permits (12.8.2.2, table 257).</summary>
public enum CertificationPermission
{
    /// <summary>Nothing but material for long-term validation.</summary>
    None = 1,

    /// <summary>Filling in forms and signing.</summary>
    FormFilling = 2,

    /// <summary>Filling in forms, signing and annotating.</summary>
    Annotations = 3,
}

/// <summary>What is drawn for a signature: lines of text in an embedded subset of a TrueType font, an image, or both.</summary>
/// <param name="Lines">The text from top to bottom; the first is the name and is drawn larger. Empty shows the image alone.</param>
/// <param name="FontFile">A TrueType font that has every character of the lines; not looked at without lines.</param>
public sealed record SignatureAppearance(IReadOnlyList<string> Lines, ReadOnlyMemory<byte> FontFile)
{
    /// <summary>A PNG or JPEG file, shown to the left of the text or alone; empty for none.</summary>
    public ReadOnlyMemory<byte> ImageFile { get; init; }
}

/// <summary>One signature to be made.</summary>
public sealed record PadesSigningRequest : PadesCmsRequest
{
    /// <summary>The key, which must be that of the certificate.</summary>
    public required ISigningKey Key { get; init; }

    /// <summary>With a source the signature gets a signature timestamp (B-T); without it is B-B.</summary>
    public ITimestampSource? Timestamps { get; init; }

    /// <summary>
    /// Bytes kept for the timestamp token; null measures them and may ask the key twice. For a key that may sign one digest only:
    /// the room is part of what the key signs, so the same request asks for the same digest, whatever the authority answers.
    /// </summary>
    public int? TimestampRoom { get; init; }

    /// <summary>
    /// The room to keep for the tokens of an authority of which one is <paramref name="length"/> bytes long: they differ by the
    /// lengths of numbers and, at times, by a certificate.
    /// </summary>
    public static int RoomFor(int length) => length + Math.Max(256, length / 8);

    internal override SignatureAlgorithm SignatureAlgorithm => Key.Algorithm;

    internal override bool WillHaveTimestamp => Timestamps is not null;
}
