using System.Security.Cryptography;
using Xunit;

namespace TrustPlatform.SigningClient.Tests;

/// <summary>Keys that never leave their token, here SoftHSM's.</summary>
public sealed class Pkcs11Tests(Surroundings surroundings)
{
    private static readonly string? Module = new[] { "/usr/lib/softhsm/libsofthsm2.so", "/usr/lib/x86_64-linux-gnu/softhsm/libsofthsm2.so" }
        .FirstOrDefault(File.Exists);

    [Theory]
    [InlineData("P-256")]
    [InlineData("P-384")]
    [InlineData("RSA")]
    public async Task A_key_on_a_token_signs(string kind)
    {
        Assert.SkipWhen(Module is null, "SoftHSM is not installed.");
        await InitializeAsync(kind, isOther: false);
        var output = surroundings.PathOf($"token-{kind}.pdf");

        var run = await SignAsync(kind, output, kind, "pin");

        Assert.True(run.ExitCode == 0, run.Error);
        var verdict = (await Tool.RunAsync("pdfsig", "-nocert", output)).Output;
        Assert.Contains("Signature is Valid", verdict, StringComparison.Ordinal);
        Assert.Contains("Total document signed", verdict, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("wrong pin", "other-pin", "PIN")]
    [InlineData("unknown label", "pin", "label")]
    [InlineData("key of another certificate", "pin", "not that of its certificate")]
    [InlineData("no module", "pin", "token")]
    public async Task What_a_token_does_not_give_is_told_in_a_sentence(string fault, string pinFile, string words)
    {
        Assert.SkipWhen(Module is null, "SoftHSM is not installed.");
        var name = fault.Replace(' ', '-');
        await InitializeAsync(name, isOther: fault == "key of another certificate");
        var output = surroundings.PathOf($"token-{name}.pdf");

        var run = await SignAsync(name, output, fault == "unknown label" ? "Nobody" : name, pinFile, fault == "no module" ? "/nowhere.so" : Module);

        Assert.Equal(4, run.ExitCode);
        Assert.Contains(words, run.Error, StringComparison.OrdinalIgnoreCase);
        Assert.Single(run.Error.TrimEnd('\n').Split('\n'));
        Assert.False(File.Exists(output));
    }

    private async Task<Run> SignAsync(string name, string output, string label, string pinFile, string? module = null) =>
        await Tool.RunAsync("env",
        [
            $"SOFTHSM2_CONF={surroundings.PathOf(name)}/softhsm2.conf", Path.Combine(AppContext.BaseDirectory, "TrustPlatform.SigningClient"),
            "sign", surroundings.Document($"token-in-{name}.pdf"), "--out", output, "--pkcs11", module ?? Module!, "--token", label,
            "--pin-file", surroundings.PathOf(pinFile),
        ]);

    /// <summary>A token of its own with a key and a certificate, which is another key's where the test wants it.</summary>
    private async Task InitializeAsync(string name, bool isOther)
    {
        var cancellationToken = TestContext.Current.CancellationToken;
        var folder = Directory.CreateDirectory(surroundings.PathOf(name)).FullName;
        Directory.CreateDirectory(Path.Combine(folder, "tokens"));
        var configuration = Path.Combine(folder, "softhsm2.conf");
        await File.WriteAllTextAsync(configuration, $"directories.tokendir = {folder}/tokens\nobjectstore.backend = file\n", cancellationToken);
        await File.WriteAllTextAsync(surroundings.PathOf("pin"), "1234\n", cancellationToken);
        await File.WriteAllTextAsync(surroundings.PathOf("other-pin"), "4321\n", cancellationToken);
        using AsymmetricAlgorithm key = name switch
        {
            "RSA" => RSA.Create(2048),
            "P-384" => ECDsa.Create(ECCurve.NamedCurves.nistP384),
            _ => ECDsa.Create(ECCurve.NamedCurves.nistP256),
        };
        using var other = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var certificate = surroundings.Issue(isOther ? other : key, "CN=Thẻ");
        var (keyFile, certificateFile) = (Path.Combine(folder, "key.pem"), Path.Combine(folder, "certificate.pem"));
        await File.WriteAllTextAsync(keyFile, key.ExportPkcs8PrivateKeyPem(), cancellationToken);
        await File.WriteAllTextAsync(certificateFile, certificate.ExportCertificatePem(), cancellationToken);
        await RunAsync("softhsm2-util", "--init-token", "--free", "--label", name, "--so-pin", "0000", "--pin", "1234");
        await RunAsync("softhsm2-util", "--import", keyFile, "--token", name, "--label", "key", "--id", "01", "--pin", "1234");
        await RunAsync(
            "p11tool", "--provider", Module!, "--login", "--set-pin=1234", "--batch", "--write", "--load-certificate", certificateFile,
            "--id", "01", "--label", "certificate", $"pkcs11:token={name}");

        async Task RunAsync(params string[] command)
        {
            var run = await Tool.RunAsync("env", [$"SOFTHSM2_CONF={configuration}", .. command]);
            Assert.True(run.ExitCode == 0, run.Error + run.Output);
        }
    }
}
