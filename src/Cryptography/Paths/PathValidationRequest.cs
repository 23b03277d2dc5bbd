using TrustPlatform.Cryptography.Algorithms;
using TrustPlatform.Cryptography.Revocation;
using TrustPlatform.Cryptography.X509;

namespace TrustPlatform.Cryptography.Paths;

/// <summary>What is judged, by what, when. Everything is in memory: validation fetches nothing.</summary>
public sealed record PathValidationRequest
{
    /// <summary>The certificate in question.</summary>
    public required Certificate Target { get; init; }

    /// <summary>Trust anchors as certificates.</summary>
    public required IReadOnlyList<Certificate> TrustAnchors { get; init; }

    /// <summary>
    /// Certificates of which paths may be made, in any order; also those of CRL issuers and OCSP responders.
    /// </summary>
    public IReadOnlyList<Certificate> Intermediates { get; init; } = [];

    /// <summary>Complete and delta CRLs.</summary>
    public IReadOnlyList<CertificateRevocationList> Crls { get; init; } = [];

    /// <summary>OCSP responses.</summary>
    public IReadOnlyList<OcspResponse> OcspResponses { get; init; } = [];

    /// <summary>The instant for which the path is judged (RFC 5280, 6.1.1 (b)).</summary>
    public required DateTimeOffset Time { get; init; }

    /// <summary>
    /// Revocation information issued until then counts; null for <see cref="Time"/>. Later than <see cref="Time"/> when
    /// a past instant is judged with what is known today: a revocation after <see cref="Time"/> then does not count.
    /// </summary>
    public DateTimeOffset? InformationUntil { get; init; }

    /// <summary>
    /// Since when a CRL is proven to exist (EN 319 102-1, 5.6.2.3); null where that is not judged. Only with
    /// <see cref="InformationUntil"/>: what an authority signed counts when it is proven to be older than the authority's
    /// expiry and revocation, and its algorithms are judged at that time.
    /// </summary>
    public Func<CertificateRevocationList, DateTimeOffset>? CrlProof { get; init; }

    /// <summary>As <see cref="CrlProof"/>, for OCSP responses.</summary>
    public Func<OcspResponse, DateTimeOffset>? OcspProof { get; init; }

    /// <summary>By what rules.</summary>
    public required PathPolicy Policy { get; init; }

    /// <summary>The first end of an authority above the certificate whose status is looked for; null for none.</summary>
    internal DateTimeOffset? ProofNeededBy { get; init; }
}

/// <summary>Whether the status of the path's certificates is judged.</summary>
public enum RevocationChecking
{
    /// <summary>It is not: the caller judges it elsewhere, or nothing can be known.</summary>
    None,

    /// <summary>Each certificate below the anchor needs a status.</summary>
    Required,
}

/// <summary>How strictly certificates are held to the profile of RFC 5280, 4.</summary>
public enum ProfileConformance
{
    /// <summary>
    /// Only what path validation asks for (6.1): for certificates of others as they are met in signatures.
    /// </summary>
    PathRules,

    /// <summary>
    /// Also what the profile tells issuers (4.1, 4.2), anchors included: for judging certificates themselves.
    /// </summary>
    IssuerRules,
}

/// <summary>The rules of a validation.</summary>
public sealed record PathPolicy
{
    /// <summary>Whether revocation is judged.</summary>
    public required RevocationChecking Revocation { get; init; }

    /// <summary>Which algorithms are accepted.</summary>
    public required AlgorithmConstraints Algorithms { get; init; }

    /// <summary>How strictly the profile is applied.</summary>
    public required ProfileConformance Conformance { get; init; }

    /// <summary>user-initial-policy-set (6.1.1 (c)); anyPolicy where nothing else is wanted.</summary>
    public IReadOnlyList<string> InitialPolicies { get; init; } = [AnyPolicy];

    /// <summary>initial-policy-mapping-inhibit (6.1.1 (e)).</summary>
    public bool InitialPolicyMappingInhibit { get; init; }

    /// <summary>initial-explicit-policy (6.1.1 (f)).</summary>
    public bool InitialExplicitPolicy { get; init; }

    /// <summary>initial-any-policy-inhibit (6.1.1 (g)).</summary>
    public bool InitialAnyPolicyInhibit { get; init; }

    /// <summary>Extended key usages of which the target must allow one; empty for any.</summary>
    public IReadOnlyList<string> ExtendedKeyUsages { get; init; } = [];

    /// <summary>Certificates between anchor and target at most, self-issued ones not counted.</summary>
    public int MaximumIntermediates { get; init; } = 16;

    /// <summary>
    /// Extensions that take a certificate out of revocation checking, such as 0.4.0.194121.2.1 (EN 319 412-1, 5.2).
    /// </summary>
    public IReadOnlyList<string> ExtensionsWithoutRevocation { get; init; } = [];

    /// <summary>
    /// How long information without nextUpdate counts; zero when it must be at least as new as the judged instant.
    /// </summary>
    public TimeSpan MaximumAgeWithoutNextUpdate { get; init; } = TimeSpan.Zero;

    /// <summary>anyPolicy (4.2.1.4).</summary>
    public const string AnyPolicy = Oids.AnyPolicy;
}
