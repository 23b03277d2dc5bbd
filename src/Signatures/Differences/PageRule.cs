using TrustPlatform.Pdf;
using TrustPlatform.Signatures.Validation;

namespace TrustPlatform.Signatures.Differences;

/// <summary>Pages (7.7.3.3): every key but /Annots keeps its value, and /Annots keeps what it had or says what changed.</summary>
internal sealed class PageRule : IDifferenceRule
{
    public ValidationRule Rule => ValidationRules.ChangesPage;

    public void Explain(RevisionPair pair, Explanation explanation)
    {
        foreach (var number in TouchedPages(pair, explanation.References))
        {
            if (pair.Old.Load(number)?.Value is not PdfDictionary before || pair.New.Load(number)?.Value is not PdfDictionary after)
            {
                explanation.Refuse(Rule, $"Page object {number} is gone.");
                continue;
            }

            if (pair.Changed.ContainsKey(number))
            {
                explanation.ClaimByKeys(number, null);
                ExplainKeys(explanation, number, before, after);
            }

            ExplainAnnotations(pair, explanation, new(number, "", before), new(number, "", after));
        }
    }

    /// <summary>Pages that the update wrote, and pages whose list of annotations, an object of its own, it wrote.</summary>
    private static HashSet<int> TouchedPages(RevisionPair pair, ReferenceMap references)
    {
        var pages = new HashSet<int>();
        foreach (var change in pair.Changed.Values.Where(change => change.Change != ObjectChange.Added))
        {
            if (IsPage(change.Old))
            {
                pages.Add(change.Number);
            }
            else if (change.Old is PdfArray)
            {
                pages.UnionWith(references.Into(change.Number).Where(edge => edge.Path == "/Annots").Select(edge => edge.From));
            }
        }

        pages.RemoveWhere(number => !IsPage(pair.Old.Load(number)?.Value));
        return pages;
    }

    private static bool IsPage(PdfObject? value) => value is PdfDictionary dictionary && dictionary["Type"] is PdfName { Value: "Page" };

    private void ExplainKeys(Explanation explanation, int number, PdfDictionary before, PdfDictionary after)
    {
        if (after.DuplicateKeys.Count > 0)
        {
            explanation.Refuse(Rule, $"Page object {number} has /{after.DuplicateKeys[0]} twice.");
        }

        foreach (var key in before.Entries.Concat(after.Entries).Select(entry => entry.Key).Distinct())
        {
            if (key != "Annots" && !PdfEquality.Same(before[key], after[key]))
            {
                explanation.Refuse(Rule, $"/{key} of page object {number} was changed.");
            }
        }
    }

    private void ExplainAnnotations(RevisionPair pair, Explanation explanation, Slot old, Slot updated)
    {
        var (was, now) = explanation.Open(old.Key("Annots"), updated.Key("Annots"));
        var before = was.Raw as PdfArray ?? new([]);
        var after = now.Raw as PdfArray ?? new([]);
        if (!now.IsAbsent && now.Raw is not PdfArray)
        {
            explanation.Refuse(Rule, $"/Annots of page object {old.Container} is no array.");
            return;
        }

        var listed = after.OfType<PdfReference>().ToHashSet();
        var direct = after.Where(item => item is not PdfReference).ToList();
        var kept = new List<PdfObject>();
        foreach (var item in before)
        {
            if (item is PdfReference there ? listed.Contains(there) : direct.Exists(other => PdfEquality.Same(item, other)))
            {
                kept.Add(item);
            }
            else
            {
                AnnotationRule.ExplainRemoved(pair, explanation, was.Item(item));
            }
        }

        if (!Lists.Keeps(new(kept), after))
        {
            explanation.Refuse(Rule, $"The annotations of page object {old.Container} change their order.");
        }

        var known = before.OfType<PdfReference>().ToHashSet();
        var knownDirect = before.Where(item => item is not PdfReference).ToList();
        foreach (var item in after)
        {
            var isKnown = item is PdfReference reference ? known.Contains(reference) : knownDirect.Exists(other => PdfEquality.Same(item, other));
            if (!isKnown && !(item is PdfReference widget && explanation.NewWidgets.Contains(widget.Number)))
            {
                AnnotationRule.ExplainAdded(pair, explanation, now.Item(item));
            }
        }
    }
}
