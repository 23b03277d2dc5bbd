using System.Text.Json;
using TrustPlatform.Signatures.Pades;
using TrustPlatform.Testing;
using Xunit;

namespace TrustPlatform.Signatures.Tests.Pades;

/// <summary>Files of many producers: what can be signed is signed so that others agree, what cannot is refused by name.</summary>
public sealed class SigningCorpusTests(TestAuthority authority) : IClassFixture<TestAuthority>
{
    private static readonly HashSet<PadesRefusal> StructuralRefusals = [PadesRefusal.NotPdf, PadesRefusal.Damaged, PadesRefusal.Encrypted];

    public static TheoryData<string, string, bool> UnsignedFiles()
    {
        var data = new TheoryData<string, string, bool>();
        if (Corpora.Folder is not { } folder)
        {
            return data;
        }

        using var expected = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(folder, "pdf", "expected.json")));
        foreach (var file in expected.RootElement.GetProperty("files").EnumerateArray())
        {
            if (file.TryGetProperty("unsigned", out var unsigned))
            {
                var isCertain = unsigned.GetProperty("confidence").GetString() != "low";
                var answer = isCertain ? unsigned.GetProperty("signable").GetString()! : "yes_or_no";
                data.Add(file.GetProperty("file").GetString()!, answer, unsigned.GetProperty("peers").GetProperty("encrypted").ValueKind == JsonValueKind.True);
            }
        }

        return data;
    }

    [Theory(SkipTestWithoutData = true)]
    [MemberData(nameof(UnsignedFiles))]
    public async Task Signable_files_are_signed_and_others_are_refused(string file, string signable, bool isEncrypted)
    {
        var path = Path.Combine(Corpora.Folder!, "pdf", file);
        var signed = authority.PathOf(Path.GetFileName(file));
        using var signer = authority.Signer("Nguyễn Văn Ất");

        var refusal = await TrySignAsync(path, signed, signer);

        if (refusal is not null)
        {
            Assert.True(signable != "yes" || isEncrypted, $"{refusal.Reason}: {refusal.Message}");
            Assert.True(StructuralRefusals.Contains(refusal.Reason) || signable == "yes_or_no", $"{refusal.Reason}: {refusal.Message}");
            return;
        }

        Assert.NotEqual("no", signable);
        var before = await Tool.RunAsync("qpdf", "--check", path);
        var after = await Tool.RunAsync("qpdf", "--check", signed);
        var verdict = await Tool.RunAsync("pdfsig", "-nocert", signed);
        Assert.True(after.ExitCode == 0 || after.ExitCode == before.ExitCode, after.Output);
        Assert.Contains("Signature Validation: Signature is Valid.", verdict.Output, StringComparison.Ordinal);
        Assert.Contains("Total document signed", verdict.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("Not total document signed", verdict.Output, StringComparison.Ordinal);
        await AssertPrefixAsync(path, signed);
    }

    private async Task<PadesRefusedException?> TrySignAsync(string path, string signed, TestSigner signer)
    {
        var cancellationToken = TestContext.Current.CancellationToken;
        await using var input = File.OpenRead(path);
        await using var output = File.Create(signed);
        using var laid = new MemoryStream();
        try
        {
            await PadesSigner.LayFieldsAsync(input, laid, [new("TP_1", 1, new(10, 10, 90, 40))], cancellationToken);
            await PadesSigner.SignAsync(laid, output, Requests.Of(signer, "TP_1", authority) with { Timestamps = authority }, cancellationToken);
            return null;
        }
        catch (PadesRefusedException exception)
        {
            return exception;
        }
    }

    private static async Task AssertPrefixAsync(string original, string signed)
    {
        var before = await File.ReadAllBytesAsync(original, TestContext.Current.CancellationToken);
        var after = await File.ReadAllBytesAsync(signed, TestContext.Current.CancellationToken);
        Assert.True(after.AsSpan(0, before.Length).SequenceEqual(before), "Earlier bytes changed.");
    }
}
