namespace TrustPlatform.Signatures.Validation;

/// <summary>Languages of the verdict as text.</summary>
public enum VerdictLanguage
{
    /// <summary>Vietnamese.</summary>
    Vietnamese,

    /// <summary>English.</summary>
    English,
}
