using TrustPlatform.Signatures.Validation;
using TrustPlatform.Testing;
using Xunit;

namespace TrustPlatform.Signatures.Tests.Validation;

/// <summary>Every fact that independent tools agreed on, for every published file.</summary>
public sealed class CorpusFactsTests
{
    private static readonly ValidationContext s_context = Context();

    [Fact]
    public void Every_fact_of_every_file_agrees()
    {
        Assert.SkipWhen(Corpora.Folder is null, Corpora.Absent);
        var differences = PdfCorpus.Read().SelectMany(file => Compare(file, Validate(file))).ToList();

        Assert.Empty(differences);
    }

    [Fact]
    public void What_must_be_rejected_never_passes()
    {
        Assert.SkipWhen(Corpora.Folder is null, Corpora.Absent);
        var passed = PdfCorpus.Read()
            .Where(file => file.Signatures.Any(signature => signature.MustReject && !signature.Changes.Contains("form_fill")))
            .Where(file => Validate(file).Verdict != FileVerdict.Invalid)
            .Select(file => file.Name);

        Assert.Empty(passed);
    }

    [Fact]
    public void Files_without_a_signature_are_said_to_have_none()
    {
        Assert.SkipWhen(Corpora.Folder is null, Corpora.Absent);
        var others = PdfCorpus.Read()
            .Where(file => file.Signatures.Count == 0 && file.Kind.StartsWith("unsigned", StringComparison.Ordinal))
            .Where(file => Validate(file).Verdict is not (FileVerdict.NoSignature or FileVerdict.Unreadable))
            .Select(file => file.Name);

        Assert.Empty(others);
    }

    [Fact]
    public void Annotations_over_signed_content_are_warned_of()
    {
        Assert.SkipWhen(Corpora.Folder is null, Corpora.Absent);
        var warned = PdfCorpus.Read().Where(file => file.Signatures.Any(signature => signature.RequiredWarning is not null)).ToList();

        Assert.NotEmpty(warned);
        Assert.All(warned, file => Assert.Contains(
            Validate(file).Signatures.SelectMany(signature => signature.Rules),
            finding => finding is { Rule.Id: "changes.annotation", Result: RuleResult.Warn }
                && finding.Detail.Contains("over signed page content", StringComparison.Ordinal)));
    }

    [Fact]
    public void File_is_judged_after_others_as_it_is_alone()
    {
        Assert.SkipWhen(Corpora.Folder is null, Corpora.Absent);
        var files = PdfCorpus.Read();
        var afterOthers = Context();
        foreach (var file in files)
        {
            Validate(file, afterOthers);
        }

        Assert.All(files, file => Assert.Equal(Validate(file, Context()).ToJson(), Validate(file, afterOthers).ToJson()));
    }

    private static ValidationContext Context() => new()
    {
        TrustAnchors = [],
        Policy = ValidationPolicy.TestVectors,
        Time = new(2026, 11, 25, 0, 0, 0, TimeSpan.Zero),
    };

    private static ValidationReport Validate(ExpectedFile file, ValidationContext? context = null)
    {
        using var stream = File.OpenRead(file.Path);
        return SignatureValidator.Validate(stream, file.Name, context ?? s_context, TestContext.Current.CancellationToken);
    }

    private static IEnumerable<string> Compare(ExpectedFile file, ValidationReport report)
    {
        if (file.Signatures.Count > 0 && report.Signatures.Count != file.Signatures.Count)
        {
            yield return $"{file.Name}: {report.Signatures.Count} signatures, expected {file.Signatures.Count}";
        }

        foreach (var expected in file.Signatures)
        {
            var found = report.Signatures.FirstOrDefault(signature =>
                expected.ByteRange is null || signature.ByteRange.SequenceEqual(expected.ByteRange));
            if (found is null)
            {
                yield return $"{file.Name}: {expected.Field} not found";
                continue;
            }

            var facts = (VerdictNames.Of(found.Integrity), VerdictNames.Of(found.Coverage), VerdictNames.Of(found.Changes));
            if (!expected.Integrity.Contains(facts.Item1) || !expected.Coverage.Contains(facts.Item2) || !expected.Changes.Contains(facts.Item3))
            {
                yield return $"{file.Name}: {expected.Field} is {facts}";
            }

            if ((expected.Field is not null && expected.Field != found.Field) || (expected.SubFilter is not null && expected.SubFilter != found.SubFilter))
            {
                yield return $"{file.Name}: {found.Field} {found.SubFilter}, expected {expected.Field} {expected.SubFilter}";
            }
        }
    }
}
