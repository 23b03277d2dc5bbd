using System.Globalization;
using TrustPlatform.Signatures.Differences;

namespace TrustPlatform.Signatures.Validation;

/// <summary>The verdict on a file.</summary>
public enum FileVerdict
{
    /// <summary>Every signature is TOTAL-PASSED, nothing uncovered, nothing changed without permission.</summary>
    Valid,

    /// <summary>At least one signature failed.</summary>
    Invalid,

    /// <summary>Nothing failed, but something cannot be decided.</summary>
    Indeterminate,

    /// <summary>A readable file without a signature.</summary>
    NoSignature,

    /// <summary>Not a PDF that can be read.</summary>
    Unreadable,
}

/// <summary>One check that was made: what was asked, by which clause, and the answer.</summary>
/// <param name="Rule">The rule.</param>
/// <param name="Result">The answer.</param>
/// <param name="Detail">The facts behind it, in English.</param>
public sealed record RuleFinding(ValidationRule Rule, RuleResult Result, string Detail);

/// <summary>Who signed, as the certificate says (never as the picture says).</summary>
/// <param name="Name">Common name, or the subject where it has none.</param>
/// <param name="Subject">The subject, RFC 4514.</param>
/// <param name="Serial">Serial number in upper-case hexadecimal.</param>
/// <param name="Issuer">The issuer, RFC 4514.</param>
public sealed record SignerIdentity(string Name, string Subject, string Serial, string Issuer)
{
    /// <summary>The organisation that issued the certificate, by name.</summary>
    public string IssuerName { get; init; } = Issuer;

    /// <summary>The organisation that manages the certificate: the top of the path, or the issuer where no path was found.</summary>
    public string ManagingOrganization { get; init; } = Issuer;

    /// <summary>First instant of the certificate.</summary>
    public DateTimeOffset NotBefore { get; init; }

    /// <summary>Last instant of the certificate.</summary>
    public DateTimeOffset NotAfter { get; init; }
}

/// <summary>The four facts about one signature, the conclusion and every check that led to it.</summary>
public sealed record SignatureReport
{
    /// <summary>The fully qualified name of its field, or null where it has none.</summary>
    public required string? Field { get; init; }

    /// <summary>What the signer is.</summary>
    public required SignatureKind Kind { get; init; }

    /// <summary>The encoding as the dictionary names it (ISO 32000-2, 12.8.3), or null.</summary>
    public required string? SubFilter { get; init; }

    /// <summary>The four numbers as they stand in the file; empty where they are no list of integers.</summary>
    public IReadOnlyList<long> ByteRange { get; init; } = [];

    /// <summary>The revision that it signs, counted from 1.</summary>
    public required int Revision { get; init; }

    /// <summary>Whether digest and signature hold.</summary>
    public required SignatureIntegrity Integrity { get; init; }

    /// <summary>What is covered.</summary>
    public required SignatureCoverage Coverage { get; init; }

    /// <summary>The worst class of changes after the signed revision.</summary>
    public required ChangeClass Changes { get; init; }

    /// <summary>The conclusion.</summary>
    public required Indication Indication { get; init; }

    /// <summary>Its reason; null for TOTAL-PASSED.</summary>
    public required SubIndication? SubIndication { get; init; }

    /// <summary>A path from the certificate to a trust anchor holds at the time that counts.</summary>
    public required bool Trusted { get; init; }

    /// <summary>The baseline level reached.</summary>
    public required BaselineLevel Level { get; init; }

    /// <summary>Who signed; null where no certificate was found.</summary>
    public required SignerIdentity? Signer { get; init; }

    /// <summary>The time that the signer claims (/M or signing-time); proves nothing.</summary>
    public required DateTimeOffset? ClaimedTime { get; init; }

    /// <summary>The earliest time at which a valid timestamp proves the signature to exist.</summary>
    public required DateTimeOffset? ProvenTime { get; init; }

    /// <summary>Every check made, in order.</summary>
    public required IReadOnlyList<RuleFinding> Rules { get; init; }

    /// <summary>Indication and sub-indication together.</summary>
    public (Indication Indication, SubIndication? SubIndication) Conclusion => (Indication, SubIndication);

    /// <summary>The rule that decided, or null where all hold.</summary>
    public string? DecidingRule => Rules.FirstOrDefault(finding => finding.Result == RuleResult.Fail)?.Rule.Id;
}

/// <summary>What was found in one file.</summary>
public sealed record ValidationReport
{
    /// <summary>The file's name as given.</summary>
    public required string File { get; init; }

    /// <summary>The verdict.</summary>
    public required FileVerdict Verdict { get; init; }

    /// <summary>The rule that decided, or null.</summary>
    public string? Reason { get; init; }

    /// <summary>Every signature and document timestamp, in the order of the revisions that they sign.</summary>
    public IReadOnlyList<SignatureReport> Signatures { get; init; } = [];

    /// <summary>How many revisions the file has; 0 for one that cannot be read.</summary>
    public int Revisions { get; init; }

    /// <summary>The limit or the place where reading stopped, or null.</summary>
    public string? Limits { get; init; }

    /// <summary>The moment of validation.</summary>
    public DateTimeOffset ValidatedAt { get; init; }

    /// <summary>Name and version of the policy.</summary>
    public string Policy { get; init; } = "";

    /// <summary>The verdict on what cannot be read, and why.</summary>
    public static ValidationReport Unreadable(string file, string why, ValidationContext context) =>
        Of(file, FileVerdict.Unreadable, ValidationRules.FileReadable.Id, context) with { Limits = why };

    internal static ValidationReport Of(string file, FileVerdict verdict, string? reason, ValidationContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        return new()
        {
            File = file,
            Verdict = verdict,
            Reason = reason,
            ValidatedAt = context.Time,
            Policy = $"{context.Policy.Name} {context.Policy.Version}",
        };
    }

    /// <summary>One element of the published verdict JSON (docs/verdict.schema.json), UTF-8.</summary>
    public byte[] ToJson() => VerdictJson.Write(this);

    internal static string Instant(DateTimeOffset value) =>
        value.ToUniversalTime().ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
