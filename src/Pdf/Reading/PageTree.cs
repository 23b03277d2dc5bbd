namespace TrustPlatform.Pdf.Reading;

/// <summary>Walks the page tree (7.7.3).</summary>
internal sealed class PageTree(PdfRevision revision, PdfLimits limits)
{
    /// <summary>Table 31, the attributes marked inheritable.</summary>
    private static readonly string[] Inheritable = ["Resources", "MediaBox", "CropBox", "Rotate"];

    private readonly List<PdfPage> _pages = [];
    private readonly HashSet<int> _visited = [];

    public IReadOnlyList<PdfPage> Read()
    {
        if (revision.Catalog["Pages"] is not PdfReference root)
        {
            throw new PdfSyntaxException(revision.Catalog.Offset, "7.7.2", "The catalog's /Pages is no reference.");
        }

        Visit(root, PdfDictionary.Empty, 0);
        return _pages;
    }

    private void Visit(PdfReference reference, PdfDictionary inherited, int depth)
    {
        if (depth > limits.MaxNesting || _pages.Count >= limits.MaxPages)
        {
            throw new PdfSyntaxException(-1, "limits", "The page tree is too deep or too large.");
        }

        if (!_visited.Add(reference.Number))
        {
            throw new PdfSyntaxException(-1, "7.7.3", $"The page tree comes twice to object {reference.Number}.");
        }

        if (revision.Resolve<PdfDictionary>(reference) is not { } node)
        {
            throw new PdfSyntaxException(-1, "7.7.3", $"Object {reference.Number} of the page tree is missing or no dictionary.");
        }

        foreach (var key in Inheritable)
        {
            if (node[key] is { } own)
            {
                inherited = inherited.With(key, own);
            }
        }

        if (node["Kids"] is null)
        {
            foreach (var (key, value) in inherited.Entries)
            {
                node = node[key] is null ? new(node.With(key, value).Entries, node.Offset) { EndOffset = node.EndOffset } : node;
            }

            _pages.Add(new(reference, node));
            return;
        }

        foreach (var kid in revision.Resolve<PdfArray>(node["Kids"])
            ?? throw new PdfSyntaxException(node.Offset, "7.7.3.2", "/Kids is no array."))
        {
            Visit(
                kid as PdfReference ?? throw new PdfSyntaxException(node.Offset, "7.7.3.2", "A page tree node is no reference."),
                inherited, depth + 1);
        }
    }
}
