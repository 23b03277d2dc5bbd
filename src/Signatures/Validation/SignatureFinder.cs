using TrustPlatform.Pdf;
using TrustPlatform.Signatures.Differences;

namespace TrustPlatform.Signatures.Validation;

/// <summary>
/// Finds signatures in the form of every revision, so that a later catalog or form cannot hide one (ISO 32000-2, 12.7.5.5).
/// </summary>
internal static class SignatureFinder
{
    public static List<FoundSignature> Find(PdfDocument document, CancellationToken cancellationToken)
    {
        var found = new Dictionary<(int Container, string Path), FoundSignature>();
        var order = new List<FoundSignature>();
        var form = new FieldTree();
        foreach (var revision in document.Revisions)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var inForm = form.Read(revision).Select(field => (Field: field, Value: Value(revision, field)));
            foreach (var (field, value) in document.EncryptionObstacle is not null ? inForm.Concat(OutsideForm(revision)) : inForm)
            {
                if (value is not { Raw: { } raw } place)
                {
                    continue;
                }

                var version = new SignatureVersion(revision, raw, field);
                if (!found.TryGetValue((place.Container, place.Path), out var signature))
                {
                    found[(place.Container, place.Path)] = signature = new(version);
                    order.Add(signature);
                }

                Add(signature, version);
            }
        }

        return order;
    }

    /// <summary>
    /// The form of an encrypted file may stand in streams that cannot be read. Signature dictionaries may not (7.5.7, 7.6.2), so
    /// they are looked for among the objects that the revision wrote; the names of their fields stay unknown.
    /// </summary>
    private static IEnumerable<(FieldNode Field, Slot? Value)> OutsideForm(PdfRevision revision)
    {
        foreach (var (number, entry) in revision.Entries)
        {
            var place = entry.Kind == PdfEntryKind.InUse ? Load(revision, number) : default;
            if (LooksLikeSignature(place))
            {
                yield return (new(default, "", "Sig", 0, IsWidgetOnly: false), place);
            }
        }
    }

    private static Slot Load(PdfRevision revision, int number)
    {
        try
        {
            return new Slot(number, "", revision.Load(number)?.Value);
        }
        catch (PdfSyntaxException)
        {
            return default;
        }
    }

    private static void Add(FoundSignature signature, SignatureVersion version)
    {
        if (!signature.FieldNames.Contains(version.Field.Name))
        {
            signature.FieldNames.Add(version.Field.Name);
        }

        if (version.Value is not PdfDictionary { Offset: >= 0 } dictionary || dictionary.Offset != signature.Versions[^1].Dictionary.Offset)
        {
            signature.Versions.Add(version);
        }
    }

    private static Slot? Value(PdfRevision revision, FieldNode field)
    {
        try
        {
            var value = field.Place.Key("V").Follow(revision);
            var isSignature = field.FieldType == "Sig" ? !value.IsAbsent : LooksLikeSignature(value);
            return isSignature ? value : null;
        }
        catch (PdfSyntaxException) when (field.FieldType == "Sig")
        {
            // A value that cannot be read is still the value of a signature field: it is listed, and refused.
            return field.Place.Key("V") with { Raw = PdfDictionary.Empty };
        }
        catch (PdfSyntaxException)
        {
            return null;
        }
    }

    private static bool LooksLikeSignature(Slot value) =>
        value.Raw is PdfDictionary dictionary && dictionary["Contents"] is not null && dictionary["ByteRange"] is not null;
}
