namespace TrustPlatform.Signatures.Pades;

/// <summary>Why a file is not signed, prepared or augmented. The list is closed.</summary>
public enum PadesRefusal
{
    /// <summary>The file cannot be read as PDF.</summary>
    NotPdf,

    /// <summary>The file's structure is damaged, so that readers may differ on what it shows.</summary>
    Damaged,

    /// <summary>The file is encrypted.</summary>
    Encrypted,

    /// <summary>There is no field of that name.</summary>
    FieldMissing,

    /// <summary>The field of that name is no signature field.</summary>
    FieldNotForSignature,

    /// <summary>The signature field has a value.</summary>
    FieldAlreadySigned,

    /// <summary>A field of that name exists, or the same name is asked for twice.</summary>
    FieldExists,

    /// <summary>The name is empty or holds a full stop, which separates the parts of a qualified name (12.7.4.2).</summary>
    FieldNameInvalid,

    /// <summary>A certification (12.8.2.2) forbids the change.</summary>
    CertificationForbids,

    /// <summary>An earlier signature locks the field or the document (12.8.2.4).</summary>
    Locked,

    /// <summary>The field's seed value (12.7.5.5) wants something that the request does not give.</summary>
    SeedValueForbids,

    /// <summary>A certification is only possible as the first signature.</summary>
    CertificationNotFirst,

    /// <summary>The page does not exist.</summary>
    PageMissing,

    /// <summary>The rectangle leaves the page.</summary>
    RectangleOutsidePage,

    /// <summary>The appearance's font lacks a character.</summary>
    CharacterMissing,

    /// <summary>The appearance's font is no usable TrueType font.</summary>
    FontUnusable,

    /// <summary>The appearance's image is no PNG or JPEG file that can be shown.</summary>
    ImageUnusable,

    /// <summary>The key is not that of the certificate.</summary>
    KeyMismatch,

    /// <summary>The certificate has expired.</summary>
    CertificateExpired,

    /// <summary>The certificate is not valid yet.</summary>
    CertificateNotYetValid,

    /// <summary>The key usage of the certificate (RFC 5280, 4.2.1.3) is not for signing.</summary>
    CertificateNotForSigning,

    /// <summary>The finished signature is longer than the room kept for it.</summary>
    RoomTooSmall,

    /// <summary>The file has no prepared signature in that field, or something was appended since.</summary>
    NotPrepared,

    /// <summary>The signature is over other bytes than those of the prepared file.</summary>
    SignatureForOtherBytes,

    /// <summary>There is no signature to be augmented.</summary>
    NothingToAugment,

    /// <summary>Both a reason and a commitment are asked for, of which a signature has one (EN 319 142-1, 6.3).</summary>
    ReasonAndCommitment,
}

/// <summary>A file or a request that is refused before anything is signed (but for <see cref="PadesRefusal.RoomTooSmall"/>).</summary>
public sealed class PadesRefusedException(PadesRefusal reason, string message, Exception? inner = null)
    : Exception(message, inner)
{
    /// <summary>Why.</summary>
    public PadesRefusal Reason { get; } = reason;
}
