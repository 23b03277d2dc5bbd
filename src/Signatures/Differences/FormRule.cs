using TrustPlatform.Pdf;
using TrustPlatform.Signatures.Validation;

namespace TrustPlatform.Signatures.Differences;

/// <summary>The interactive form dictionary (12.7.3), its list of fields and its default resources.</summary>
internal sealed class FormRule : IDifferenceRule
{
    public ValidationRule Rule => ValidationRules.ChangesForm;

    public void Explain(RevisionPair pair, Explanation explanation)
    {
        var catalog = CatalogRule.Open(pair, explanation);
        var (old, updated) = explanation.Open(catalog.Old.Key("AcroForm"), catalog.New.Key("AcroForm"));
        if (old.IsAbsent && updated.IsAbsent)
        {
            return;
        }

        if (updated.Raw is not PdfDictionary after || (!old.IsAbsent && old.Raw is not PdfDictionary))
        {
            explanation.Refuse(Rule, "The interactive form is gone.");
            return;
        }

        var before = old.Dictionary ?? PdfDictionary.Empty;
        foreach (var key in before.Entries.Concat(after.Entries).Select(entry => entry.Key).Distinct())
        {
            if (IsPermitted(explanation, key, old, updated))
            {
                continue;
            }

            if (key is "DA" or "DR" or "Q" && FormDefaults.IsUnused(key, pair, explanation.OldFields, after))
            {
                explanation.Warn(Rule, ChangeClass.FormFill, $"/{key} of the interactive form was changed; no field shows anything by it.");
            }
            else
            {
                explanation.Refuse(Rule, $"/{key} of the interactive form was changed.");
            }
        }

        ExplainOrder(pair, explanation, old.Key("Fields"), updated.Key("Fields"));
    }

    private static bool IsPermitted(Explanation explanation, string key, Slot old, Slot updated)
    {
        var (was, now) = (old.Key(key).Raw, updated.Key(key).Raw);
        switch (key)
        {
            case "Fields":
                return true;
            case "DR":
                return ExplainResources(explanation, old.Key(key), updated.Key(key));
            case "SigFlags":
                return now is PdfInteger flags && (was is null || (was is PdfInteger before && (flags.Value & before.Value) == before.Value));
            case "NeedAppearances":
                return PdfEquality.Same(was, now) || now is null or PdfBoolean { Value: false };
            default:
                // Defaults for fields that name none: setting them where there was no field to use them changes nothing.
                return PdfEquality.Same(was, now) || (was is null && old.IsAbsent);
        }
    }

    /// <summary>Resources keep what they had; a name that was not there changes no appearance that could use it.</summary>
    private static bool ExplainResources(Explanation explanation, Slot old, Slot updated)
    {
        (old, updated) = explanation.Open(old, updated);
        var keeps = old.IsAbsent || updated.Raw is PdfDictionary;
        foreach (var category in Keys(old).Union(Keys(updated)))
        {
            var (was, now) = explanation.Open(old.Key(category), updated.Key(category));
            keeps &= was.Raw is PdfDictionary names
                ? names.Entries.All(name => PdfEquality.Same(name.Value, now.Key(name.Key).Raw)) : was.IsAbsent || PdfEquality.Same(was.Raw, now.Raw);
            explanation.OwnAdded(updated.Key(category));
            foreach (var name in Keys(now))
            {
                explanation.OwnAdded(now.Key(name));
            }
        }

        return keeps;
    }

    private static IEnumerable<string> Keys(Slot slot) => slot.Dictionary?.Entries.Select(entry => entry.Key) ?? [];

    private void ExplainOrder(RevisionPair pair, Explanation explanation, Slot old, Slot updated)
    {
        var (was, now) = explanation.Open(old, updated);
        if (was.Raw is PdfArray before && !Lists.Keeps(before, now.Raw as PdfArray))
        {
            explanation.Refuse(Rule, $"Revision {pair.New.Index + 1} removed fields of the form or changed their order.");
        }
    }
}
