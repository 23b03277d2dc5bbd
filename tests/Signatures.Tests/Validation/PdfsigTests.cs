using System.Globalization;
using System.Text.RegularExpressions;
using TrustPlatform.Signatures.Tests.Pades;
using TrustPlatform.Signatures.Validation;
using TrustPlatform.Testing;
using Xunit;

namespace TrustPlatform.Signatures.Tests.Validation;

/// <summary>What pdfsig says of digests and signatures, for every published file that it can judge.</summary>
public sealed partial class PdfsigTests
{
    [Fact]
    public async Task Integrity_is_what_pdfsig_says()
    {
        Assert.SkipWhen(Corpora.Folder is null, "The corpora are not here.");
        var context = new Lab().Context();
        var compared = 0;
        foreach (var file in PdfCorpus.Read().Where(file => file.Signatures.Count > 0))
        {
            var (_, output) = await Tool.RunAsync("pdfsig", "-nocert", file.Path);
            var report = Signing.Validate(await File.ReadAllBytesAsync(file.Path, TestContext.Current.CancellationToken), context);
            foreach (Match match in Signature().Matches(output))
            {
                var start = long.Parse(match.Groups["hole"].ValueSpan, CultureInfo.InvariantCulture);
                var signature = report.Signatures.FirstOrDefault(item => item.ByteRange is [_, var hole, ..] && hole == start);
                if (signature is null || !match.Groups["status"].Success)
                {
                    continue;
                }

                var isValid = match.Groups["status"].Value == "Signature is Valid.";
                var isMismatch = match.Groups["status"].Value == "Digest Mismatch.";
                Assert.True(!isValid || signature.Integrity == SignatureIntegrity.Intact, $"{file.Name} {signature.Field}: pdfsig says valid");
                Assert.True(!isMismatch || signature.Integrity != SignatureIntegrity.Intact, $"{file.Name} {signature.Field}: pdfsig says mismatch");
                compared += isValid || isMismatch ? 1 : 0;
            }
        }

        Assert.True(compared > 40, $"Only {compared} signatures were compared.");
    }

    [GeneratedRegex(@"Signed Ranges: \[0 - (?<hole>\d+)\](?:(?!Signature #)[\s\S])*?Signature Validation: (?<status>[^\n]+)")]
    private static partial Regex Signature();
}
