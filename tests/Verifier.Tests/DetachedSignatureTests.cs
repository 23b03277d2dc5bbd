using System.Diagnostics;
using System.Security.Cryptography;
using System.Text.Json;
using TrustPlatform.Cryptography.Cms;
using TrustPlatform.Signatures.Tests.Validation;
using Xunit;

namespace TrustPlatform.Verifier.Tests;

/// <summary>Signatures in files of their own, made by OpenSSL.</summary>
public sealed class DetachedSignatureTests : IDisposable
{
    private const string Passphrase = "mật khẩu 1";

    private readonly CommandLine _here = new();

    public void Dispose() => _here.Dispose();

    [Theory]
    [InlineData("DER")]
    [InlineData("PEM")]
    public async Task It_is_judged_with_the_file_beside_it(string form)
    {
        await SignAsync("hợp đồng.txt", form: form);

        var run = await VerifyAsync("hợp đồng.txt.p7s", "--json");

        var signature = run.Json[0].GetProperty("signatures")[0];
        Assert.Equal((0, "valid"), (run.ExitCode, run.Json[0].GetProperty("verdict").GetString()));
        Assert.Equal(("intact", "entire_file", "none"), (Text(signature, "integrity"), Text(signature, "coverage"), Text(signature, "changes")));
        Assert.Equal(("B-B", "Nguyễn Văn Ất"), (Text(signature, "level"), Text(signature.GetProperty("signer"), "name")));
        Assert.Equal(JsonValueKind.String, signature.GetProperty("claimedTime").ValueKind);
    }

    [Fact]
    public async Task Changed_file_is_noticed()
    {
        await SignAsync("a.txt");
        await File.AppendAllTextAsync(_here.PathOf("a.txt"), " ", TestContext.Current.CancellationToken);

        var run = await VerifyAsync("a.txt.p7s", "--json");

        Assert.Equal((1, "HASH_FAILURE"), (run.ExitCode, Text(run.Json[0].GetProperty("signatures")[0], "subIndication")));
    }

    [Fact]
    public async Task Changed_octet_of_the_signature_is_noticed()
    {
        await SignAsync("a.txt");
        var path = _here.PathOf("a.txt.p7s");
        var signature = await File.ReadAllBytesAsync(path, TestContext.Current.CancellationToken);
        var unnoticed = new List<int>();
        for (var i = 0; i < signature.Length; i += 7)
        {
            var changed = signature.ToArray();
            changed[i] ^= 1;
            await File.WriteAllBytesAsync(path, changed, TestContext.Current.CancellationToken);
            if ((await VerifyAsync("a.txt.p7s")).ExitCode == 0)
            {
                unnoticed.Add(i);
            }
        }

        Assert.Empty(unnoticed);
    }

    [Fact]
    public async Task Unused_bits_that_nobody_signed_are_noticed()
    {
        await SignAsync("a.txt");
        var path = _here.PathOf("a.txt.p7s");
        var signature = await File.ReadAllBytesAsync(path, TestContext.Current.CancellationToken);
        var issuing = _here.Lab.Issuing.Certificate.RawData.Span;
        var inside = signature.AsSpan().IndexOf(issuing);
        // The BIT STRING stands behind the last ecdsa-with-SHA256: tag, length, count of unused bits.
        ReadOnlySpan<byte> algorithm = [0x06, 0x08, 0x2A, 0x86, 0x48, 0xCE, 0x3D, 0x04, 0x03, 0x02];
        var unused = inside + issuing.LastIndexOf(algorithm) + algorithm.Length + 2;
        Assert.Equal((0x03, 0), (signature[unused - 2], signature[unused]));
        signature[unused] = 1;
        await File.WriteAllBytesAsync(path, signature, TestContext.Current.CancellationToken);

        Assert.NotEqual(0, (await VerifyAsync("a.txt.p7s")).ExitCode);
    }

    [Fact]
    public async Task Its_timestamp_proves_the_time()
    {
        await SignAsync("a.txt");
        var path = _here.PathOf("a.txt.p7s");
        var signature = CmsSignedData.Parse(await File.ReadAllBytesAsync(path, TestContext.Current.CancellationToken));
        var digest = SHA256.HashData(signature.Signers[0].SignatureValue.Span);
        var stamped = signature.WithSignatureTimestamp(_here.Lab.Stamp(digest, new(2026, 4, 1, 0, 0, 0, TimeSpan.Zero)));
        await File.WriteAllBytesAsync(path, stamped.Encoded, TestContext.Current.CancellationToken);

        var run = await VerifyAsync("a.txt.p7s", "--json");

        var found = run.Json[0].GetProperty("signatures")[0];
        Assert.Equal((0, "B-T", "2026-04-01T00:00:00Z"), (run.ExitCode, Text(found, "level"), Text(found, "provenTime")));
    }

    [Fact]
    public async Task Each_signer_of_one_file_is_judged()
    {
        await SignAsync("a.txt");
        await SignTooAsync("a.txt", _here.Lab.Signer("Trần Thị Bưởi"));

        var run = await VerifyAsync("a.txt.p7s", "--json");

        Assert.Equal((0, "valid"), (run.ExitCode, Text(run.Json[0], "verdict")));
        Assert.Equal(["Nguyễn Văn Ất", "Trần Thị Bưởi"], Signers(run).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task One_signer_whom_nobody_knows_is_enough_to_doubt()
    {
        await SignAsync("a.txt");
        var lab = _here.Lab;
        await SignTooAsync("a.txt", lab.Issue("CN", "Người Lạ", issuer: null, lab.Time.AddDays(-1), lab.Time.AddYears(9)));

        var run = await VerifyAsync("a.txt.p7s", "--json");

        var verdicts = run.Json[0].GetProperty("signatures").EnumerateArray().Select(one => Text(one, "indication"));
        Assert.Equal((2, "indeterminate"), (run.ExitCode, Text(run.Json[0], "verdict")));
        Assert.Equal(["INDETERMINATE", "TOTAL-PASSED"], verdicts.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Another_file_is_named_by_data()
    {
        await SignAsync("a.txt");
        File.Move(_here.PathOf("a.txt"), _here.PathOf("b.txt"));

        var alone = await VerifyAsync("a.txt.p7s");
        var named = await VerifyAsync("a.txt.p7s", "--data", _here.PathOf("b.txt"));

        Assert.Equal((4, 0), (alone.ExitCode, named.ExitCode));
        Assert.Contains("--data", alone.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("content inside", "The content is inside")]
    [InlineData("something after", "Something follows")]
    [InlineData("cut off", "limits")]
    public async Task What_is_no_detached_signature_is_not_judged(string what, string sentence)
    {
        await SignAsync("a.txt", extra: what == "content inside" ? ["-nodetach"] : []);
        var path = _here.PathOf("a.txt.p7s");
        var content = await File.ReadAllBytesAsync(path, TestContext.Current.CancellationToken);
        await File.WriteAllBytesAsync(
            path, what == "something after" ? [.. content, 0] : what == "cut off" ? content[..^10] : content, TestContext.Current.CancellationToken);

        var run = await VerifyAsync("a.txt.p7s", "--json");

        Assert.Equal((4, "unreadable"), (run.ExitCode, Text(run.Json[0], "verdict")));
        Assert.Contains(sentence, run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Data_belongs_to_one_detached_signature()
    {
        await SignAsync("a.txt");
        var document = await _here.SignedAsync("a.pdf");

        var withDocument = await VerifyAsync("a.pdf", "--data", _here.PathOf("a.txt"));
        var withTwo = await VerifyAsync("a.txt.p7s", document, "--data", _here.PathOf("a.txt"));

        Assert.Equal((64, 64), (withDocument.ExitCode, withTwo.ExitCode));
        Assert.Contains("a.pdf", withDocument.Error, StringComparison.Ordinal);
    }

    private Task<Run> VerifyAsync(string name, params string[] more) => CommandLine.RunAsync(
        [_here.PathOf(name), .. more, "--trust", _here.PathOf("root.pem"), "--policy", _here.PathOf("policy.json")]);

    private async Task SignAsync(string name, string form = "DER", params string[] extra)
    {
        await File.WriteAllTextAsync(_here.PathOf(name), "Bên A và bên B thỏa thuận như sau.");
        await RunOpenSslAsync(
            _here.Lab.Signer(), ["-sign", "-binary", "-in", _here.PathOf(name), "-outform", form, "-out", _here.PathOf(name + ".p7s"), .. extra]);
    }

    /// <summary>Another signer's SignerInfo beside that of the first.</summary>
    private async Task SignTooAsync(string name, Holder signer)
    {
        var path = _here.PathOf(name + ".p7s");
        await RunOpenSslAsync(signer, ["-resign", "-in", path, "-inform", "DER", "-outform", "DER", "-out", path + ".2"]);
        File.Move(path + ".2", path, overwrite: true);
    }

    private async Task RunOpenSslAsync(Holder signer, string[] arguments)
    {
        await File.WriteAllTextAsync(_here.PathOf("key.pem"), signer.Key.ExportEncryptedPem(Passphrase));
        await File.WriteAllTextAsync(_here.PathOf("signer.pem"), CommandLine.Pem(signer));
        await File.WriteAllTextAsync(_here.PathOf("issuing.pem"), CommandLine.Pem(_here.Lab.Issuing));
        using var process = Process.Start("openssl",
        [
            "cms", .. arguments, "-cades", "-md", "sha256", "-signer", _here.PathOf("signer.pem"), "-certfile", _here.PathOf("issuing.pem"),
            "-inkey", _here.PathOf("key.pem"), "-passin", "pass:" + Passphrase,
        ]);
        await process.WaitForExitAsync();
        Assert.Equal(0, process.ExitCode);
    }

    private static IEnumerable<string?> Signers(Run run) =>
        run.Json[0].GetProperty("signatures").EnumerateArray().Select(one => Text(one.GetProperty("signer"), "name"));

    private static string? Text(JsonElement element, string key) => element.GetProperty(key).GetString();
}
