using TrustPlatform.Cryptography.Algorithms;
using TrustPlatform.Cryptography.X509;

namespace TrustPlatform.Cryptography.Paths;

/// <summary>
/// Finds paths from the target to an anchor by names, key identifiers and signatures, depth first, likely issuers
/// first. Bounded in steps and signature verifications, so that hostile sets of cross-certificates end.
/// </summary>
internal sealed class PathBuilder
{
    private const int MaximumSteps = 2_000;
    private const int MaximumSignatureVerifications = 400;
    private const int MaximumPaths = 32;
    private const int MaximumLength = 32;

    private readonly PathValidationRequest _request;
    private readonly ILookup<DistinguishedName, Certificate> _anchors;
    private readonly ILookup<DistinguishedName, Certificate> _intermediates;
    private readonly Dictionary<(string Certificate, string Issuer), bool> _verified = [];
    private int _steps;
    private int _verifications;

    public PathBuilder(PathValidationRequest request)
    {
        _request = request;
        _anchors = request.TrustAnchors.Distinct().ToLookup(certificate => certificate.Subject);
        _intermediates = request.Intermediates.Distinct().ToLookup(certificate => certificate.Subject);
    }

    /// <summary>A bound was reached: there may be paths that were not seen.</summary>
    public bool IsExhausted { get; private set; }

    /// <summary>
    /// Paths whose signatures verify; only when there is none, paths by names alone, so that the report can tell which
    /// signature is wrong.
    /// </summary>
    public IEnumerable<IReadOnlyList<Certificate>> Paths()
    {
        var found = 0;
        foreach (var needsSignature in new[] { true, false })
        {
            foreach (var path in Search(needsSignature))
            {
                yield return path;
                if (++found >= MaximumPaths)
                {
                    IsExhausted = true;
                    yield break;
                }
            }

            if (found > 0)
            {
                yield break;
            }

            _steps = 0;
        }
    }

    private IEnumerable<IReadOnlyList<Certificate>> Search(bool needsSignature)
    {
        if (_request.TrustAnchors.Contains(_request.Target))
        {
            yield return [_request.Target];
        }

        // The stack holds what is left to try at each depth; the path is from the target upwards.
        var path = new List<Certificate> { _request.Target };
        var stack = new Stack<IEnumerator<Certificate>>();
        stack.Push(Issuers(_request.Target, needsSignature).GetEnumerator());
        while (stack.Count > 0)
        {
            if (++_steps > MaximumSteps)
            {
                IsExhausted = true;
                yield break;
            }

            if (!stack.Peek().MoveNext())
            {
                stack.Pop().Dispose();
                path.RemoveAt(path.Count - 1);
                continue;
            }

            var issuer = stack.Peek().Current;
            if (path.Exists(certificate => IsSameAuthority(certificate, issuer)))
            {
                continue;
            }

            if (_anchors[issuer.Subject].Contains(issuer))
            {
                yield return [issuer, .. Enumerable.Reverse(path)];
            }
            else if (HasRoom(path, issuer))
            {
                path.Add(issuer);
                stack.Push(Issuers(issuer, needsSignature).GetEnumerator());
            }
        }
    }

    /// <summary>Self-issued certificates are not counted (RFC 5280, 4.2.1.9), but even of those there is an end.</summary>
    private bool HasRoom(List<Certificate> path, Certificate issuer) =>
        path.Count <= MaximumLength
        && path.Skip(1).Append(issuer).Count(certificate => !certificate.IsSelfIssued) <= _request.Policy.MaximumIntermediates;

    /// <summary>Same name and same key: passing through it again can only close a loop (RFC 4158, 2.4.2).</summary>
    private static bool IsSameAuthority(Certificate left, Certificate right) =>
        left.Subject.Equals(right.Subject) && left.SubjectPublicKeyInfo.Span.SequenceEqual(right.SubjectPublicKeyInfo.Span);

    private IEnumerable<Certificate> Issuers(Certificate certificate, bool needsSignature) =>
        _anchors[certificate.Issuer].Select(issuer => (Issuer: issuer, IsAnchor: true))
            .Concat(_intermediates[certificate.Issuer].Select(issuer => (Issuer: issuer, IsAnchor: false)))
            .OrderByDescending(candidate => Likelihood(certificate, candidate.Issuer, candidate.IsAnchor))
            .Select(candidate => candidate.Issuer)
            .Where(issuer => !needsSignature || IsSignedBy(certificate, issuer));

    private int Likelihood(Certificate certificate, Certificate issuer, bool isAnchor)
    {
        var score = isAnchor ? 1 : 0;
        if (issuer.NotBefore <= _request.Time && _request.Time <= issuer.NotAfter)
        {
            score += 2;
        }

        var expected = certificate.AuthorityKeyIdentifier?.KeyIdentifier ?? default;
        if (!expected.IsEmpty && !issuer.SubjectKeyIdentifier.IsEmpty)
        {
            score += expected.Span.SequenceEqual(issuer.SubjectKeyIdentifier.Span) ? 4 : -4;
        }

        return score;
    }

    private bool IsSignedBy(Certificate certificate, Certificate issuer)
    {
        if (issuer.PublicKey is not { } key)
        {
            return false;
        }

        // Its parameters are found only above; the validation of the path decides (RFC 5280, 6.1.4 (e)).
        if (key.InheritsParameters)
        {
            return true;
        }

        var pair = (certificate.Thumbprint, issuer.Thumbprint);
        if (_verified.TryGetValue(pair, out var isSigned))
        {
            return isSigned;
        }

        if (++_verifications > MaximumSignatureVerifications)
        {
            IsExhausted = true;
            return false;
        }

        return _verified[pair] = certificate.VerifySignature(key) is SignatureOutcome.Valid or SignatureOutcome.Unsupported;
    }
}
