using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using TrustPlatform.Cryptography.Algorithms;
using TrustPlatform.Cryptography.Paths;
using TrustPlatform.Cryptography.X509;
using Xunit;
using static TrustPlatform.Cryptography.Tests.Paths.TestExtensions;

namespace TrustPlatform.Cryptography.Tests.Paths;

/// <summary>
/// Random paths, judged by openssl and by us. Seeds are fixed; the seed of a disagreement is in the message.
/// </summary>
public sealed class DifferentialTests : IDisposable
{
    private const int Cases = 150;
    private const string Any = PathPolicy.AnyPolicy;

    private static readonly DateTimeOffset _time = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly string[] _policies = ["1.2.3.1", "1.2.3.2", "1.2.3.3"];

    private readonly OpenSsl _openSsl = new();
    private readonly TestAuthority[] _authorities =
        [.. Enumerable.Range(0, 6).Select(i => new TestAuthority(string.Create(CultureInfo.InvariantCulture, $"O=Test,CN=CA {i}")))];

    /// <summary>Other keys under the same names, for self-issued certificates.</summary>
    private readonly TestAuthority[] _twins =
        [.. Enumerable.Range(0, 6).Select(i => new TestAuthority(string.Create(CultureInfo.InvariantCulture, $"O=Test,CN=CA {i}")))];

    private readonly TestAuthority _subject = new("O=Test,CN=Subject");

    public void Dispose()
    {
        Array.ForEach([.. _authorities, .. _twins], authority => authority.Dispose());
        _subject.Dispose();
        _openSsl.Dispose();
    }

    [Fact]
    public void Policies_are_judged_as_openssl_judges_them()
    {
        var valid = 0;
        for (ulong seed = 1; seed <= Cases; seed++)
        {
            var random = new TestRandom(seed);
            // openssl takes an unlisted policy that is mapped for one that is listed, where anyPolicy is listed but
            // inhibited; RFC 5280, 6.1.4 (b) (1) does not. The two are therefore not mixed.
            var inhibitsAny = random.Chance(50);
            var path = PolicyPath(random, inhibitsAny);
            var policy = new PathPolicy
            {
                Algorithms = AlgorithmConstraints.UnconstrainedUnsafe,
                Conformance = ProfileConformance.IssuerRules,
                Revocation = RevocationChecking.None,
                InitialPolicies = random.Chance(40) ? [Any] : [.. random.Some(_policies, 50), "1.2.3.9"],
                InitialExplicitPolicy = random.Chance(50),
                InitialPolicyMappingInhibit = random.Chance(20),
                InitialAnyPolicyInhibit = inhibitsAny && random.Chance(40),
            };
            var arguments = string.Concat(policy.InitialPolicies.Select(oid => $" -policy {oid}"))
                + (policy.InitialExplicitPolicy ? " -explicit_policy" : "")
                + (policy.InitialPolicyMappingInhibit ? " -inhibit_map" : "")
                + (policy.InitialAnyPolicyInhibit ? " -inhibit_any" : "");

            valid += Compare(path, policy, $"-policy_check{arguments}", seed);
        }

        Assert.InRange(valid, Cases / 10, Cases * 9 / 10);
    }

    [Fact]
    public void Names_are_judged_as_openssl_judges_them()
    {
        var valid = 0;
        for (ulong seed = 1; seed <= Cases; seed++)
        {
            var random = new TestRandom(seed);
            var policy = new PathPolicy
            {
                Algorithms = AlgorithmConstraints.UnconstrainedUnsafe,
                Conformance = ProfileConformance.IssuerRules,
                Revocation = RevocationChecking.None,
            };

            valid += Compare(NamePath(random), policy, "", seed);
        }

        Assert.InRange(valid, Cases / 10, Cases * 9 / 10);
    }

    private int Compare(List<Certificate> path, PathPolicy policy, string arguments, ulong seed)
    {
        var report = CertificatePathValidator.Validate(new PathValidationRequest
        {
            Target = path[^1],
            TrustAnchors = [path[0]],
            Intermediates = [.. path.Skip(1).SkipLast(1)],
            Time = _time,
            Policy = policy,
        });
        _openSsl.Write("root.pem", Pem(path.Take(1)));
        _openSsl.Write("others.pem", Pem(path.Skip(1).SkipLast(1)));
        _openSsl.Write("target.pem", Pem(path.TakeLast(1)));
        var (exitCode, output) = _openSsl.Try(
            $"verify -attime {_time.ToUnixTimeSeconds()} -CAfile root.pem -untrusted others.pem {arguments} target.pem");

        Assert.True((exitCode == 0) == report.IsValid, $"seed {seed}: openssl says {output}, we say {report.Decisive}");
        return report.IsValid ? 1 : 0;
    }

    private List<Certificate> PolicyPath(TestRandom random, bool inhibitsAny)
    {
        var path = new List<Certificate> { _authorities[0].SelfSigned() };
        var issuer = _authorities[0];
        var last = 0;
        for (var length = 1 + random.Next(4); last < length;)
        {
            last++;
            int? pathLength = random.Chance(25) ? random.Next(4) : null;
            path.Add(issuer.IssueAuthority(_authorities[last], pathLength, PolicyExtensions(random, inhibitsAny, isAuthority: true)));
            issuer = _authorities[last];
            if (random.Chance(30))
            {
                path.Add(issuer.IssueAuthority(_twins[last], null, PolicyExtensions(random, inhibitsAny, isAuthority: true)));
                issuer = _twins[last];
            }
        }

        // No self-issued target: openssl does not count it against requireExplicitPolicy, as RFC 3280 told and RFC
        // 5280, 6.1.5 (a) no longer does.
        path.Add(issuer.Issue(_subject, PolicyExtensions(random, inhibitsAny, isAuthority: false)));
        return path;
    }

    private static List<X509Extension> PolicyExtensions(TestRandom random, bool inhibitsAny, bool isAuthority)
    {
        var extensions = new List<X509Extension>();
        var policies = random.Some(_policies, 60);
        if (random.Chance(35))
        {
            policies.Add(Any);
        }

        if (policies.Count > 0)
        {
            extensions.Add(Policies(policies));
        }

        var mappable = inhibitsAny ? [.. policies.Where(policy => policy != Any)] : _policies;
        if (isAuthority && mappable.Length > 0 && random.Chance(35))
        {
            var mappings = Enumerable.Range(0, 1 + random.Next(3))
                .Select(_ => (random.Pick(mappable), random.Pick(_policies))).Distinct().ToList();
            extensions.Add(PolicyMappings(mappings));
        }

        if (random.Chance(20))
        {
            int? requireExplicit = random.Chance(60) ? random.Next(3) : null;
            extensions.Add(PolicyConstraints(requireExplicit, requireExplicit is null || random.Chance(40) ? random.Next(3) : null));
        }

        if (isAuthority && inhibitsAny && random.Chance(40))
        {
            extensions.Add(InhibitAnyPolicy(random.Next(3)));
        }

        return extensions;
    }

    private List<Certificate> NamePath(TestRandom random)
    {
        byte[][] subtrees =
        [
            Dns("example.com"), Dns("bar.example.com"), Dns("com"), Mailbox("example.com"), Mailbox(".example.com"),
            Mailbox("a@example.com"), Address(10, 0, 0, 0, 255, 0, 0, 0), Address(10, 1, 0, 0, 255, 255, 0, 0),
            Uri("example.com"), Uri(".example.com"), Directory(new("O=Test")), Directory(TestAuthority.NameOf("O=Test,CN=CA 2")),
            Directory(new("O=Other")),
        ];
        byte[][] names =
        [
            Dns("example.com"), Dns("foo.example.com"), Dns("x.bar.example.com"), Dns("notexample.com"), Mailbox("a@example.com"),
            Mailbox("b@example.com"), Mailbox("a@sub.example.com"), Mailbox("A@EXAMPLE.com"), Address(10, 1, 2, 3),
            Address(10, 2, 2, 3), Address(11, 1, 2, 3), Uri("https://example.com/x"), Uri("https://sub.example.com:80/"),
        ];
        List<X509Extension> Constraints(int percent) => random.Chance(percent)
            ? [NameConstraints([.. random.Some(subtrees, 15)], [.. random.Some(subtrees, 8), Dns("never.test")])]
            : [];

        var path = new List<Certificate> { _authorities[0].SelfSigned() };
        var issuer = _authorities[0];
        for (var i = 1; i <= 1 + random.Next(3); i++)
        {
            path.Add(issuer.IssueAuthority(_authorities[i], null, Constraints(60)));
            issuer = _authorities[i];
        }

        path.Add(issuer.Issue(_subject, AlternativeNames([Dns("example.com"), .. random.Some(names, 15)])));
        return path;
    }

    private static string Pem(IEnumerable<Certificate> certificates) => certificates.Aggregate(new StringBuilder(), (text, certificate) =>
        text.Append(PemEncoding.WriteString("CERTIFICATE", certificate.RawData.Span)).Append('\n')).ToString();
}
