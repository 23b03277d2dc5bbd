using TrustPlatform.Pdf;

namespace TrustPlatform.Signatures.Pades;

/// <summary>What earlier signatures of a document still permit (12.8.2.2, 12.8.2.4).</summary>
internal sealed class DocumentPermissions
{
    private readonly PdfRevision _revision;
    private readonly IReadOnlyList<FormField> _fields;

    public DocumentPermissions(PdfRevision revision, IReadOnlyList<FormField> fields)
    {
        (_revision, _fields) = (revision, fields);
        var certified = new List<PdfDictionary>();
        if (revision.Resolve<PdfDictionary>(revision.Catalog["Perms"]) is { } permissions
            && revision.Resolve<PdfDictionary>(permissions["DocMDP"]) is { } signature)
        {
            certified.Add(signature);
        }

        certified.AddRange(fields.Select(field => field.Signature).OfType<PdfDictionary>());
        Certification = certified.SelectMany(signature => Transforms(signature, "DocMDP"))
            .Select(parameters => (int?)(revision.Resolve<PdfInteger>(parameters["P"])?.Value is { } level and >= 1 and <= 3 ? (int)level : 2))
            .Min();
    }

    /// <summary>/P of the certification: 1 nothing, 2 form filling and signing, 3 annotations too; null when there is none.</summary>
    public int? Certification { get; }

    /// <summary>Some signature field, timestamps included, has a value.</summary>
    public bool IsSigned => _fields.Any(one => one.Signature is not null);

    /// <summary>Refuses to sign a field that a certification or a lock keeps as it is.</summary>
    public void RequireSigning(string fieldName)
    {
        if (Certification == 1)
        {
            throw new PadesRefusedException(
                PadesRefusal.CertificationForbids, "The document is certified, and the certification permits no further signature.");
        }

        foreach (var parameters in _fields.Select(field => field.Signature).OfType<PdfDictionary>()
            .SelectMany(signature => Transforms(signature, "FieldMDP")))
        {
            if (_revision.Resolve<PdfInteger>(parameters["P"])?.Value == 1 || Locks(parameters, fieldName))
            {
                throw new PadesRefusedException(PadesRefusal.Locked, $"An earlier signature locks the field {fieldName}.");
            }
        }
    }

    /// <summary>Refuses new fields where the document is certified: the certification is over the form as it is.</summary>
    public void RequireNewFields()
    {
        if (Certification is not null)
        {
            throw new PadesRefusedException(PadesRefusal.CertificationForbids, "The document is certified, so no field can be added.");
        }
    }

    /// <summary>12.8.2.4, table 259. A name covers the fields below it.</summary>
    private bool Locks(PdfDictionary parameters, string fieldName)
    {
        var names = (_revision.Resolve<PdfArray>(parameters["Fields"]) ?? PdfArray.Empty).Select(_revision.Resolve).OfType<PdfString>()
            .Select(PdfText.Decode);
        var named = names.Any(name => fieldName == name || fieldName.StartsWith(name + ".", StringComparison.Ordinal));
        return _revision.Resolve<PdfName>(parameters["Action"])?.Value switch
        {
            "Include" => named,
            "Exclude" => !named,
            _ => true,
        };
    }

    private IEnumerable<PdfDictionary> Transforms(PdfDictionary signature, string method) =>
        (_revision.Resolve<PdfArray>(signature["Reference"]) ?? PdfArray.Empty)
            .Select(_revision.Resolve).OfType<PdfDictionary>()
            .Where(reference => _revision.Resolve<PdfName>(reference["TransformMethod"])?.Value == method)
            .Select(reference => _revision.Resolve<PdfDictionary>(reference["TransformParams"]) ?? PdfDictionary.Empty);
}
