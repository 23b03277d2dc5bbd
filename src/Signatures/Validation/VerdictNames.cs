using System.Diagnostics;
using TrustPlatform.Signatures.Differences;

namespace TrustPlatform.Signatures.Validation;

/// <summary>The published spelling of every value of the verdict.</summary>
public static class VerdictNames
{
    /// <summary>The spelling of a file's verdict.</summary>
    public static string Of(FileVerdict value) => value switch
    {
        FileVerdict.Valid => "valid",
        FileVerdict.Invalid => "invalid",
        FileVerdict.Indeterminate => "indeterminate",
        FileVerdict.NoSignature => "no_signature",
        FileVerdict.Unreadable => "unreadable",
        _ => throw new UnreachableException(),
    };

    /// <summary>The spelling of EN 319 102-1, 5.1.3.</summary>
    public static string Of(Indication value) => value switch
    {
        Indication.TotalPassed => "TOTAL-PASSED",
        Indication.TotalFailed => "TOTAL-FAILED",
        Indication.Indeterminate => "INDETERMINATE",
        _ => throw new UnreachableException(),
    };

    /// <summary>The spelling of EN 319 102-1, tables 5 and 6.</summary>
    public static string Of(SubIndication value) => value switch
    {
        SubIndication.FormatFailure => "FORMAT_FAILURE",
        SubIndication.HashFailure => "HASH_FAILURE",
        SubIndication.SigCryptoFailure => "SIG_CRYPTO_FAILURE",
        SubIndication.Revoked => "REVOKED",
        SubIndication.Expired => "EXPIRED",
        SubIndication.NotYetValid => "NOT_YET_VALID",
        SubIndication.SigConstraintsFailure => "SIG_CONSTRAINTS_FAILURE",
        SubIndication.ChainConstraintsFailure => "CHAIN_CONSTRAINTS_FAILURE",
        SubIndication.CertificateChainGeneralFailure => "CERTIFICATE_CHAIN_GENERAL_FAILURE",
        SubIndication.CryptoConstraintsFailure => "CRYPTO_CONSTRAINTS_FAILURE",
        SubIndication.TimestampOrderFailure => "TIMESTAMP_ORDER_FAILURE",
        SubIndication.NoSigningCertificateFound => "NO_SIGNING_CERTIFICATE_FOUND",
        SubIndication.NoCertificateChainFound => "NO_CERTIFICATE_CHAIN_FOUND",
        SubIndication.RevokedNoPoe => "REVOKED_NO_POE",
        SubIndication.RevokedCaNoPoe => "REVOKED_CA_NO_POE",
        SubIndication.OutOfBoundsNoPoe => "OUT_OF_BOUNDS_NO_POE",
        SubIndication.OutOfBoundsNotRevoked => "OUT_OF_BOUNDS_NOT_REVOKED",
        SubIndication.CryptoConstraintsFailureNoPoe => "CRYPTO_CONSTRAINTS_FAILURE_NO_POE",
        SubIndication.NoPoe => "NO_POE",
        SubIndication.TryLater => "TRY_LATER",
        SubIndication.SignedDataNotFound => "SIGNED_DATA_NOT_FOUND",
        _ => throw new UnreachableException(),
    };

    /// <summary>The spelling of a signature's integrity.</summary>
    public static string Of(SignatureIntegrity value) => value switch
    {
        SignatureIntegrity.Intact => "intact",
        SignatureIntegrity.Broken => "broken",
        SignatureIntegrity.Unreadable => "unreadable",
        _ => throw new UnreachableException(),
    };

    /// <summary>The spelling of a signature's coverage.</summary>
    public static string Of(SignatureCoverage value) => value switch
    {
        SignatureCoverage.EntireFile => "entire_file",
        SignatureCoverage.Revision => "revision",
        SignatureCoverage.Gap => "gap",
        _ => throw new UnreachableException(),
    };

    /// <summary>The spelling of a class of changes.</summary>
    public static string Of(ChangeClass value) => value switch
    {
        ChangeClass.None => "none",
        ChangeClass.LtvOnly => "ltv_only",
        ChangeClass.FormFill => "form_fill",
        ChangeClass.Annotations => "annotations",
        ChangeClass.NotPermitted => "not_permitted",
        ChangeClass.NotApplicable => "n/a",
        _ => throw new UnreachableException(),
    };

    /// <summary>The spelling of a signature's kind.</summary>
    public static string Of(SignatureKind value) => value switch
    {
        SignatureKind.Signature => "signature",
        SignatureKind.Seal => "seal",
        SignatureKind.DocumentTimestamp => "doc_timestamp",
        _ => throw new UnreachableException(),
    };

    /// <summary>The spelling of EN 319 142-1, 6.</summary>
    public static string Of(BaselineLevel value) => value switch
    {
        BaselineLevel.None => "none",
        BaselineLevel.BB => "B-B",
        BaselineLevel.BT => "B-T",
        BaselineLevel.BLT => "B-LT",
        BaselineLevel.BLTA => "B-LTA",
        _ => throw new UnreachableException(),
    };

    /// <summary>The spelling of a check's result.</summary>
    public static string Of(RuleResult value) => value switch
    {
        RuleResult.Ok => "ok",
        RuleResult.Fail => "fail",
        RuleResult.Warn => "warn",
        _ => throw new UnreachableException(),
    };
}
