using System.Text.Json;
using TrustPlatform.Pdf;
using TrustPlatform.Signatures.Augmentation;
using TrustPlatform.Signatures.Differences;
using TrustPlatform.Signatures.Pades;
using TrustPlatform.Signatures.Validation;
using TrustPlatform.Testing;
using Xunit;

namespace TrustPlatform.Signatures.Tests.Pades;

/// <summary>Files of many producers: what can be signed is signed at every level so that others agree, what cannot is refused by name.</summary>
public sealed class SigningCorpusTests(TestAuthority authority) : IClassFixture<TestAuthority>
{
    private static readonly HashSet<PadesRefusal> StructuralRefusals = [PadesRefusal.NotPdf, PadesRefusal.Damaged, PadesRefusal.Encrypted];

    private static readonly ValidationContext Context = new()
    {
        TrustAnchors = [],
        Policy = ValidationPolicy.TestVectors,
        Time = new(2026, 11, 25, 0, 0, 0, TimeSpan.Zero),
    };

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public static TheoryData<string, string, bool> UnsignedFiles()
    {
        var data = new TheoryData<string, string, bool>();
        foreach (var file in Files())
        {
            if (file.TryGetProperty("unsigned", out var unsigned))
            {
                var isCertain = unsigned.GetProperty("confidence").GetString() != "low";
                var answer = isCertain ? unsigned.GetProperty("signable").GetString()! : "yes_or_no";
                data.Add(file.GetProperty("file").GetString()!, answer, unsigned.GetProperty("peers").GetProperty("encrypted").ValueKind == JsonValueKind.True);
            }
        }

        return Corpora.Folder is null ? [new TheoryDataRow<string, string, bool>("", "", false) { Skip = Corpora.Absent }] : data;
    }

    public static TheoryData<string> SignedFiles() => Corpora.Folder is null ? [new TheoryDataRow<string>("") { Skip = Corpora.Absent }] :
    [
        .. Files().Where(file => file.GetProperty("kind").GetString()!.StartsWith("valid", StringComparison.Ordinal))
            .Select(file => file.GetProperty("file").GetString()!),
    ];

    [Theory]
    [MemberData(nameof(UnsignedFiles))]
    public async Task Signable_files_are_signed_at_every_level_and_others_are_refused(string file, string signable, bool isEncrypted)
    {
        var path = Path.Combine(Corpora.Folder!, "pdf", file);
        var levels = await TryLevelsAsync(path);

        if (levels.Refusal is { } refusal)
        {
            Assert.True(signable != "yes" || isEncrypted, $"{refusal.Reason}: {refusal.Message}");
            Assert.True(StructuralRefusals.Contains(refusal.Reason) || signable == "yes_or_no", $"{refusal.Reason}: {refusal.Message}");
            return;
        }

        Assert.NotEqual("no", signable);
        var before = await Tool.RunAsync("qpdf", "--check", path);
        foreach (var (level, signed) in levels.Files)
        {
            await AssertPrefixAsync(path, signed);
            await JudgeAsync(signed, level, before.ExitCode, mutoolCanRead: signable == "yes"); // hostile files may end mutool
        }

        await AssertPrefixAsync(levels.Files["B-T"], levels.Files["B-LT"]);
        await AssertPrefixAsync(levels.Files["B-LT"], levels.Files["B-LTA"]);
    }

    [Theory]
    [MemberData(nameof(SignedFiles))]
    public async Task Earlier_signatures_keep_their_verdict(string file)
    {
        var path = Path.Combine(Corpora.Folder!, "pdf", file);
        var before = Facts(path);
        var levels = await TryLevelsAsync(path);

        if (levels.Refusal is { } refusal)
        {
            Assert.True(
                StructuralRefusals.Contains(refusal.Reason) || refusal.Reason is PadesRefusal.CertificationForbids or PadesRefusal.Locked,
                $"{refusal.Reason}: {refusal.Message}");
            return;
        }

        Assert.All(levels.Files.Values, signed =>
        {
            var after = Facts(signed);
            Assert.Equal(before.Select(one => (one.Field, one.Integrity)), after.Take(before.Count).Select(one => (one.Field, one.Integrity)));
            // A signature that the file's own later changes had broken already may stay so; none is broken by ours.
            Assert.All(before.Zip(after), pair => Assert.True(
                pair.First.Changes == ChangeClass.NotPermitted || pair.Second.Changes != ChangeClass.NotPermitted,
                $"{signed}: {pair.Second.Field} {pair.First.Changes} to {pair.Second.Changes}"));
        });
    }

    private static IEnumerable<JsonElement> Files()
    {
        if (Corpora.Folder is not { } folder)
        {
            yield break;
        }

        using var expected = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(folder, "pdf", "expected.json")));
        foreach (var file in expected.RootElement.GetProperty("files").EnumerateArray())
        {
            yield return file;
        }
    }

    private static IReadOnlyList<SignatureReport> Facts(string path)
    {
        using var stream = File.OpenRead(path);
        return SignatureValidator.Validate(stream, path, Context, Cancel).Signatures;
    }

    /// <summary>B-B by itself; B-T and what is made of it.</summary>
    private async Task<(IReadOnlyDictionary<string, string> Files, PadesRefusedException? Refusal)> TryLevelsAsync(string path)
    {
        using var signer = authority.Signer("Nguyễn Văn Ất");
        var files = new[] { "B-B", "B-T", "B-LT", "B-LTA" }.ToDictionary(
            level => level, level => authority.PathOf($"{Path.GetFileNameWithoutExtension(path)}-{level}.pdf"));
        try
        {
            using var laid = new MemoryStream();
            await using (var input = File.OpenRead(path))
            {
                await PadesSigner.LayFieldsAsync(input, laid, [new("TP_1", 1, new(10, 10, 90, 40))], Cancel);
            }

            var request = Requests.Of(signer, "TP_1", authority);
            await WriteAsync("B-B", output => PadesSigner.SignAsync(laid, output, request, Cancel));
            await WriteAsync("B-T", output => PadesSigner.SignAsync(
                laid, output, request with { Timestamps = authority, TimestampRoom = 4096 }, Cancel));
            await using (var input = File.OpenRead(files["B-T"]))
            {
                await WriteAsync("B-LT", output => PadesAugmenter.AddValidationMaterialAsync(
                    input, output, [authority.Root, authority.Issuing], authority, Cancel));
            }

            await using (var input = File.OpenRead(files["B-LT"]))
            {
                await WriteAsync("B-LTA", output => PadesAugmenter.AddDocumentTimestampAsync(input, output, authority, Cancel));
            }

            return (files, null);
        }
        catch (PadesRefusedException exception)
        {
            return (files, exception);
        }

        async Task WriteAsync(string level, Func<Stream, Task> write)
        {
            await using var output = File.Create(files[level]);
            await write(output);
        }
    }

    private async Task JudgeAsync(string signed, string level, int qpdfBefore, bool mutoolCanRead)
    {
        var isLast = level is "B-B" or "B-T";
        var structure = await Tool.RunAsync("qpdf", "--check", signed);
        Assert.True(structure.ExitCode == 0 || structure.ExitCode == qpdfBefore, structure.Output);
        var verdict = (await Tool.RunAsync("pdfsig", "-nocert", signed)).Output;
        Assert.Contains("Signature Validation: Signature is Valid.", verdict, StringComparison.Ordinal);
        Assert.Contains(isLast ? "- Total document signed" : "- Not total document signed", verdict, StringComparison.Ordinal);
        if (mutoolCanRead)
        {
            var second = (await Tool.RunAsync("mutool", "sign", "-v", signed)).Output;
            Assert.Contains(
                isLast ? "The document is unchanged since signing." : "The signature is valid but there have been edits since signing.",
                second, StringComparison.Ordinal);
        }

        await VerifyByOpensslAsync(signed);
    }

    /// <summary>The CMS cut out of the file by what the dictionary says, against the bytes that it says are signed.</summary>
    private async Task VerifyByOpensslAsync(string signed)
    {
        var bytes = await File.ReadAllBytesAsync(signed, Cancel);
        using var document = Requests.Open(new MemoryStream(bytes));
        var signature = FormField.ReadAll(document.Current).Single(field => field.Name == "TP_1").Signature!;
        var range = document.Current.Resolve<PdfArray>(signature["ByteRange"])!.Select(item => (int)((PdfInteger)item).Value).ToList();
        var contents = ((PdfString)signature["Contents"]!).Bytes;
        var cms = TrustPlatform.Cryptography.Cms.CmsSignedData.Parse(contents);
        await File.WriteAllBytesAsync(signed + ".cms", contents[..cms.EncodedLength], Cancel);
        await File.WriteAllBytesAsync(signed + ".bin", [.. bytes.AsSpan(0, range[1]), .. bytes.AsSpan(range[2], range[3])], Cancel);
        var (exitCode, output) = await Tool.RunAsync(
            "openssl", "cms", "-verify", "-binary", "-inform", "DER", "-in", signed + ".cms", "-content", signed + ".bin",
            "-CAfile", authority.PathOf("root.pem"), "-purpose", "any", "-out", "/dev/null");
        Assert.True(exitCode == 0, output);
    }

    private static async Task AssertPrefixAsync(string original, string signed)
    {
        var before = await File.ReadAllBytesAsync(original, Cancel);
        var after = await File.ReadAllBytesAsync(signed, Cancel);
        Assert.True(after.AsSpan().StartsWith(before), "Earlier bytes changed.");
    }
}
