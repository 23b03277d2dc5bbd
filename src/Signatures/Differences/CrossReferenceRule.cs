using TrustPlatform.Pdf;
using TrustPlatform.Signatures.Validation;

namespace TrustPlatform.Signatures.Differences;

/// <summary>Cross-reference streams and object streams of the update itself; entries that nothing can explain (7.5.4 to 7.5.8).</summary>
internal sealed class CrossReferenceRule : IDifferenceRule
{
    public ValidationRule Rule => ValidationRules.ChangesCrossReference;

    public void Explain(RevisionPair pair, Explanation explanation)
    {
        foreach (var bad in pair.BadEntries)
        {
            explanation.Refuse(Rule, Sentence(bad));
        }

        if (pair.New.FindUnlistedByte() is { } unlisted)
        {
            // Readers that rebuild the sections would take what stands there for the newest objects.
            explanation.Refuse(ValidationRules.ChangesUnlisted, $"Revision {pair.New.Index + 1} has bytes at {unlisted} that its sections do not list.");
        }

        foreach (var change in pair.Changed.Values)
        {
            if (change.New is PdfStream added && References.IsContainer(added) && MayBeNew(change))
            {
                // Nothing in the document may refer to a container, so no reference is vouched for.
                explanation.Claimed.Add(change.Number);
            }
        }
    }

    private static bool MayBeNew(ChangedObject change) =>
        change.Change == ObjectChange.Added
        || (change.Old is PdfStream old && old.Dictionary["Type"] is PdfName { Value: "XRef" });

    private static string Sentence(string text) => char.ToUpperInvariant(text[0]) + text[1..] + ".";
}
