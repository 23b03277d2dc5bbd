using System.Text.Json;
using TrustPlatform.Cryptography.X509;
using TrustPlatform.Signatures.Pades;
using TrustPlatform.Signatures.Sources;
using TrustPlatform.Signatures.Tests.Validation;
using Xunit;

namespace TrustPlatform.Verifier.Tests;

/// <summary>What one run of the verifier gave.</summary>
internal sealed record Run(int ExitCode, string Output, string Error)
{
    public JsonElement Json => JsonDocument.Parse(Output).RootElement;
}

/// <summary>Runs the verifier in a folder of its own, with files that it signs.</summary>
internal sealed class CommandLine : IDisposable
{
    public CommandLine()
    {
        Folder = Directory.CreateTempSubdirectory("verifier-").FullName;
        File.WriteAllText(PathOf("root.pem"), Pem(Lab.Root));
        File.WriteAllText(
            PathOf("policy.json"),
            File.ReadAllText(Repository.Path("src", "Signatures", "Validation", "Policies", "vn.json")).Replace("\"required\"", "\"warn\"", StringComparison.Ordinal));
    }

    public Lab Lab { get; } = new();

    public string Folder { get; }

    public string PathOf(string name) => Path.Combine(Folder, name);

    public string Write(string name, byte[] content)
    {
        File.WriteAllBytes(PathOf(name), content);
        return PathOf(name);
    }

    /// <summary>A signed file; judged by the policy of these tests it is valid, since that one asks for no revocation data.</summary>
    public Task<string> SignedAsync(string name, Func<byte[], byte[]>? change = null) =>
        SignedAsync(name, Lab.Signer(), [Lab.Issuing.Certificate], Lab, change);

    /// <summary>One with this signer, chain and timestamps.</summary>
    public async Task<string> SignedAsync(
        string name, Holder signer, IReadOnlyList<Certificate> chain, ITimestampSource? timestamps, Func<byte[], byte[]>? change = null)
    {
        var cancellationToken = TestContext.Current.CancellationToken;
        var file = new Update()
            .With(1, "<</Type/Catalog/Pages 2 0 R>>").With(2, "<</Type/Pages/Count 1/Kids[3 0 R]>>")
            .With(3, "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>").ToFile();
        using var laid = new MemoryStream();
        await PadesSigner.LayFieldsAsync(new MemoryStream(file), laid, [new("A", 0, new(0, 0, 0, 0))], cancellationToken);
        using var signed = new MemoryStream();
        await PadesSigner.SignAsync(
            laid, signed,
            new()
            {
                FieldName = "A",
                Key = signer.Key,
                Certificate = signer.Certificate,
                Chain = chain,
                SigningTime = Lab.Time,
                Timestamps = timestamps,
            },
            cancellationToken);
        return Write(name, (change ?? (bytes => bytes))(signed.ToArray()));
    }

    public static async Task<Run> RunAsync(params string[] args)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        var code = await VerifierCommand.RunAsync(args, output, error, TimeProvider.System);
        return new(code, output.ToString(), error.ToString());
    }

    public Task<Run> VerifyAsync(params string[] args) =>
        RunAsync([.. args, "--trust", PathOf("root.pem"), "--policy", PathOf("policy.json"), "--at", "2026-03-01T09:00:00Z"]);

    public static string Pem(Holder holder) => new(
        System.Security.Cryptography.PemEncoding.Write("CERTIFICATE", holder.Certificate.RawData.Span));

    public void Dispose() => Directory.Delete(Folder, recursive: true);
}
