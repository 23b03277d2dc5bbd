using TrustPlatform.Cryptography.X509;

namespace TrustPlatform.Cryptography.Paths;

/// <summary>
/// Builds and validates certificate paths by RFC 5280, 6. Pure: the same request gives the same report, nothing is
/// fetched. Never throws for what certificates say.
/// </summary>
public static class CertificatePathValidator
{
    /// <summary>
    /// Judges a certificate. Of several paths the first valid one is reported; when none is valid, the one with the
    /// fewest obstacles.
    /// </summary>
    public static PathReport Validate(PathValidationRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        var builder = new PathBuilder(request);
        PathReport? best = null;
        foreach (var path in builder.Paths())
        {
            var report = ValidatePath(request, path);
            if (report.IsValid)
            {
                return report;
            }

            if (best is null || Obstacles(report) < Obstacles(best))
            {
                best = report;
            }
        }

        return best ?? new PathReport
        {
            Path = [request.Target],
            Checks =
            [
                builder.IsExhausted
                    ? new PathCheck(-1, "path.building", "RFC 5280, 6.1", CheckResult.Undetermined,
                        "The search ended at its bound before an anchor was reached.", PathFailure.LimitExceeded)
                    : new PathCheck(-1, "path.building", "RFC 5280, 6.1", CheckResult.Undetermined,
                        $"No path leads from {request.Target.Subject} to a trust anchor.", PathFailure.NoPathFound),
            ],
        };
    }

    /// <summary>Validates a path that is already ordered: anchor first, target last.</summary>
    public static PathReport ValidatePath(PathValidationRequest request, IReadOnlyList<Certificate> path)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(path);
        return ValidatePath(request, path, RevocationScope.Outermost);
    }

    internal static PathReport ValidatePath(
        PathValidationRequest request, IReadOnlyList<Certificate> path, RevocationScope scope)
    {
        var validation = new PathValidation(request, path);
        validation.Run();
        if (request.Policy.Revocation == RevocationChecking.Required)
        {
            validation.CheckRevocation(scope);
        }

        return validation.Report();
    }

    /// <summary>Fewer is nearer to valid; an unknown status counts less than a certain failure.</summary>
    private static int Obstacles(PathReport report) => report.Checks.Sum(check => check.Result switch
    {
        CheckResult.Failed => 2,
        CheckResult.Undetermined => 1,
        _ => 0,
    });
}
