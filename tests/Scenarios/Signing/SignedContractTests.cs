using System.Formats.Asn1;
using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.RegularExpressions;
using TrustPlatform.Cryptography.X509;
using TrustPlatform.Scenarios.Running;
using TrustPlatform.Signatures.Validation;

namespace TrustPlatform.Scenarios.Signing;

/// <summary>What the demo leaves behind, judged by other people's tools and by our verifier as a stranger runs it.</summary>
public sealed partial class SignedContractTests(FinishedDemo demo) : IClassFixture<FinishedDemo>
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public void The_demo_ends_with_success() =>
        Assert.True(demo.Result.ExitCode == 0, $"{demo.Result.Output}\n{demo.Result.Error}");

    [Fact]
    public async Task Pdfsig_calls_two_signatures_and_the_seal_valid()
    {
        var result = await Tool.Run("pdfsig", ["-nocert", demo.Contract], Cancellation);

        Assert.Equal(3, Regex.Count(result.Output, "Signature is Valid\\."));
        Assert.Equal(3, Regex.Count(result.Output, "ETSI.CAdES.detached"));
    }

    [Fact]
    public async Task Qpdf_finds_no_error_and_no_warning()
    {
        var result = await Tool.Run("qpdf", ["--check", demo.Contract], Cancellation);

        Assert.Equal(0, result.ExitCode);
        Assert.Contains("No syntax or stream encoding errors found", result.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("WARNING", result.Output + result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Mutool_draws_every_page()
    {
        var pages = Path.Combine(demo.Folder, "page%d.png");
        var result = await Tool.Run("mutool", ["draw", "-q", "-F", "png", "-o", pages, demo.Contract], Cancellation);

        Assert.Equal(0, result.ExitCode);
        Assert.DoesNotContain("error", result.Error, StringComparison.OrdinalIgnoreCase);
        Assert.True(new FileInfo(Path.Combine(demo.Folder, "page2.png")).Length > 10_000);
    }

    [Fact]
    public async Task The_names_are_readable_in_the_signed_file()
    {
        var result = await Tool.Run("pdftotext", [demo.Contract, "-"], Cancellation);

        Assert.Contains("NGUYỄN VĂN AN", result.Output, StringComparison.Ordinal);
        Assert.Contains("TRẦN THỊ BÌNH", result.Output, StringComparison.Ordinal);
        Assert.Contains("Con dấu điện tử của tổ chức", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Openssl_verifies_the_document_timestamp_and_it_covers_the_whole_file()
    {
        var bytes = await File.ReadAllBytesAsync(demo.Contract, Cancellation);
        var text = System.Text.Encoding.Latin1.GetString(bytes);
        var range = ByteRange().Matches(text).Last().Groups[1].Value.Split(' ', StringSplitOptions.RemoveEmptyEntries)
            .Select(number => int.Parse(number, CultureInfo.InvariantCulture)).ToArray();
        var hole = Convert.FromHexString(text[(range[1] + 1)..(range[2] - 1)]);
        AsnDecoder.ReadEncodedValue(hole, AsnEncodingRules.BER, out _, out _, out var length);
        var (token, covered) = (Path.Combine(demo.Folder, "token.der"), Path.Combine(demo.Folder, "covered.bin"));
        await File.WriteAllBytesAsync(token, hole[..length], Cancellation);
        await File.WriteAllBytesAsync(covered, [.. bytes[..range[1]], .. bytes[range[2]..(range[2] + range[3])]], Cancellation);

        var result = await Tool.Run(
            "openssl", ["ts", "-verify", "-data", covered, "-in", token, "-token_in", "-CAfile", demo.Root, "-untrusted", demo.Root],
            Cancellation);

        Assert.Equal(bytes.Length, range[2] + range[3]);
        Assert.Contains("Verification: OK", result.Output + result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Our_verifier_calls_it_valid_with_the_root_and_nothing_without_it()
    {
        var trusted = await Tool.Run(Tool.Ours("Verifier"), [demo.Contract, "--trust", demo.Root, "--json"], Cancellation);
        var verdict = JsonDocument.Parse(trusted.Output).RootElement[0];
        var unknown = await Tool.Run(Tool.Ours("Verifier"), [demo.Contract, "--json"], Cancellation);

        Assert.True(trusted.ExitCode == 0, trusted.Output);
        Assert.Equal("valid", verdict.GetProperty("verdict").GetString());
        Assert.Equal(
            ["signature", "signature", "seal", "doc_timestamp"],
            verdict.GetProperty("signatures").EnumerateArray().Select(signature => signature.GetProperty("kind").GetString()));
        Assert.All(
            verdict.GetProperty("signatures").EnumerateArray().Take(3),
            signature => Assert.Equal("B-LTA", signature.GetProperty("level").GetString()));
        Assert.Equal(2, unknown.ExitCode);
        Assert.DoesNotContain("\"trusted\":true", unknown.Output.Replace(" ", "", StringComparison.Ordinal), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_evidence_package_proves_the_contract_by_itself()
    {
        var result = await Tool.Run(Tool.Ours("Verifier"), [demo.Evidence, "--trust", demo.Root], Cancellation);

        Assert.True(result.ExitCode == 0, result.Output + result.Error);
    }

    [Fact]
    public async Task One_changed_byte_anywhere_is_noticed()
    {
        var original = await File.ReadAllBytesAsync(demo.Contract, Cancellation);
        var context = new ValidationContext
        {
            TrustAnchors = Certificate.ParseAll(await File.ReadAllBytesAsync(demo.Root, Cancellation)),
            Policy = ValidationPolicy.VietNam,
            Time = TimeProvider.System.GetUtcNow(),
        };
        Assert.Equal(FileVerdict.Valid, Judge(original, context));

        var unnoticed = new List<int>();
        var padding = Padding(original);
        var last = padding[^1].Start.Value;
        for (var i = 0; i < 400; i++)
        {
            // Half of them in the last token: everything before it is covered by it.
            var at = i < 200 ? RandomNumberGenerator.GetInt32(original.Length) : last - 1 - RandomNumberGenerator.GetInt32(6000);
            var changed = original.ToArray();
            changed[at] ^= (byte)(1 << RandomNumberGenerator.GetInt32(8));
            if (!padding.Any(hole => at >= hole.Start.Value && at < hole.End.Value) && Judge(changed, context) == FileVerdict.Valid)
            {
                unnoticed.Add(at);
            }
        }

        Assert.Empty(unnoticed);
    }

    [Fact]
    public async Task A_second_start_finds_the_first_contract_and_makes_another()
    {
        var documents = Directory.EnumerateFiles(Path.Combine(demo.Data, "documents"), "*", SearchOption.AllDirectories).ToList();
        var first = await File.ReadAllBytesAsync(demo.Contract, Cancellation);

        var again = await demo.Once();

        Assert.True(again.ExitCode == 0, again.Output + again.Error);
        Assert.All(documents, path => Assert.True(File.Exists(path)));
        Assert.NotEqual(first, await File.ReadAllBytesAsync(demo.Contract, Cancellation));
    }

    [Fact]
    public async Task No_secret_and_no_personal_number_is_in_the_log()
    {
        var log = await File.ReadAllTextAsync(Path.Combine(demo.Data, "platform.log"), Cancellation);

        Assert.DoesNotMatch(PersonalNumber(), log);
        Assert.DoesNotContain("PRIVATE KEY", log, StringComparison.Ordinal);
        Assert.DoesNotMatch(LinkToken(), log);
        Assert.DoesNotMatch(CompactJws(), log);
        Assert.DoesNotContain("tpk.", log, StringComparison.Ordinal);
        Assert.DoesNotContain("@example.vn", log, StringComparison.Ordinal);
    }

    [Fact]
    public async Task No_personal_number_lies_in_clear_in_the_platforms_files()
    {
        // The simulators are other people's systems; the signed documents carry the number in the certificate by law.
        foreach (var file in Directory.EnumerateFiles(demo.Data, "*", SearchOption.AllDirectories)
            .Where(path => !path.Contains("simulators", StringComparison.Ordinal) && !path.Contains("documents", StringComparison.Ordinal)
                && !path.Contains(Path.DirectorySeparatorChar + "pki" + Path.DirectorySeparatorChar, StringComparison.Ordinal)))
        {
            var text = System.Text.Encoding.Latin1.GetString(await File.ReadAllBytesAsync(file, Cancellation));
            Assert.False(PersonalNumber().IsMatch(text), file);
        }
    }

    private static FileVerdict Judge(byte[] file, ValidationContext context) =>
        SignatureValidator.Validate(new MemoryStream(file), "contract.pdf", context, CancellationToken.None).Verdict;

    /// <summary>The zeros behind each token in its hole; what stands there proves nothing, and may be a warning.</summary>
    private static List<Range> Padding(byte[] file)
    {
        var text = System.Text.Encoding.Latin1.GetString(file);
        return [.. ByteRange().Matches(text).Select(match =>
        {
            var range = match.Groups[1].Value.Split(' ', StringSplitOptions.RemoveEmptyEntries)
                .Select(number => int.Parse(number, CultureInfo.InvariantCulture)).ToArray();
            var hole = Convert.FromHexString(text[(range[1] + 1)..(range[2] - 1)]);
            AsnDecoder.ReadEncodedValue(hole, AsnEncodingRules.BER, out _, out _, out var length);
            return (range[1] + 1 + (2 * length))..(range[2] - 1);
        })];
    }

    [GeneratedRegex(@"/ByteRange\s*\[([0-9 ]+)\]")]
    private static partial Regex ByteRange();

    [GeneratedRegex(@"(?<![0-9A-Fa-f])999[0-9]{9}(?![0-9A-Fa-f])")]
    private static partial Regex PersonalNumber();

    [GeneratedRegex(@"con-[a-z2-7]{26}\.p[0-9]+\.[A-Za-z0-9_-]{43}")]
    private static partial Regex LinkToken();

    [GeneratedRegex(@"eyJ[A-Za-z0-9_-]{20,}\.[A-Za-z0-9_-]{20,}\.")]
    private static partial Regex CompactJws();
}
