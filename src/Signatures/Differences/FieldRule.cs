using TrustPlatform.Pdf;
using TrustPlatform.Signatures.Validation;

namespace TrustPlatform.Signatures.Differences;

/// <summary>Fields that were filled or signed: value and appearance may change, everything else stays (12.7.4, 12.8.2.2).</summary>
internal sealed class FieldRule : IDifferenceRule
{
    // How the document's other parts refer to a field or widget; any other key would give its entries another meaning.
    // A page's resources, for one, would take a field's /V or /AP for something to draw.
    public static readonly HashSet<string> References =
        ["", "Fields", "Kids", "Annots", "Parent", "Obj", "Popup", "IRT", "T"];

    private static readonly HashSet<string> s_filled = ["V", "AP", "AS", "RV", "I", "M"];

    private static readonly string[] s_values = ["V", "AS", "RV", "I"];

    public ValidationRule Rule => ValidationRules.ChangesField;

    public void Explain(RevisionPair pair, Explanation explanation)
    {
        var before = explanation.OldFields;
        var after = explanation.NewFields.DistinctBy(node => node.Identity).ToDictionary(node => node.Identity);
        var mayTouchLooks = pair.Changed.Values.Any(MayBePartOfLook);
        explanation.FieldNumbers.UnionWith(after.Values.Select(node => node.Number).Where(number => number != 0));
        foreach (var old in before)
        {
            if (!after.Remove(old.Identity, out var updated))
            {
                explanation.Refuse(Rule, $"Field '{old.Name}' is gone.");
            }
            else if (mayTouchLooks || !ReferenceEquals(old.Place.Raw, updated.Place.Raw) || old.Name != updated.Name || old.Parent != updated.Parent)
            {
                ExplainField(pair, explanation, old, updated);
            }
        }

        NewSignatureField.Explain(pair, explanation, after.Values);
    }

    // Below an unchanged field only its value and the parts of its look can have been replaced.
    private static bool MayBePartOfLook(ChangedObject change) =>
        change.Change == ObjectChange.Overridden
        && (change.Old is not PdfDictionary dictionary || dictionary["Type"] is not PdfName { Value: "Annot" or "Catalog" or "Page" or "DSS" });

    private void ExplainField(RevisionPair pair, Explanation explanation, FieldNode old, FieldNode updated)
    {
        if (old.Number != 0 && pair.Changed.ContainsKey(old.Number))
        {
            explanation.ClaimByKeys(old.Number, References);
        }

        var (was, now) = (old.Dictionary, updated.Dictionary);
        if (old.Name != updated.Name || old.Parent != updated.Parent || now.DuplicateKeys.Count > 0)
        {
            explanation.Refuse(Rule, $"Field '{old.Name}' was renamed, moved or made ambiguous.");
            return;
        }

        var filled = ExplainValue(pair, explanation, old, updated);
        if (Appearance.Explain(pair, explanation, Rule, old.Place, updated.Place, old.Name))
        {
            // 12.7.4.3: the appearance shows the value, so a picture that changes alone shows something that nobody filled in.
            var follows = s_values.Any(key => !PdfEquality.Same(was[key], now[key])) || filled || was["AP"] is null;
            if (!follows || (old.FieldType == "Sig" && was["V"] is not null))
            {
                explanation.Refuse(Rule, $"The appearance of field '{old.Name}' was changed and not its value.");
            }

            filled = true;
        }

        foreach (var key in was.Entries.Concat(now.Entries).Select(entry => entry.Key).Distinct())
        {
            if (PdfEquality.Same(was[key], now[key]) || key is "V" or "AP")
            {
                continue;
            }

            if (!s_filled.Contains(key) && !IsHarmless(pair, explanation, key, old, updated))
            {
                explanation.Refuse(Rule, $"/{key} of field '{old.Name}' was changed.");
            }

            filled |= s_filled.Contains(key);
        }

        if (filled && !explanation.Fields.Any(field => field.Name == old.Name))
        {
            Fill(pair, explanation, old, updated);
        }
    }

    private void Fill(RevisionPair pair, Explanation explanation, FieldNode old, FieldNode updated)
    {
        var signed = old.FieldType == "Sig" && old.Dictionary["V"] is null && updated.Dictionary["V"] is not null;
        var timestamp = signed && NewSignatureField.IsTimestamp(pair.New, updated);
        explanation.Fields.Add(new(old.Name, IsNew: false, IsVisible: false, timestamp));
        explanation.Record(
            Rule, timestamp && updated.Dictionary["AP"] is null ? ChangeClass.LtvOnly : ChangeClass.FormFill,
            $"Field '{old.Name}' was {(timestamp ? "timestamped" : signed ? "signed" : "filled")}.");
    }

    /// <summary>The value: new or this field's alone. A signature that is there stays, byte for byte.</summary>
    private bool ExplainValue(RevisionPair pair, Explanation explanation, FieldNode old, FieldNode updated)
    {
        var (was, now) = explanation.Open(old.Place.Key("V"), updated.Place.Key("V"));
        var changed = !PdfEquality.Same(was.Raw, now.Raw);
        if (old.FieldType == "Sig" && (changed || !PdfEquality.Same(old.Dictionary["V"], updated.Dictionary["V"])))
        {
            if (!was.IsAbsent)
            {
                explanation.Refuse(Rule, $"The signature of field '{old.Name}' was replaced or removed.");
            }
            else if (!NewSignatureField.IsSignature(now))
            {
                explanation.Refuse(Rule, $"The value of signature field '{old.Name}' is no signature.");
            }
            else if (NewSignatureField.IsBorrowed(pair, updated))
            {
                explanation.Refuse(Rule, $"The value of signature field '{old.Name}' is the signature of another field.");
            }
        }

        if (changed && now.Raw is PdfStream)
        {
            // Permitted by 12.7.5.3, but a stream may be drawn as well: nobody fills fields with one.
            explanation.Refuse(Rule, $"The value of field '{old.Name}' became a stream.");
        }

        explanation.OwnAdded(updated.Place.Key("V"));
        explanation.OwnAdded(now);
        return changed;
    }

    private static bool IsHarmless(RevisionPair pair, Explanation explanation, string key, FieldNode old, FieldNode updated)
    {
        var (was, now) = (old.Dictionary[key], updated.Dictionary[key]);
        switch (key)
        {
            case "Kids":
                // New kids are fields of their own, judged as such.
                var (before, after) = explanation.Open(old.Place.Key(key), updated.Place.Key(key));
                return before.Raw is PdfArray list && Lists.Keeps(list, after.Raw as PdfArray);
            case "Ff":
                // Bit 1, read-only: what a filled or signed field becomes (table 227).
                return now is PdfInteger flags && flags.Value == (((was as PdfInteger)?.Value ?? 0) | 1);
            case "F":
                return AnnotationFlags.SameVisibility(was, now);
            case "P":
                return was is null && pair.New.Resolve<PdfDictionary>(now)?["Type"] is PdfName { Value: "Page" };
            case "Type":
                return was is null && now is PdfName { Value: "Annot" };
            default:
                return false;
        }
    }
}
