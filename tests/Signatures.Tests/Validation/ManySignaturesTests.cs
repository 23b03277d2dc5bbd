using System.Diagnostics;
using TrustPlatform.Signatures.Differences;
using TrustPlatform.Signatures.Pades;
using TrustPlatform.Signatures.Tests.Pades;
using TrustPlatform.Signatures.Validation;
using Xunit;

namespace TrustPlatform.Signatures.Tests.Validation;

public sealed class ManySignaturesTests
{
    [Fact]
    public async Task Each_of_many_signatures_keeps_its_verdict()
    {
        const int Count = 40;
        var lab = new Lab();
        var fields = Enumerable.Range(1, Count).Select(i => new SignatureFieldPlacement($"F{i}", 0, default)).ToArray();
        var file = (await Requests.LaidAsync(Requests.A4(), fields)).ToArray();
        var signer = lab.Signer();
        var half = Array.Empty<byte>();
        for (var i = 1; i <= Count; i++)
        {
            file = await Signing.SignAsync(lab, signer, file, $"F{i}", timestamp: false);
            half = i == Count / 2 ? file : half;
        }

        var (report, whole) = Measure(file, lab);
        var (_, part) = Measure(half, lab);

        TestContext.Current.TestOutputHelper?.WriteLine($"{Count / 2}: {part.TotalMilliseconds:F1} ms, {Count}: {whole.TotalMilliseconds:F1} ms");
        Assert.Equal(FileVerdict.Valid, report.Verdict);
        Assert.Equal(Count, report.Signatures.Count);
        Assert.All(report.Signatures.SkipLast(1), signature => Assert.Equal(
            (SignatureCoverage.Revision, ChangeClass.FormFill), (signature.Coverage, signature.Changes)));
        Assert.Equal((SignatureCoverage.EntireFile, ChangeClass.None), (report.Signatures[^1].Coverage, report.Signatures[^1].Changes));
        Assert.Equal(Enumerable.Range(1, Count).Select(i => $"F{i}"), report.Signatures.Select(signature => signature.Field));
    }

    private static (ValidationReport Report, TimeSpan Fastest) Measure(byte[] file, Lab lab)
    {
        var fastest = TimeSpan.MaxValue;
        ValidationReport? report = null;
        for (var i = 0; i < 5; i++)
        {
            var start = Stopwatch.GetTimestamp();
            report = Signing.Validate(file, lab.Context(policy: ValidationPolicy.TestVectors));
            var elapsed = Stopwatch.GetElapsedTime(start);
            fastest = elapsed < fastest ? elapsed : fastest;
        }

        return (report!, fastest);
    }
}
