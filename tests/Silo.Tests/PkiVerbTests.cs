using System.Globalization;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;

namespace TrustPlatform.Silo.Tests;

/// <summary>Silo pki …: what an operator types, sees and gets as exit code; and what is not taken.</summary>
public sealed class PkiVerbTests : IAsyncLifetime
{
    /// <summary>The console is the process's; one verb at a time speaks.</summary>
    private static readonly SemaphoreSlim s_console = new(1);

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("trust-verbs-");

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public ValueTask DisposeAsync()
    {
        _folder.Delete(recursive: true);
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task Init_makes_a_PKI_once_and_says_where_the_root_key_is()
    {
        Assert.Equal((0, "A test PKI was made: root, persons, persons-2, organisations, tsa. The root's key lies in the data folder (fit for development only).", ""),
            await Run("init", "--persons", "2"));
        var (code, output, error) = await Run("init");
        Assert.Equal((4, ""), (code, output));
        Assert.StartsWith("There is a PKI in ", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_ceremony_takes_the_root_key_out_and_writes_a_transcript()
    {
        var (key, transcript) = (In("medium.pem"), In("transcript.txt"));
        var (code, output, _) = await Run(
            "init", "--json", "--root-out", key, "--passphrase-file", Secret(), "--transcript", transcript);
        using var made = JsonDocument.Parse(output);

        Assert.Equal((0, key), (code, made.RootElement.GetProperty("rootKey").GetString()));
        Assert.Equal(
            ["root", "persons", "organisations", "tsa"],
            made.RootElement.GetProperty("authorities").EnumerateArray().Select(id => id.GetString()!));
        Assert.StartsWith("-----BEGIN ENCRYPTED PRIVATE KEY", await File.ReadAllTextAsync(key, Cancelled), StringComparison.Ordinal);
        Assert.False(File.Exists(Path.Combine(In("data"), "pki", "root.key")));
        var text = await File.ReadAllTextAsync(transcript, Cancelled);
        Assert.Contains(Convert.ToHexStringLower(SHA256.HashData(await File.ReadAllBytesAsync(key, Cancelled))), text, StringComparison.Ordinal);
        Assert.Contains("Witness:", text, StringComparison.Ordinal);

        var (without, _, sentence) = await Run("rekey", "persons");
        Assert.Equal(1, without);
        Assert.Contains("--root-key", sentence, StringComparison.Ordinal);
        var (renewed, said, why) = await Run("rekey", "persons", "--root-key", key, "--passphrase-file", Secret(), "--lang", "vi");
        Assert.True(renewed == 0, why);
        Assert.Equal("CA persons-2 đã cấp thay.", said);
        Assert.Equal(0, (await Run("crl", "root", "--root-key", key, "--passphrase-file", Secret())).Code);
        var wrong = await Run("rekey", "tsa", "--root-key", key, "--passphrase-file", Secret("a wrong passphrase"));
        Assert.Equal((1, ""), (wrong.Code, wrong.Output));
        Assert.DoesNotContain("a wrong passphrase", wrong.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(64, "--persons wants a number", "init", "--persons", "16")]
    [InlineData(64, "--persons wants a number", "init", "--persons", "0")]
    [InlineData(4, "go together", "init", "--root-out", "x.pem")]
    [InlineData(64, "", "init", "--lang", "fr")]
    [InlineData(64, "wants an http or https address", "init", "--public-url", "ftp://x")]
    [InlineData(64, "", "burn")]
    [InlineData(64, "", "revoke")]
    [InlineData(64, "", "rekey")]
    [InlineData(64, "", "issue", "--name", "X")]
    [InlineData(4, "There is no PKI in", "status")]
    [InlineData(4, "There is no PKI in", "lint")]
    [InlineData(4, "There is no PKI in", "crl")]
    [InlineData(4, "There is no PKI in", "rekey", "persons")]
    [InlineData(4, "There is no PKI in", "revoke", "0a0b")]
    [InlineData(4, "hexadecimal", "revoke", "xyz")]
    [InlineData(4, "hexadecimal", "revoke", "abc")]
    [InlineData(64, "Choose --hold or --release", "revoke", "0a0b", "--hold", "--release")]
    [InlineData(64, "", "revoke", "0a0b", "--reason", "boredom")]
    public async Task What_is_not_taken_has_a_code_and_a_sentence_and_makes_nothing(int code, string sentence, params string[] arguments)
    {
        var (got, output, error) = await Run(arguments);

        Assert.Equal((code, ""), (got, output));
        Assert.Contains(sentence, error, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', error);
        Assert.False(Directory.Exists(Path.Combine(In("data"), "pki")));
    }

    [Fact]
    public async Task A_root_key_that_would_stay_in_the_folder_is_refused()
    {
        var (code, _, error) = await Run(
            "init", "--root-out", Path.Combine(In("data"), "pki", "root.pem"), "--passphrase-file", Secret());

        Assert.Equal((4, "The root's key is to leave the data folder; name a file elsewhere."), (code, error));
    }

    [Fact]
    public async Task Status_says_how_it_stands_in_both_languages_and_as_JSON()
    {
        await Run("init");
        var (code, english, _) = await Run("status");
        var vietnamese = (await Run("status", "--lang", "vi")).Output;
        using var json = JsonDocument.Parse((await Run("status", "--json")).Output);

        Assert.Equal(0, code);
        Assert.StartsWith("Key store: software keys (THỬ NGHIỆM). Issued 8, revoked 0.", english, StringComparison.Ordinal);
        Assert.Contains("certificate log: 8 entries, continues its last checkpoint", english, StringComparison.Ordinal);
        Assert.Contains("Khóa gốc nằm trong thư mục dữ liệu", vietnamese, StringComparison.Ordinal);
        Assert.Contains("nhật ký chứng thư: 8 mục", vietnamese, StringComparison.Ordinal);
        Assert.Equal("none", json.RootElement.GetProperty("alarm").GetString());
        Assert.Equal(8, json.RootElement.GetProperty("log").GetProperty("size").GetInt64());
        Assert.Equal(8, json.RootElement.GetProperty("certificates").GetArrayLength());
        Assert.Equal(
            ["root", "persons", "organisations", "tsa"],
            json.RootElement.GetProperty("crls").EnumerateObject().Select(crl => crl.Name));
    }

    [Fact]
    public async Task Status_and_lint_fail_when_the_log_does_not_continue()
    {
        await Run("init");
        Assert.Equal((0, "8 certificates checked, 0 findings.", ""), await Run("lint"));
        Assert.Equal((0, "Đã kiểm 8 chứng thư, 0 lỗi.", ""), await Run("lint", "--lang", "vi"));
        await File.WriteAllTextAsync(Path.Combine(In("data"), "pki", "log.checkpoint"), "x\n0\nx\n\nx\n", Cancelled);

        var status = await Run("status");
        var lint = await Run("lint", "--json");
        using var json = JsonDocument.Parse(lint.Output);

        Assert.Equal((1, 1), (status.Code, lint.Code));
        Assert.Contains("X certificate log: ", status.Output, StringComparison.Ordinal);
        Assert.Contains("altered", json.RootElement.GetProperty("findings")[0].GetString()!, StringComparison.Ordinal);
        Assert.Equal(8, json.RootElement.GetProperty("checked").GetInt32());
    }

    [Fact]
    public async Task Issue_certifies_an_organisations_key_and_revoke_tells_each_outcome()
    {
        await Run("init");
        var (request, output) = (In("seal.csr"), In("seal.pem"));
        await File.WriteAllBytesAsync(request, Request(), Cancelled);
        string[] issue = ["issue", "--csr", request, "--name", "CÔNG TY THỬ NGHIỆM", "--tax-code", "0100109106", "--out", output];
        var (code, text, error) = await Run(issue);
        var serial = text.Split(' ')[1];

        Assert.True(code == 0, error);
        Assert.Equal($"Certificate {serial} was issued.", text);
        using var certificate = X509CertificateLoader.LoadCertificate(await File.ReadAllBytesAsync(output, Cancelled));
        Assert.Equal(serial, certificate.SerialNumber);
        Assert.Equal(3, (await File.ReadAllTextAsync(output, Cancelled)).Split("BEGIN CERTIFICATE").Length - 1);
        Assert.Equal((4, "", "The key has a certificate already."), await Run(issue));
        Assert.Equal(4, (await Run([.. issue[..6], "12", .. issue[7..]])).Code);
        Assert.Equal((4, "", "There is no file nowhere."), await Run(["issue", "--csr", "nowhere", .. issue[3..]]));
        await File.WriteAllTextAsync(request, "no request", Cancelled);
        Assert.Equal((4, "", "The request is no PKCS#10 with a signature by its own key."), await Run(issue));

        foreach (var (arguments, expected, outcome) in ((string[], int, string)[])
        [
            (["--hold"], 0, "Done"), (["--hold"], 0, "Unchanged"), (["--release"], 0, "Done"), (["--release"], 0, "Unchanged"),
            (["--reason", "keyCompromise"], 0, "Done"), ([], 0, "Unchanged"), (["--hold"], 4, "NotOnHold"), (["--release"], 4, "NotOnHold"),
        ])
        {
            var revoked = await Run(["revoke", serial.ToLowerInvariant(), "--json", .. arguments]);
            using var json = JsonDocument.Parse(revoked.Output);
            Assert.Equal((expected, outcome), (revoked.Code, json.RootElement.GetProperty("outcome").GetString()));
        }

        Assert.Equal((4, "Không có chứng thư mang số này.", ""), await Run("revoke", "22:00", "--lang", "vi"));
    }

    [Fact]
    public async Task Crl_writes_what_is_in_force_for_other_programs()
    {
        await Run("init");
        Assert.Equal((0, "4 CRLs are in force.", ""), await Run("crl", "--out", In("crls")));
        Assert.Equal((0, "1 danh sách thu hồi đang có hiệu lực.", ""), await Run("crl", "persons", "--lang", "vi"));
        Assert.Equal((4, "", "There is no CA nobody; there are root, persons, organisations, tsa."), await Run("crl", "nobody"));
        using var json = JsonDocument.Parse((await Run("crl", "root", "--json")).Output);
        var root = json.RootElement.GetProperty("crls")[0];

        Assert.Equal("root", root.GetProperty("ca").GetString());
        Assert.Equal(
            ["organisations-delta.crl", "organisations.crl", "persons-delta.crl", "persons.crl", "root-delta.crl", "root.crl", "tsa-delta.crl", "tsa.crl"],
            Directory.GetFiles(In("crls")).Select(path => Path.GetFileName(path)!).Order(StringComparer.Ordinal));
        var (code, text) = await Tool.Run("openssl", "crl", "-inform", "DER", "-in", Path.Combine(In("crls"), "root.crl"), "-noout", "-crlnumber");
        Assert.True(code == 0, text);
        Assert.Equal(
            root.GetProperty("number").GetInt64(),
            long.Parse(text.Trim().Split("=0x")[1], NumberStyles.HexNumber, CultureInfo.InvariantCulture));
    }

    [Fact]
    public async Task Rekey_gives_a_successor_once_or_one_beside()
    {
        await Run("init");
        using var json = JsonDocument.Parse((await Run("rekey", "tsa", "--json")).Output);

        Assert.Equal("tsa-2", json.RootElement.GetProperty("ca").GetString());
        Assert.Equal((0, "The CA organisations-2 issues from now on.", ""), await Run("rekey", "organisations", "--beside"));
        Assert.Equal((1, "", "The CA tsa was renewed already; name the one that issues."), await Run("rekey", "tsa"));
        Assert.Equal(1, (await Run("rekey", "nobody")).Code);
        Assert.Contains("tsa: ", (await Run("status")).Output, StringComparison.Ordinal);
        Assert.Contains("issues no more", (await Run("status")).Output, StringComparison.Ordinal);
    }

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    private static byte[] Request()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        return new CertificateRequest("CN=x", key, HashAlgorithmName.SHA256).CreateSigningRequest();
    }

    private string In(string name) => Path.Combine(_folder.FullName, name);

    private string Secret(string passphrase = "a passphrase for tests")
    {
        var path = In("secret-" + Convert.ToHexStringLower(SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(passphrase))[..4]));
        File.WriteAllText(path, passphrase + "\n");
        return path;
    }

    private async Task<(int Code, string Output, string Error)> Run(params string[] arguments)
    {
        await s_console.WaitAsync(Cancelled);
        var (output, error) = (Console.Out, Console.Error);
        try
        {
            using var said = new StringWriter();
            using var complained = new StringWriter();
            Console.SetOut(said);
            Console.SetError(complained);
            var code = await SiloCommand.Run(["pki", .. arguments, "--data", In("data")]);
            return (code, said.ToString().TrimEnd(), complained.ToString().TrimEnd());
        }
        finally
        {
            Console.SetOut(output);
            Console.SetError(error);
            s_console.Release();
        }
    }
}
