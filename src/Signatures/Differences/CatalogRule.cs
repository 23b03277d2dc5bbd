using TrustPlatform.Pdf;
using TrustPlatform.Signatures.Validation;

namespace TrustPlatform.Signatures.Differences;

/// <summary>The catalog (7.7.2): every key but those that other rules judge keeps its value.</summary>
internal sealed class CatalogRule : IDifferenceRule
{
    // Judged by FormRule, SecurityStoreRule, ExtensionsRule and MetadataRule.
    private static readonly HashSet<string> s_judgedElsewhere = ["AcroForm", "DSS", "Extensions", "Metadata"];

    public ValidationRule Rule => ValidationRules.ChangesCatalog;

    public void Explain(RevisionPair pair, Explanation explanation)
    {
        var (old, updated) = Open(pair, explanation);
        if (old.Raw is not PdfDictionary before || updated.Raw is not PdfDictionary after)
        {
            explanation.Refuse(Rule, "The catalog is gone.");
            return;
        }

        if (after.DuplicateKeys.Count > 0)
        {
            explanation.Refuse(Rule, $"The catalog has /{after.DuplicateKeys[0]} twice.");
        }

        foreach (var key in before.Entries.Concat(after.Entries).Select(entry => entry.Key).Distinct())
        {
            if (!s_judgedElsewhere.Contains(key) && !PdfEquality.Same(before[key], after[key]) && !IsLaterVersion(key, before, after))
            {
                explanation.Refuse(Rule, $"/{key} of the catalog was {(before[key] is null ? "added" : after[key] is null ? "removed" : "changed")}.");
            }
        }
    }

    /// <summary>The catalogs of both revisions, with the reference to them vouched for.</summary>
    public static (Slot Old, Slot New) Open(RevisionPair pair, Explanation explanation) => explanation.Open(
        new Slot(Edge.Trailer, "", pair.Old.Trailer).Key("Root"), new Slot(Edge.Trailer, "", pair.New.Trailer).Key("Root"));

    private static bool IsLaterVersion(string key, PdfDictionary before, PdfDictionary after) =>
        key == "Version" && after[key] is PdfName now
        && (before[key] is not PdfName was || string.CompareOrdinal(was.Value, now.Value) < 0);
}
