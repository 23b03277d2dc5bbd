using TrustPlatform.Pdf;
using TrustPlatform.Signatures.Validation;

namespace TrustPlatform.Signatures.Differences;

/// <summary>Signature fields that an update created, the only fields that it may create.</summary>
internal static class NewSignatureField
{
    private static readonly HashSet<string> s_keys =
    [
        "Type", "Subtype", "FT", "T", "TU", "TM", "V", "F", "Ff", "Rect", "P", "AP", "MK", "BS", "Border", "H", "DA", "DR", "Q",
        "Parent", "Kids", "Lock", "SV", "M", "NM", "Lang", "AS",
    ];

    public static void Explain(RevisionPair pair, Explanation explanation, IEnumerable<FieldNode> added)
    {
        foreach (var node in added)
        {
            if (Refusal(pair, node) is { } reason)
            {
                explanation.Refuse(ValidationRules.ChangesNewField, $"New field '{node.Name}': {reason}");
                continue;
            }

            Vouch(pair, explanation, node);
        }
    }

    public static bool IsSignature(Slot value) =>
        value.Raw is PdfDictionary dictionary
        && dictionary["Type"] is null or PdfName { Value: "Sig" or "DocTimeStamp" }
        && dictionary["Contents"] is not null;

    /// <summary>The value was a signature before the update: somebody is made to sign what he did not.</summary>
    public static bool IsBorrowed(RevisionPair pair, FieldNode node)
    {
        var value = node.Place.Key("V").Follow(pair.New);
        return value.Container != node.Place.Container && !pair.Changed.ContainsKey(value.Container);
    }

    public static bool IsTimestamp(PdfRevision revision, FieldNode node) =>
        revision.Resolve<PdfDictionary>(node.Dictionary["V"]) is { } value
        && (value["Type"] is PdfName { Value: "DocTimeStamp" } || value["SubFilter"] is PdfName { Value: "ETSI.RFC3161" });

    private static string? Refusal(RevisionPair pair, FieldNode node)
    {
        if (node.FieldType != "Sig" && !IsGroup(node))
        {
            return "it is no signature field.";
        }

        if (node.Number == 0 || !pair.IsAdded(node.Number))
        {
            return "its dictionary is not a new object.";
        }

        if (node.Dictionary.DuplicateKeys.Count > 0)
        {
            return "a key stands twice in it.";
        }

        var unknown = node.Dictionary.Entries.FirstOrDefault(entry => !s_keys.Contains(entry.Key)).Key;
        if (unknown is not null)
        {
            return $"it has /{unknown}.";
        }

        var value = node.Place.Key("V").Follow(pair.New);
        if (value.IsAbsent && node.Dictionary["V"] is PdfReference missing)
        {
            // Somebody signed there, and the way to the signature was broken.
            return $"its value, object {missing.Number}, is missing.";
        }

        return !value.IsAbsent && IsBorrowed(pair, node) ? "its value is the signature of another field."
            : value.IsAbsent || IsSignature(value) ? null : "its value is no signature.";
    }

    /// <summary>A field that only groups others by name; those are judged one by one.</summary>
    private static bool IsGroup(FieldNode node) =>
        node.FieldType is null && node.Dictionary["Kids"] is not null
        && node.Dictionary.Entries.All(entry => entry.Key is "T" or "Kids" or "Parent" or "TU" or "TM");

    private static void Vouch(RevisionPair pair, Explanation explanation, FieldNode node)
    {
        explanation.ClaimByKeys(node.Number, FieldRule.References);
        explanation.NewWidgets.Add(node.Number);
        foreach (var (key, _) in node.Dictionary.Entries)
        {
            if (key != "Kids")
            {
                explanation.OwnAdded(node.Place.Key(key));
            }
        }

        explanation.Open(node.Place.Key("Kids"), node.Place.Key("Kids"));
        var isVisible = AnnotationFlags.IsVisible(pair.New, node.Dictionary);
        if (node.FieldType != "Sig" || (node.IsWidgetOnly && !isVisible))
        {
            return;
        }

        var isTimestamp = IsTimestamp(pair.New, node);
        explanation.Fields.Add(new(node.Name, IsNew: true, isVisible, isTimestamp));
        explanation.Record(
            ValidationRules.ChangesNewField,
            isTimestamp && node.Dictionary["AP"] is null && !isVisible ? ChangeClass.LtvOnly : ChangeClass.FormFill,
            $"{(isVisible ? "Visible" : "Invisible")} signature field '{node.Name}' was added.");
    }
}
