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
        foreach (var item in references ?? PdfArray.Empty)
        {
            if (depth > MaxDepth || fields.Count > MaxFields)
            {
                throw new PdfSyntaxException(-1, "limits", "The form's field tree is too deep or too large.");
            }

            if (item is not PdfReference reference || !visited.Add(reference.Number)
                || revision.Resolve<PdfDictionary>(reference) is not { } dictionary)
            {
                continue;
            }

            var partial = revision.Resolve<PdfString>(dictionary["T"]);
            var own = new Inherited(
                partial is null ? parent.Name : parent.Name.Length == 0 ? PdfText.Decode(partial) : $"{parent.Name}.{PdfText.Decode(partial)}",
                revision.Resolve<PdfName>(dictionary["FT"])?.Value ?? parent.Type,
                dictionary["V"] is { } value ? revision.Resolve(value) : parent.Value);
            if (revision.Resolve<PdfArray>(dictionary["Kids"]) is not { Count: > 0 } kids)
            {
                fields.Add(Field(revision.Resolve<PdfName>(dictionary["Subtype"])?.Value == "Widget" ? reference : null));
            }
            else if (FirstWidget(revision, kids) is { } widget)
            {
                fields.Add(Field(widget));
            }
            else
            {
                Visit(revision, kids, own, fields, visited, depth + 1);
            }

            FormField Field(PdfReference? widget) =>
                new(own.Name, own.Type, own.Value is PdfNull ? null : own.Value, reference, dictionary, widget);
        }
    }

    /// <summary>The first kid that is no field, for want of a name of its own (12.7.4.2).</summary>
    private static PdfReference? FirstWidget(PdfRevision revision, PdfArray kids)
    {
        foreach (var kid in kids)
        {
            if (kid is PdfReference reference && revision.Resolve<PdfDictionary>(reference) is { } found && found["T"] is null)
            {
                return reference;
            }
        }

        return null;
    }

    private readonly record struct Inherited(string Name, string? Type, PdfObject? Value);
}
