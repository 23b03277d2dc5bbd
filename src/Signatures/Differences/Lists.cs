using TrustPlatform.Pdf;

namespace TrustPlatform.Signatures.Differences;

/// <summary>Comparison of lists that an update may only extend.</summary>
internal static class Lists
{
    /// <summary>Everything of the first list stands in the second, in the same order.</summary>
    public static bool Keeps(PdfArray before, PdfArray? after)
    {
        var at = 0;
        foreach (var item in before)
        {
            while (at < (after?.Count ?? 0) && !SameItem(item, after![at]))
            {
                at++;
            }

            if (at++ >= (after?.Count ?? 0))
            {
                return false;
            }
        }

        return true;
    }

    // A direct dictionary may have been filled in place: it is the same item when it has the same name and place.
    private static bool SameItem(PdfObject left, PdfObject right) =>
        left is PdfDictionary a && right is PdfDictionary b
            ? PdfEquality.Same(a["T"], b["T"]) && PdfEquality.Same(a["Rect"], b["Rect"]) && PdfEquality.Same(a["Subtype"], b["Subtype"])
            : PdfEquality.Same(left, right);
}
