namespace TrustPlatform.Signatures.Validation;

/// <summary>The main indication of a validation (EN 319 102-1, 5.1.3).</summary>
public enum Indication
{
    /// <summary>TOTAL-PASSED.</summary>
    TotalPassed,

    /// <summary>TOTAL-FAILED.</summary>
    TotalFailed,

    /// <summary>INDETERMINATE.</summary>
    Indeterminate,
}

/// <summary>Why a signature is not TOTAL-PASSED (EN 319 102-1, tables 5 and 6).</summary>
public enum SubIndication
{
    /// <summary>FORMAT_FAILURE: not what the standards describe, so that its claim cannot be judged.</summary>
    FormatFailure,

    /// <summary>HASH_FAILURE: the digest of the covered bytes is another one.</summary>
    HashFailure,

    /// <summary>SIG_CRYPTO_FAILURE: the signature value does not verify.</summary>
    SigCryptoFailure,

    /// <summary>REVOKED: revoked before the proven time of the signature.</summary>
    Revoked,

    /// <summary>EXPIRED: proven to be made after the certificate's end.</summary>
    Expired,

    /// <summary>NOT_YET_VALID: proven to be made before the certificate's beginning.</summary>
    NotYetValid,

    /// <summary>SIG_CONSTRAINTS_FAILURE: the policy asks for something that the signature does not have.</summary>
    SigConstraintsFailure,

    /// <summary>CHAIN_CONSTRAINTS_FAILURE: the path breaks a constraint.</summary>
    ChainConstraintsFailure,

    /// <summary>CERTIFICATE_CHAIN_GENERAL_FAILURE: the path fails for another reason.</summary>
    CertificateChainGeneralFailure,

    /// <summary>CRYPTO_CONSTRAINTS_FAILURE: an algorithm was no longer accepted at the proven time.</summary>
    CryptoConstraintsFailure,

    /// <summary>TIMESTAMP_ORDER_FAILURE: the proofs of time contradict each other.</summary>
    TimestampOrderFailure,

    /// <summary>NO_SIGNING_CERTIFICATE_FOUND: the signer's certificate is not there.</summary>
    NoSigningCertificateFound,

    /// <summary>NO_CERTIFICATE_CHAIN_FOUND: no path leads to a trust anchor.</summary>
    NoCertificateChainFound,

    /// <summary>REVOKED_NO_POE: revoked, and no proof that the signature is older.</summary>
    RevokedNoPoe,

    /// <summary>REVOKED_CA_NO_POE: an authority was revoked, and no proof that the signature is older.</summary>
    RevokedCaNoPoe,

    /// <summary>OUT_OF_BOUNDS_NO_POE: outside the certificate's validity, and no proof of an earlier time.</summary>
    OutOfBoundsNoPoe,

    /// <summary>OUT_OF_BOUNDS_NOT_REVOKED: as OUT_OF_BOUNDS_NO_POE, and the certificate is known not to be revoked.</summary>
    OutOfBoundsNotRevoked,

    /// <summary>CRYPTO_CONSTRAINTS_FAILURE_NO_POE: an algorithm is no longer accepted, and no proof of an earlier time.</summary>
    CryptoConstraintsFailureNoPoe,

    /// <summary>NO_POE: a proof of existence is missing.</summary>
    NoPoe,

    /// <summary>TRY_LATER: the revocation status is not known.</summary>
    TryLater,

    /// <summary>SIGNED_DATA_NOT_FOUND: the signed bytes are not there.</summary>
    SignedDataNotFound,
}

/// <summary>Whether digest and CMS signature hold for the covered bytes.</summary>
public enum SignatureIntegrity
{
    /// <summary>Both hold.</summary>
    Intact,

    /// <summary>One of them does not.</summary>
    Broken,

    /// <summary>There is nothing that could be checked.</summary>
    Unreadable,
}

/// <summary>What the byte range covers (ISO 32000-2, 12.8.1).</summary>
public enum SignatureCoverage
{
    /// <summary>The whole file but this signature's own /Contents.</summary>
    EntireFile,

    /// <summary>A whole earlier revision but this signature's own /Contents.</summary>
    Revision,

    /// <summary>Anything else.</summary>
    Gap,
}

/// <summary>What the signer is.</summary>
public enum SignatureKind
{
    /// <summary>A person's signature.</summary>
    Signature,

    /// <summary>An organisation's seal: its certificate names an organisation and no person.</summary>
    Seal,

    /// <summary>A document timestamp (ISO 32000-2, 12.8.5).</summary>
    DocumentTimestamp,
}

/// <summary>The baseline level (EN 319 142-1, 6).</summary>
public enum BaselineLevel
{
    /// <summary>No baseline signature.</summary>
    None,

    /// <summary>B-B.</summary>
    BB,

    /// <summary>B-T: with a trusted time.</summary>
    BT,

    /// <summary>B-LT: with everything needed to validate.</summary>
    BLT,

    /// <summary>B-LTA: and that under a later timestamp.</summary>
    BLTA,
}

/// <summary>The result of one check.</summary>
public enum RuleResult
{
    /// <summary>It holds.</summary>
    Ok,

    /// <summary>It does not hold.</summary>
    Fail,

    /// <summary>It holds or does not apply, but the reader should know.</summary>
    Warn,
}
