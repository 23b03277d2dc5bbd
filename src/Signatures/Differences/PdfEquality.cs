using TrustPlatform.Pdf;

namespace TrustPlatform.Signatures.Differences;

/// <summary>Whether two objects say the same. References are the same when they name the same object.</summary>
internal static class PdfEquality
{
    public static bool Same(PdfObject? left, PdfObject? right) => (left, right) switch
    {
        (null or PdfNull, null or PdfNull) => true,
        (PdfString a, PdfString b) => a.Bytes.Span.SequenceEqual(b.Bytes.Span),
        (PdfArray a, PdfArray b) => SameItems(a, b),
        (PdfDictionary a, PdfDictionary b) => SameEntries(a, b),
        (PdfStream a, PdfStream b) => SameStreams(a, b),
        (PdfInteger a, PdfReal b) => a.Value == b.Value,
        (PdfReal a, PdfInteger b) => a.Value == b.Value,
        (PdfName or PdfBoolean or PdfInteger or PdfReal or PdfReference, _) => Equals(left, right),
        _ => false,
    };

    private static bool SameItems(PdfArray left, PdfArray right)
    {
        if (left.Count != right.Count)
        {
            return false;
        }

        for (var i = 0; i < left.Count; i++)
        {
            if (!Same(left[i], right[i]))
            {
                return false;
            }
        }

        return true;
    }

    private static bool SameEntries(PdfDictionary left, PdfDictionary right)
    {
        // A key written twice is read differently by different readers, so such a dictionary equals nothing.
        if (left.DuplicateKeys.Count + right.DuplicateKeys.Count > 0)
        {
            return left.Offset >= 0 && left.Offset == right.Offset;
        }

        return Keys(left).SetEquals(Keys(right)) && left.Entries.All(entry => Same(left[entry.Key], right[entry.Key]));
    }

    private static HashSet<string> Keys(PdfDictionary dictionary) =>
        [.. dictionary.Entries.Where(entry => entry.Value is not PdfNull).Select(entry => entry.Key)];

    private static bool SameStreams(PdfStream left, PdfStream right) =>
        left.EncodedLength == right.EncodedLength
        && SameEntries(left.Dictionary.Without("Length"), right.Dictionary.Without("Length"))
        && left.EncodedBytes.Span.SequenceEqual(right.EncodedBytes.Span);
}
