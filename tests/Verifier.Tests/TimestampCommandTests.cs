using System.Security.Cryptography;
using Xunit;

namespace TrustPlatform.Verifier.Tests;

public sealed class TimestampCommandTests : IDisposable
{
    private static readonly byte[] s_data = "hợp đồng"u8.ToArray();

    private readonly CommandLine _here = new();
    private readonly string _token;

    public TimestampCommandTests() =>
        _token = _here.Write("token.tst", _here.Lab.Stamp(SHA256.HashData(s_data), _here.Lab.Time).Encoded.ToArray());

    public void Dispose() => _here.Dispose();

    [Fact]
    public async Task Token_over_the_data_is_valid()
    {
        var run = await RunAsync("--data", _here.Write("data", s_data));

        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        Assert.Equal("2026-03-01T08:00:00Z", run.Json.GetProperty("genTime").GetString());
        Assert.Equal("1.2.3.4.5", run.Json.GetProperty("policy").GetString());
        Assert.True(run.Json.GetProperty("valid").GetBoolean());
    }

    [Fact]
    public async Task Digest_may_be_given_instead()
    {
        var run = await RunAsync("--digest", Convert.ToHexString(SHA256.HashData(s_data)));

        Assert.Equal(0, run.ExitCode);
    }

    [Fact]
    public async Task Token_over_other_data_fails()
    {
        var run = await RunAsync("--data", _here.Write("other", [1]));

        Assert.Equal((1, "HASH_FAILURE"), (run.ExitCode, run.Json.GetProperty("subIndication").GetString()));
    }

    [Fact]
    public async Task Unknown_authority_is_not_trusted()
    {
        var run = await CommandLine.RunAsync("timestamp", _token, "--data", _here.Write("data", s_data), "--json", "--at", "2026-03-01T09:00:00Z");

        Assert.Equal((2, "NO_CERTIFICATE_CHAIN_FOUND"), (run.ExitCode, run.Json.GetProperty("subIndication").GetString()));
    }

    [Theory]
    [InlineData("garbage token", 4)]
    [InlineData("neither data nor digest", 64)]
    [InlineData("garbage digest", 64)]
    [InlineData("missing data", 4)]
    public async Task Wrong_input_is_told_in_one_sentence(string what, int code)
    {
        var run = what switch
        {
            "garbage token" => await CommandLine.RunAsync("timestamp", _here.Write("garbage", [1, 2, 3]), "--digest", "00"),
            "garbage digest" => await RunAsync("--digest", "xyz"),
            "missing data" => await RunAsync("--data", _here.PathOf("missing")),
            _ => await RunAsync(),
        };

        Assert.Equal((what, code), (what, run.ExitCode));
        Assert.Single(run.Error.Trim().Split('\n'));
    }

    private Task<Run> RunAsync(params string[] more) => CommandLine.RunAsync(
        ["timestamp", _token, "--trust", _here.PathOf("root.pem"), "--at", "2026-03-01T09:00:00Z", "--json", .. more]);
}
