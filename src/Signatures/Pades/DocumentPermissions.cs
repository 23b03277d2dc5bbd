using TrustPlatform.Pdf;

namespace TrustPlatform.Signatures.Pades;

/// <summary>What earlier signatures of a document still permit (12.8.2.2, 12.8.2.4).</summary>
internal sealed class DocumentPermissions
{
    private readonly PdfRevision _revision;
    private readonly List<PdfDictionary> _fieldLocks = [];

    public DocumentPermissions(PdfRevision revision, IReadOnlyList<FormField> fields)
    {
        _revision = revision;
        if (revision.Resolve<PdfDictionary>(revision.Catalog["Perms"]) is { } permissions
            && revision.Resolve<PdfDictionary>(permissions["DocMDP"]) is { } certified)
        {
            TakeTransforms(certified);
        }

        foreach (var field in fields)
        {
            if (field.Signature is { } signature)
            {
                IsSigned = true;
                TakeTransforms(signature);
            }
        }
    }

    /// <summary>/P of the certification: 1 nothing, 2 form filling and signing, 3 annotations too; null when there is none.</summary>
    public int? Certification { get; private set; }

    /// <summary>Some signature field, timestamps included, has a value.</summary>
    public bool IsSigned { get; }

    /// <summary>Refuses to sign a field that a certification or a lock keeps as it is.</summary>
    public void RequireSigning(string fieldName)
    {
        if (Certification == 1)
        {
            throw new PadesRefusedException(
                PadesRefusal.CertificationForbids, "The document is certified, and the certification permits no further signature.");
        }

        foreach (var parameters in _fieldLocks)
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

    /// <summary>12.8.2: the strictest certification counts, and every lock.</summary>
    private void TakeTransforms(PdfDictionary signature)
    {
        foreach (var item in _revision.Resolve<PdfArray>(signature["Reference"]) ?? PdfArray.Empty)
        {
            if (_revision.Resolve<PdfDictionary>(item) is not { } reference)
            {
                continue;
            }

            var parameters = _revision.Resolve<PdfDictionary>(reference["TransformParams"]) ?? PdfDictionary.Empty;
            switch (_revision.Resolve<PdfName>(reference["TransformMethod"])?.Value)
            {
                case "DocMDP":
                    var level = _revision.Resolve<PdfInteger>(parameters["P"])?.Value is { } given and >= 1 and <= 3 ? (int)given : 2;
                    Certification = Math.Min(Certification ?? level, level);
                    break;
                case "FieldMDP":
                    _fieldLocks.Add(parameters);
                    break;
            }
        }
    }
}
