using TrustPlatform.Pdf;
using TrustPlatform.Signatures.Validation;

namespace TrustPlatform.Signatures.Differences;

/// <summary>
/// The default answer: a changed object that no rule vouches for is refused, and so is one that the document also reaches by a
/// reference that the rule does not know. Objects that nothing reaches, before or after, change nothing.
/// </summary>
internal sealed class UnexplainedObjects(
    RevisionPair pair, Explanation explanation, IReadOnlyDictionary<int, List<Edge>> before, WorkBudget budget)
{
    private readonly Lazy<HashSet<int>?> _reachedBefore = new(() => Reach(pair.Old, budget));
    private readonly Lazy<HashSet<int>?> _reachedAfter = new(() => Reach(pair.New, budget));

    public void Report()
    {
        if (pair.Changed.Count > 0 && explanation.References.UnreadableButReferenced.FirstOrDefault() is > 0 and var unreadable)
        {
            explanation.Refuse(
                ValidationRules.ChangesUnexplained, $"Object {unreadable} of the signed revision cannot be read, so nothing is certain about what it shows.");
        }

        var unreferenced = 0;
        foreach (var change in pair.Changed.Values)
        {
            Judge(change, ref unreferenced);
        }

        if (unreferenced > 0)
        {
            explanation.Warn(
                ValidationRules.ChangesUnexplained, ChangeClass.None, $"Revision {pair.New.Index + 1} holds {unreferenced} objects that nothing refers to.");
        }
    }

    private void Judge(ChangedObject change, ref int unreferenced)
    {
        var number = change.Number;
        var edgesBefore = change.Change == ObjectChange.Removed ? [] : before[number].Where(edge => !Knows(edge, number) && IsReachedBefore(edge.From));
        var edgesAfter = explanation.References.Into(number).Where(edge => !Knows(edge, number) && IsReachedAfter(edge.From));
        if (edgesBefore.Concat(edgesAfter).Select(edge => (Edge?)edge).FirstOrDefault() is { } unknown)
        {
            var from = unknown.From == Edge.Trailer ? "the trailer" : $"object {unknown.From}";
            explanation.Refuse(
                explanation.Claimed.Contains(number) ? ValidationRules.ChangesOtherPath : ValidationRules.ChangesUnexplained,
                $"Object {number}, {Verb(change)} by revision {pair.New.Index + 1}, is used by {from} at {unknown.Path}.");
        }
        else if (!explanation.Claimed.Contains(number))
        {
            unreferenced++;
        }
        else if (explanation.References.Into(number).Select(edge => SharedPassage(edge.From, 0)).FirstOrDefault(shared => shared != 0) is > 0 and var passage)
        {
            explanation.Refuse(
                ValidationRules.ChangesOtherPath,
                $"Object {number}, {Verb(change)} by revision {pair.New.Index + 1}, is also reached through object {passage} from elsewhere.");
        }
    }

    /// <summary>An unchanged object on the way to a change, to which something refers that no rule came by; 0 for none.</summary>
    private int SharedPassage(int number, int depth)
    {
        if (number == Edge.Trailer || depth > 8 || explanation.Passage(number) is not { } known || IsAnchor(number))
        {
            return 0;
        }

        if (explanation.References.Count(number) != known.Count && IsReachedByOthers(number, known))
        {
            return number;
        }

        return known.Select(edge => SharedPassage(edge.From, depth + 1)).FirstOrDefault(shared => shared != 0);
    }

    // What a rule lets change below a catalog, page or field has no meaning for those who refer to it as something else.
    private bool IsAnchor(int number) =>
        explanation.FieldNumbers.Contains(number) || pair.New.Trailer["Root"] is PdfReference root && root.Number == number;

    private bool IsReachedByOthers(int target, IReadOnlySet<Edge> known)
    {
        if (_reachedAfter.Value is not { } reached || !budget.Spend(reached.Count))
        {
            return true;
        }

        var isReached = false;
        foreach (var number in reached)
        {
            References.VisitDocumentObject(number == Edge.Trailer ? pair.New.Trailer.Without("Type") : Load(number), (path, reference) =>
                isReached |= reference.Number == target && !known.Contains(new(number, path)));
        }

        return isReached;
    }

    private PdfObject? Load(int number)
    {
        try
        {
            return pair.New.Load(number)?.Value;
        }
        catch (PdfSyntaxException)
        {
            return null;
        }
    }

    private bool Knows(Edge edge, int number) => explanation.Claimed.Contains(number) && explanation.Knows(edge, number);

    private static string Verb(ChangedObject change) => change.Change switch
    {
        ObjectChange.Added => "added",
        ObjectChange.Overridden => "replaced",
        _ => "removed",
    };

    private bool IsReachedBefore(int number) => _reachedBefore.Value?.Contains(number) ?? true;

    private bool IsReachedAfter(int number) => _reachedAfter.Value?.Contains(number) ?? true;

    /// <summary>Everything that the trailer leads to; null beyond the budget. Only asked for when a reference is in question.</summary>
    private static HashSet<int>? Reach(PdfRevision revision, WorkBudget budget)
    {
        var reached = new HashSet<int> { Edge.Trailer };
        var pending = new Stack<int>();
        void Push(string path, PdfReference reference)
        {
            if (reached.Add(reference.Number))
            {
                pending.Push(reference.Number);
            }
        }

        References.Visit(revision.Trailer, "", Push);
        while (pending.TryPop(out var number))
        {
            if (!budget.Spend(1))
            {
                return null;
            }

            try
            {
                References.VisitDocumentObject(revision.Load(number)?.Value, Push);
            }
            catch (PdfSyntaxException)
            {
                // What cannot be read leads nowhere; that it cannot be read is reported for itself.
            }
        }

        return reached;
    }
}
