using TrustPlatform.Pdf;
using TrustPlatform.Pdf.Fonts;
using TrustPlatform.Pdf.Images;
using TrustPlatform.Pdf.Writing;

namespace TrustPlatform.Signatures.Pades;

/// <summary>The update of one signature: its dictionary, the field's value, the appearance, the certification.</summary>
internal static class SignatureRevision
{
    public static SignedUpdate Build(PdfDocument document, PadesRequest request, int room)
    {
        var revision = document.Current;
        var fields = FormField.ReadAll(revision);
        var field = Find(fields, request.FieldName);
        var permissions = new DocumentPermissions(revision, fields);
        permissions.RequireSigning(field.Name);
        if (request.Certification is not null && permissions.IsSigned)
        {
            throw new PadesRefusedException(
                PadesRefusal.CertificationNotFirst, "The document already has a signature, and only the first one can certify.");
        }

        SeedValue.Check(revision, field, request);
        var writer = new IncrementalWriter(document);
        var (dictionary, contents, byteRange) = SignedUpdate.Placeholders("Sig", "ETSI.CAdES.detached", room);
        dictionary = WithDetails(dictionary, request);
        var references = References(revision, field, request.Certification);
        if (references.Count > 0)
        {
            dictionary = dictionary.With("Reference", new PdfArray(references));
        }

        var signature = writer.Add(dictionary);
        writer.Set(field.Reference, field.Dictionary.With("V", signature));
        if (request.Appearance is { } appearance)
        {
            Draw(revision, writer, field, appearance);
        }

        SignatureFieldLayer.SetSignatureFlags(revision, writer);
        if (request.Certification is not null)
        {
            Certify(revision, writer, signature);
        }

        return SignedUpdate.Build(writer, signature, contents, byteRange);
    }

    private static FormField Find(IReadOnlyList<FormField> fields, string name)
    {
        var field = fields.FirstOrDefault(field => field.Name == name)
            ?? throw new PadesRefusedException(PadesRefusal.FieldMissing, $"There is no field {name}.");
        if (field.Type != "Sig")
        {
            throw new PadesRefusedException(PadesRefusal.FieldNotForSignature, $"The field {name} is no signature field.");
        }

        return field.Value is null
            ? field
            : throw new PadesRefusedException(PadesRefusal.FieldAlreadySigned, $"The field {name} is already signed.");
    }

    /// <summary>Table 255. No /Cert: the certificates are in the CMS (EN 319 142-1, 5.3).</summary>
    private static PdfDictionary WithDetails(PdfDictionary dictionary, PadesRequest request)
    {
        dictionary = dictionary.With("M", PdfText.Encode(request.SigningTime));
        if (request.SignerName is { } name)
        {
            dictionary = dictionary.With("Name", PdfText.Encode(name));
        }

        return request.Reason is { } reason ? dictionary.With("Reason", PdfText.Encode(reason)) : dictionary;
    }

    /// <summary>12.8.2: DocMDP for a certification, FieldMDP for what the field's /Lock names (12.7.5.5).</summary>
    private static List<PdfObject> References(PdfRevision revision, FormField field, CertificationPermission? certification)
    {
        var references = new List<PdfObject>();
        var fieldLock = revision.Resolve<PdfDictionary>(field.Dictionary["Lock"]);
        // Table 236: a lock's /P means what it means in DocMDP, for what follows this signature.
        var permission = (long?)certification ?? revision.Resolve<PdfInteger>(fieldLock?["P"])?.Value;
        if (permission is { } level)
        {
            references.Add(Reference("DocMDP", PdfDictionary.Of(
                ("Type", new PdfName("TransformParams")), ("P", new PdfInteger(level)), ("V", new PdfName("1.2")))));
        }

        if (fieldLock is not null)
        {
            var parameters = PdfDictionary.Of(("Type", new PdfName("TransformParams")), ("V", new PdfName("1.2")));
            foreach (var key in (string[])["Action", "Fields"])
            {
                parameters = fieldLock[key] is { } value ? parameters.With(key, revision.Resolve(value)) : parameters;
            }

            references.Add(Reference("FieldMDP", parameters).With("Data", revision.Trailer["Root"] ?? PdfNull.Value));
        }

        return references;

        static PdfDictionary Reference(string method, PdfDictionary parameters) => PdfDictionary.Of(
            ("Type", new PdfName("SigRef")), ("TransformMethod", new PdfName(method)), ("TransformParams", parameters));
    }

    private static void Certify(PdfRevision revision, IncrementalWriter writer, PdfReference signature)
    {
        if (revision.Trailer["Root"] is not PdfReference root || writer.Resolve<PdfDictionary>(root) is not { } catalog)
        {
            throw new PdfSyntaxException(revision.Trailer.Offset, "7.5.5", "The trailer's /Root is no reference to a catalog.");
        }

        var permissions = writer.Resolve<PdfDictionary>(catalog["Perms"]) ?? PdfDictionary.Empty;
        writer.Set(root, catalog.With("Perms", permissions.With("DocMDP", signature)));
    }

    private static void Draw(PdfRevision revision, IncrementalWriter writer, FormField field, SignatureAppearance appearance)
    {
        if (field.Widget is not { } reference || writer.Resolve<PdfDictionary>(reference) is not { } widget
            || PageBox.Box(revision, widget["Rect"]) is not { } rectangle
            || rectangle.Right <= rectangle.Left || rectangle.Top <= rectangle.Bottom)
        {
            return; // an invisible field (12.7.5.5) shows nothing
        }

        var form = Look(appearance)?.AddTo(
            writer, rectangle.Right - rectangle.Left, rectangle.Top - rectangle.Bottom, Rotation(revision, reference, widget));
        if (form is not null)
        {
            // The states of a button have no meaning here: one normal appearance, and nothing else that could be shown instead.
            writer.Set(reference, widget.With("AP", PdfDictionary.Of(("N", form))));
        }
    }

    /// <summary>Text, image or both; null when there is neither.</summary>
    private static TextAppearance? Look(SignatureAppearance appearance)
    {
        RasterImage? image;
        try
        {
            image = appearance.ImageFile.IsEmpty ? null : RasterImage.Parse(appearance.ImageFile);
        }
        catch (ImageSyntaxException exception)
        {
            throw new PadesRefusedException(PadesRefusal.ImageUnusable, $"The image cannot be embedded: {exception.Message}", exception);
        }

        if (appearance.Lines.Count == 0)
        {
            return image is null ? null : new TextAppearance(image);
        }

        TrueTypeFont font;
        try
        {
            font = TrueTypeFont.Parse(appearance.FontFile);
        }
        catch (FontSyntaxException exception)
        {
            throw new PadesRefusedException(PadesRefusal.FontUnusable, $"The font cannot be embedded: {exception.Message}", exception);
        }

        return TextAppearance.FindMissing(font, appearance.Lines) is { } missing
            ? throw new PadesRefusedException(
                PadesRefusal.CharacterMissing, $"The font {font.PostScriptName} has no U+{missing.Value:X4}.")
            : new TextAppearance(font, appearance.Lines, image);
    }

    /// <summary>/Rotate of the page that the widget stands on: by /P, or by the page's annotations where /P is absent.</summary>
    private static int Rotation(PdfRevision revision, PdfReference reference, PdfDictionary widget)
    {
        var page = revision.Pages.FirstOrDefault(page => page.Reference.Equals(widget["P"]))
            ?? revision.Pages.FirstOrDefault(page =>
                revision.Resolve<PdfArray>(page.Dictionary["Annots"])?.Contains(reference) == true);
        return page is null ? 0 : PageBox.Of(revision, page).Rotation;
    }
}
