using TrustPlatform.Cryptography;
using TrustPlatform.Cryptography.Cms;
using TrustPlatform.Cryptography.Timestamps;
using TrustPlatform.Pdf;

namespace TrustPlatform.Signatures.Pades;

/// <summary>One update of a file.</summary>
/// <param name="Start">Its first byte.</param>
/// <param name="End">The offset after its last byte.</param>
/// <param name="CrossReference">How its cross-reference section is written: "table", "stream" or "hybrid".</param>
public sealed record InspectedRevision(long Start, long End, string CrossReference);

/// <summary>What a signature says of itself. Nothing of it is verified.</summary>
public sealed record InspectedSignature
{
    /// <summary>The field's qualified name.</summary>
    public required string Field { get; init; }

    /// <summary>/SubFilter.</summary>
    public string? SubFilter { get; init; }

    /// <summary>/ByteRange; empty when it is no array of integers.</summary>
    public required IReadOnlyList<long> ByteRange { get; init; }

    /// <summary>/Name.</summary>
    public string? Name { get; init; }

    /// <summary>/Reason.</summary>
    public string? Reason { get; init; }

    /// <summary>/M.</summary>
    public DateTimeOffset? ClaimedTime { get; init; }

    /// <summary>The subject of the signer's certificate as the CMS carries it.</summary>
    public string? Signer { get; init; }

    /// <summary>What the signer commits to: a name of <see cref="Cryptography.Cms.Commitment"/>, else the object identifier; null for nothing.</summary>
    public string? Commitment { get; init; }

    /// <summary>Roles that the signer claims.</summary>
    public IReadOnlyList<string> ClaimedRoles { get; init; } = [];

    /// <summary>genTime of the first signature timestamp, or of the document timestamp.</summary>
    public DateTimeOffset? TimestampTime { get; init; }
}

/// <summary>What stands in a PDF file, as far as signing is concerned. Nothing of it is verified.</summary>
public sealed record DocumentInspection
{
    /// <summary>Version in the header.</summary>
    public required string Version { get; init; }

    /// <summary>Number of pages; null when the page tree cannot be read.</summary>
    public int? Pages { get; init; }

    /// <summary>The file is encrypted.</summary>
    public required bool IsEncrypted { get; init; }

    /// <summary>What is damaged or hidden by encryption, so that the rest may be incomplete; null when nothing is.</summary>
    public string? Damage { get; init; }

    /// <summary>The updates, the first written first.</summary>
    public required IReadOnlyList<InspectedRevision> Revisions { get; init; }

    /// <summary>Signature fields without a value.</summary>
    public IReadOnlyList<string> EmptyFields { get; init; } = [];

    /// <summary>Signatures and document timestamps.</summary>
    public IReadOnlyList<InspectedSignature> Signatures { get; init; } = [];

    /// <summary>The catalog has a document security store.</summary>
    public bool HasSecurityStore { get; init; }

    /// <summary>Reads a file. Throws <see cref="PadesRefusedException"/> when it is no PDF at all.</summary>
    public static DocumentInspection Of(Stream file)
    {
        ArgumentNullException.ThrowIfNull(file);
        try
        {
            using var document = PdfDocument.Open(file, PdfLimits.Default);
            var inspection = new DocumentInspection
            {
                Version = document.HeaderVersion,
                IsEncrypted = document.IsEncrypted,
                Damage = document.RecoveryReason ?? document.EncryptionObstacle,
                Revisions = [.. document.Revisions.Select(revision => new InspectedRevision(
                    revision.StartOffset, revision.EndOffset, KindName(revision.CrossReferenceKind)))],
            };
            return WithForm(inspection, document.Current);
        }
        catch (PdfSyntaxException exception)
        {
            throw new PadesRefusedException(PadesRefusal.NotPdf, $"The file cannot be read as PDF: {exception.Message}", exception);
        }
    }

    private static string KindName(PdfCrossReferenceKind kind) => kind switch
    {
        PdfCrossReferenceKind.Table => "table",
        PdfCrossReferenceKind.Stream => "stream",
        PdfCrossReferenceKind.Hybrid => "hybrid",
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    private static DocumentInspection WithForm(DocumentInspection inspection, PdfRevision revision)
    {
        try
        {
            var fields = FormField.ReadAll(revision).Where(field => field.Type == "Sig").ToList();
            return inspection with
            {
                Pages = revision.Pages.Count,
                HasSecurityStore = revision.Catalog["DSS"] is not null,
                EmptyFields = [.. fields.Where(field => field.Value is null).Select(field => field.Name)],
                Signatures = [.. fields.Where(field => field.Signature is not null).Select(field => Inspect(revision, field))],
            };
        }
        catch (PdfSyntaxException exception)
        {
            return inspection with { Damage = inspection.Damage ?? exception.Message };
        }
    }

    private static InspectedSignature Inspect(PdfRevision revision, FormField field)
    {
        var dictionary = field.Signature!; // the caller took those that have one
        var range = (revision.Resolve<PdfArray>(dictionary["ByteRange"]) ?? PdfArray.Empty).Select(revision.Resolve).ToList();
        var signature = new InspectedSignature
        {
            Field = field.Name,
            SubFilter = revision.Resolve<PdfName>(dictionary["SubFilter"])?.Value,
            ByteRange = range.All(item => item is PdfInteger) ? [.. range.Cast<PdfInteger>().Select(item => item.Value)] : [],
            Name = Text("Name"),
            Reason = Text("Reason"),
            ClaimedTime = revision.Resolve<PdfString>(dictionary["M"]) is { } time ? PdfText.DecodeDate(time) : null,
        };
        return revision.Resolve<PdfString>(dictionary["Contents"]) is { } contents ? WithCms(signature, contents.Bytes) : signature;

        string? Text(string key) => revision.Resolve<PdfString>(dictionary[key]) is { } text ? PdfText.Decode(text) : null;
    }

    private static InspectedSignature WithCms(InspectedSignature signature, ReadOnlyMemory<byte> contents)
    {
        try
        {
            var cms = CmsSignedData.Parse(contents);
            var signer = cms.Certificates.FirstOrDefault(other => cms.Signers.Any(info => info.IsNamedBy(other)));
            var token = signature.SubFilter == "ETSI.RFC3161"
                ? cms.Encoded
                : cms.Signers.SelectMany(info => info.SignatureTimestamps).FirstOrDefault();
            return signature with
            {
                Signer = signer?.Subject.ToString(),
                Commitment = cms.Signers is [var first, ..] ? first.Commitment?.ToString() ?? first.CommitmentType : null,
                ClaimedRoles = cms.Signers is [var claiming, ..] ? claiming.ReadClaimedRoles() : [],
                TimestampTime = token.IsEmpty ? null : TimeStampToken.Parse(token).GenTime,
            };
        }
        catch (CmsSyntaxException)
        {
            return signature; // what cannot be read is not told; a validator says why
        }
    }
}
