using TrustPlatform.Pdf;

namespace TrustPlatform.Signatures.Differences;

/// <summary>Walks the references that an object holds. Depth is bounded by the reader's nesting limit.</summary>
internal static class References
{
    /// <summary>Calls back for each reference with the path that leads to it.</summary>
    public static void Visit(PdfObject? value, string path, Action<string, PdfReference> found)
    {
        switch (value)
        {
            case PdfReference reference:
                found(path, reference);
                break;
            case PdfDictionary dictionary:
                foreach (var (key, item) in dictionary.Entries)
                {
                    Visit(item, item is PdfReference or PdfArray or PdfDictionary ? path + "/" + key : path, found);
                }

                break;
            case PdfArray array:
                var inside = path + "[]";
                foreach (var item in array)
                {
                    Visit(item, inside, found);
                }

                break;
            case PdfStream stream:
                Visit(stream.Dictionary, path, found);
                break;
            default:
                break;
        }
    }

    /// <summary>
    /// What an object refers to as a part of the document. Cross-reference streams are trailers and object streams are
    /// containers: what they name is not reached through them.
    /// </summary>
    public static void VisitDocumentObject(PdfObject? value, Action<string, PdfReference> found)
    {
        if (value is PdfStream stream && IsContainer(stream))
        {
            return;
        }

        Visit(value, "", found);
    }

    public static bool IsContainer(PdfStream stream) =>
        stream.Dictionary["Type"] is PdfName { Value: "XRef" or "ObjStm" };
}
