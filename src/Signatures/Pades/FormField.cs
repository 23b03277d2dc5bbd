using TrustPlatform.Pdf;

namespace TrustPlatform.Signatures.Pades;

/// <summary>A terminal form field with the widget that shows it (12.7.4, 12.5.6.19).</summary>
/// <param name="Name">The fully qualified name.</param>
/// <param name="Type">/FT, inherited where the field has none of its own.</param>
/// <param name="Value">/V, inherited likewise, resolved; null when there is none.</param>
/// <param name="Reference">The field's object.</param>
/// <param name="Dictionary">The field's dictionary.</param>
/// <param name="Widget">The object of its first widget: the field itself when the two are merged, null when there is none.</param>
internal sealed record FormField(
    string Name, string? Type, PdfObject? Value, PdfReference Reference, PdfDictionary Dictionary, PdfReference? Widget)
{
    private const int MaxDepth = 64;
    private const int MaxFields = 100_000;

    /// <summary>The value of a signed signature field.</summary>
    public PdfDictionary? Signature => Type == "Sig" ? Value as PdfDictionary : null;

    /// <summary>All terminal fields of a revision. A field that is reached twice counts once.</summary>
    public static IReadOnlyList<FormField> ReadAll(PdfRevision revision)
    {
        var fields = new List<FormField>();
        var form = revision.Resolve<PdfDictionary>(revision.Catalog["AcroForm"]);
        Visit(revision, revision.Resolve<PdfArray>(form?["Fields"]), new("", null, null), fields, [], 0);
        return fields;
    }

    private static void Visit(
        PdfRevision revision, PdfArray? references, Inherited parent, List<FormField> fields, HashSet<int> visited, int depth)
    {
        foreach (var reference in (references ?? PdfArray.Empty).OfType<PdfReference>())
        {
            if (depth > MaxDepth || fields.Count > MaxFields)
            {
                throw new PdfSyntaxException(-1, "limits", "The form's field tree is too deep or too large.");
            }

            if (!visited.Add(reference.Number) || revision.Resolve<PdfDictionary>(reference) is not { } dictionary)
            {
                continue;
            }

            var partial = revision.Resolve<PdfString>(dictionary["T"]);
            var own = new Inherited(
                partial is null ? parent.Name : parent.Name.Length == 0 ? PdfText.Decode(partial) : $"{parent.Name}.{PdfText.Decode(partial)}",
                revision.Resolve<PdfName>(dictionary["FT"])?.Value ?? parent.Type,
                dictionary["V"] is { } value ? revision.Resolve(value) : parent.Value);
            var kids = revision.Resolve<PdfArray>(dictionary["Kids"]);
            var widgets = (kids ?? PdfArray.Empty).OfType<PdfReference>()
                .Where(kid => revision.Resolve<PdfDictionary>(kid) is { } found && found["T"] is null).ToList();
            if (kids is null || kids.Count == 0 || widgets.Count > 0)
            {
                var widget = kids is { Count: > 0 } ? widgets[0] : revision.Resolve<PdfName>(dictionary["Subtype"])?.Value == "Widget" ? reference : null;
                fields.Add(new(own.Name, own.Type, own.Value is PdfNull ? null : own.Value, reference, dictionary, widget));
            }
            else
            {
                Visit(revision, kids, own, fields, visited, depth + 1);
            }
        }
    }

    private readonly record struct Inherited(string Name, string? Type, PdfObject? Value);
}
