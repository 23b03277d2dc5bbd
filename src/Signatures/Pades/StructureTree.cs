using TrustPlatform.Pdf;
using TrustPlatform.Pdf.Writing;

namespace TrustPlatform.Signatures.Pades;

/// <summary>
/// Puts new widgets into the structure of a tagged document (14.7, 14.8), so that it stays one: each becomes the content of a Form
/// element (14.8.4.8.3) and is found again by its /StructParent.
/// </summary>
internal sealed class StructureTree
{
    private const int MaxDepth = 32;

    private readonly IncrementalWriter _writer;
    private readonly PdfReference _rootReference;
    private readonly List<(long Key, PdfReference Element)> _added = [];
    private PdfDictionary _root;
    private long _next;

    private StructureTree(IncrementalWriter writer, PdfReference reference, PdfDictionary root)
    {
        (_writer, _rootReference, _root) = (writer, reference, root);
        _next = Math.Max(
            _writer.Resolve<PdfInteger>(root["ParentTreeNextKey"])?.Value ?? 0, Greatest(_writer.Resolve<PdfDictionary>(root["ParentTree"]), [], 0) + 1);
    }

    /// <summary>The tree of a document that says it is tagged (14.7.1); null for any other, and where the tree is not as it should be.</summary>
    public static StructureTree? Of(PdfRevision revision, IncrementalWriter writer)
    {
        var marked = revision.Resolve<PdfDictionary>(revision.Catalog["MarkInfo"]);
        return revision.Resolve(marked?["Marked"]) is PdfBoolean { Value: true }
            && revision.Catalog["StructTreeRoot"] is PdfReference reference
            && revision.Resolve<PdfDictionary>(reference) is { } root
            ? new(writer, reference, root)
            : null;
    }

    /// <summary>The widget with its /StructParent; its element is written by <see cref="Finish"/>.</summary>
    /// <param name="widget">The widget's dictionary.</param>
    /// <param name="reference">The widget's object.</param>
    /// <param name="page">The page that it stands on.</param>
    /// <param name="name">What it is called to who cannot see it.</param>
    public PdfDictionary Add(PdfDictionary widget, PdfReference reference, PdfReference page, string name)
    {
        // 14.7.5.3: an annotation is content by an object reference.
        var content = PdfDictionary.Of(("Type", new PdfName("OBJR")), ("Obj", reference), ("Pg", page));
        var element = _writer.Add(PdfDictionary.Of(
            ("Type", new PdfName("StructElem")), ("S", new PdfName("Form")), ("P", Parent()), ("Pg", page), ("Alt", PdfText.Encode(name)),
            ("K", content)));
        _added.Add((_next, element));
        return widget.With("StructParent", new PdfInteger(_next++)).With("TU", PdfText.Encode(name));
    }

    /// <summary>Writes the parents' lists and the parent tree.</summary>
    public void Finish()
    {
        if (_added.Count == 0)
        {
            return;
        }

        var parent = Parent();
        if (parent == _rootReference)
        {
            _root = WithKids(_root);
        }
        else
        {
            _writer.Set(parent, WithKids(_writer.Resolve<PdfDictionary>(parent)!)); // it was read as one when it was chosen
        }

        ExtendParentTree();
        _writer.Set(_rootReference, _root.With("ParentTreeNextKey", new PdfInteger(_next)));
    }

    /// <summary>The one element that holds the document (14.8.4.3), or the root itself.</summary>
    private PdfReference Parent()
    {
        var kids = _writer.Resolve(_root["K"]) is PdfArray { Count: 1 } array ? array[0] : _root["K"];
        return kids is PdfReference only && _writer.Resolve<PdfDictionary>(only) is { } element
            && element["S"] is PdfName { Value: "Document" }
            ? only
            : _rootReference;
    }

    private PdfDictionary WithKids(PdfDictionary parent)
    {
        IReadOnlyList<PdfObject> kids = _writer.Resolve(parent["K"]) switch
        {
            PdfArray array => array.Items,
            PdfNull => [],
            _ => [parent["K"]!], // it resolves to something, so it is there
        };
        return parent.With("K", new PdfArray([.. kids, .. _added.Select(item => item.Element)]));
    }

    /// <summary>7.9.7: keys ascend, and the new ones are above all.</summary>
    private void ExtendParentTree()
    {
        var numbers = new PdfArray(_added.SelectMany(item => new PdfObject[] { new PdfInteger(item.Key), item.Element }).ToList());
        var tree = _writer.Resolve<PdfDictionary>(_root["ParentTree"]) ?? PdfDictionary.Empty;
        if (_writer.Resolve<PdfArray>(tree["Kids"]) is { } kids)
        {
            var limits = new PdfArray([new PdfInteger(_added[0].Key), new PdfInteger(_added[^1].Key)]);
            tree = tree.With("Kids", new PdfArray([.. kids, _writer.Add(PdfDictionary.Of(("Limits", limits), ("Nums", numbers)))]));
        }
        else
        {
            tree = tree.With("Nums", new PdfArray([.. _writer.Resolve<PdfArray>(tree["Nums"]) ?? PdfArray.Empty, .. numbers]));
        }

        if (_root["ParentTree"] is PdfReference reference)
        {
            _writer.Set(reference, tree);
        }
        else
        {
            _root = _root.With("ParentTree", tree);
        }
    }

    private long Greatest(PdfDictionary? node, HashSet<PdfReference> visited, int depth)
    {
        if (node is null || depth > MaxDepth)
        {
            return -1;
        }

        var greatest = -1L;
        var numbers = _writer.Resolve<PdfArray>(node["Nums"]) ?? PdfArray.Empty;
        for (var i = 0; i < numbers.Count; i += 2)
        {
            greatest = Math.Max(greatest, (_writer.Resolve(numbers[i]) as PdfInteger)?.Value ?? -1);
        }

        // Only the last child can hold the greatest key, but a tree made by hand need not be in order.
        foreach (var kid in (_writer.Resolve<PdfArray>(node["Kids"]) ?? PdfArray.Empty).OfType<PdfReference>().Where(visited.Add))
        {
            greatest = Math.Max(greatest, Greatest(_writer.Resolve<PdfDictionary>(kid), visited, depth + 1));
        }

        return greatest;
    }
}
