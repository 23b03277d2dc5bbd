using System.Text.Json;
using TrustPlatform.Cryptography.Algorithms;
using TrustPlatform.Cryptography.Paths;
using TrustPlatform.Cryptography.Revocation;
using TrustPlatform.Cryptography.X509;
using TrustPlatform.Testing;
using Xunit;

namespace TrustPlatform.Cryptography.Tests.Paths;

/// <summary>NIST's Public Key Interoperability Test Suite: verdicts and policy sets by RFC 5280, 6.</summary>
public sealed class PkitsTests
{
    private static readonly string? _folder = Corpora.Folder is null ? null : Path.Combine(Corpora.Folder, "pki", "pkits");

    public static TheoryData<string> Cases()
    {
        var ids = new TheoryData<string>();
        if (_folder is null)
        {
            ids.Add("none");
            return ids;
        }

        using var expected = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(_folder, "expected.json")));
        foreach (var test in expected.RootElement.GetProperty("tests").EnumerateArray())
        {
            ids.Add(test.GetProperty("id").GetString()!);
        }

        return ids;
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Verdict_and_policies_are_as_published(string id)
    {
        Assert.SkipWhen(_folder is null, Corpora.Absent);
        using var expected = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(_folder!, "expected.json")));
        var test = expected.RootElement.GetProperty("tests").EnumerateArray()
            .Single(candidate => candidate.GetProperty("id").GetString() == id);

        var report = CertificatePathValidator.Validate(Request(expected.RootElement, test));

        var isValid = test.GetProperty("expect").GetString() == "valid";
        Assert.True(report.IsPathValid == isValid, $"{test.GetProperty("title")}: {report.Decisive}");
        if (isValid)
        {
            Assert.Equal(Strings(test, "userConstrainedPolicySet").Order(), report.Policies.Order());
        }
    }

    [Fact]
    public void Dsa_path_is_valid_and_refused_by_the_algorithms_alone()
    {
        Assert.SkipWhen(_folder is null, Corpora.Absent);
        using var expected = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(_folder!, "expected.json")));
        var test = expected.RootElement.GetProperty("tests").EnumerateArray()
            .Single(candidate => candidate.GetProperty("id").GetString() == "4.1.5");
        var request = Request(expected.RootElement, test);
        var constraints = new AlgorithmConstraints([new("RSA", 2048), new("SHA256"), new("SHA1")]);

        var report = CertificatePathValidator.Validate(request with { Policy = request.Policy with { Algorithms = constraints } });

        Assert.Equal(PathFailure.CryptoConstraints, report.Failure);
        Assert.True(report.IsPathValid);
    }

    private static PathValidationRequest Request(JsonElement root, JsonElement test)
    {
        var certificates = Strings(test, "certs").Select(file => Certificate.Parse(Read(file))).ToList();
        return new PathValidationRequest
        {
            Target = certificates[^1],
            TrustAnchors = [certificates[0]],
            Intermediates = [.. certificates.Skip(1).SkipLast(1)],
            Crls = [.. Strings(test, "crls").Select(file => CertificateRevocationList.Parse(Read(file)))],
            Time = root.GetProperty("validationTime").GetDateTimeOffset(),
            Policy = new PathPolicy
            {
                Revocation = RevocationChecking.Required,
                Algorithms = AlgorithmConstraints.UnconstrainedUnsafe,
                Conformance = ProfileConformance.IssuerRules,
                InitialPolicies = Strings(test, "initialPolicySet"),
                InitialExplicitPolicy = test.GetProperty("initialExplicitPolicy").GetBoolean(),
                InitialPolicyMappingInhibit = test.GetProperty("initialPolicyMappingInhibit").GetBoolean(),
                InitialAnyPolicyInhibit = test.GetProperty("initialAnyPolicyInhibit").GetBoolean(),
            },
        };
    }

    private static byte[] Read(string file) => File.ReadAllBytes(Path.Combine(_folder!, file));

    private static List<string> Strings(JsonElement element, string property) =>
        [.. element.GetProperty(property).EnumerateArray().Select(item => item.GetString()!)];
}
