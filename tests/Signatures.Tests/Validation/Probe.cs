using TrustPlatform.Pdf;
using TrustPlatform.Signatures.Validation;
using Xunit;

namespace TrustPlatform.Signatures.Tests.Validation;

public class Probe
{
    [Fact]
    public void Print()
    {
        foreach (var file in PdfCorpus.Read())
        {
            using var stream = File.OpenRead(file.Path);
            var o = TestContext.Current.TestOutputHelper!;
            try
            {
                using var document = PdfDocument.Open(stream, PdfLimits.Default);
                var facts = DocumentFacts.Of(document, TestContext.Current.CancellationToken);
                if (facts.Count != file.Signatures.Count) o.WriteLine($"COUNT {file.Name} {facts.Count} expected {file.Signatures.Count}");
                foreach (var e in file.Signatures)
                {
                    var f = facts.FirstOrDefault(x => (e.ByteRange is null || x.Coverage.Range.SequenceEqual(e.ByteRange)));
                    if (f is null) { o.WriteLine($"MISSING {file.Name} {e.Field}"); continue; }
                    var cov = VerdictNames.Of(f.Coverage.Coverage); var ch = VerdictNames.Of(f.Changes);
                    var ok = e.Coverage.Contains(cov) && (e.Changes.Contains(ch) || e.Changes.Contains("n/a")) && (e.Field is null || f.Version.Field.Name == e.Field);
                    o.WriteLine($"{(ok ? "ok  " : "DIFF")} {file.Name} {f.Version.Field.Name}({e.Field}) {cov}/{string.Join(',', e.Coverage)} {ch}/{string.Join(',', e.Changes)} rec={document.RecoveryReason} revs={document.Revisions.Count}");
                    if (!ok) foreach (var x in f.Coverage.Findings.Concat(f.ChangeFindings).Where(x => x.Result != RuleResult.Ok)) o.WriteLine($"        {x.Rule.Id} {x.Result} {x.Detail}");
                }
            }
            catch (PdfSyntaxException x) { o.WriteLine($"UNREADABLE {file.Name} {file.Kind} {x.Message} expected {file.Signatures.Count}"); }
        }
    }
}
