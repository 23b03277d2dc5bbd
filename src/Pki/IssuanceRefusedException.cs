namespace TrustPlatform.Pki;

/// <summary>Why no certificate is issued, or no signature made.</summary>
public enum IssuanceRefusal
{
    /// <summary>The person is identified below assurance level 2.</summary>
    LevelTooLow,

    /// <summary>The personal number is not 12 digits of a person already born.</summary>
    PersonalNumberInvalid,

    /// <summary>A name is not in Unicode form NFC, or holds stray spaces or other signs.</summary>
    NameInvalid,

    /// <summary>The tax code is not 10 or 13 digits.</summary>
    TaxCodeInvalid,

    /// <summary>A digest is not a SHA-256.</summary>
    DigestInvalid,

    /// <summary>The subject says something that the profile does not foresee.</summary>
    OutsideProfile,

    /// <summary>The certificate, as it would be, breaks a rule; see the message.</summary>
    LintFailed,

    /// <summary>The CA is revoked, expired or not yet valid.</summary>
    AuthorityUnusable,

    /// <summary>The key has a certificate already, revoked or not.</summary>
    KeyInUse,

    /// <summary>The certificate in use is suspended.</summary>
    OnHold,

    /// <summary>The clock is behind the last issuance: serial numbers, validity and revocation would contradict each other.</summary>
    ClockWentBack,

    /// <summary>The request is no PKCS#10, or its sender does not hold the private key.</summary>
    RequestInvalid,

    /// <summary>The certificate log does not continue its last checkpoint: the register was restored or altered.</summary>
    LogBroken,

    /// <summary>The one-time key was not used in time, or its certificate has ended; the key is destroyed.</summary>
    KeyExpired,
}

/// <summary>The PKI will not issue or sign. The message names rules and attributes, never a person.</summary>
public sealed class IssuanceRefusedException(IssuanceRefusal refusal, string message) : Exception(message)
{
    /// <summary>Why.</summary>
    public IssuanceRefusal Refusal { get; } = refusal;
}
