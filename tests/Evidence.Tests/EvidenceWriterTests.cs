using System.Diagnostics;
using System.Text;
using System.Text.Json;

namespace TrustPlatform.Evidence.Tests;

public sealed class EvidenceWriterTests(Platform platform) : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("trust-evidence-").FullName;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Same_content_gives_the_same_bytes_but_for_the_signature()
    {
        var sample = new Sample(platform);

        var first = Sample.Unzip(await sample.PackageAsync());
        var second = Sample.Unzip(await sample.PackageAsync());

        Assert.Equal(["manifest.json", "manifest.p7s", "contract.pdf"], first.Take(3).Select(file => file.Name));
        Assert.Equal(first.Skip(3).Select(file => file.Name).Order(StringComparer.Ordinal), first.Skip(3).Select(file => file.Name));
        Assert.Equal(
            first.Where(file => file.Name != "manifest.p7s").Select(file => (file.Name, Convert.ToHexString(file.Content))),
            second.Where(file => file.Name != "manifest.p7s").Select(file => (file.Name, Convert.ToHexString(file.Content))));
    }

    [Fact]
    public async Task Other_programs_unpack_it_and_verify_the_signature()
    {
        Assert.SkipWhen(!File.Exists("/usr/bin/unzip") || !File.Exists("/usr/bin/openssl"), "unzip and openssl are not installed.");
        var sample = new Sample(platform);
        await File.WriteAllBytesAsync(Path.Combine(_folder, "evidence.zip"), await sample.PackageAsync(), Token);
        await File.WriteAllTextAsync(Path.Combine(_folder, "root.pem"),
            new string(System.Security.Cryptography.PemEncoding.Write("CERTIFICATE", platform.Pki.Roots[0].RawData.Span)), Token);
        var time = platform.Time.GetUtcNow().ToUnixTimeSeconds().ToString(System.Globalization.CultureInfo.InvariantCulture);

        Assert.Equal(0, await RunAsync("/usr/bin/unzip", "-q", "evidence.zip"));
        Assert.Equal(0, await RunAsync("/usr/bin/openssl", "cms", "-verify", "-binary", "-inform", "DER", "-in", "manifest.p7s",
            "-content", "manifest.json", "-CAfile", "root.pem", "-purpose", "any", "-attime", time, "-out", "/dev/null"));
        Assert.Equal(0, await RunAsync("/bin/sh", "-c",
            "grep -q \"$(sha256sum contract.pdf | cut -c1-64)\" manifest.json && grep -q \"$(sha256sum events.jsonl | cut -c1-64)\" manifest.json"));
    }

    [Fact]
    public async Task Manifest_names_every_file_and_the_head_of_the_events()
    {
        var sample = new Sample(platform);
        var content = sample.Content();

        var files = Sample.Unzip(await sample.PackageAsync());

        using var manifest = JsonDocument.Parse(files[0].Content);
        Assert.Equal(1, manifest.RootElement.GetProperty("version").GetInt32());
        Assert.Equal(sample.Id.ToString(), manifest.RootElement.GetProperty("contract").GetString());
        Assert.Equal(content.Events.Count, manifest.RootElement.GetProperty("events").GetProperty("count").GetInt32());
        Assert.Equal(Convert.ToHexStringLower(content.Events[^1].Hash.Span),
            manifest.RootElement.GetProperty("events").GetProperty("head").GetString());
        Assert.Equal(files.Skip(2).Select(file => file.Name).Order(StringComparer.Ordinal),
            manifest.RootElement.GetProperty("files").EnumerateArray().Select(file => file.GetProperty("name").GetString()));
    }

    [Fact]
    public async Task Event_stands_octet_for_octet_in_its_line()
    {
        var sample = new Sample(platform);
        var payload = "{\"a\" :  1.50,\"b\":\"H\\u1ee3p \u0111ồng\"}"u8.ToArray();
        var hash = EventChain.Next(sample.Id.ToString(), EventChain.Start, 1, "x.y", payload);
        var output = new MemoryStream();

        await EvidencePackage.WriteAsync(
            sample.Content() with { Events = [new(1, "x.y", payload, hash)] }, sample.Signer, output, Token);

        var line = Sample.Unzip(output.ToArray()).Single(file => file.Name == "events.jsonl").Content;
        Assert.Equal(
            $"{{\"sequence\":1,\"type\":\"x.y\",\"payload\":{Encoding.UTF8.GetString(payload)},\"hash\":\"{Convert.ToHexStringLower(hash)}\"}}\n",
            Encoding.UTF8.GetString(line));
        Assert.Equal(payload, Assert.Single(EventLines.Parse(line)).Payload.ToArray());
    }

    [Theory]
    [InlineData("manifest.json", "a fixed name")]
    [InlineData("CONTRACT.pdf", "a fixed name in another case")]
    [InlineData("../x", "a way up")]
    [InlineData("a//b", "an empty segment")]
    [InlineData("/a", "an absolute path")]
    [InlineData("a/", "a folder")]
    [InlineData("a\\b", "a backslash")]
    [InlineData("hợp-đồng", "letters beyond ASCII")]
    [InlineData(".hidden", "a hidden file")]
    [InlineData("a.", "a trailing dot")]
    [InlineData("", "no name")]
    public async Task Names_that_unpack_differently_somewhere_are_refused(string name, string why)
    {
        var sample = new Sample(platform);
        sample.Files[name] = [1];

        var error = await Record.ExceptionAsync(sample.PackageAsync);

        Assert.True(error is ArgumentException, why);
    }

    [Fact]
    public async Task Same_file_may_be_given_twice_and_another_of_its_name_may_not()
    {
        var sample = new Sample(platform);
        var content = sample.Content();
        var file = content.Files[0];

        await EvidencePackage.WriteAsync(
            content with { Files = [.. content.Files, file] }, sample.Signer, new MemoryStream(), Token);

        await Assert.ThrowsAsync<ArgumentException>(() => EvidencePackage.WriteAsync(
            content with { Files = [.. content.Files, file with { Content = new byte[] { 9 } }] },
            sample.Signer, new MemoryStream(), Token));
    }

    [Fact]
    public async Task Events_that_are_no_chain_are_refused()
    {
        var sample = new Sample(platform);
        var content = sample.Content();
        List<EvidenceEvent>[] broken =
        [
            [.. content.Events.Skip(1)],
            [.. content.Events.Take(3), .. content.Events.Skip(4)],
            [content.Events[1], content.Events[0]],
            [content.Events[0] with { Type = "contract.voided" }],
            [content.Events[0] with { Payload = "{}"u8.ToArray() }],
        ];

        foreach (var events in broken)
        {
            await Assert.ThrowsAsync<ArgumentException>(() => EvidencePackage.WriteAsync(
                content with { Events = events }, sample.Signer, new MemoryStream(), Token));
        }
    }

    private async Task<int> RunAsync(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { WorkingDirectory = _folder })!;
        await process.WaitForExitAsync(Token);
        return process.ExitCode;
    }
}
