using TrustPlatform.Pdf;
using TrustPlatform.Signatures.Validation;

namespace TrustPlatform.Signatures.Differences;

/// <summary>The appearance of a field or annotation (12.5.5): it must be new, or have belonged to it alone.</summary>
internal static class Appearance
{
    private static readonly string[] s_states = ["N", "R", "D"];

    /// <summary>Explains changes below /AP; true when there are any.</summary>
    public static bool Explain(
        RevisionPair pair, Explanation explanation, ValidationRule rule, Slot old, Slot updated, string name)
    {
        var (was, now) = explanation.Open(old.Key("AP"), updated.Key("AP"));
        if (was.IsAbsent && now.IsAbsent)
        {
            return false;
        }

        if (now.Raw is not (PdfDictionary or null))
        {
            explanation.Refuse(rule, $"The appearance of '{name}' is no dictionary.");
            return true;
        }

        // What is taken from a field and stays in use elsewhere was signed as one thing and would now be two.
        if (old.Key("AP").Raw is PdfReference given && !given.Equals(updated.Key("AP").Raw) && explanation.References.Count(given.Number) > 1)
        {
            explanation.Refuse(rule, $"The appearance that '{name}' had, object {given.Number}, is used elsewhere too.");
        }

        var changed = !PdfEquality.Same(was.Raw, now.Raw);
        var own = StreamNumbers(pair.Old, was);
        foreach (var state in s_states)
        {
            changed |= ExplainStreams(pair, explanation, was.Key(state), now.Key(state), 0);
        }

        if (changed && StreamNumbers(pair.New, now).FirstOrDefault(number => !pair.Changed.ContainsKey(number) && !own.Contains(number)) is > 0 and var borrowed)
        {
            explanation.Refuse(rule, $"The appearance of '{name}' is object {borrowed}, which was something else before.");
        }

        return changed;
    }

    private static bool ExplainStreams(RevisionPair pair, Explanation explanation, Slot old, Slot updated, int depth)
    {
        explanation.OwnAdded(updated);
        var (was, now) = explanation.Open(old, updated);
        var changed = !PdfEquality.Same(was.Raw, now.Raw);
        switch (now.Raw)
        {
            case PdfStream:
                explanation.OwnAdded(now);
                return changed | ExplainResources(pair, explanation, now);
            case PdfDictionary states when depth == 0:
                foreach (var (key, _) in states.Entries)
                {
                    changed |= ExplainStreams(pair, explanation, was.Key(key), now.Key(key), depth + 1);
                }

                return changed;
            default:
                return changed;
        }
    }

    /// <summary>Objects that the appearance's own resources override; shared ones fail by the references of others.</summary>
    private static bool ExplainResources(RevisionPair pair, Explanation explanation, Slot stream)
    {
        var changed = false;
        var seen = new HashSet<int>();
        var pending = new Stack<Slot>([stream.Key("Resources")]);
        while (pending.TryPop(out var slot))
        {
            References.Visit(slot.Raw, slot.Path, (path, reference) =>
            {
                if (pair.Changed.TryGetValue(reference.Number, out var change) && change.Change == ObjectChange.Overridden
                    && seen.Add(reference.Number) && !IsStructure(change.New))
                {
                    changed = true;
                    explanation.Claim(new(slot.Container, path, reference), reference.Number);
                    pending.Push(new(reference.Number, "", change.New));
                }
            });
        }

        return changed;
    }

    private static bool IsStructure(PdfObject? value) =>
        value is null or PdfDictionary && ((value as PdfDictionary)?["Type"] as PdfName)?.Value is "Page" or "Pages" or "Catalog" or "Annot";

    private static HashSet<int> StreamNumbers(PdfRevision revision, Slot appearance)
    {
        var numbers = new HashSet<int>();
        foreach (var state in s_states)
        {
            var entry = appearance.Key(state);
            AddStream(revision, entry, numbers);
            var inner = entry.Follow(revision);
            if (inner.Raw is PdfDictionary states)
            {
                foreach (var (key, _) in states.Entries)
                {
                    AddStream(revision, inner.Key(key), numbers);
                }
            }
        }

        return numbers;
    }

    private static void AddStream(PdfRevision revision, Slot slot, HashSet<int> numbers)
    {
        var found = slot.Follow(revision);
        if (found.Raw is PdfStream && found.Path.Length == 0)
        {
            numbers.Add(found.Container);
        }
    }
}
