using TrustPlatform.Pdf;

namespace TrustPlatform.Signatures.Differences;

/// <summary>Annotation flags (table 167).</summary>
internal static class AnnotationFlags
{
    private const long Invisible = 1;
    private const long Hidden = 2;
    private const long NoView = 32;
    private const long Hiding = Invisible | Hidden | NoView;

    /// <summary>Both values show or hide the annotation alike.</summary>
    public static bool SameVisibility(PdfObject? old, PdfObject? updated) =>
        old is null or PdfInteger && updated is null or PdfInteger && (Flags(old) & Hiding) == (Flags(updated) & Hiding);

    /// <summary>The annotation is not hidden and has an area.</summary>
    public static bool IsVisible(PdfRevision revision, PdfDictionary annotation) =>
        (Flags(revision.Resolve(annotation["F"])) & (Hidden | NoView)) == 0 && HasArea(revision, annotation);

    private static bool HasArea(PdfRevision revision, PdfDictionary annotation)
    {
        if (revision.Resolve<PdfArray>(annotation["Rect"]) is not { Count: 4 } rectangle)
        {
            return false;
        }

        var numbers = rectangle.Select(item => Number(revision.Resolve(item))).ToArray();
        return numbers[0] != numbers[2] && numbers[1] != numbers[3];
    }

    private static double Number(PdfObject value) => value switch
    {
        PdfInteger integer => integer.Value,
        PdfReal real => real.Value,
        _ => double.NaN,
    };

    private static long Flags(PdfObject? value) => value is PdfInteger integer ? integer.Value : 0;
}
