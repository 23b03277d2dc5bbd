using TrustPlatform.Pdf;
using TrustPlatform.Signatures.Validation;

namespace TrustPlatform.Signatures.Differences;

/// <summary>The extensions dictionary (7.12): names of extensions to the standard, without effect on a page.</summary>
internal sealed class ExtensionsRule : IDifferenceRule
{
    private static readonly HashSet<string> s_keys = ["Type", "BaseVersion", "ExtensionLevel", "URL", "ExtensionRevision"];

    public ValidationRule Rule => ValidationRules.ChangesExtensions;

    public void Explain(RevisionPair pair, Explanation explanation)
    {
        var catalog = CatalogRule.Open(pair, explanation);
        var (old, updated) = explanation.Open(catalog.Old.Key("Extensions"), catalog.New.Key("Extensions"));
        var changed = !PdfEquality.Same(old.Raw, updated.Raw);
        if (changed && updated.Raw is not PdfDictionary)
        {
            explanation.Refuse(Rule, "The extensions dictionary is gone or no dictionary.");
            return;
        }

        foreach (var (key, _) in updated.Dictionary?.Entries ?? [])
        {
            changed |= Explain(explanation, key, old.Key(key), updated.Key(key));
        }

        if (changed)
        {
            explanation.Record(Rule, ChangeClass.LtvOnly, "The extensions dictionary was updated.");
        }
    }

    private bool Explain(Explanation explanation, string key, Slot old, Slot updated)
    {
        (old, updated) = explanation.Open(old, updated);
        if (updated.Raw is PdfArray items)
        {
            var changed = !PdfEquality.Same(old.Raw, updated.Raw);
            foreach (var item in items)
            {
                changed |= Explain(explanation, key, updated.Item(item), updated.Item(item));
            }

            return changed;
        }

        var isKnown = updated.Raw is PdfName && key == "Type";
        if (updated.Raw is PdfDictionary entry)
        {
            isKnown = entry.Entries.All(pair => s_keys.Contains(pair.Key) && pair.Value is not (PdfReference or PdfDictionary or PdfArray));
        }

        var differs = !PdfEquality.Same(old.Raw, updated.Raw);
        if (differs && !isKnown)
        {
            explanation.Refuse(Rule, $"/{key} of the extensions dictionary is no developer extension.");
        }

        return differs;
    }
}
