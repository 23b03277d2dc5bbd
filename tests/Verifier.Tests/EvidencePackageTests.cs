using TrustPlatform.Evidence;
using Xunit;

namespace TrustPlatform.Verifier.Tests;

public sealed class EvidencePackageTests : IDisposable
{
    private readonly CommandLine _here = new();

    public void Dispose() => _here.Dispose();

    [Fact]
    public async Task Findings_of_a_package_stand_beside_the_verdict()
    {
        var package = await PackageAsync();

        var run = await _here.VerifyAsync(package, "--json");

        // The contract of this package has no events, so that it proves nothing; its document is judged all the same.
        Assert.Equal((1, ""), (run.ExitCode, run.Error));
        var element = run.Json[0];
        Assert.Equal("invalid", element.GetProperty("verdict").GetString());
        Assert.StartsWith("evidence.", element.GetProperty("reason").GetString(), StringComparison.Ordinal);
        Assert.Equal("A", element.GetProperty("signatures")[0].GetProperty("field").GetString());
        Assert.Contains(element.GetProperty("evidence").EnumerateArray(), finding => finding.GetProperty("result").GetString() == "fail");
        Assert.Contains(element.GetProperty("evidence").EnumerateArray(), finding => finding.GetProperty("result").GetString() == "ok");
    }

    [Fact]
    public async Task Text_names_what_does_not_hold()
    {
        var run = await _here.VerifyAsync(await PackageAsync(), "--lang", "en");

        Assert.Contains("[fail] evidence.", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_only_begins_like_a_package_is_unreadable()
    {
        var run = await _here.VerifyAsync(_here.Write("x.zip", [.. "PK\u0003\u0004"u8, 1, 2, 3]), "--json");

        Assert.Equal(4, run.ExitCode);
    }

    private async Task<string> PackageAsync()
    {
        var lab = _here.Lab;
        var signer = lab.Signer("Seal");
        using var document = File.OpenRead(await _here.SignedAsync("a.pdf"));
        using var package = new MemoryStream();
        await EvidencePackage.WriteAsync(
            new() { ContractId = "c-1", Document = document, Events = [], Files = [] },
            new(signer.Key, signer.Certificate, [lab.Issuing.Certificate]), package, TestContext.Current.CancellationToken);
        return _here.Write("a.zip", package.ToArray());
    }
}
