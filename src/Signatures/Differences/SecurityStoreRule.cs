using TrustPlatform.Pdf;
using TrustPlatform.Signatures.Validation;

namespace TrustPlatform.Signatures.Differences;

/// <summary>The document security store (12.8.4.3): certificates and revocation material that only it refers to.</summary>
internal sealed class SecurityStoreRule : IDifferenceRule
{
    private static readonly string[] s_lists = ["Certs", "OCSPs", "CRLs"];
    private static readonly string[] s_entryLists = ["Cert", "OCSP", "CRL"];

    // Tables 261 and 262. Any other key would make the store a place to keep what nobody looks at.
    private static readonly HashSet<string> s_keys = ["Type", "VRI", .. s_lists];
    private static readonly HashSet<string> s_entryKeys = ["Type", "TU", "TS", .. s_entryLists];

    public ValidationRule Rule => ValidationRules.ChangesSecurityStore;

    public void Explain(RevisionPair pair, Explanation explanation)
    {
        var catalog = CatalogRule.Open(pair, explanation);
        var (old, updated) = explanation.Open(catalog.Old.Key("DSS"), catalog.New.Key("DSS"));
        if (old.IsAbsent && updated.IsAbsent)
        {
            return;
        }

        var changed = !PdfEquality.Same(old.Raw, updated.Raw);
        if (changed && !updated.IsAbsent && updated.Raw is not PdfDictionary)
        {
            explanation.Refuse(Rule, "The document security store is no dictionary.");
            return;
        }

        RefuseOtherKeys(explanation, old, updated, s_keys);
        var lost = updated.IsAbsent;
        foreach (var key in s_lists)
        {
            changed |= ExplainList(explanation, old.Key(key), updated.Key(key), ref lost);
        }

        changed |= ExplainEntries(explanation, old.Key("VRI"), updated.Key("VRI"), ref lost);
        if (lost)
        {
            explanation.Warn(Rule, ChangeClass.LtvOnly, "Material that the document security store held is no longer in it.");
        }
        else if (changed)
        {
            explanation.Record(Rule, ChangeClass.LtvOnly, "The document security store was extended.");
        }
    }

    private static bool ExplainList(Explanation explanation, Slot old, Slot updated, ref bool lost)
    {
        (old, updated) = explanation.Open(old, updated);
        var before = old.Raw as PdfArray ?? new([]);
        var after = updated.Raw as PdfArray ?? new([]);
        var kept = after.OfType<PdfReference>().ToHashSet();
        lost |= before.OfType<PdfReference>().Any(item => !kept.Contains(item));
        var changed = !PdfEquality.Same(before, after);
        foreach (var item in after)
        {
            explanation.OwnAdded(updated.Item(item));
            var (was, now) = explanation.Open(updated.Item(item), updated.Item(item));
            changed |= !PdfEquality.Same(was.Raw, now.Raw);
        }

        return changed;
    }

    private bool ExplainEntries(Explanation explanation, Slot old, Slot updated, ref bool lost)
    {
        (old, updated) = explanation.Open(old, updated);
        var changed = !PdfEquality.Same(old.Raw, updated.Raw);
        lost |= (old.Dictionary?.Entries ?? []).Any(entry => updated.Key(entry.Key).IsAbsent);
        foreach (var (key, value) in updated.Dictionary?.Entries ?? [])
        {
            var (was, now) = explanation.Open(old.Key(key), updated.Key(key));
            changed |= !PdfEquality.Same(was.Raw, now.Raw);
            RefuseOtherKeys(explanation, was, now, s_entryKeys);
            foreach (var list in s_entryLists)
            {
                changed |= ExplainList(explanation, was.Key(list), now.Key(list), ref lost);
            }

            explanation.OwnAdded(now.Key("TS"));
        }

        return changed;
    }

    private void RefuseOtherKeys(Explanation explanation, Slot old, Slot updated, HashSet<string> keys)
    {
        foreach (var (key, value) in updated.Dictionary?.Entries ?? [])
        {
            if (!keys.Contains(key) && !PdfEquality.Same(old.Key(key).Raw, value))
            {
                explanation.Refuse(Rule, $"/{key} is no entry of a document security store.");
            }
        }
    }
}
