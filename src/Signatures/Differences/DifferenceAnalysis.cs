using TrustPlatform.Pdf;

namespace TrustPlatform.Signatures.Differences;

/// <summary>What one update did.</summary>
/// <param name="Revision">The revision that the update made, counted from 1.</param>
/// <param name="Class">The worst class of change.</param>
/// <param name="Fields">Fields that were filled, signed or created.</param>
/// <param name="Findings">What the rules found.</param>
public sealed record RevisionChanges(
    int Revision, ChangeClass Class, IReadOnlyList<ChangedField> Fields, IReadOnlyList<ChangeFinding> Findings);

/// <summary>
/// Compares each revision after the first signed one with its neighbour, once: everything is refused but what a rule explains.
/// A signature is then judged by the worst class after it (<see cref="ChangePermissions"/>).
/// </summary>
public static class DifferenceAnalysis
{
    // The fields come before the pages, which ask them for new widgets, and the annotations last.
    private static readonly IDifferenceRule[] s_rules =
    [
        new CrossReferenceRule(), new TrailerRule(), new DocumentInformationRule(), new CatalogRule(), new MetadataRule(),
        new ExtensionsRule(), new SecurityStoreRule(), new FormRule(), new FieldRule(), new PageRule(), new AnnotationRule(),
    ];

    /// <summary>The changes of each revision after <paramref name="firstSigned"/> (an index), in order.</summary>
    public static IReadOnlyList<RevisionChanges> Compare(PdfDocument document, int firstSigned, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(document);
        var changes = new List<RevisionChanges>();
        if (firstSigned >= document.Revisions.Count - 1)
        {
            return changes;
        }

        var references = ReferenceMap.Of(document, firstSigned, cancellationToken);
        var form = new FieldTree();
        var fields = form.Read(document.Revisions[firstSigned]);
        var budget = new WorkBudget();
        for (var i = firstSigned; i < document.Revisions.Count - 1; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var (old, updated) = (document.Revisions[i], document.Revisions[i + 1]);
            var pair = RevisionPair.Of(old, updated);
            var after = form.Read(updated);
            changes.Add(Compare(pair, new(pair, references) { OldFields = fields, NewFields = after }, references, budget));
            fields = after;
        }

        return changes;
    }

    private static RevisionChanges Compare(RevisionPair pair, Explanation explanation, ReferenceMap references, WorkBudget budget)
    {
        var before = pair.Changed.Keys.ToDictionary(number => number, number => references.Into(number).ToList());
        foreach (var rule in s_rules)
        {
            Explain(rule, pair, explanation);
        }

        foreach (var change in pair.Changed.Values)
        {
            references.Set(change.Number, change.Old, change.New);
        }

        references.Set(Edge.Trailer, pair.Old.Trailer, pair.New.Trailer);
        new UnexplainedObjects(pair, explanation, before, budget).Report();
        var worst = explanation.Findings.Count == 0 ? ChangeClass.None : explanation.Findings.Max(finding => finding.Class);
        return new(pair.New.Index + 1, worst, explanation.Fields, explanation.Findings);
    }

    private static void Explain(IDifferenceRule rule, RevisionPair pair, Explanation explanation)
    {
        try
        {
            rule.Explain(pair, explanation);
        }
        catch (PdfSyntaxException exception)
        {
            explanation.Refuse(rule.Rule, $"Revision {pair.New.Index + 1} cannot be read: {exception.Message}");
        }
    }
}
