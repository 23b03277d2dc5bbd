using TrustPlatform.Signatures.Validation;
using Xunit;

namespace TrustPlatform.Signatures.Tests.Validation;

public class Probe
{
    [Fact]
    public void Print()
    {
        var context = new ValidationContext { TrustAnchors = [], Policy = ValidationPolicy.VietNam, Time = new(2026, 11, 25, 0, 0, 0, TimeSpan.Zero) };
        foreach (var file in PdfCorpus.Read())
        {
            using var stream = File.OpenRead(file.Path);
            var o = TestContext.Current.TestOutputHelper!;
            var report = SignatureValidator.Validate(stream, file.Name, context, TestContext.Current.CancellationToken);
            if (report.Signatures.Count != file.Signatures.Count)
            {
                o.WriteLine($"COUNT {file.Name} {report.Signatures.Count} expected {file.Signatures.Count} {report.Verdict} {report.Limits}");
            }

            foreach (var e in file.Signatures)
            {
                var f = report.Signatures.FirstOrDefault(x => e.ByteRange is null || x.ByteRange.SequenceEqual(e.ByteRange));
                if (f is null)
                {
                    continue;
                }

                var integrity = VerdictNames.Of(f.Integrity);
                var cov = VerdictNames.Of(f.Coverage);
                var ch = VerdictNames.Of(f.Changes);
                var ok = e.Integrity.Contains(integrity) && e.Coverage.Contains(cov) && e.Changes.Contains(ch) && (e.Field is null || f.Field == e.Field);
                o.WriteLine($"{(ok ? "ok  " : "DIFF")} {file.Name} {f.Field}({e.Field}) {integrity}/{string.Join(',', e.Integrity)} {cov}/{string.Join(',', e.Coverage)} {ch}/{string.Join(',', e.Changes)} {f.Conclusion}");
                if (!ok)
                {
                    foreach (var x in f.Rules.Where(x => x.Result != RuleResult.Ok))
                    {
                        o.WriteLine($"        {x.Rule.Id} {x.Result} {x.Detail}");
                    }
                }
            }
        }
    }
}
