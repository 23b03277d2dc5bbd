namespace TrustPlatform.Signatures.Differences;

/// <summary>What later revisions did to a signed document, the least first.</summary>
public enum ChangeClass
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>Only material for long-term validation and document timestamps (ISO 32000-2, 12.8.4.3, 12.8.5).</summary>
    LtvOnly,

    /// <summary>Form fields were filled or signed.</summary>
    FormFill,

    /// <summary>Annotations were added, changed or removed.</summary>
    Annotations,

    /// <summary>Something that no rule explains, or that the signer did not permit.</summary>
    NotPermitted,

    /// <summary>The question does not arise, because the signature itself does not hold.</summary>
    NotApplicable,
}
