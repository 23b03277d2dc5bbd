using System.Text;
using System.Text.Json;
using TrustPlatform.Cryptography.Algorithms;
using TrustPlatform.Cryptography.Paths;
using TrustPlatform.Cryptography.Revocation;
using TrustPlatform.Cryptography.X509;
using TrustPlatform.Testing;
using Xunit;

namespace TrustPlatform.Cryptography.Tests.Paths;

/// <summary>x509-limbo: cases that other verifiers got wrong.</summary>
public sealed class LimboTests
{
    private static readonly DateTimeOffset _now = new(2026, 4, 1, 0, 0, 0, TimeSpan.Zero);

    private static readonly string? _file =
        Corpora.Folder is null ? null : Path.Combine(Corpora.Folder, "pki", "x509-limbo", "limbo-dev.json");

    private static readonly List<string> s_notApplicable =
    [
        .. File.ReadLines(Path.Combine(AppContext.BaseDirectory, "Paths", "not-applicable.txt"))
            .Where(line => line.Length > 0 && line[0] != '#').Select(line => line.Split(" | ")[0]),
    ];

    public static TheoryData<string> Cases()
    {
        var ids = new TheoryData<string>();
        if (_file is null)
        {
            ids.Add("none");
            return ids;
        }

        using var document = JsonDocument.Parse(File.ReadAllBytes(_file));
        foreach (var test in document.RootElement.GetProperty("testcases").EnumerateArray())
        {
            var id = test.GetProperty("id").GetString()!;
            if (!s_notApplicable.Any(start => id.StartsWith(start, StringComparison.Ordinal)))
            {
                ids.Add(id);
            }
        }

        return ids;
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Verdict_is_as_published(string id)
    {
        Assert.SkipWhen(_file is null, Corpora.Absent);
        using var document = JsonDocument.Parse(File.ReadAllBytes(_file!));
        var test = document.RootElement.GetProperty("testcases").EnumerateArray()
            .Single(candidate => candidate.GetProperty("id").GetString() == id);

        var isExpectedValid = test.GetProperty("expected_result").GetString() == "SUCCESS";
        var report = CertificatePathValidator.Validate(Request(test));

        Assert.True(
            report.IsValid == isExpectedValid, $"{test.GetProperty("description")}\n{report.Decisive}");
    }

    private static PathValidationRequest Request(JsonElement test)
    {
        var crls = Strings(test, "crls").Select(pem => CertificateRevocationList.Parse(Encoding.ASCII.GetBytes(pem))).ToList();
        var time = test.GetProperty("validation_time");
        var depth = test.GetProperty("max_chain_depth");
        var policy = new PathPolicy
        {
            Revocation = crls.Count > 0 ? RevocationChecking.Required : RevocationChecking.None,
            Algorithms = AlgorithmConstraints.UnconstrainedUnsafe,
            Conformance = ProfileConformance.IssuerRules,
            ExtendedKeyUsages = [.. Strings(test, "extended_key_usage").Select(name => name switch
            {
                "serverAuth" => "1.3.6.1.5.5.7.3.1",
                "clientAuth" => "1.3.6.1.5.5.7.3.2",
                _ => name,
            })],
        };
        return new PathValidationRequest
        {
            Target = Parse(test.GetProperty("peer_certificate").GetString()!),
            TrustAnchors = [.. Strings(test, "trusted_certs").Select(Parse)],
            Intermediates = [.. Strings(test, "untrusted_intermediates").Select(Parse)],
            Crls = crls,
            Time = time.ValueKind == JsonValueKind.Null ? _now : time.GetDateTimeOffset(),
            Policy = depth.ValueKind == JsonValueKind.Null
                ? policy
                : policy with { MaximumIntermediates = Math.Min(policy.MaximumIntermediates, depth.GetInt32()) },
        };
    }

    private static Certificate Parse(string pem) => Certificate.Parse(Encoding.ASCII.GetBytes(pem));

    private static List<string> Strings(JsonElement element, string property) =>
        [.. element.GetProperty(property).EnumerateArray().Select(item => item.GetString()!)];
}
