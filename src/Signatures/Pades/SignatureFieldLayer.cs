using TrustPlatform.Pdf;
using TrustPlatform.Pdf.Fonts;
using TrustPlatform.Pdf.Writing;

namespace TrustPlatform.Signatures.Pades;

/// <summary>Adds empty signature fields with their widgets to an update (12.7.5.5, 12.5.6.19).</summary>
/// <param name="revision">The document as it stands.</param>
/// <param name="writer">The update.</param>
/// <param name="structure">
/// Where visible widgets of a tagged document are entered; null for others, and where an earlier signature is to keep its verdict:
/// what it signed of the structure is not to be changed (12.8.2.2).
/// </param>
internal sealed class SignatureFieldLayer(PdfRevision revision, IncrementalWriter writer, StructureTree? structure = null)
{
    /// <summary>Print and Locked (table 167): the field appears on paper and its widget does not move.</summary>
    private const int PrintAndLocked = 132;

    private readonly Dictionary<int, List<PdfReference>> _widgetsByPage = [];
    private readonly List<PdfReference> _fields = [];

    /// <summary>Adds one field and gives its reference. <see cref="Finish"/> puts it into the form and onto its page.</summary>
    public PdfReference Add(SignatureFieldPlacement placement)
    {
        var isInvisible = placement.Page == 0 || placement.Rectangle == default;
        var pageIndex = Math.Max(placement.Page, 1) - 1;
        if (pageIndex >= revision.Pages.Count)
        {
            throw new PadesRefusedException(
                PadesRefusal.PageMissing, $"There is no page {pageIndex + 1}: the document has {revision.Pages.Count}.");
        }

        var page = revision.Pages[pageIndex];
        var box = PageBox.Of(revision, page);
        if (!isInvisible && !box.Contains(placement.Rectangle))
        {
            throw new PadesRefusedException(
                PadesRefusal.RectangleOutsidePage, $"The rectangle of {placement.Name} leaves page {pageIndex + 1}.");
        }

        var zero = new PdfInteger(0);
        var widget = PdfDictionary.Of(
            ("Type", new PdfName("Annot")), ("Subtype", new PdfName("Widget")), ("FT", new PdfName("Sig")),
            ("T", PdfText.Encode(placement.Name)), ("F", new PdfInteger(PrintAndLocked)), ("P", page.Reference),
            ("Rect", isInvisible ? new PdfArray([zero, zero, zero, zero]) : box.ToUserSpace(placement.Rectangle)));
        if (!isInvisible)
        {
            var empty = TextAppearance.AddEmptyTo(writer, placement.Rectangle.Width, placement.Rectangle.Height);
            widget = widget.With("AP", PdfDictionary.Of(("N", empty)));
        }

        var reference = writer.Reserve();
        if (!isInvisible && structure is not null)
        {
            widget = structure.Add(widget, reference, page.Reference, placement.Name);
        }

        writer.Set(reference, widget);
        _fields.Add(reference);
        if (!_widgetsByPage.TryGetValue(pageIndex, out var widgets))
        {
            _widgetsByPage[pageIndex] = widgets = [];
        }

        widgets.Add(reference);
        return reference;
    }

    /// <summary>Writes the form and the pages' annotations.</summary>
    public void Finish()
    {
        structure?.Finish();
        foreach (var (pageIndex, widgets) in _widgetsByPage)
        {
            // The page as it is written, without the attributes that it inherits.
            var page = revision.Pages[pageIndex].Reference;
            Append(page, writer.Resolve<PdfDictionary>(page)!, "Annots", widgets); // the page tree was read through it
        }

        var (reference, catalog) = Root();
        if (catalog["AcroForm"] is PdfReference formReference && writer.Resolve<PdfDictionary>(formReference) is { } form)
        {
            Append(formReference, WithSignatureFlags(form), "Fields", _fields);
            return;
        }

        form = catalog["AcroForm"] as PdfDictionary ?? PdfDictionary.Of(("Fields", PdfArray.Empty));
        if (form["Fields"] is PdfReference fields)
        {
            writer.Set(fields, Extended(writer.Resolve<PdfArray>(fields), _fields));
            writer.Set(reference, catalog.With("AcroForm", WithSignatureFlags(form)));
            return;
        }

        form = WithSignatureFlags(form).With("Fields", Extended(form["Fields"] as PdfArray, _fields));
        writer.Set(reference, catalog.With("AcroForm", form));
    }

    /// <summary>Sets SignaturesExist and AppendOnly (table 225) where they are not set yet.</summary>
    public static void SetSignatureFlags(PdfRevision revision, IncrementalWriter writer)
    {
        var (reference, catalog) = new SignatureFieldLayer(revision, writer).Root();
        if (writer.Resolve<PdfDictionary>(catalog["AcroForm"]) is not { } form
            || (writer.Resolve<PdfInteger>(form["SigFlags"])?.Value & 3) == 3)
        {
            return;
        }

        if (catalog["AcroForm"] is PdfReference formReference)
        {
            writer.Set(formReference, WithSignatureFlags(form));
        }
        else
        {
            writer.Set(reference, catalog.With("AcroForm", WithSignatureFlags(form)));
        }
    }

    /// <summary>The catalog as it stands in the update.</summary>
    private (PdfReference Reference, PdfDictionary Catalog) Root() =>
        revision.Trailer["Root"] is PdfReference reference && writer.Resolve<PdfDictionary>(reference) is { } catalog
            ? (reference, catalog)
            : throw new PdfSyntaxException(revision.Trailer.Offset, "7.5.5", "The trailer's /Root is no reference to a catalog.");

    private static PdfDictionary WithSignatureFlags(PdfDictionary form) =>
        form.With("SigFlags", new PdfInteger((form["SigFlags"] as PdfInteger)?.Value | 3 ?? 3));

    /// <summary>Appends to an array of a dictionary, wherever that array stands, and changes no more objects than needed.</summary>
    private void Append(PdfReference holder, PdfDictionary dictionary, string key, IReadOnlyList<PdfReference> items)
    {
        if (dictionary[key] is PdfReference reference && writer.Resolve<PdfArray>(reference) is { } array)
        {
            writer.Set(reference, Extended(array, items));
            if (dictionary != writer.Resolve(holder))
            {
                writer.Set(holder, dictionary);
            }

            return;
        }

        writer.Set(holder, dictionary.With(key, Extended(dictionary[key] as PdfArray, items)));
    }

    private static PdfArray Extended(PdfArray? array, IReadOnlyList<PdfReference> items) => new([.. array ?? PdfArray.Empty, .. items]);
}
