using TrustPlatform.Cryptography.Algorithms;
using TrustPlatform.Cryptography.Revocation;
using TrustPlatform.Cryptography.X509;

namespace TrustPlatform.Cryptography.Paths;

/// <summary>RFC 5280, 6.3.3 for one certificate: the letters in comments are those of its steps.</summary>
internal sealed class CrlProcessing(
    PathValidationRequest request, IReadOnlyList<Certificate> path, int position, RevocationScope scope)
{
    private readonly Certificate _certificate = path[position];
    private RevocationReasons _coveredReasons;
    private CertificateStatus? _latest;

    /// <summary>The status; null when the CRLs do not cover every reason.</summary>
    public CertificateStatus? Status()
    {
        // "a distribution point with both the reasons and the cRLIssuer fields omitted and a name of the certificate
        // issuer"
        var ofIssuer = new DistributionPoint([GeneralName.Of(_certificate.Issuer)], default, RevocationReasons.All, []);
        foreach (var point in _certificate.CrlDistributionPoints.Append(ofIssuer))
        {
            foreach (var crl in Candidates(point, ReferenceEquals(point, ofIssuer)))
            {
                if (Process(point, crl) is { IsRevoked: true } revoked)
                {
                    return revoked;
                }

                if (_coveredReasons == RevocationReasons.All)
                {
                    return _latest;
                }
            }
        }

        return null;
    }

    /// <summary>(a), (b): complete CRLs of the distribution point that are in force, newest first.</summary>
    private IEnumerable<CertificateRevocationList> Candidates(DistributionPoint point, bool isImplicit) => request.Crls
        .Where(crl => crl.DeltaBaseNumber is null && IsUsable(crl) && IsOfPoint(crl, point, isImplicit))
        .OrderByDescending(crl => crl.ThisUpdate);

    private bool IsUsable(CertificateRevocationList crl) =>
        !crl.HasUnknownCriticalExtension &&
        (crl.Number is not null || request.Policy.Conformance == ProfileConformance.PathRules) && // 5.2.3
        crl.Malformations.All(malformation => malformation.Kind == MalformationKind.TimeForm) &&
        RevocationChecker.IsTimely(request, crl.ThisUpdate, crl.NextUpdate) &&
        RevocationChecker.Remembers(_certificate, crl.ThisUpdate, crl.KeepsExpiredSince) &&
        RevocationChecker.IsOldEnough(request, request.CrlProof?.Invoke(crl));

    private bool IsOfPoint(CertificateRevocationList crl, DistributionPoint point, bool isImplicit)
    {
        var distribution = crl.IssuingDistributionPoint;

        // (b) (1)
        var isOfIssuer = point.CrlIssuer.Count > 0
            ? point.CrlIssuer.Any(name => name.DirectoryName is { } directory && directory.Equals(crl.Issuer)) &&
              distribution is { IsIndirect: true }
            : crl.Issuer.Equals(_certificate.Issuer);
        if (!isOfIssuer || distribution is null)
        {
            return isOfIssuer;
        }

        // (b) (2) (ii) to (iv)
        if ((distribution.OnlyUserCertificates && _certificate.IsCertificateAuthority) ||
            (distribution.OnlyAuthorityCertificates && !_certificate.IsCertificateAuthority) ||
            distribution.OnlyAttributeCertificates)
        {
            return false;
        }

        // (b) (2) (i); a name in the CRL that the implicit point does not have leaves it to the certificate's own
        // points.
        return distribution.HasNoName || NamesMeet(crl, distribution, point, isImplicit);
    }

    private bool NamesMeet(
        CertificateRevocationList crl, IssuingDistributionPoint distribution, DistributionPoint point, bool isImplicit)
    {
        var listNames = distribution.FullName.Count > 0
            ? distribution.FullName
            : [GeneralName.Of(crl.Issuer.With(distribution.RelativeName))];
        IEnumerable<GeneralName> pointNames = point.FullName;
        if (!point.RelativeName.IsEmpty)
        {
            var directory = point.CrlIssuer.FirstOrDefault(name => name.DirectoryName is not null)?.DirectoryName;
            pointNames = [GeneralName.Of((directory ?? _certificate.Issuer).With(point.RelativeName))];
        }
        else if (point.FullName.Count == 0)
        {
            pointNames = point.CrlIssuer;
        }

        return (!isImplicit || _certificate.CrlDistributionPoints.Count == 0) &&
            pointNames.Any(name => listNames.Any(name.Matches));
    }

    private CertificateStatus? Process(DistributionPoint point, CertificateRevocationList crl)
    {
        // (d), (e)
        var interim = point.Reasons & (crl.IssuingDistributionPoint?.Reasons ?? RevocationReasons.All);
        if ((interim & ~_coveredReasons) == 0 || CrlIssuerKey(crl) is not { } key)
        {
            return null;
        }

        // (c), (h), (i): the delta speaks first
        var delta = request.Crls
            .Where(other => IsDeltaOf(other, crl) && IsUsable(other) && IsAccepted(other, key))
            .OrderByDescending(other => other.ThisUpdate).FirstOrDefault();
        var entry = delta?.Find(_certificate.SerialNumber, _certificate.Issuer);

        // (j), (k)
        entry = entry is { Reason: RevocationReason.RemoveFromCrl }
            ? null
            : entry ?? crl.Find(_certificate.SerialNumber, _certificate.Issuer);

        // (l)
        _coveredReasons |= interim;
        var newest = delta ?? crl;
        _latest = new CertificateStatus(
            position,
            entry is not null && RevocationChecker.CountsAt(request, entry.RevocationDate),
            entry?.RevocationDate, entry?.Reason ?? RevocationReason.Unspecified,
            $"crl {newest.Thumbprint[..16]}", newest.ThisUpdate)
        {
            Item = newest,
        };
        return _latest;
    }

    /// <summary>(c): same issuer, scope and key, and numbers that fit (5.2.4).</summary>
    private static bool IsDeltaOf(CertificateRevocationList delta, CertificateRevocationList complete) =>
        delta.DeltaBaseNumber is { } baseNumber && delta.Issuer.Equals(complete.Issuer) &&
        baseNumber <= complete.Number && complete.Number <= delta.Number &&
        Value(delta, Oids.IssuingDistributionPoint).Span.SequenceEqual(Value(complete, Oids.IssuingDistributionPoint).Span) &&
        Value(delta, Oids.AuthorityKeyIdentifier).Span.SequenceEqual(Value(complete, Oids.AuthorityKeyIdentifier).Span);

    private static ReadOnlyMemory<byte> Value(CertificateRevocationList crl, string objectIdentifier) =>
        crl.Extensions.FirstOrDefault(extension => extension.ObjectIdentifier == objectIdentifier)?.Value ?? default;

    /// <summary>(f), (g): the key of an issuer of the CRL that is trusted and verifies it.</summary>
    private PublicKey? CrlIssuerKey(CertificateRevocationList crl)
    {
        for (var i = position - 1; i >= 0; i--)
        {
            if (IsIssuer(path[i], crl) && KeyAt(i) is { } key && IsAccepted(crl, key))
            {
                return key;
            }
        }

        // A CRL issuer whose own status is being judged further out may tell it himself: that judgement fails if he is
        // not trusted.
        return request.Intermediates.Append(_certificate).Distinct()
            .Where(certificate => IsIssuer(certificate, crl) && certificate.PublicKey is { } key && IsAccepted(crl, key))
            .FirstOrDefault(certificate => scope.Contains(certificate) || (scope.HasRoom && IsTrusted(certificate)))?.PublicKey;
    }

    /// <summary>The public key at a place of the path, with DSA parameters from above where it has none.</summary>
    private PublicKey? KeyAt(int index)
    {
        var key = path[0].PublicKey;
        for (var i = 1; i <= index && key is not null; i++)
        {
            key = path[i].PublicKey?.WithParametersOf(key);
        }

        return key;
    }

    private static bool IsIssuer(Certificate certificate, CertificateRevocationList crl) =>
        certificate.Subject.Equals(crl.Issuer) &&
        (certificate.KeyUsage is not { } usage || usage.HasFlag(KeyUsages.CrlSign));

    private bool IsAccepted(CertificateRevocationList crl, PublicKey key) =>
        crl.VerifySignature(key) == SignatureOutcome.Valid &&
        request.Policy.Algorithms.Refuses(crl.SignatureScheme, key, RevocationChecker.AlgorithmTime(request, request.CrlProof?.Invoke(crl))) is null;

    /// <summary>(f): the CRL issuer's path ends at the anchor of the certificate's path (6.3.3 (f)).</summary>
    private bool IsTrusted(Certificate crlIssuer)
    {
        var inner = request with
        {
            Target = crlIssuer,
            TrustAnchors = [path[0]],
            Policy = request.Policy with
            {
                InitialPolicies = [PathPolicy.AnyPolicy],
                InitialExplicitPolicy = false,
                ExtendedKeyUsages = [],
            },
        };
        return new PathBuilder(inner).Paths()
            .Any(candidate => CertificatePathValidator.ValidatePath(inner, candidate, scope.With(crlIssuer)).IsValid);
    }
}
