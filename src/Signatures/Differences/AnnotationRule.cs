using TrustPlatform.Pdf;
using TrustPlatform.Signatures.Validation;

namespace TrustPlatform.Signatures.Differences;

/// <summary>Annotations that mark up a page (12.5.6): an allow-list of types, without actions, files or media.</summary>
internal sealed class AnnotationRule : IDifferenceRule
{
    private static readonly HashSet<string> s_types =
    [
        "Text", "FreeText", "Line", "Square", "Circle", "Polygon", "PolyLine", "Highlight", "Underline", "Squiggly", "StrikeOut",
        "Caret", "Stamp", "Ink", "Popup",
    ];

    private static readonly HashSet<string> s_references = ["", "Annots", "Popup", "IRT", "Parent", "Obj"];

    public ValidationRule Rule => ValidationRules.ChangesAnnotation;

    /// <summary>Annotations that were there and that the update rewrote. New and removed ones come by way of their page.</summary>
    public void Explain(RevisionPair pair, Explanation explanation)
    {
        foreach (var change in pair.Changed.Values.Where(change => change.Change == ObjectChange.Overridden))
        {
            if (!explanation.Claimed.Contains(change.Number) && !explanation.FieldNumbers.Contains(change.Number)
                && Type(change.Old) is { } type && s_types.Contains(type))
            {
                ExplainChanged(pair, explanation, change, type);
            }
        }
    }

    public static void ExplainAdded(RevisionPair pair, Explanation explanation, Slot item)
    {
        var (_, now) = explanation.Open(default, item);
        if (Refusal(now.Raw) is { } reason)
        {
            explanation.Refuse(ValidationRules.ChangesAnnotation, reason);
            return;
        }

        if (now.Path.Length == 0 && pair.IsAdded(now.Container))
        {
            explanation.ClaimByKeys(now.Container, s_references);
        }

        Vouch(explanation, now);
        Report(pair, explanation, now.Dictionary!, "added");
    }

    public static void ExplainRemoved(RevisionPair pair, Explanation explanation, Slot item)
    {
        var (was, _) = explanation.Open(item, default);
        if (Type(was.Raw) is { } type && s_types.Contains(type))
        {
            explanation.Warn(ValidationRules.ChangesAnnotation, ChangeClass.Annotations, $"A {type} annotation was removed.");
        }
        else
        {
            explanation.Refuse(
                ValidationRules.ChangesAnnotation, $"Revision {pair.New.Index + 1} removed a {Type(was.Raw) ?? "broken"} annotation.");
        }
    }

    private void ExplainChanged(RevisionPair pair, Explanation explanation, ChangedObject change, string type)
    {
        if (Type(change.New) != type || Refusal(change.New) is not null)
        {
            explanation.Refuse(Rule, Refusal(change.New) ?? $"Annotation object {change.Number} became another type.");
            return;
        }

        explanation.ClaimByKeys(change.Number, s_references);
        var (was, now) = (new Slot(change.Number, "", change.Old), new Slot(change.Number, "", change.New));
        Appearance.Explain(pair, explanation, Rule, was, now, $"annotation {change.Number}");
        Vouch(explanation, now);
        Report(pair, explanation, now.Dictionary!, "changed");
    }

    private static string? Type(PdfObject? value) => ((value as PdfDictionary)?["Subtype"] as PdfName)?.Value;

    private static string? Refusal(PdfObject? value) => value switch
    {
        not PdfDictionary => "An annotation is no dictionary.",
        PdfDictionary { DuplicateKeys.Count: > 0 } twice => $"An annotation has /{twice.DuplicateKeys[0]} twice.",
        _ when Type(value) is not { } type || !s_types.Contains(type) => $"An annotation of type {Type(value) ?? "none"} is not permitted.",
        PdfDictionary dictionary when dictionary["A"] is not null || dictionary["AA"] is not null || dictionary["FS"] is not null =>
            "An annotation has an action or a file.",
        _ => null,
    };

    // /P leads to the page and /Parent, /Popup and /IRT to other annotations, which are judged for themselves.
    private static void Vouch(Explanation explanation, Slot annotation)
    {
        foreach (var (key, _) in annotation.Dictionary!.Entries)
        {
            if (key is not ("P" or "Parent" or "Popup" or "IRT"))
            {
                explanation.OwnAdded(annotation.Key(key));
            }
        }
    }

    private static void Report(RevisionPair pair, Explanation explanation, PdfDictionary annotation, string what)
    {
        var type = Type(annotation);
        if (type != "Popup" && AnnotationFlags.IsVisible(pair.New, annotation))
        {
            explanation.Warn(
                ValidationRules.ChangesAnnotation, ChangeClass.Annotations,
                $"A visible {type} annotation was {what} over signed page content.");
        }
        else
        {
            explanation.Record(ValidationRules.ChangesAnnotation, ChangeClass.Annotations, $"A {type} annotation was {what}.");
        }
    }
}
