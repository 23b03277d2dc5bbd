using System.Formats.Asn1;
using TrustPlatform.Cryptography.Algorithms;
using TrustPlatform.Cryptography.X509;

namespace TrustPlatform.Cryptography.Paths;

/// <summary>One run of RFC 5280, 6.1 over one path; the letters in comments are those of its steps.</summary>
internal sealed class PathValidation
{
    /// <summary>Extensions that are processed here, so that their being critical is met.</summary>
    private static readonly HashSet<string> _processed =
    [
        Oids.BasicConstraints, Oids.KeyUsage, Oids.SubjectAltName, Oids.NameConstraints, Oids.CertificatePolicies,
        Oids.PolicyMappings, Oids.PolicyConstraints, Oids.InhibitAnyPolicy, Oids.ExtendedKeyUsage, Oids.CrlDistributionPoints,
        Oids.FreshestCrl, Oids.AuthorityKeyIdentifier, Oids.SubjectKeyIdentifier,
    ];

    private readonly PathValidationRequest _request;
    private readonly IReadOnlyList<Certificate> _path;
    private readonly List<PathCheck> _checks = [];
    private readonly List<CertificateStatus> _statuses = [];
    private readonly PolicyGraph _policies = new();
    private readonly NameConstraintsState _names = new();
    private int _explicitPolicy;
    private int _inhibitAnyPolicy;
    private int _policyMapping;
    private int _maxPathLength;
    private PublicKey? _workingKey;
    private IReadOnlyList<string> _authorityPolicies = [];
    private IReadOnlyList<string> _userPolicies = [];

    public PathValidation(PathValidationRequest request, IReadOnlyList<Certificate> path)
    {
        _request = request;
        _path = path;

        // 6.1.2: n is the number of certificates below the anchor.
        var n = path.Count - 1;
        _explicitPolicy = request.Policy.InitialExplicitPolicy ? 0 : n + 1;
        _inhibitAnyPolicy = request.Policy.InitialAnyPolicyInhibit ? 0 : n + 1;
        _policyMapping = request.Policy.InitialPolicyMappingInhibit ? 0 : n + 1;
        _maxPathLength = n;
        _workingKey = path[0].PublicKey;
    }

    private bool IsStrict => _request.Policy.Conformance == ProfileConformance.IssuerRules;

    private int Last => _path.Count - 1;

    public void Run()
    {
        TakeAnchor(_path[0]);
        for (var i = 1; i < _path.Count; i++)
        {
            ProcessBasics(_path[i], i);
            ProcessPolicies(_path[i], i);
            if (i < Last)
            {
                PrepareForNext(_path[i], i);
            }
        }

        WrapUp(_path[^1]);
    }

    public void CheckRevocation(RevocationScope scope)
    {
        var end = _request.ProofNeededBy;
        for (var i = 1; i < _path.Count; i++)
        {
            if (_request.Policy.ExtensionsWithoutRevocation.Any(extension => _path[i].FindExtension(extension) is not null))
            {
                Add(i, "path.revocation", "EN 319 412-1, 5.2", CheckResult.Passed,
                    "The certificate is exempt from revocation checking.");
                continue;
            }

            var (check, status) = RevocationChecker.Check(_request with { ProofNeededBy = end }, _path, i, scope);
            _checks.Add(check);
            if (status is not null)
            {
                _statuses.Add(status);
            }

            end = Earliest(end, Earliest(_path[i].NotAfter, status?.RevokedAt));
        }
    }

    private static DateTimeOffset? Earliest(DateTimeOffset? one, DateTimeOffset? other) =>
        one is null || other < one ? other ?? one : one;

    public PathReport Report() => new()
    {
        Path = _path,
        Policies = _userPolicies,
        AuthorityPolicies = _authorityPolicies,
        Checks = _checks,
        Statuses = _statuses,
    };

    /// <summary>
    /// The anchor is trusted for its name and key (6.1.1 (d)); the constraints in its certificate hold as well (RFC
    /// 5937, 3.2).
    /// </summary>
    private void TakeAnchor(Certificate anchor)
    {
        _checks.AddRange(ProfileRules.Check(anchor, 0, Last == 0, _request.Policy.Conformance));
        if (IsStrict)
        {
            CheckValidity(anchor, 0);
            CheckCriticalExtensions(anchor, 0);
        }

        if (Last == 0)
        {
            return;
        }

        if (anchor.NameConstraints is { } constraints)
        {
            _names.Add(constraints);
        }

        if (anchor.BasicConstraints is { PathLength: { } length })
        {
            _maxPathLength = Math.Min(_maxPathLength, length);
        }

        TakePolicyCounters(anchor);
        if (IsStrict && anchor.KeyUsage is { } usage)
        {
            Expect(usage.HasFlag(KeyUsages.KeyCertSign), 0, "path.key-usage", "RFC 5280, 6.1.4 (n)", $"Key usage is {usage}.");
        }
    }

    /// <summary>6.1.3 (a) to (c).</summary>
    private void ProcessBasics(Certificate certificate, int i)
    {
        _checks.AddRange(ProfileRules.Check(certificate, i, i == Last, _request.Policy.Conformance));

        // (a) (1)
        var outcome = _workingKey is null ? SignatureOutcome.Unsupported : certificate.VerifySignature(_workingKey);
        Expect(outcome == SignatureOutcome.Valid, i, "path.signature", "RFC 5280, 6.1.3 (a) (1)",
            $"{certificate.SignatureScheme?.Name ?? certificate.SignatureAlgorithm.ObjectIdentifier}: {outcome}.",
            outcome == SignatureOutcome.Unsupported ? PathFailure.CryptoConstraints : PathFailure.SignatureInvalid);
        var refusal = _request.Policy.Algorithms.Refuses(certificate.SignatureScheme, _workingKey, _request.Time);
        Expect(refusal is null, i, "path.algorithm", "EN 319 102-1, 5.2.8",
            refusal ?? "The algorithm is accepted.", PathFailure.CryptoConstraints);

        CheckValidity(certificate, i);

        // (a) (4)
        Expect(certificate.Issuer.Equals(_path[i - 1].Subject), i, "path.name-chaining", "RFC 5280, 6.1.3 (a) (4)",
            $"Issued by {certificate.Issuer}.");

        // (b), (c)
        if (!certificate.IsSelfIssued || i == Last)
        {
            var reason = _names.Refuses(certificate);
            Expect(reason is null, i, "path.name-constraints", "RFC 5280, 6.1.3 (b) (c)", reason ?? "All names are permitted.",
                _names.IsExhausted ? PathFailure.LimitExceeded : PathFailure.ChainConstraints);
        }
    }

    /// <summary>6.1.3 (d) to (f).</summary>
    private void ProcessPolicies(Certificate certificate, int i)
    {
        _policies.AddLevel(certificate.Policies, _inhibitAnyPolicy > 0 || (i < Last && certificate.IsSelfIssued));
        Expect(_explicitPolicy > 0 || !_policies.IsNull, i, "path.policies", "RFC 5280, 6.1.3 (f)",
            _policies.IsNull ? "No policy is valid up to here." : "A policy is valid.");
    }

    /// <summary>6.1.4.</summary>
    private void PrepareForNext(Certificate certificate, int i)
    {
        // (a)
        var mapsAnyPolicy = certificate.PolicyMappings.Any(mapping =>
            mapping.IssuerDomainPolicy == Oids.AnyPolicy || mapping.SubjectDomainPolicy == Oids.AnyPolicy);
        Expect(!mapsAnyPolicy, i, "path.policy-mapping", "RFC 5280, 6.1.4 (a)",
            mapsAnyPolicy ? "anyPolicy is mapped." : "anyPolicy is not mapped.");

        // (b)
        if (certificate.PolicyMappings.Count > 0 && !mapsAnyPolicy)
        {
            _policies.Map(certificate.PolicyMappings, _policyMapping > 0);
        }

        // (c) to (f)
        _workingKey = certificate.PublicKey is { } key && _workingKey is { } issuerKey
            ? key.WithParametersOf(issuerKey)
            : certificate.PublicKey;

        // (g)
        if (certificate.NameConstraints is { } constraints)
        {
            _names.Add(constraints);
        }

        // (h)
        if (!certificate.IsSelfIssued)
        {
            _explicitPolicy = Math.Max(0, _explicitPolicy - 1);
            _policyMapping = Math.Max(0, _policyMapping - 1);
            _inhibitAnyPolicy = Math.Max(0, _inhibitAnyPolicy - 1);
        }

        TakePolicyCounters(certificate);
        CheckAuthority(certificate, i);
        CheckCriticalExtensions(certificate, i);
    }

    /// <summary>6.1.4 (i), (j).</summary>
    private void TakePolicyCounters(Certificate certificate)
    {
        _explicitPolicy = Math.Min(_explicitPolicy, certificate.PolicyConstraints?.RequireExplicitPolicy ?? int.MaxValue);
        _policyMapping = Math.Min(_policyMapping, certificate.PolicyConstraints?.InhibitPolicyMapping ?? int.MaxValue);
        _inhibitAnyPolicy = Math.Min(_inhibitAnyPolicy, certificate.InhibitAnyPolicy ?? int.MaxValue);
    }

    /// <summary>6.1.4 (k) to (n).</summary>
    private void CheckAuthority(Certificate certificate, int i)
    {
        Expect(certificate is { Version: 3, IsCertificateAuthority: true }, i, "path.basic-constraints", "RFC 5280, 6.1.4 (k)",
            certificate.BasicConstraints is null ? "Basic constraints are absent." : $"CA: {certificate.IsCertificateAuthority}.");
        if (!certificate.IsSelfIssued)
        {
            Expect(_maxPathLength > 0, i, "path.path-length", "RFC 5280, 6.1.4 (l)", $"{_maxPathLength} more certificates are allowed.");
            _maxPathLength = Math.Max(0, _maxPathLength - 1);
        }

        if (certificate.BasicConstraints is { PathLength: { } length })
        {
            _maxPathLength = Math.Min(_maxPathLength, length);
        }

        if (certificate.KeyUsage is { } usage)
        {
            Expect(usage.HasFlag(KeyUsages.KeyCertSign), i, "path.key-usage", "RFC 5280, 6.1.4 (n)", $"Key usage is {usage}.");
        }
    }

    /// <summary>6.1.5.</summary>
    private void WrapUp(Certificate target)
    {
        // (a), (b)
        _explicitPolicy = Math.Max(0, _explicitPolicy - 1);
        if (target.PolicyConstraints is { RequireExplicitPolicy: 0 })
        {
            _explicitPolicy = 0;
        }

        // (f)
        if (Last > 0 || !IsStrict)
        {
            CheckCriticalExtensions(target, Last);
        }

        // (g)
        _authorityPolicies = _policies.AuthorityConstrainedPolicies();
        _userPolicies = PolicyGraph.UserConstrained(_authorityPolicies, _request.Policy.InitialPolicies);
        Expect(_explicitPolicy > 0 || _userPolicies.Count > 0, Last, "path.policies", "RFC 5280, 6.1.5 (g)",
            _userPolicies.Count > 0 ? $"Valid for {string.Join(' ', _userPolicies)}." : "Valid for no policy that is asked for.");

        if (_request.Policy.ExtendedKeyUsages is { Count: > 0 } wanted && target.FindExtension(Oids.ExtendedKeyUsage) is not null)
        {
            Expect(target.ExtendedKeyUsages.Contains(Oids.AnyExtendedKeyUsage) || target.ExtendedKeyUsages.Intersect(wanted).Any(),
                Last, "path.extended-key-usage", "RFC 5280, 4.2.1.12",
                $"Extended key usage is {string.Join(' ', target.ExtendedKeyUsages)}.", PathFailure.Purpose);
        }
    }

    /// <summary>6.1.3 (a) (2); notAfter is part of the period (4.1.2.5), the whole second that it names.</summary>
    private void CheckValidity(Certificate certificate, int i)
    {
        var time = _request.Time;
        var isOver = time - certificate.NotAfter >= TimeSpan.FromSeconds(1);
        Expect(certificate.NotBefore <= time && !isOver, i, "path.validity", "RFC 5280, 6.1.3 (a) (2)",
            $"Valid from {certificate.NotBefore:O} to {certificate.NotAfter:O}, judged at {time:O}.",
            isOver ? PathFailure.Expired : PathFailure.NotYetValid);
    }

    /// <summary>6.1.4 (o), 6.1.5 (f).</summary>
    private void CheckCriticalExtensions(Certificate certificate, int i)
    {
        var unknown = certificate.Extensions.FirstOrDefault(extension => extension.IsCritical && (
            !_processed.Contains(extension.ObjectIdentifier)
            || (extension.ObjectIdentifier == Oids.CertificatePolicies && certificate.Policies?.Any(HasUnknownQualifier) == true)));
        Expect(unknown is null, i, "path.critical-extensions", i < Last ? "RFC 5280, 6.1.4 (o)" : "RFC 5280, 6.1.5 (f)",
            unknown is null
                ? "Every critical extension is processed."
                : $"The critical extension {unknown.ObjectIdentifier} is not known.");
    }

    /// <summary>4.2.1.4: what is critical is understood with its qualifiers, of which two are defined.</summary>
    private static bool HasUnknownQualifier(PolicyInformation policy)
    {
        if (policy.Qualifiers.IsEmpty)
        {
            return false;
        }

        try
        {
            var qualifiers = new AsnReader(policy.Qualifiers, AsnEncodingRules.BER).ReadSequence();
            while (qualifiers.HasData)
            {
                if (qualifiers.ReadSequence().ReadObjectIdentifier() is not (Oids.CpsQualifier or Oids.UserNoticeQualifier))
                {
                    return true;
                }
            }

            return false;
        }
        catch (AsnContentException)
        {
            return true;
        }
    }

    private void Expect(
        bool holds, int i, string rule, string clause, string detail, PathFailure failure = PathFailure.ChainConstraints) =>
        _checks.Add(new PathCheck(
            i, rule, clause, holds ? CheckResult.Passed : CheckResult.Failed, detail, holds ? null : failure));

    private void Add(int i, string rule, string clause, CheckResult result, string detail) =>
        _checks.Add(new PathCheck(i, rule, clause, result, detail));
}
