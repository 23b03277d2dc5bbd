using System.Text.Json;
using TrustPlatform.Signatures.Tests.Validation;
using Xunit;

namespace TrustPlatform.Verifier.Tests;

public sealed class VerifyCommandTests : IDisposable
{
    private readonly CommandLine _here = new();

    public void Dispose() => _here.Dispose();

    [Fact]
    public async Task Valid_file_ends_with_0()
    {
        var run = await _here.VerifyAsync(await _here.SignedAsync("a.pdf"), "--json");

        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        Assert.Equal("valid", run.Json[0].GetProperty("verdict").GetString());
    }

    [Fact]
    public async Task Damaged_file_ends_with_1()
    {
        var file = await _here.SignedAsync("a.pdf", bytes =>
        {
            bytes[20] ^= 1;
            return bytes;
        });

        var run = await _here.VerifyAsync(file, "--json");

        Assert.Equal(1, run.ExitCode);
        Assert.Equal("HASH_FAILURE", run.Json[0].GetProperty("signatures")[0].GetProperty("subIndication").GetString());
    }

    [Fact]
    public async Task Unknown_root_ends_with_2()
    {
        var run = await CommandLine.RunAsync(await _here.SignedAsync("a.pdf"), "--at", "2026-03-01T09:00:00Z", "--json");

        Assert.Equal(2, run.ExitCode);
        Assert.False(run.Json[0].GetProperty("signatures")[0].GetProperty("trusted").GetBoolean());
    }

    [Fact]
    public async Task File_without_a_signature_ends_with_3()
    {
        var file = _here.Write("u.pdf", new Update().With(1, "<</Type/Catalog/Pages 2 0 R>>").With(2, "<</Type/Pages/Count 0/Kids[]>>").ToFile());

        var run = await _here.VerifyAsync(file);

        Assert.Equal(3, run.ExitCode);
        Assert.Contains("chỉ là hình ảnh", run.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("no such file")]
    [InlineData("folder")]
    [InlineData("garbage")]
    [InlineData("empty")]
    [InlineData("zeros")]
    public async Task What_cannot_be_read_ends_with_4(string what)
    {
        var path = _here.PathOf(what);
        switch (what)
        {
            case "folder":
                Directory.CreateDirectory(path);
                break;
            case "garbage":
                File.WriteAllBytes(path, [1, 2, 3, 4, 5]);
                break;
            case "empty":
                File.WriteAllBytes(path, []);
                break;
            case "zeros":
                using (var sparse = File.Create(path))
                {
                    sparse.SetLength(2L * 1024 * 1024 * 1024);
                }

                break;
            default:
                break;
        }

        var run = await _here.VerifyAsync(path, "--json");

        Assert.Equal(4, run.ExitCode);
        Assert.Equal("unreadable", run.Json[0].GetProperty("verdict").GetString());
        Assert.NotEqual("", run.Json[0].GetProperty("limits").GetString());
    }

    [Fact]
    public async Task Several_files_keep_their_order_and_the_worst_decides()
    {
        var valid = await _here.SignedAsync("valid.pdf");
        var broken = await _here.SignedAsync("broken.pdf", bytes => [.. bytes, 1]);
        var missing = _here.PathOf("missing.pdf");

        var two = await _here.VerifyAsync(valid, broken, "--json");
        var three = await _here.VerifyAsync(valid, broken, missing, valid, "--json");

        Assert.Equal((1, 4), (two.ExitCode, three.ExitCode));
        Assert.Equal(
            ["valid", "invalid", "unreadable", "valid"], three.Json.EnumerateArray().Select(item => item.GetProperty("verdict").GetString()));
    }

    [Theory]
    [InlineData("without a file", "")]
    [InlineData("unknown option", "a.pdf --nonsense")]
    [InlineData("unknown language", "a.pdf --lang fr")]
    [InlineData("no time", "a.pdf --at yesterday")]
    [InlineData("time without offset", "a.pdf --at 2026-01-01T00:00:00")]
    [InlineData("missing trust", "a.pdf --trust /no/such/place")]
    [InlineData("missing policy", "a.pdf --policy /no/such/place")]
    [InlineData("policy for test vectors", "a.pdf --policy test-vectors")]
    [InlineData("two times", "a.pdf --at 2026-01-01T00:00:00Z --at 2027-01-01T00:00:00Z")]
    [InlineData("two languages", "a.pdf --lang vi --lang en")]
    [InlineData("two policies", "a.pdf --policy vn --policy eu")]
    [InlineData("option without a value", "a.pdf --trust")]
    [InlineData("data and digest", "timestamp a.tst --data a --digest 00")]
    [InlineData("neither data nor digest", "timestamp a.tst")]
    [InlineData("digest that is no hexadecimal", "timestamp a.tst --digest xyz")]
    [InlineData("policies that are none", "certificate a.pem --trust a.pem --policies abc")]
    [InlineData("no trust for a certificate", "certificate a.pem")]
    public async Task Wrong_command_line_ends_with_64_and_one_sentence(string what, string arguments)
    {
        var run = await CommandLine.RunAsync(arguments.Split(' ', StringSplitOptions.RemoveEmptyEntries));

        Assert.Equal((what, 64, ""), (what, run.ExitCode, run.Output));
        Assert.Single(run.Error.Trim().Split('\n'));
    }

    [Fact]
    public async Task Trust_file_that_is_garbage_ends_with_64()
    {
        var garbage = _here.Write("trust.pem", "not a certificate"u8.ToArray());

        var run = await CommandLine.RunAsync(await _here.SignedAsync("a.pdf"), "--trust", garbage);

        Assert.Equal(64, run.ExitCode);
        Assert.Contains("trust.pem", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Policy_with_an_unknown_key_ends_with_64()
    {
        var policy = _here.Write("policy.json", "{\"name\":\"x\",\"nonsense\":1}"u8.ToArray());

        var run = await CommandLine.RunAsync(await _here.SignedAsync("a.pdf"), "--policy", policy);

        Assert.Equal(64, run.ExitCode);
    }

    [Fact]
    public async Task Trust_may_be_a_folder()
    {
        var folder = Directory.CreateDirectory(_here.PathOf("anchors")).FullName;
        File.Copy(_here.PathOf("root.pem"), Path.Combine(folder, "root.pem"));

        var run = await CommandLine.RunAsync(
            await _here.SignedAsync("a.pdf"), "--trust", folder, "--policy", _here.PathOf("policy.json"), "--at", "2026-03-01T09:00:00Z");

        Assert.Equal(0, run.ExitCode);
    }

    [Theory]
    [InlineData("vi", "a.pdf: Hợp lệ", "Người ký: Nguyễn Văn Ất")]
    [InlineData("en", "a.pdf: Valid", "Signer: Nguyễn Văn Ất")]
    public async Task Text_is_in_the_language_asked_for(string language, string verdict, string signer)
    {
        var run = await _here.VerifyAsync(await _here.SignedAsync("a.pdf"), "--lang", language);

        Assert.Contains(verdict, run.Output, StringComparison.Ordinal);
        Assert.Contains(signer, run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Explanation_names_rules_and_clauses()
    {
        var file = await _here.SignedAsync("a.pdf");

        var plain = await _here.VerifyAsync(file);
        var explained = await _here.VerifyAsync(file, "--explain");

        Assert.DoesNotContain("[ok] coverage.hole", plain.Output, StringComparison.Ordinal);
        Assert.Contains("[ok] coverage.hole, ISO 32000-2, 12.8.1", explained.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Json_is_one_array()
    {
        var run = await _here.VerifyAsync(await _here.SignedAsync("a.pdf"), "--json");

        Assert.Equal(JsonValueKind.Array, run.Json.ValueKind);
        Assert.Equal(1, run.Json.GetArrayLength());
    }

    [Fact]
    public async Task File_that_is_being_written_is_never_valid()
    {
        var file = await _here.SignedAsync("growing.pdf");
        var original = await File.ReadAllBytesAsync(file, TestContext.Current.CancellationToken);
        using var stop = new CancellationTokenSource();
        var writer = Task.Run(() => Grow(file, original, stop.Token), TestContext.Current.CancellationToken);

        for (var i = 0; i < 20; i++)
        {
            var run = await _here.VerifyAsync(file, "--json");

            Assert.Contains(run.ExitCode, new[] { 0, 1, 2, 3, 4 });
            Assert.Equal("", run.Error);
        }

        await stop.CancelAsync();
        await writer;
    }

    [Theory]
    [InlineData("--help")]
    [InlineData("--version")]
    [InlineData("certificate --help")]
    [InlineData("timestamp --help")]
    public async Task Help_and_version_end_with_0(string arguments)
    {
        var run = await CommandLine.RunAsync(arguments.Split(' '));

        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        Assert.NotEqual("", run.Output);
    }

    /// <summary>Writes a file again and again, a part at a time, as a download does.</summary>
    private static void Grow(string path, byte[] content, CancellationToken cancelled)
    {
        while (!cancelled.IsCancellationRequested)
        {
            using var file = new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.ReadWrite);
            for (var at = 0; at < content.Length && !cancelled.IsCancellationRequested; at += 512)
            {
                file.Write(content.AsSpan(at, Math.Min(512, content.Length - at)));
                file.Flush();
            }
        }

        File.WriteAllBytes(path, content);
    }
}
