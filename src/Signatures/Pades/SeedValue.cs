using TrustPlatform.Pdf;

namespace TrustPlatform.Signatures.Pades;

/// <summary>What the author of a form asks of a signature by /SV (12.7.5.5, table 237): honoured where required, else refused.</summary>
internal static class SeedValue
{
    [Flags]
    private enum Required
    {
        None = 0,
        Filter = 1,
        SubFilter = 2,
        Version = 4,
        Reasons = 8,
        LegalAttestation = 16,
        AddRevocationInformation = 32,
        DigestMethod = 64,
    }

    public static void Check(PdfRevision revision, FormField field, PadesRequest request)
    {
        if (revision.Resolve<PdfDictionary>(field.Dictionary["SV"]) is not { } seed)
        {
            return;
        }

        var required = (Required)(revision.Resolve<PdfInteger>(seed["Ff"])?.Value ?? 0);
        if (required.HasFlag(Required.Filter) && revision.Resolve<PdfName>(seed["Filter"]) is { Value: not "Adobe.PPKLite" })
        {
            throw Refuse("the signature handler /Filter");
        }

        if (required.HasFlag(Required.SubFilter) && Names(seed["SubFilter"]) is { Count: > 0 } formats
            && !formats.Contains("ETSI.CAdES.detached"))
        {
            throw Refuse("another signature format");
        }

        var hash = request.SignatureHash.Name;
        if (required.HasFlag(Required.DigestMethod) && Names(seed["DigestMethod"]) is { Count: > 0 } methods
            && !methods.Any(method => string.Equals(method, hash, StringComparison.OrdinalIgnoreCase)))
        {
            throw Refuse("another digest method");
        }

        if (required.HasFlag(Required.Reasons) && Names(seed["Reasons"]) is { Count: > 0 } reasons
            && !(reasons is ["."] ? request.Reason is null : request.Reason is { } reason && reasons.Contains(reason)))
        {
            throw Refuse("one of its own reasons");
        }

        if (revision.Resolve<PdfDictionary>(seed["MDP"]) is { } certification
            && revision.Resolve<PdfInteger>(certification["P"])?.Value is { } permission
            && permission != (int?)request.Certification.GetValueOrDefault())
        {
            throw Refuse(permission == 0 ? "an approval signature" : $"a certification with permission {permission}");
        }

        if (required.HasFlag(Required.LegalAttestation) || required.HasFlag(Required.AddRevocationInformation)
            || (revision.Resolve<PdfDictionary>(seed["TimeStamp"]) is { } timestamp
                && revision.Resolve<PdfInteger>(timestamp["Ff"])?.Value == 1 && !request.WillHaveTimestamp))
        {
            throw Refuse("a timestamp, revocation information or a legal attestation that the request does not give");
        }

        List<string> Names(PdfObject? value) => (revision.Resolve<PdfArray>(value) ?? PdfArray.Empty).Select(revision.Resolve)
            .Select(item => item switch { PdfName name => name.Value, PdfString text => PdfText.Decode(text), _ => "" })
            .ToList();

        PadesRefusedException Refuse(string what) =>
            new(PadesRefusal.SeedValueForbids, $"The field {field.Name} requires {what}.");
    }
}
