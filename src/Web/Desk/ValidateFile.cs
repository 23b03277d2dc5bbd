namespace TrustPlatform.Web.Desk;

/// <summary>
/// Judges a file and keeps nothing of it. Null when it is over the limit. Registered as a service; the verify page calls it.
/// </summary>
/// <param name="content">The file, read once from where it stands.</param>
/// <param name="fileName">As the browser names it; only shown.</param>
/// <param name="cancellationToken">Ends the work.</param>
public delegate Task<FileJudgement?> ValidateFile(Stream content, string fileName, CancellationToken cancellationToken);

/// <summary>The verdict on a file; the words of the published verdict JSON (docs/verdict.schema.json).</summary>
public sealed record FileJudgement
{
    /// <summary><c>valid|invalid|indeterminate|no_signature|unreadable</c>.</summary>
    public required string Verdict { get; init; }

    /// <summary>The rule that decided, or null.</summary>
    public required string? Reason { get; init; }

    /// <summary>SHA-256 of the file, hexadecimal.</summary>
    public required string Sha256 { get; init; }

    /// <summary>Short code (64 bits) of the file as it was before the first signature, for comparing with a receipt; null without a signature.</summary>
    public required string? FrozenShortCode { get; init; }

    /// <summary>Revisions of the file.</summary>
    public required int Revisions { get; init; }

    /// <summary>When it was judged.</summary>
    public required DateTimeOffset ValidatedAt { get; init; }

    /// <summary>Name and version of the validation policy.</summary>
    public required string Policy { get; init; }

    /// <summary>In the order of their revisions.</summary>
    public required IReadOnlyList<SignatureJudgement> Signatures { get; init; }

    /// <summary>The published verdict JSON, UTF-8.</summary>
    public required ReadOnlyMemory<byte> Json { get; init; }
}

/// <summary>One signature: the facts that Circular 15/2025 Article 6(5)(b) wants shown, and the checks behind them.</summary>
public sealed record SignatureJudgement
{
    /// <summary><c>signature|seal|doc_timestamp</c>.</summary>
    public required string Kind { get; init; }

    /// <summary>The certificate's subject name, or null where no certificate was found.</summary>
    public required string? SignerName { get; init; }

    /// <summary>The organisation that issued the certificate.</summary>
    public required string? IssuerName { get; init; }

    /// <summary>The organisation that manages the certificate (top of the path).</summary>
    public required string? ManagingOrganization { get; init; }

    /// <summary>Serial number, hexadecimal.</summary>
    public required string? Serial { get; init; }

    /// <summary>Validity of the certificate.</summary>
    public required DateTimeOffset? NotBefore { get; init; }

    /// <summary>Validity of the certificate.</summary>
    public required DateTimeOffset? NotAfter { get; init; }

    /// <summary>The time that the signer claims.</summary>
    public required DateTimeOffset? ClaimedTime { get; init; }

    /// <summary>The time that a timestamp proves, or null.</summary>
    public required DateTimeOffset? ProvenTime { get; init; }

    /// <summary><c>intact|broken|unreadable</c>.</summary>
    public required string Integrity { get; init; }

    /// <summary><c>entire_file|revision|gap</c>.</summary>
    public required string Coverage { get; init; }

    /// <summary><c>none|ltv_only|form_fill|annotations|not_permitted|n/a</c>.</summary>
    public required string Changes { get; init; }

    /// <summary><c>TOTAL-PASSED|TOTAL-FAILED|INDETERMINATE</c>.</summary>
    public required string Indication { get; init; }

    /// <summary>E.g. <c>HASH_FAILURE</c>, or null.</summary>
    public required string? SubIndication { get; init; }

    /// <summary>Whether the certificate leads to a trusted root.</summary>
    public required bool Trusted { get; init; }

    /// <summary><c>B-B|B-T|B-LT|B-LTA|none</c>.</summary>
    public required string Level { get; init; }

    /// <summary>Every check, in order.</summary>
    public required IReadOnlyList<CheckMade> Checks { get; init; }
}

/// <summary>One check.</summary>
/// <param name="Rule">Identifier of the rule.</param>
/// <param name="Clause">Where it is written.</param>
/// <param name="Result"><c>ok|fail|warn</c>.</param>
/// <param name="Detail">The facts, in English.</param>
public sealed record CheckMade(string Rule, string Clause, string Result, string Detail);
