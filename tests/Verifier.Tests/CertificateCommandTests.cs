using TrustPlatform.Signatures.Tests.Validation;
using Xunit;

namespace TrustPlatform.Verifier.Tests;

public sealed class CertificateCommandTests : IDisposable
{
    private readonly CommandLine _here = new();
    private readonly Holder _signer;

    public CertificateCommandTests()
    {
        _signer = _here.Lab.Signer(until: _here.Lab.Time.AddDays(10));
        File.WriteAllText(_here.PathOf("cert.pem"), CommandLine.Pem(_signer));
        File.WriteAllText(_here.PathOf("ca.pem"), CommandLine.Pem(_here.Lab.Issuing));
    }

    public void Dispose() => _here.Dispose();

    [Fact]
    public async Task Path_to_the_anchor_is_valid()
    {
        var run = await RunAsync();

        Assert.Equal(0, run.ExitCode);
        Assert.True(run.Json.GetProperty("valid").GetBoolean());
        Assert.Equal(
            ["CN=Nguyễn Văn Ất", "CN=Lab Issuing CA", "CN=Lab Root"],
            run.Json.GetProperty("path").EnumerateArray().Select(item => item.GetString()));
        Assert.Equal("TOTAL-PASSED", run.Json.GetProperty("indication").GetString());
    }

    [Fact]
    public async Task Openssl_agrees_on_the_path()
    {
        var start = new System.Diagnostics.ProcessStartInfo("openssl")
        {
            ArgumentList =
            {
                "verify", "-CAfile", _here.PathOf("root.pem"), "-untrusted", _here.PathOf("ca.pem"), "-attime",
                _here.Lab.Time.ToUnixTimeSeconds().ToString(System.Globalization.CultureInfo.InvariantCulture), _here.PathOf("cert.pem"),
            },
            RedirectStandardOutput = true,
        };
        using var process = System.Diagnostics.Process.Start(start)!;
        var output = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);

        Assert.Equal((0, true), (process.ExitCode, output.Contains(": OK", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("2026-04-01T00:00:00Z", "EXPIRED", 1)]
    [InlineData("2019-01-01T00:00:00Z", "NOT_YET_VALID", 1)]
    public async Task Validity_is_judged_at_the_time_given(string at, string reason, int code)
    {
        var run = await RunAsync("--at", at);

        Assert.Equal((code, reason), (run.ExitCode, run.Json.GetProperty("subIndication").GetString()));
    }

    [Fact]
    public async Task Missing_intermediate_is_no_chain()
    {
        var run = await CommandLine.RunAsync(
            "certificate", _here.PathOf("cert.pem"), "--trust", _here.PathOf("root.pem"), "--at", "2026-03-01T09:00:00Z", "--json");

        Assert.Equal((2, "NO_CERTIFICATE_CHAIN_FOUND"), (run.ExitCode, run.Json.GetProperty("subIndication").GetString()));
    }

    [Fact]
    public async Task Revocation_counts_when_lists_are_given()
    {
        var lab = _here.Lab;
        var root = _here.Write("root.crl", lab.Crl(lab.Root, lab.Time));
        var good = await RunAsync("--crl", root, "--crl", _here.Write("good.crl", lab.Crl(lab.Issuing, lab.Time)));
        lab.Revoke(_signer.Certificate, lab.Time.AddDays(-1));
        var revoked = await RunAsync("--crl", root, "--crl", _here.Write("bad.crl", lab.Crl(lab.Issuing, lab.Time)));
        var unknown = await RunAsync("--crl", root);

        Assert.Equal((0, 1, 2), (good.ExitCode, revoked.ExitCode, unknown.ExitCode));
        Assert.Equal("REVOKED", revoked.Json.GetProperty("subIndication").GetString());
        Assert.Equal("TRY_LATER", unknown.Json.GetProperty("subIndication").GetString());
    }

    [Fact]
    public async Task Explicit_policy_fails_without_policies()
    {
        var run = await RunAsync("--explicit-policy");

        Assert.Equal((2, "CHAIN_CONSTRAINTS_FAILURE"), (run.ExitCode, run.Json.GetProperty("subIndication").GetString()));
    }

    [Theory]
    [InlineData("garbage certificate", 4)]
    [InlineData("no trust", 64)]
    [InlineData("garbage list", 64)]
    [InlineData("garbage policy list", 64)]
    public async Task Wrong_input_is_told_in_one_sentence(string what, int code)
    {
        var garbage = _here.Write("garbage", "garbage"u8.ToArray());
        var run = what switch
        {
            "garbage certificate" => await CommandLine.RunAsync("certificate", garbage, "--trust", _here.PathOf("root.pem")),
            "no trust" => await CommandLine.RunAsync("certificate", _here.PathOf("cert.pem")),
            "garbage list" => await RunAsync("--crl", garbage),
            _ => await RunAsync("--policies", "x,y"),
        };

        Assert.Equal((what, code), (what, run.ExitCode));
        Assert.Single(run.Error.Trim().Split('\n'));
    }

    private Task<Run> RunAsync(params string[] more) => CommandLine.RunAsync(
    [
        "certificate", _here.PathOf("cert.pem"), "--trust", _here.PathOf("root.pem"), "--untrusted", _here.PathOf("ca.pem"), "--json",
        .. more.Contains("--at") ? more : [.. more, "--at", "2026-03-01T09:00:00Z"],
    ]);
}
