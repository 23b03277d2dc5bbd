namespace TrustPlatform.Cryptography;

/// <summary>Result of one check.</summary>
public enum CheckResult
{
    /// <summary>It holds.</summary>
    Passed,

    /// <summary>It does not hold.</summary>
    Failed,

    /// <summary>It holds no longer or not fully; the caller's policy decides.</summary>
    Warning,

    /// <summary>It cannot be decided with what is there.</summary>
    Undetermined,
}

/// <summary>One check with what it found.</summary>
/// <param name="Rule">Stable identifier, such as "cms.message-digest".</param>
/// <param name="Clause">The clause that is carried out.</param>
/// <param name="Result">What came out.</param>
/// <param name="Detail">A sentence on what was compared.</param>
public sealed record Check(string Rule, string Clause, CheckResult Result, string Detail);

/// <summary>The checks of one signature in the order in which they were made.</summary>
/// <param name="Checks">All of them, passed or not.</param>
/// <param name="SignerCertificate">The certificate that the signature was verified with; null where none was found.</param>
public sealed record SignatureVerification(IReadOnlyList<Check> Checks, X509.Certificate? SignerCertificate)
{
    /// <summary>No check failed or stayed undetermined.</summary>
    public bool IsIntact => Checks.All(check => check.Result is CheckResult.Passed or CheckResult.Warning);

    /// <summary>The first check that is in the way, or null.</summary>
    public Check? FirstProblem => Checks.FirstOrDefault(check => check.Result is CheckResult.Failed or CheckResult.Undetermined);
}
