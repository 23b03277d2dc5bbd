using System.Text;
using TrustPlatform.Signatures.Validation;
using Xunit;

namespace TrustPlatform.Signatures.Tests.Validation;

public sealed class PolicyTests
{
    private static string Json => File.ReadAllText(Repository.Path("src", "Signatures", "Validation", "Policies", "vn.json"));

    [Fact]
    public void Shipped_policies_can_be_read()
    {
        Assert.Equal(
            ["vn", "eu", "test-vectors"],
            [ValidationPolicy.VietNam.Name, ValidationPolicy.EuropeanUnion.Name, ValidationPolicy.TestVectors.Name]);
        Assert.Equal(new DateOnly(2012, 8, 1), ValidationPolicy.VietNam.Hashes["SHA1"]);
        Assert.Null(ValidationPolicy.VietNam.Hashes["SHA256"]);
    }

    [Theory]
    [InlineData("\"name\": \"vn\"", "\"name\": \"vn\", \"unknown\": 1", "unknown key")]
    [InlineData("\"version\": \"1\",", "", "missing key")]
    [InlineData("\"required\"", "\"perhaps\"", "unknown value")]
    [InlineData("\"2012-08-01\"", "\"soon\"", "no date")]
    [InlineData("\"name\": \"vn\"", "\"name\": null", "null where a value must be")]
    [InlineData("{", "[", "no object")]
    public void What_is_no_policy_is_refused(string part, string replacement, string what)
    {
        var json = Json;
        var broken = json.Remove(json.IndexOf(part, StringComparison.Ordinal), part.Length).Insert(json.IndexOf(part, StringComparison.Ordinal), replacement);

        var refused = Record.Exception(() => ValidationPolicy.Parse(Encoding.UTF8.GetBytes(broken)));

        Assert.True(refused is FormatException, what);
    }

    [Fact]
    public async Task Weak_hash_is_refused_by_date_and_warned_of_when_it_was_in_time()
    {
        var lab = new Lab();
        var file = await Signing.ArchiveAsync(lab, await Signing.SignAsync(lab, lab.Signer()));
        var ended = ValidationPolicy.VietNam with { Hashes = Ending(lab.Time.AddDays(-1)) };
        var endedSince = ValidationPolicy.VietNam with { Hashes = Ending(lab.Time.AddDays(10)) };

        var before = Signing.Validate(file, lab.Context(policy: ended));
        var since = Signing.Validate(file, lab.Context(lab.Time.AddHours(1), endedSince));

        Assert.Equal((Indication.Indeterminate, SubIndication.CryptoConstraintsFailureNoPoe), before.Signatures[0].Conclusion);
        Assert.Equal(FileVerdict.Valid, since.Verdict);
    }

    private static Dictionary<string, DateOnly?> Ending(DateTimeOffset day) => new() { ["SHA256"] = DateOnly.FromDateTime(day.UtcDateTime) };
}
