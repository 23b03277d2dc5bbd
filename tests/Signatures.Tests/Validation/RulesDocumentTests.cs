using System.Text;
using System.Text.RegularExpressions;
using TrustPlatform.Signatures.Validation;
using Xunit;

namespace TrustPlatform.Signatures.Tests.Validation;

public sealed partial class RulesDocumentTests
{
    /// <summary>Run with TRUST_WRITE_DOCS=1 to write the document anew.</summary>
    [Fact]
    public void Document_of_the_rules_is_what_the_code_says()
    {
        var path = Repository.Path("docs", "rules.md");
        var expected = Document();
        if (Environment.GetEnvironmentVariable("TRUST_WRITE_DOCS") == "1")
        {
            File.WriteAllText(path, expected);
        }

        Assert.Equal(expected, File.ReadAllText(path));
    }

    [Fact]
    public void Every_rule_of_the_catalogue_is_listed_once()
    {
        var declared = typeof(ValidationRules)
            .GetProperties(System.Reflection.BindingFlags.Static | System.Reflection.BindingFlags.NonPublic)
            .Where(property => property.PropertyType == typeof(ValidationRule))
            .Select(property => ((ValidationRule)property.GetValue(null)!).Id).Order().ToList();

        Assert.Equal(declared, ValidationRules.All.Select(rule => rule.Id).Order());
        Assert.Equal(declared.Count, declared.Distinct().Count());
        Assert.All(ValidationRules.All, rule => Assert.Matches(Identifier(), rule.Id));
    }

    private static string Document()
    {
        var text = new StringBuilder();
        text.Append("# Rules of the verifier\n\nMade from `ValidationRules`; a test compares. Identifiers are published and keep their meaning.\n\n");
        text.Append("| Rule | Clause | Meaning | Ý nghĩa |\n|---|---|---|---|\n");
        foreach (var rule in ValidationRules.All)
        {
            text.Append('|').Append(" `").Append(rule.Id).Append("` | ").Append(rule.Clause).Append(" | ").Append(rule.Meaning)
                .Append(" | ").Append(rule.Vietnamese).Append(" |\n");
        }

        return text.ToString();
    }

    [GeneratedRegex("^[a-z]+(\\.[a-z]+(-[a-z]+)*)$")]
    private static partial Regex Identifier();
}
