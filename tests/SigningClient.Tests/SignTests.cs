using System.Security.Cryptography;
using TrustPlatform.Pdf;
using Xunit;

namespace TrustPlatform.SigningClient.Tests;

/// <summary>Every option of <c>sign</c>, <c>augment</c> and <c>inspect</c>, judged by pdfsig, qpdf, mutool and OpenSSL.</summary>
public sealed class SignTests(Surroundings surroundings)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("B-B", 2)]
    [InlineData("B-T", 2)]
    [InlineData("B-LT", 3)]
    [InlineData("B-LTA", 4)]
    public async Task A_file_is_signed_at_each_level(string level, int updates)
    {
        var (input, output) = (surroundings.Document($"in-{level}.pdf"), surroundings.PathOf($"out-{level}.pdf"));
        string[] authority = level == "B-B" ? [] : ["--tsa", $"{surroundings.Address}tsa"];

        var run = await Tool.SigningClientAsync(
            ["sign", input, "--out", output, .. Key("level" + level), "--level", level, .. authority, "--reason", "Đồng ý", "--json"]);

        Assert.True(run.ExitCode == 0, run.Error);
        Assert.Empty(run.Error);
        Assert.Equal(("Signature1", level), (run.Json.GetProperty("field").GetString(), run.Json.GetProperty("level").GetString()));
        await JudgeAsync(output);
        var inspected = (await Tool.SigningClientAsync("inspect", output, "--json")).Json;
        Assert.Equal(1 + updates, inspected.GetProperty("revisions").GetArrayLength());
        Assert.Equal(level is "B-LT" or "B-LTA", inspected.GetProperty("securityStore").GetBoolean());
        Assert.Equal("Đồng ý", inspected.GetProperty("signatures")[0].GetProperty("reason").GetString());
        Assert.Equal(level == "B-B", inspected.GetProperty("signatures")[0].GetProperty("timestampTime").GetString() is null);
        Assert.Equal(level == "B-LTA" ? 2 : 1, inspected.GetProperty("signatures").GetArrayLength());
        await AssertPrefixAsync(input, output);
    }

    [Fact]
    public async Task The_store_of_level_LT_holds_the_status_of_every_certificate_but_the_root()
    {
        var (input, output) = (surroundings.Document("in-store.pdf"), surroundings.PathOf("store.pdf"));

        var run = await Tool.SigningClientAsync(
            ["sign", input, "--out", output, .. Key("store"), "--level", "B-LT", "--tsa", $"{surroundings.Address}tsa"]);

        Assert.True(run.ExitCode == 0, run.Error);
        using var document = PdfDocument.Open(File.OpenRead(output), PdfLimits.Default);
        var store = document.Current.Resolve<PdfDictionary>(document.Current.Catalog["DSS"])!;
        Assert.Equal(4, ((PdfArray)store["Certs"]!).Count); // signer, issuing CA, root (fetched), TSA
        Assert.Equal(2, ((PdfArray)store["OCSPs"]!).Count); // signer, TSA
        Assert.Single((PdfArray)store["CRLs"]!); // issuing CA
    }

    [Fact]
    public async Task A_file_climbs_one_level_at_a_time()
    {
        var (input, signed) = (surroundings.Document("in-climb.pdf"), surroundings.PathOf("climb-B-B.pdf"));
        var tsa = $"{surroundings.Address}tsa";
        Assert.Equal(0, (await Tool.SigningClientAsync(["sign", input, "--out", signed, .. Key("climb")])).ExitCode);
        var previous = signed;
        foreach (var (level, authority) in new[] { ("B-T", new[] { "--tsa", tsa }), ("B-LT", []), ("B-LTA", ["--tsa", tsa]), ("B-LTA", ["--tsa", tsa]) })
        {
            var next = previous + level + ".pdf";

            var run = await Tool.SigningClientAsync(["augment", previous, "--out", next, "--level", level, .. authority]);

            Assert.True(run.ExitCode == 0, run.Error);
            await AssertPrefixAsync(previous, next);
            await JudgeAsync(next);
            previous = next;
        }

        var inspected = (await Tool.SigningClientAsync("inspect", previous, "--json")).Json;
        Assert.Equal(
            ["ETSI.CAdES.detached", "ETSI.RFC3161", "ETSI.RFC3161", "ETSI.RFC3161"],
            inspected.GetProperty("signatures").EnumerateArray().Select(one => one.GetProperty("subFilter").GetString()));
    }

    [Theory]
    [InlineData(1, "B", 4)]
    [InlineData(2, "B", 0)]
    [InlineData(3, "B", 0)]
    public async Task A_certification_permits_what_it_says(int permission, string second, int expected)
    {
        var laid = await WithTwoFieldsAsync($"certify{permission}");
        var (certified, signed) = (surroundings.PathOf($"certified{permission}.pdf"), surroundings.PathOf($"certified{permission}-signed.pdf"));

        var first = await Tool.SigningClientAsync(
            ["sign", laid, "--out", certified, .. Key("certify"), "--field", "A", "--certify", $"{permission}"]);
        var run = await Tool.SigningClientAsync(["sign", certified, "--out", signed, .. Key("certify"), "--field", second]);

        Assert.True(first.ExitCode == 0, first.Error);
        Assert.Equal(expected, run.ExitCode);
        Assert.Equal(expected == 0, File.Exists(signed));
    }

    [Fact]
    public async Task A_visible_field_shows_name_date_and_reason_where_it_was_placed()
    {
        var (input, output) = (surroundings.Document("in-visible.pdf"), surroundings.PathOf("visible.pdf"));

        var run = await Tool.SigningClientAsync(
            ["sign", input, "--out", output, .. Key("visible"), "--page", "1", "--rect", "300,400,200,80", "--field", "Duyệt",
             "--reason", "Phê duyệt", "--lang", "vi"]);

        Assert.True(run.ExitCode == 0, run.Error);
        Assert.StartsWith("Đã ký", run.Output, StringComparison.Ordinal);
        var words = (await Tool.RunAsync("pdftotext", "-x", "300", "-y", "362", "-W", "200", "-H", "80", output, "-")).Output;
        Assert.Contains("Nguyễn Văn Ất", words, StringComparison.Ordinal);
        Assert.Contains("Lý do: Phê duyệt", words, StringComparison.Ordinal);
        Assert.Contains("Ngày ký: ", words, StringComparison.Ordinal);
        await JudgeAsync(output);
    }

    [Fact]
    public async Task The_only_empty_field_is_used_and_named()
    {
        var (input, laid) = (surroundings.Document("in-only.pdf"), surroundings.PathOf("only-laid.pdf"));
        await using (var source = File.OpenRead(input))
        await using (var target = File.Create(laid))
        {
            await Signatures.Pades.PadesSigner.LayFieldsAsync(source, target, [new("Bên A", 1, new(50, 50, 150, 60))], Cancel);
        }

        var run = await Tool.SigningClientAsync(["sign", laid, "--out", surroundings.PathOf("only.pdf"), .. Key("only"), "--json"]);

        Assert.Equal("Bên A", run.Json.GetProperty("field").GetString());
    }

    [Theory]
    [InlineData("P-256")]
    [InlineData("P-384")]
    [InlineData("RSA")]
    public async Task Keys_of_a_file_sign(string kind)
    {
        AsymmetricAlgorithm key = kind switch
        {
            "P-256" => ECDsa.Create(ECCurve.NamedCurves.nistP256),
            "P-384" => ECDsa.Create(ECCurve.NamedCurves.nistP384),
            _ => RSA.Create(2048),
        };
        var output = surroundings.PathOf($"key-{kind}.pdf");

        var run = await Tool.SigningClientAsync(
            "sign", surroundings.Document($"in-key-{kind}.pdf"), "--out", output, "--p12", surroundings.Pkcs12(kind, key),
            "--password-file", surroundings.PathOf("password"));

        Assert.True(run.ExitCode == 0, run.Error);
        await JudgeAsync(output, mutoolKnowsIt: kind != "RSA"); // RSASSA-PSS is unknown to mutool 1.21
    }

    [Fact]
    public async Task A_commitment_and_claimed_roles_are_signed_and_told_by_inspect()
    {
        var output = surroundings.PathOf("committed.pdf");

        var signing = await Tool.SigningClientAsync(
            ["sign", surroundings.Document("in-committed.pdf"), "--out", output, .. Key("committed"), "--commitment", "approval",
             "--role", "Giám đốc", "--role", "Người đại diện"]);
        var inspection = await Tool.SigningClientAsync("inspect", output, "--json");
        var words = await Tool.SigningClientAsync("inspect", output);

        Assert.True(signing.ExitCode == 0, signing.Error);
        var signature = inspection.Json.GetProperty("signatures")[0];
        Assert.Equal("ProofOfApproval", signature.GetProperty("commitment").GetString());
        Assert.Equal(
            ["Giám đốc", "Người đại diện"],
            signature.GetProperty("claimedRoles").EnumerateArray().Select(role => role.GetString()).Order(StringComparer.Ordinal));
        Assert.Contains("Giám đốc", words.Output, StringComparison.Ordinal);
        Assert.Contains("ProofOfApproval", words.Output, StringComparison.Ordinal);
        await JudgeAsync(output);
    }

    [Fact]
    public async Task Inspect_says_what_stands_in_a_file_in_words_too()
    {
        var output = surroundings.PathOf("inspected.pdf");
        await Tool.SigningClientAsync(["sign", surroundings.Document("in-inspect.pdf"), "--out", output, .. Key("inspect")]);

        var run = await Tool.SigningClientAsync("inspect", output);

        Assert.Equal(0, run.ExitCode);
        Assert.Contains("PDF 1.7, 1 page(s), 3 revision(s)", run.Output, StringComparison.Ordinal);
        Assert.Contains("Signature1: ETSI.CAdES.detached", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Inspect_reads_an_encrypted_file_that_has_no_user_password()
    {
        var (signed, encrypted) = (surroundings.PathOf("to-encrypt.pdf"), surroundings.PathOf("encrypted-inspect.pdf"));
        await Tool.SigningClientAsync(["sign", surroundings.Document("in-encrypt.pdf"), "--out", signed, .. Key("encrypt")]);
        await Tool.RunAsync("qpdf", "--encrypt", "", "owner", "256", "--", signed, encrypted);

        var inspected = (await Tool.SigningClientAsync("inspect", encrypted, "--json")).Json;

        Assert.True(inspected.GetProperty("encrypted").GetBoolean());
        Assert.Equal("Signature1", inspected.GetProperty("signatures")[0].GetProperty("field").GetString());
        Assert.Equal("CN=Nguyễn Văn Ất", inspected.GetProperty("signatures")[0].GetProperty("signer").GetString());
    }

    [Theory]
    [InlineData("--help")]
    [InlineData("sign", "--help")]
    [InlineData("augment", "--help")]
    [InlineData("inspect", "--help")]
    [InlineData("--version")]
    public async Task Help_and_version_are_printed(params string[] arguments)
    {
        var run = await Tool.SigningClientAsync(arguments);

        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        Assert.Contains(arguments[^1] == "--version" ? "0.1.0" : "Usage:", run.Output, StringComparison.Ordinal);
    }

    private string[] Key(string name) =>
        ["--p12", surroundings.Pkcs12(name), "--password-file", surroundings.PathOf("password")];

    private async Task<string> WithTwoFieldsAsync(string name)
    {
        var path = surroundings.PathOf(name + "-laid.pdf");
        await using var source = File.OpenRead(surroundings.Document(name + ".pdf"));
        await using var target = File.Create(path);
        await Signatures.Pades.PadesSigner.LayFieldsAsync(source, target, [new("A", 0, default), new("B", 0, default)], Cancel);
        return path;
    }

    private static async Task AssertPrefixAsync(string earlier, string later)
    {
        var before = await File.ReadAllBytesAsync(earlier, Cancel);
        var after = await File.ReadAllBytesAsync(later, Cancel);
        Assert.True(after.AsSpan().StartsWith(before), "Earlier bytes changed.");
    }

    private async Task JudgeAsync(string path, bool mutoolKnowsIt = true)
    {
        var structure = await Tool.RunAsync("qpdf", "--check", path);
        Assert.True(structure.ExitCode == 0, structure.Output + structure.Error);
        var verdict = (await Tool.RunAsync("pdfsig", "-nocert", path)).Output;
        Assert.Contains("Signature Validation: Signature is Valid.", verdict, StringComparison.Ordinal);
        Assert.Contains("otal document signed", verdict, StringComparison.Ordinal); // the archive levels append to what is signed
        Assert.True(!mutoolKnowsIt || (await Tool.RunAsync("mutool", "sign", "-v", path)).Output.Contains(" since signing.", StringComparison.Ordinal));
        var inspected = (await Tool.SigningClientAsync("inspect", path, "--json")).Json.GetProperty("signatures")[0];
        var range = inspected.GetProperty("byteRange").EnumerateArray().Select(number => number.GetInt32()).ToList();
        var bytes = await File.ReadAllBytesAsync(path, Cancel);
        var contents = Convert.FromHexString(System.Text.Encoding.ASCII.GetString(bytes, range[1] + 1, range[2] - range[1] - 2));
        var cms = Cryptography.Cms.CmsSignedData.Parse(contents);
        await File.WriteAllBytesAsync(path + ".cms", cms.Encoded, Cancel);
        await File.WriteAllBytesAsync(path + ".bin", [.. bytes.AsSpan(0, range[1]), .. bytes.AsSpan(range[2], range[3])], Cancel);
        var openssl = await Tool.RunAsync(
            "openssl", "cms", "-verify", "-binary", "-inform", "DER", "-in", path + ".cms", "-content", path + ".bin", "-CAfile",
            surroundings.PathOf("root.pem"), "-purpose", "any", "-out", "/dev/null");
        Assert.True(openssl.ExitCode == 0, openssl.Error);
    }
}
