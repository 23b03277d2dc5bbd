using TrustPlatform.Pdf;

namespace TrustPlatform.Signatures.Intake;

/// <summary>The visible area of a page (its crop box), in default user space units.</summary>
public readonly record struct PageSize(double X, double Y, double Width, double Height);

/// <summary>What stands against signing a file.</summary>
public enum IntakeObstacle
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>Not a PDF, or too damaged to be read.</summary>
    NotAPdf,

    /// <summary>Encrypted (ISO 32000-2, 7.6).</summary>
    Encrypted,

    /// <summary>Readable only after repair.</summary>
    Damaged,

    /// <summary>Scripts or actions that run when the file is opened, or an XFA form.</summary>
    ActiveContent,

    /// <summary>A certification forbids further signatures (12.8.2.2).</summary>
    Locked,
}

/// <summary>What was found in a file before it is taken.</summary>
/// <param name="Obstacle">What stands against it.</param>
/// <param name="Offset">Where, when one place can be named.</param>
/// <param name="Pages">Its pages; empty when it cannot be read.</param>
/// <param name="SignatureCount">Signatures it carries already.</param>
public sealed record IntakeReport(
    IntakeObstacle Obstacle, long? Offset, IReadOnlyList<PageSize> Pages, int SignatureCount);

/// <summary>Structural checks of a PDF before it is taken for signing. Never throws for content.</summary>
public static class PdfIntake
{
    /// <summary>Inspects a seekable stream, which stays the caller's.</summary>
    public static IntakeReport Inspect(Stream file)
    {
        try
        {
            using var document = PdfDocument.Open(file, PdfLimits.Default);
            if (document.IsEncrypted)
            {
                return Refused(IntakeObstacle.Encrypted);
            }

            if (document.IsRecovered)
            {
                return Refused(IntakeObstacle.Damaged);
            }

            var current = document.Current;
            var pages = current.Pages.Select(page => SizeOf(current, page)).ToList();
            var (signatures, certified) = Signatures(current);
            return pages.Count == 0 ? Refused(IntakeObstacle.NotAPdf)
                : HasActiveContent(current) ? Refused(IntakeObstacle.ActiveContent)
                : certified == 1 ? Refused(IntakeObstacle.Locked)
                : new(IntakeObstacle.None, null, pages, signatures);
        }
        catch (PdfSyntaxException bad)
        {
            return new(IntakeObstacle.NotAPdf, bad.Offset < 0 ? null : bad.Offset, [], 0);
        }
    }

    /// <summary>The offset after the last byte of a revision (1 is the original file), or null where it cannot be told.</summary>
    public static long? EndOfRevision(Stream file, int number)
    {
        try
        {
            using var document = PdfDocument.Open(file, PdfLimits.Default);
            return number >= 1 && number <= document.Revisions.Count ? document.Revisions[number - 1].EndOffset : null;
        }
        catch (PdfSyntaxException)
        {
            return null;
        }
    }

    private static IntakeReport Refused(IntakeObstacle obstacle) => new(obstacle, null, [], 0);

    private static PageSize SizeOf(PdfRevision revision, PdfPage page)
    {
        var box = revision.Resolve(page.Dictionary["CropBox"] ?? page.Dictionary["MediaBox"]) as PdfArray;
        var numbers = box?.Select(item => Number(revision.Resolve(item))).ToList();
        if (numbers is not { Count: 4 })
        {
            throw new PdfSyntaxException(page.Dictionary.Offset, "7.7.3.3", "The page has no usable media box.");
        }

        var (left, right) = (Math.Min(numbers[0], numbers[2]), Math.Max(numbers[0], numbers[2]));
        var (bottom, top) = (Math.Min(numbers[1], numbers[3]), Math.Max(numbers[1], numbers[3]));
        return new(left, bottom, right - left, top - bottom);
    }

    private static double Number(PdfObject value) => value switch
    {
        PdfInteger integer => integer.Value,
        PdfReal real => real.Value,
        _ => 0,
    };

    private static bool HasActiveContent(PdfRevision revision)
    {
        var catalog = revision.Catalog;
        var names = revision.Resolve(catalog["Names"]) as PdfDictionary;
        var form = revision.Resolve(catalog["AcroForm"]) as PdfDictionary;
        return names?["JavaScript"] is not null || catalog["AA"] is not null || form?["XFA"] is not null
            || (revision.Resolve(catalog["OpenAction"]) is PdfDictionary action && !IsDestination(revision, action));
    }

    // An open action that only goes to a page of the document shows nothing new (12.6.4.2).
    private static bool IsDestination(PdfRevision revision, PdfDictionary action) =>
        revision.Resolve(action["S"]) is PdfName { Value: "GoTo" } && action["Next"] is null;

    private static (int Count, int CertificationLevel) Signatures(PdfRevision revision)
    {
        var form = revision.Resolve(revision.Catalog["AcroForm"]) as PdfDictionary;
        var fields = revision.Resolve(form?["Fields"]) as PdfArray;
        var count = fields?.Count(field => revision.Resolve(field) is PdfDictionary dictionary
            && revision.Resolve(dictionary["FT"]) is PdfName { Value: "Sig" }
            && revision.Resolve(dictionary["V"]) is PdfDictionary) ?? 0;
        var permissions = revision.Resolve(revision.Catalog["Perms"]) as PdfDictionary;
        var certification = revision.Resolve(permissions?["DocMDP"]) as PdfDictionary;
        return (count, certification is null ? 0 : PermissionOf(revision, certification));
    }

    private static int PermissionOf(PdfRevision revision, PdfDictionary signature)
    {
        foreach (var item in revision.Resolve(signature["Reference"]) as PdfArray ?? new PdfArray([]))
        {
            if (revision.Resolve(item) is PdfDictionary reference
                && revision.Resolve(reference["TransformMethod"]) is PdfName { Value: "DocMDP" }
                && revision.Resolve(reference["TransformParams"]) is PdfDictionary parameters)
            {
                return revision.Resolve(parameters["P"]) is PdfInteger permission ? (int)permission.Value : 2;
            }
        }

        return 2;
    }
}
