using System.Text;
using TrustPlatform.Pdf;

namespace TrustPlatform.Signatures.Differences;

/// <summary>A node of the form's tree: a field, or a widget of one (ISO 32000-2, 12.7.4).</summary>
/// <param name="Place">Where its dictionary stands; the container is its object number when it is an indirect object.</param>
/// <param name="Name">Its fully qualified name (12.7.4.2).</param>
/// <param name="FieldType">/FT, inherited.</param>
/// <param name="Parent">The object number of its parent, or 0.</param>
/// <param name="IsWidgetOnly">It has no /T of its own.</param>
internal sealed record FieldNode(Slot Place, string Name, string? FieldType, int Parent, bool IsWidgetOnly)
{
    public PdfDictionary Dictionary => Place.Dictionary ?? PdfDictionary.Empty;

    /// <summary>The object number, or 0 for a dictionary inside another object.</summary>
    public int Number => Place.Path.Length == 0 ? Place.Container : 0;

    /// <summary>What tells it apart from the others of its form.</summary>
    public (int Number, string Name) Identity => Number != 0 ? (Number, "") : (0, Name);
}

/// <summary>
/// Reads the form of one revision after the other into lists of its nodes. A revision that touches nothing of the form has the
/// list of the one before. Cycles end the walk, broken nodes are left out.
/// </summary>
internal sealed class FieldTree
{
    private const int MaxNodes = 200_000;
    private const int MaxDepth = 64;

    // Forms that are rewritten again and again: beyond this many nodes over all revisions nobody waits for the answer.
    private const int MaxNodesInAll = 4_000_000;

    private readonly HashSet<int> _visited = [];
    private List<FieldNode> _nodes = [];
    private int _revision = -1;
    private PdfObject? _root;
    private int _readInAll;

    /// <summary>The nodes as of a revision. Throws <see cref="PdfSyntaxException"/> with clause "limits" beyond the bound.</summary>
    public IReadOnlyList<FieldNode> Read(PdfRevision revision)
    {
        // The trailer is written anew by each revision and may name another catalog, which touches no object of the old form.
        var root = revision.Trailer["Root"];
        var isNext = _revision >= 0 && revision.Index == _revision + 1 && PdfEquality.Same(_root, root);
        if (revision.Index != _revision && !(isNext && !revision.Entries.Keys.Any(_visited.Contains)))
        {
            ReadAnew(revision);
        }

        (_revision, _root) = (revision.Index, root);
        return _nodes;
    }

    private void ReadAnew(PdfRevision revision)
    {
        _nodes = [];
        _visited.Clear();
        try
        {
            var catalog = new Slot(Edge.Trailer, "", revision.Trailer).Key("Root").Follow(revision, Visit);
            var form = catalog.Key("AcroForm").Follow(revision, Visit);
            Walk(revision, form.Key("Fields"), "", null, 0, [], 0);
        }
        catch (PdfSyntaxException exception) when (exception.Clause != "limits")
        {
            // The form cannot be read as of this revision; the pair rules report the object that is to blame.
        }

        _readInAll += _nodes.Count;
        if (_readInAll > MaxNodesInAll)
        {
            throw new PdfSyntaxException(-1, "limits", $"The form has more than {MaxNodesInAll} fields over all revisions.");
        }
    }

    private void Visit(Slot from, int number) => _visited.Add(number);

    private void Walk(
        PdfRevision revision, Slot list, string prefix, string? type, int parent, HashSet<int> seen, int depth)
    {
        var array = list.Follow(revision, Visit);
        if (array.Raw is not PdfArray items || depth > MaxDepth)
        {
            return;
        }

        foreach (var item in items)
        {
            if (_nodes.Count >= MaxNodes || (item is PdfReference reference && !seen.Add(reference.Number)))
            {
                continue;
            }

            if (Read(revision, array.Item(item), prefix, type, parent) is { } node)
            {
                _nodes.Add(node);
                Walk(revision, node.Place.Key("Kids"), node.Name, node.FieldType, node.Number, seen, depth + 1);
            }
        }
    }

    private FieldNode? Read(PdfRevision revision, Slot item, string prefix, string? type, int parent)
    {
        try
        {
            var place = item.Follow(revision, Visit);
            if (place.Dictionary is not { } dictionary)
            {
                return null;
            }

            var own = revision.Resolve<PdfString>(dictionary["T"]) is { } text ? Text(text) : null;
            var name = own is null ? prefix : prefix.Length == 0 ? own : prefix + "." + own;
            var fieldType = revision.Resolve<PdfName>(dictionary["FT"])?.Value ?? type;
            return new(place, name, fieldType, parent, own is null);
        }
        catch (PdfSyntaxException)
        {
            return null;
        }
    }

    /// <summary>A text string (7.9.2.2): UTF-16 or UTF-8 by its mark, otherwise one byte a character.</summary>
    public static string Text(PdfString value)
    {
        var bytes = value.Bytes.Span;
        return bytes switch
        {
            [0xFE, 0xFF, ..] => Encoding.BigEndianUnicode.GetString(bytes[2..]),
            [0xEF, 0xBB, 0xBF, ..] => Encoding.UTF8.GetString(bytes[3..]),
            _ => Encoding.Latin1.GetString(bytes),
        };
    }
}
