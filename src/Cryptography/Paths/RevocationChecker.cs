using TrustPlatform.Cryptography.Algorithms;
using TrustPlatform.Cryptography.Revocation;
using TrustPlatform.Cryptography.X509;

namespace TrustPlatform.Cryptography.Paths;

/// <summary>
/// The CRL issuers and responders whose own status is being judged, outermost first.
/// </summary>
internal sealed record RevocationScope(IReadOnlyList<string> Thumbprints)
{
    /// <summary>CRL issuers of CRL issuers; PKIs have one level, rarely two.</summary>
    private const int MaximumDepth = 4;

    public static RevocationScope Outermost { get; } = new([]);

    public bool HasRoom => Thumbprints.Count < MaximumDepth;

    public bool Contains(Certificate certificate) => Thumbprints.Contains(certificate.Thumbprint);

    public RevocationScope With(Certificate certificate) => new([.. Thumbprints, certificate.Thumbprint]);
}

/// <summary>The status of one certificate of a path, from OCSP (RFC 6960) or CRLs (RFC 5280, 6.3).</summary>
internal static class RevocationChecker
{
    public static (PathCheck Check, CertificateStatus? Status) Check(
        PathValidationRequest request, IReadOnlyList<Certificate> path, int position, RevocationScope scope)
    {
        var status = Find(request, path, position, scope);
        if (status is not null)
        {
            return (Judge(path, position, status), status);
        }

        // What is not proven to be old enough still tells of a revocation.
        status = request.ProofNeededBy is null ? null : Find(request with { ProofNeededBy = null }, path, position, scope);
        if (status is not null)
        {
            return (status.IsRevoked
                ? Judge(path, position, status)
                : new PathCheck(position, "path.revocation", "EN 319 102-1, 5.6.2.4", CheckResult.Undetermined,
                    $"Not revoked by {status.Source}, which is not proven to be older than {request.ProofNeededBy:O}, the end of its issuer.",
                    PathFailure.RevocationUnproven), status);
        }

        // What is signed with a refused algorithm still tells why the status is not known, and a revocation is not
        // doubted.
        var unconstrained = request with
        {
            ProofNeededBy = null,
            Policy = request.Policy with { Algorithms = AlgorithmConstraints.UnconstrainedUnsafe },
        };
        status = Find(unconstrained, path, position, scope);
        if (status is null)
        {
            return (new PathCheck(position, "path.revocation", "RFC 5280, 6.3.3", CheckResult.Undetermined,
                $"No usable CRL or OCSP response tells the status of {path[position]}.", PathFailure.RevocationUnknown), null);
        }

        return (status.IsRevoked
            ? Judge(path, position, status)
            : new PathCheck(position, "path.revocation", "EN 319 102-1, 5.2.8", CheckResult.Undetermined,
                $"Not revoked by {status.Source}, which is signed with an algorithm that is not accepted.",
                PathFailure.CryptoConstraints), status);
    }

    private static CertificateStatus? Find(
        PathValidationRequest request, IReadOnlyList<Certificate> path, int position, RevocationScope scope) =>
        FromOcsp(request, path, position, scope) ?? new CrlProcessing(request, path, position, scope).Status();

    private static PathCheck Judge(IReadOnlyList<Certificate> path, int position, CertificateStatus status)
    {
        if (!status.IsRevoked)
        {
            return new PathCheck(position, "path.revocation", "RFC 5280, 6.3.3", CheckResult.Passed,
                $"Not revoked by {status.Source} of {status.ThisUpdate:O}.");
        }

        var failure = status.Reason == RevocationReason.CertificateHold ? PathFailure.OnHold
            : position == path.Count - 1 ? PathFailure.Revoked
            : PathFailure.RevokedAuthority;
        return new PathCheck(position, "path.revocation", "RFC 5280, 6.3.3", CheckResult.Failed,
            $"Revoked at {status.RevokedAt:O} ({status.Reason}) by {status.Source}.", failure);
    }

    /// <summary>The information is of use for the judged instant.</summary>
    internal static bool IsTimely(PathValidationRequest request, DateTimeOffset thisUpdate, DateTimeOffset? nextUpdate) =>
        thisUpdate <= (request.InformationUntil ?? request.Time) &&
        request.Time <= (nextUpdate ?? thisUpdate + request.Policy.MaximumAgeWithoutNextUpdate);

    /// <summary>
    /// Issuers may forget expired certificates (5.1.2.6): information newer than the certificate tells of it only when
    /// it says so.
    /// </summary>
    internal static bool Remembers(Certificate certificate, DateTimeOffset thisUpdate, DateTimeOffset? keptSince) =>
        thisUpdate <= certificate.NotAfter || keptSince <= certificate.NotAfter;

    /// <summary>What an authority signed is proven to be older than its end.</summary>
    internal static bool IsOldEnough(PathValidationRequest request, DateTimeOffset? proof) =>
        request.ProofNeededBy is not { } end || proof is not { } time || time <= end;

    /// <summary>The instant at which the algorithms of revocation information must be accepted.</summary>
    internal static DateTimeOffset AlgorithmTime(PathValidationRequest request, DateTimeOffset? proof) => proof ?? request.Time;

    /// <summary>A revocation after the judged instant does not undo what was good then.</summary>
    internal static bool CountsAt(PathValidationRequest request, DateTimeOffset revokedAt) =>
        request.InformationUntil is null || revokedAt <= request.Time;

    private static CertificateStatus? FromOcsp(
        PathValidationRequest request, IReadOnlyList<Certificate> path, int position, RevocationScope scope)
    {
        var (certificate, issuer) = (path[position], path[position - 1]);
        return request.OcspResponses
            .Where(response => response.Status == OcspResponseStatus.Successful)
            .Select(response => (Response: response, Single: response.Find(certificate, issuer)))
            .Where(found => found.Single is { HasUnknownCriticalExtension: false } single &&
                single.Status != OcspCertificateStatus.Unknown &&
                IsTimely(request, single.ThisUpdate, single.NextUpdate) &&
                Remembers(certificate, single.ThisUpdate, single.ArchiveCutoff) &&
                IsOldEnough(request, request.OcspProof?.Invoke(found.Response)))
            .OrderByDescending(found => found.Single!.ThisUpdate)
            .Where(found => IsTrustworthy(request, path, position, found.Response, scope))
            .Select(found => StatusOf(request, position, found.Response, found.Single!))
            .FirstOrDefault();
    }

    private static CertificateStatus StatusOf(
        PathValidationRequest request, int position, OcspResponse response, OcspSingleResponse single)
    {
        var isRevoked = single.Status == OcspCertificateStatus.Revoked &&
            (single.RevocationTime is not { } time || CountsAt(request, time));
        return new CertificateStatus(
            position, isRevoked, single.RevocationTime, single.Reason, $"ocsp {response.ProducedAt:O}", single.ThisUpdate)
        {
            Item = response,
        };
    }

    /// <summary>
    /// The responder is the issuer, or certified by it and, without nocheck, itself not revoked (RFC 6960, 4.2.2.2.1).
    /// </summary>
    private static bool IsTrustworthy(
        PathValidationRequest request, IReadOnlyList<Certificate> path, int position, OcspResponse response, RevocationScope scope)
    {
        var issuer = path[position - 1];
        var verification = response.Verify(issuer, request.Intermediates);
        if (!verification.IsIntact || verification.SignerCertificate is not { } responder)
        {
            return false;
        }

        if (request.Policy.Algorithms.Refuses(response.SignatureScheme, responder.PublicKey, AlgorithmTime(request, request.OcspProof?.Invoke(response))) is not null)
        {
            return false;
        }

        if (responder.Equals(issuer) || responder.HasOcspNoCheck)
        {
            return true;
        }

        IReadOnlyList<Certificate> responderPath = [.. path.Take(position), responder];
        return scope.HasRoom && !scope.Contains(responder) &&
            !Check(request, responderPath, position, scope.With(responder)).Check.Failure.HasValue;
    }
}
