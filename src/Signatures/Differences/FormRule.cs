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
            if (!IsPermitted(explanation, key, old, updated))
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
        foreach (var (category, _) in (old.Dictionary ?? PdfDictionary.Empty).Entries)
        {
            var (was, now) = explanation.Open(old.Key(category), updated.Key(category));
            if (was.Raw is not PdfDictionary names ? !PdfEquality.Same(was.Raw, now.Raw)
                : names.Entries.Any(name => !PdfEquality.Same(name.Value, now.Key(name.Key).Raw)))
            {
                return false;
            }
        }

        foreach (var (category, _) in (updated.Dictionary ?? PdfDictionary.Empty).Entries)
        {
            var (_, now) = explanation.Open(old.Key(category), updated.Key(category));
            foreach (var (name, _) in now.Dictionary?.Entries ?? [])
            {
                explanation.OwnAdded(now.Key(name));
            }
        }

        return old.IsAbsent || updated.Raw is PdfDictionary;
    }

    private void ExplainOrder(RevisionPair pair, Explanation explanation, Slot old, Slot updated)
    {
        var (was, now) = explanation.Open(old, updated);
        if (was.Raw is PdfArray before && !Lists.Keeps(before, now.Raw as PdfArray))
        {
            explanation.Refuse(Rule, $"Revision {pair.New.Index + 1} removed fields of the form or changed their order.");
        }
    }
}
