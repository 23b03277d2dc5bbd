using System.Globalization;
using System.IO.Enumeration;
using System.Text.RegularExpressions;
using TrustPlatform.Signatures.Differences;
using TrustPlatform.Signatures.Tests.Pades;
using TrustPlatform.Signatures.Tests.Validation.Attacks;
using TrustPlatform.Signatures.Validation;
using TrustPlatform.Testing;
using Xunit;

namespace TrustPlatform.Signatures.Tests.Validation;

/// <summary>
/// What pdfsig says of the published files and of ours. Each disagreement stands in <c>pdfsig-disagreements.txt</c> with who is right
/// and why; one that is not listed fails, and so does a line that nothing needs any more.
/// </summary>
public sealed partial class PdfsigTests
{
    private static readonly Lab s_lab = new();

    private sealed record Disagreement(string File, string Pdfsig, string Ours);

    private sealed record Line(string File, string Pdfsig, string Ours, string Why)
    {
        public bool Explains(Disagreement found) =>
            FileSystemName.MatchesSimpleExpression(File, found.File, ignoreCase: false)
            && FileSystemName.MatchesSimpleExpression(Pdfsig, found.Pdfsig, ignoreCase: false)
            && FileSystemName.MatchesSimpleExpression(Ours, found.Ours, ignoreCase: false);
    }

    [Fact]
    public async Task Disagreements_on_published_files_are_those_listed()
    {
        Assert.SkipWhen(Corpora.Folder is null, Corpora.Absent);
        var found = new List<Disagreement>();
        foreach (var file in PdfCorpus.Read().Where(file => file.Signatures.Count > 0))
        {
            found.AddRange(await CompareAsync(file.Name, file.Path));
        }

        AssertListed(found, Lines().Where(line => !line.File.StartsWith("ours/", StringComparison.Ordinal)).ToList());
    }

    [Fact]
    public async Task Disagreements_on_our_files_are_those_listed()
    {
        var folder = Directory.CreateTempSubdirectory("pdfsig-").FullName;
        try
        {
            var found = new List<Disagreement>();
            foreach (var (name, file) in await SignedFiles.MakeAsync(s_lab))
            {
                found.AddRange(await CompareAsync(folder, $"ours/signed/{name}", file));
            }

            foreach (var (name, file) in await UpdateAttackTests.MakeAllAsync(s_lab))
            {
                found.AddRange(await CompareAsync(folder, $"ours/update/{name}", file));
            }

            foreach (var (name, file) in await ByteAttackTests.MakeAllAsync(s_lab))
            {
                found.AddRange(await CompareAsync(folder, $"ours/bytes/{name}", file));
            }

            AssertListed(found, Lines().Where(line => line.File.StartsWith("ours/", StringComparison.Ordinal)).ToList());
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static void AssertListed(List<Disagreement> found, List<Line> lines)
    {
        var unlisted = found.Where(one => !lines.Exists(line => line.Explains(one))).Select(one => $"{one.File}\t{one.Pdfsig}\t{one.Ours}").Distinct();
        var needless = lines.Where(line => !found.Exists(line.Explains)).Select(line => $"{line.File}\t{line.Pdfsig}\t{line.Ours}");
        Assert.True(!unlisted.Any() && !needless.Any(), $"Not listed:\n{string.Join('\n', unlisted)}\nNeedless:\n{string.Join('\n', needless)}");
        Assert.All(lines, line => Assert.Matches("^(ours|pdfsig|both): .{20,}", line.Why));
    }

    private static async Task<IReadOnlyList<Disagreement>> CompareAsync(string folder, string name, byte[] file)
    {
        var path = Path.Combine(folder, "file.pdf");
        await File.WriteAllBytesAsync(path, file, TestContext.Current.CancellationToken);
        return await CompareAsync(name, path);
    }

    private static async Task<IReadOnlyList<Disagreement>> CompareAsync(string name, string path)
    {
        var (_, output) = await Tool.RunAsync("pdfsig", "-nocert", path);
        using var stream = File.OpenRead(path);
        var report = SignatureValidator.Validate(
            stream, name, s_lab.Context(policy: ValidationPolicy.TestVectors), TestContext.Current.CancellationToken);
        var theirs = Blocks().Matches(output).Select(match => match.Value)
            .Where(block => Status().IsMatch(block)).ToList();
        var found = new List<Disagreement>();
        foreach (var signature in report.Signatures)
        {
            var hole = signature.ByteRange is [_, var start, ..] ? start : -1;
            var block = theirs.FirstOrDefault(text => hole >= 0 && text.Contains(string.Create(CultureInfo.InvariantCulture, $"[0 - {hole}]"), StringComparison.Ordinal));
            theirs.Remove(block ?? "");
            var said = block is null ? "not listed" : Said(block);
            if (said != Expected(signature))
            {
                found.Add(new(name, said, Ours(signature)));
            }
        }

        // Fields that are not signed have no status.
        found.AddRange(theirs.Select(block => new Disagreement(name, Said(block), "not listed")));
        return found;
    }

    private static string Said(string block) =>
        Status().Match(block).Groups[1].Value + (block.Contains("- Total document signed", StringComparison.Ordinal) ? ", total" : "");

    /// <summary>What pdfsig would say if it agreed.</summary>
    private static string Expected(SignatureReport signature) =>
        signature.Coverage == SignatureCoverage.Gap || signature.Changes == ChangeClass.NotPermitted ? "refused"
        : signature.Integrity switch
        {
            SignatureIntegrity.Intact => "Signature is Valid." + (signature.Coverage == SignatureCoverage.EntireFile ? ", total" : ""),
            SignatureIntegrity.Broken => "Digest Mismatch." + (signature.Coverage == SignatureCoverage.EntireFile ? ", total" : ""),
            _ => "refused",
        };

    private static string Ours(SignatureReport signature) => string.Join(
        ' ', signature.SubFilter ?? "none", VerdictNames.Of(signature.Integrity), VerdictNames.Of(signature.Coverage), VerdictNames.Of(signature.Changes));

    private static List<Line> Lines() => File.ReadAllLines(Repository.Path("tests", "Signatures.Tests", "Validation", "pdfsig-disagreements.txt"))
        .Where(line => line.Length > 0 && line[0] != '#').Select(line => line.Split('\t', StringSplitOptions.RemoveEmptyEntries))
        .Select(parts => new Line(parts[0], parts[1], parts[2], parts[3])).ToList();

    [GeneratedRegex(@"Signature #\d+:(?:(?!Signature #)[\s\S])*")]
    private static partial Regex Blocks();

    [GeneratedRegex(@"Signature Validation: ([^\n]+)")]
    private static partial Regex Status();
}
