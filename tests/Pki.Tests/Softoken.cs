using System.Runtime.InteropServices;

namespace TrustPlatform.Pki.Tests;

/// <summary>SoftHSM2 with one token of its own, in a folder that goes with the test.</summary>
internal sealed class Softoken : IDisposable
{
    public const string Pin = "734021";
    private const string Module = "/usr/lib/softhsm/libsofthsm2.so";

    private readonly string _folder = Directory.CreateTempSubdirectory("trust-softhsm-").FullName;

    private Softoken() { }

    public static bool IsThere => File.Exists(Module);

    public static Pkcs11Options Options => new(Module, "trust-test", Pin);

    public static async Task<Softoken> Create()
    {
        var token = new Softoken();
        var configuration = Path.Combine(token._folder, "softhsm2.conf");
        var tokens = Directory.CreateDirectory(Path.Combine(token._folder, "tokens")).FullName;
        await File.WriteAllTextAsync(
            configuration, $"directories.tokendir = {tokens}\nobjectstore.backend = file\nlog.level = ERROR\n",
            TestContext.Current.CancellationToken);

        // The module reads the variable with getenv, which does not see what .NET sets.
        Assert.Equal(0, SetNative("SOFTHSM2_CONF", configuration, 1));
        Environment.SetEnvironmentVariable("SOFTHSM2_CONF", configuration);
        var (code, output) = await Tool.Run(
            "softhsm2-util", "--init-token", "--free", "--label", "trust-test", "--pin", Pin, "--so-pin", "90210000");
        Assert.True(code == 0, output);
        return token;
    }

    /// <summary>Takes the token out of the drawer: its files are elsewhere until the result is disposed.</summary>
    public IDisposable TakeAway()
    {
        var tokens = Path.Combine(_folder, "tokens");
        Directory.Move(tokens, tokens + ".away");
        Directory.CreateDirectory(tokens);
        return new PutBack(tokens);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [DllImport("libc", EntryPoint = "setenv", CharSet = CharSet.Ansi, BestFitMapping = false, ThrowOnUnmappableChar = true)]
#pragma warning disable SYSLIB1054 // One call in a test is not worth unsafe blocks for the whole project.
    private static extern int SetNative(string name, string value, int overwrite);
#pragma warning restore SYSLIB1054

    private sealed class PutBack(string tokens) : IDisposable
    {
        public void Dispose()
        {
            Directory.Delete(tokens);
            Directory.Move(tokens + ".away", tokens);
        }
    }
}
