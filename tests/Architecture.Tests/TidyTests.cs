using System.Text.RegularExpressions;
using Xunit;

namespace TrustPlatform.Architecture.Tests;

/// <summary>Style held by a test and not by nagging.</summary>
public sealed partial class TidyTests
{
    private const int MaxLines = 400;

    private static readonly string[] s_roots = ["src", "simulators", "demo", "tests"];

    [Fact]
    public void No_source_file_is_longer_than_400_lines()
    {
        var long_ = Sources().Where(path => File.ReadLines(path).Count() > MaxLines).Select(Repository.Relative);

        Assert.Empty(long_);
    }

    [Fact]
    public void No_type_has_a_name_that_says_nothing()
    {
        var found = Sources().SelectMany(path => EmptyName().Matches(File.ReadAllText(path))
            .Select(match => $"{Repository.Relative(path)}: {match.Value}"));

        Assert.Empty(found);
    }

    [Fact]
    public void No_work_is_left_as_a_note()
    {
        var found = Sources().Where(path => !path.Contains("Architecture.Tests", StringComparison.Ordinal))
            .Where(path => Note().IsMatch(File.ReadAllText(path))).Select(Repository.Relative);

        Assert.Empty(found);
    }

    [Fact]
    public void Every_room_says_what_it_is_in_30_lines()
    {
        foreach (var project in Repository.Files("src", "*.csproj").Concat(Repository.Files("simulators", "*.csproj")))
        {
            var readme = Path.Combine(Path.GetDirectoryName(project)!, "README.md");
            Assert.True(File.Exists(readme), $"{Repository.Relative(readme)} is missing.");
            Assert.True(File.ReadLines(readme).Count() <= 30, $"{Repository.Relative(readme)} is too long.");
        }
    }

    [Fact]
    public void Links_between_documents_lead_somewhere()
    {
        foreach (var document in Repository.Files("docs", "*.md").Append(Path.Combine(Repository.Root, "README.md")))
        {
            foreach (Match link in Link().Matches(File.ReadAllText(document)))
            {
                var target = Path.Combine(Path.GetDirectoryName(document)!, link.Groups[1].Value.Split('#')[0]);
                Assert.True(Path.Exists(target), $"{Repository.Relative(document)} links to {link.Groups[1].Value}.");
            }
        }
    }

    private static IEnumerable<string> Sources() => s_roots.SelectMany(root => Repository.Files(root, "*.cs"));

    [GeneratedRegex(@"\b(class|interface|struct|record) \w*(?<!Tag)(Manager|Helpers?|Utils?|Utilities|Common)\b")]
    private static partial Regex EmptyName();

    [GeneratedRegex(@"\b(TODO|FIXME|HACK|NotImplementedException)\b")]
    private static partial Regex Note();

    [GeneratedRegex(@"\]\((?!https?:|mailto:|#)([^)\s]+)\)")]
    private static partial Regex Link();
}
