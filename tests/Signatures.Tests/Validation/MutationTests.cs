using System.Collections.Concurrent;
using System.Globalization;
using TrustPlatform.Signatures.Differences;
using TrustPlatform.Signatures.Tests.Validation.Attacks;
using TrustPlatform.Signatures.Validation;
using TrustPlatform.Testing;
using Xunit;

namespace TrustPlatform.Signatures.Tests.Validation;

/// <summary>
/// Random damage to signed files. The verdict may be valid only when every covered byte is as it was signed and what follows is
/// permitted; and whatever the damage, there is a verdict. <c>./mutations.sh</c> makes a thousand rounds of each file.
/// </summary>
public sealed class MutationTests
{
    private static readonly int s_rounds =
        int.Parse(Environment.GetEnvironmentVariable("TRUST_MUTATIONS") ?? "40", CultureInfo.InvariantCulture);

    private static readonly uint s_seed =
        uint.Parse(Environment.GetEnvironmentVariable("TRUST_SEED") ?? "1", CultureInfo.InvariantCulture);

    [Fact]
    public async Task Damaged_file_is_never_valid_unless_the_signed_bytes_are_whole()
    {
        var lab = new Lab();
        var context = lab.Context(policy: ValidationPolicy.TestVectors);
        var files = await SignedFiles.MakeAsync(lab);
        var accepted = new ConcurrentBag<string>();
        var valid = 0;
        TestContext.Current.TestOutputHelper?.WriteLine($"seed {s_seed}, {files.Count} files, {s_rounds} rounds");

        Assert.Equal(50, files.Count);
        Assert.All(files, file =>
        {
            var report = Signing.Validate(file.File, context);
            var refusals = report.Signatures.SelectMany(signature => signature.Rules).Where(finding => finding.Result == RuleResult.Fail);
            Assert.Equal((file.Name, FileVerdict.Valid, ""), (file.Name, report.Verdict, string.Join(" ", refusals.Select(finding => $"{finding.Rule.Id}: {finding.Detail}"))));
        });
        Parallel.For(0, files.Count * s_rounds, i =>
        {
            var (name, original) = files[i / s_rounds];
            var mutation = Mutation.Of(original, s_seed + (uint)i);
            var report = Signing.Validate(mutation.File, context);
            if (report.Verdict == FileVerdict.Valid)
            {
                Interlocked.Increment(ref valid);
                if (mutation.IsHarmful || !IsWhole(original, mutation.File, report))
                {
                    accepted.Add($"{name}, round {i % s_rounds}, seed {s_seed + (uint)i}: {mutation.What}, {Difference(original, mutation.File)}");
                }
            }
        });

        TestContext.Current.TestOutputHelper?.WriteLine($"{valid} of {files.Count * s_rounds} valid");
        Assert.True(accepted.IsEmpty, string.Join('\n', accepted));
    }

    [Fact]
    public void Damaged_corpus_file_always_gets_a_verdict()
    {
        Assert.SkipWhen(Corpora.Folder is null, Corpora.Absent);
        var context = new Lab().Context();
        foreach (var file in PdfCorpus.Read().Where(file => new FileInfo(file.Path).Length < 200_000))
        {
            var original = File.ReadAllBytes(file.Path);
            for (var round = 0; round < 12; round++)
            {
                var report = Signing.Validate(Damaged(original, (uint)((round * 7919) + original.Length)), context);

                Assert.NotEqual(FileVerdict.Valid, report.Verdict);
                foreach (var signature in report.Signatures.Where(signature => signature.Integrity == SignatureIntegrity.Unreadable))
                {
                    Assert.Equal(ChangeClass.NotApplicable, signature.Changes);
                }
            }
        }
    }

    private static string Difference(byte[] original, byte[] mutated)
    {
        var at = Enumerable.Range(0, Math.Min(original.Length, mutated.Length)).FirstOrDefault(i => original[i] != mutated[i], -1);
        return at < 0 ? $"{mutated.Length} for {original.Length} bytes"
            : $"byte {at}: {Text(original, at)} became {Text(mutated, at)}";

        static string Text(byte[] bytes, int at) => System.Text.Encoding.Latin1.GetString(bytes[Math.Max(0, at - 20)..Math.Min(bytes.Length, at + 20)]).ReplaceLineEndings(" ");
    }

    private static byte[] Damaged(byte[] original, uint seed)
    {
        try
        {
            return Mutation.Of(original, seed).File;
        }
        catch (Pdf.PdfSyntaxException)
        {
            return original[..(original.Length / 2)]; // no update can be written after what cannot be read
        }
    }

    /// <summary>
    /// What is left is the file as it was after an earlier revision; or every signature that was there is there, and every byte that one of them covers is as it was. The zeros after a signature inside
    /// its own /Contents are the only bytes that nothing signs.
    /// </summary>
    private static bool IsWhole(byte[] original, byte[] mutated, ValidationReport report)
    {
        if (mutated.Length < original.Length && original.AsSpan().StartsWith(mutated))
        {
            return mutated.AsSpan().TrimEnd("\r\n"u8).EndsWith("%%EOF"u8);
        }

        var covered = report.Signatures.Max(signature => signature.ByteRange.Count == 4 ? signature.ByteRange[2] + signature.ByteRange[3] : 0);
        var holes = report.Signatures.Where(signature => signature.ByteRange.Count == 4)
            .Select(signature => (Start: signature.ByteRange[1], End: signature.ByteRange[2])).ToList();
        return covered >= original.Length && mutated.Length >= original.Length
            && Enumerable.Range(0, original.Length).Where(i => original[i] != mutated[i])
                .All(i => holes.Exists(hole => hole.Start < i && i < hole.End - 1));
    }
}
