using System.Diagnostics;
using TrustPlatform.Testing;
using Xunit;

namespace TrustPlatform.Pdf.Tests.Reading;

/// <summary>Every file of the corpus is read or refused by name, quickly.</summary>
public sealed class CorpusReadingTests
{
    private static readonly TimeSpan Budget = TimeSpan.FromSeconds(10);

    public static TheoryData<string> Files()
    {
        var data = new TheoryData<string>();
        if (Corpora.Folder is { } folder)
        {
            var root = Path.Combine(folder, "pdf");
            foreach (var file in Directory.EnumerateFiles(root, "*.pdf", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
            {
                data.Add(Path.GetRelativePath(root, file));
            }
        }

        return Corpora.Folder is null ? [new TheoryDataRow<string>("") { Skip = Corpora.Absent }] : data;
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void Every_object_is_read_or_refused_by_name(string file)
    {
        using var stream = File.OpenRead(Path.Combine(Corpora.Folder!, "pdf", file));
        var started = Stopwatch.GetTimestamp();
        var refused = 0;
        try
        {
            using var document = PdfDocument.Open(stream, PdfLimits.Default);
            TestContext.Current.TestOutputHelper?.WriteLine(
                $"{file}: {document.RecoveryReason ?? "sound"} encrypted={document.IsEncrypted} trailing={document.BytesAfterLastRevision}");
            foreach (var revision in document.Revisions)
            {
                TestContext.Current.TestOutputHelper?.WriteLine(
                    $"  {revision.Index} [{revision.StartOffset}, {revision.EndOffset}) {revision.CrossReferenceKind} {revision.Entries.Count}");
            }

            foreach (var number in document.Revisions.SelectMany(revision => revision.Entries.Keys).Distinct().Order())
            {
                try
                {
                    if (document.Current.Load(number)?.Value is PdfStream value)
                    {
                        document.Current.Decode(value);
                    }
                }
                catch (PdfSyntaxException exception)
                {
                    TestContext.Current.TestOutputHelper?.WriteLine($"    {number}: {exception.Clause} {exception.Message}");
                    refused++;
                }
            }

            TestContext.Current.TestOutputHelper?.WriteLine($"  pages {document.Current.Pages.Count}");
        }
        catch (PdfSyntaxException exception)
        {
            TestContext.Current.TestOutputHelper?.WriteLine($"  {exception.Offset} {exception.Clause}: {exception.Message}");
        }

        Assert.True(Stopwatch.GetElapsedTime(started) < Budget);
    }
}
