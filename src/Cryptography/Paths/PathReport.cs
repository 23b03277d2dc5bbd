using TrustPlatform.Cryptography.Revocation;
using TrustPlatform.Cryptography.X509;

namespace TrustPlatform.Cryptography.Paths;

/// <summary>Why a path is not valid, in the order in which one reason outranks the next.</summary>
public enum PathFailure
{
    /// <summary>No anchor is reached.</summary>
    NoPathFound,

    /// <summary>A bound of the search or of the comparison was reached before an answer.</summary>
    LimitExceeded,

    /// <summary>A signature does not verify.</summary>
    SignatureInvalid,

    /// <summary>A certificate is not what the profile demands.</summary>
    Malformed,

    /// <summary>The target is revoked.</summary>
    Revoked,

    /// <summary>A certificate above the target is revoked.</summary>
    RevokedAuthority,

    /// <summary>The target is on hold.</summary>
    OnHold,

    /// <summary>A certificate has expired.</summary>
    Expired,

    /// <summary>A certificate is not valid yet.</summary>
    NotYetValid,

    /// <summary>Names, path length, key usage, policies or critical extensions forbid the path.</summary>
    ChainConstraints,

    /// <summary>The target's extended key usage does not allow the purpose.</summary>
    Purpose,

    /// <summary>The status of a certificate is not known.</summary>
    RevocationUnknown,

    /// <summary>The status is told by something that is not proven to be older than the end of its issuer.</summary>
    RevocationUnproven,

    /// <summary>An algorithm or key size is not accepted.</summary>
    CryptoConstraints,
}

/// <summary>One check of a path.</summary>
/// <param name="Position">Position in the path: 0 is the anchor; -1 for the path as a whole.</param>
/// <param name="Rule">Stable identifier, such as "path.validity".</param>
/// <param name="Clause">The clause that is carried out.</param>
/// <param name="Result">What came out.</param>
/// <param name="Detail">A sentence.</param>
/// <param name="Failure">The reason it gives; null when passed or a warning.</param>
public sealed record PathCheck(
    int Position, string Rule, string Clause, CheckResult Result, string Detail, PathFailure? Failure = null);

/// <summary>What is known of the status of one certificate.</summary>
/// <param name="Position">Position in the path.</param>
/// <param name="IsRevoked">It is revoked, or on hold, at the judged instant.</param>
/// <param name="RevokedAt">Since when, also where that is after the judged instant; null where it is not revoked.</param>
/// <param name="Reason">Why.</param>
/// <param name="Source">"crl" or "ocsp" and the thumbprint or producedAt of what told it.</param>
/// <param name="ThisUpdate">How new the information is.</param>
public sealed record CertificateStatus(
    int Position, bool IsRevoked, DateTimeOffset? RevokedAt, RevocationReason Reason, string Source, DateTimeOffset ThisUpdate)
{
    /// <summary>The <see cref="CertificateRevocationList"/> or <see cref="OcspResponse"/> that told it, as given in the request.</summary>
    public required object Item { get; init; }
}

/// <summary>The verdict on a certificate and everything that led to it.</summary>
public sealed record PathReport
{
    /// <summary>The path was built and every check passed.</summary>
    public bool IsValid => Failure is null;

    /// <summary>Names, dates, constraints and status hold; only the algorithm policy may be against it.</summary>
    public bool IsPathValid => Failure is null or PathFailure.CryptoConstraints;

    /// <summary>The reason that outranks the others, or null when valid.</summary>
    public PathFailure? Failure => Checks
        .Where(check => check.Result is CheckResult.Failed or CheckResult.Undetermined)
        .Min(check => check.Failure);

    /// <summary>The check that gives <see cref="Failure"/>, or null.</summary>
    public PathCheck? Decisive => Failure is { } failure
        ? Checks.First(check => check.Failure == failure && check.Result is CheckResult.Failed or CheckResult.Undetermined)
        : null;

    /// <summary>The path, anchor first, target last; the target alone when no path was found.</summary>
    public required IReadOnlyList<Certificate> Path { get; init; }

    /// <summary>
    /// user-constrained-policy-set (6.1.6; RFC 9618): what the path is valid for, in the caller's terms.
    /// </summary>
    public IReadOnlyList<string> Policies { get; init; } = [];

    /// <summary>authority-constrained-policy-set: what the issuers say.</summary>
    public IReadOnlyList<string> AuthorityPolicies { get; init; } = [];

    /// <summary>Every check in the order in which it was made.</summary>
    public required IReadOnlyList<PathCheck> Checks { get; init; }

    /// <summary>Status found for certificates of the path.</summary>
    public IReadOnlyList<CertificateStatus> Statuses { get; init; } = [];
}
