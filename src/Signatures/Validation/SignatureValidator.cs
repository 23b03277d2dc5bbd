using TrustPlatform.Cryptography.X509;

namespace TrustPlatform.Signatures.Validation;

/// <summary>Against what a file is judged; there is no default.</summary>
public sealed record ValidationContext
{
    /// <summary>Trust anchors.</summary>
    public required IReadOnlyList<Certificate> TrustAnchors { get; init; }

    /// <summary>The policy: constraints on algorithms, revocation and time.</summary>
    public required ValidationPolicy Policy { get; init; }

    /// <summary>The moment of validation.</summary>
    public required DateTimeOffset Time { get; init; }
}

/// <summary>Judges signed PDF files by EN 319 102-1, offline. Never throws for what a file says.</summary>
public static class SignatureValidator
{
    /// <summary>Validates every signature and timestamp of a PDF (seekable stream, stays the caller's).</summary>
    public static ValidationReport Validate(
        Stream file, string fileName, ValidationContext context, CancellationToken cancellationToken) =>
        throw new NotImplementedException();
}

/// <summary>A versioned policy, read from a data file; the shipped ones are embedded.</summary>
public sealed record ValidationPolicy
{
    /// <summary>The policy for Viet Nam (Circular 15/2025/TT-BKHCN).</summary>
    public static ValidationPolicy VietNam => throw new NotImplementedException();
}

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

/// <summary>What was found in one file.</summary>
public sealed record ValidationReport
{
    /// <summary>The file's name as given.</summary>
    public required string File { get; init; }

    /// <summary>The verdict.</summary>
    public required FileVerdict Verdict { get; init; }

    /// <summary>The rule that decided, or null.</summary>
    public string? Reason { get; init; }

    /// <summary>One element of the published verdict JSON, UTF-8.</summary>
    public byte[] ToJson() => throw new NotImplementedException();
}
