using System.Formats.Asn1;
using System.Text.RegularExpressions;
using TrustPlatform.Cryptography.Algorithms;
using TrustPlatform.Cryptography.Paths;
using TrustPlatform.Cryptography.Revocation;
using TrustPlatform.Cryptography.X509;
using Xunit;
using static TrustPlatform.Cryptography.Tests.Paths.TestExtensions;

namespace TrustPlatform.Cryptography.Tests.Paths;

/// <summary>What RFC 5280, 4 asks of issuers, one broken rule at a time: refused where certificates themselves are judged.</summary>
public sealed partial class IssuerRulesTests : IDisposable
{
    private const string Cps = "1.3.6.1.5.5.7.2.1";

    private readonly TestAuthority _root = new("CN=Root");
    private readonly TestAuthority _issuing = new("CN=Issuing");
    private readonly TestAuthority _holder = new("CN=Holder");

    public void Dispose()
    {
        _root.Dispose();
        _issuing.Dispose();
        _holder.Dispose();
    }

    public static TheoryData<string, string?> Names => new()
    {
        { "host.example.com", null },
        { "*.example.com", null },
        { "1.example.com", null },
        { "under_score.example.com", "4.2.1.6" },
        { "8.8.8.8", "4.2.1.6" },
        { "-host.example.com", "4.2.1.6" },
        { "", "4.2.1.6" },
    };

    [Theory]
    [MemberData(nameof(Names))]
    public void A_host_name_is_in_the_preferred_syntax(string name, string? clause) =>
        Judge(clause, target: [AlternativeNames(Dns(name))]);

    [Fact]
    public void Extended_key_usage_names_a_usage() =>
        Judge("4.2.1.12", target: [new("2.5.29.37", false, Sequence(_ => { }))]);

    [Theory]
    [InlineData(true, null)]
    [InlineData(false, "4.2.1.10")]
    public void Name_constraints_are_critical(bool isCritical, string? clause) => Judge(
        clause, issuing: [NameConstraints([Dns("example.com")], []) with { IsCritical = isCritical }],
        target: [AlternativeNames(Dns("a.example.com"))]);

    [Theory]
    [InlineData("an@example.com", true)]
    [InlineData("\"an@home\"@example.com", true)]
    [InlineData("an@home@example.com", false)]
    public void A_mailbox_that_is_none_is_in_no_permitted_subtree(string mailbox, bool isValid) => Judge(
        isValid ? null : "6.1.3 (b) (c)", issuing: [NameConstraints([Mailbox("example.com")], [])],
        target: [AlternativeNames(Mailbox(mailbox))]);

    [Theory]
    [InlineData(Cps, true, null)]
    [InlineData("1.2.3.4", true, "6.1.5 (f)")]
    [InlineData("1.2.3.4", false, null)]
    public void A_critical_policy_is_understood_with_its_qualifiers(string qualifier, bool isCritical, string? clause) => Judge(
        clause, target:
        [
            new("2.5.29.32", isCritical, Sequence(policies => Push(policies, policy =>
            {
                policy.WriteObjectIdentifier("1.2.3");
                Push(policy, qualifiers => Push(qualifiers, one =>
                {
                    one.WriteObjectIdentifier(qualifier);
                    one.WriteCharacterString(UniversalTagNumber.IA5String, "http://example.com/cps");
                }));
            }))),
        ]);

    [Fact]
    public void Too_many_names_for_too_many_subtrees_are_not_compared()
    {
        byte[][] hosts = [.. Enumerable.Range(0, 1100).Select(i => Dns($"h{i}.example.com"))];
        byte[][] addresses = [.. Enumerable.Range(0, 1000).Select(i => Address(10, 0, (byte)(i >> 8), (byte)i, 255, 255, 255, 255))];

        Judge("6.1.3 (b) (c)", issuing: [NameConstraints([], addresses)], target: [AlternativeNames(hosts)]);
    }

    [Theory]
    [InlineData(999, null)]
    [InlineData(1000, "6.1.3 (a) (2)")]
    public void The_last_second_of_a_certificate_is_a_whole_one(int milliseconds, string? clause) =>
        Judge(clause, time: TestAuthority.End.AddMilliseconds(milliseconds));

    [Fact]
    public void Self_issued_certificates_are_not_counted()
    {
        using var renewed = new TestAuthority("CN=Issuing");
        var anchor = Anchor();
        var first = _root.IssueAuthority(_issuing, null);
        var second = _issuing.IssueAuthority(renewed, null);
        var target = renewed.Issue(_holder);

        Assert.Null(Report(anchor, [first, second], target, maximumIntermediates: 1).Decisive);
        Assert.NotNull(Report(anchor, [first, second], target, maximumIntermediates: 0).Decisive);
    }

    [Theory]
    [InlineData(ProfileConformance.IssuerRules, false)]
    [InlineData(ProfileConformance.PathRules, true)]
    public void A_CRL_without_a_number_tells_nothing_where_issuers_are_judged(ProfileConformance conformance, bool isValid)
    {
        var target = _root.Issue(_holder);
        var crl = CertificateRevocationList.Parse(_root.Crl(null, []));

        var report = Report(Anchor(), [], target, crls: [crl], conformance: conformance);

        Assert.True(report.IsValid == isValid, $"{report.Decisive}");
    }

    private void Judge(
        string? clause, IEnumerable<X509Extension>? issuing = null, IEnumerable<X509Extension>? target = null, DateTimeOffset? time = null)
    {
        var report = Report(
            Anchor(), [_root.IssueAuthority(_issuing, null, issuing ?? [])],
            _issuing.Issue(_holder, target ?? []), time);

        Assert.Equal(clause, report.Decisive is { } problem ? Clause().Match(problem.Clause).Groups[1].Value : null);
    }

    private Certificate Anchor() => _root.SelfSigned();

    private static PathReport Report(
        Certificate anchor, List<Certificate> others, Certificate target, DateTimeOffset? time = null, int maximumIntermediates = 16,
        List<CertificateRevocationList>? crls = null, ProfileConformance conformance = ProfileConformance.IssuerRules) =>
        CertificatePathValidator.Validate(new PathValidationRequest
        {
            Target = target,
            TrustAnchors = [anchor],
            Intermediates = others,
            Crls = crls ?? [],
            Time = time ?? TestAuthority.Start.AddYears(1),
            Policy = new PathPolicy
            {
                Algorithms = AlgorithmConstraints.UnconstrainedUnsafe,
                Conformance = conformance,
                Revocation = crls is null ? RevocationChecking.None : RevocationChecking.Required,
                MaximumIntermediates = maximumIntermediates,
            },
        });

    private static byte[] Sequence(Action<AsnWriter> write) => TestAuthority.Write(writer => Push(writer, write));

    private static void Push(AsnWriter writer, Action<AsnWriter> write)
    {
        using (writer.PushSequence())
        {
            write(writer);
        }
    }

    [GeneratedRegex("RFC 5280, (.*)")]
    private static partial Regex Clause();
}
