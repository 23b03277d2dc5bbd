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

/// <summary>Reads the form of one revision into a list of its nodes. Cycles end the walk, broken nodes are left out.</summary>
internal static class FieldTree
{
    private const int MaxNodes = 200_000;
    private const int MaxDepth = 64;

    public static List<FieldNode> Read(PdfRevision revision)
    {
        var nodes = new List<FieldNode>();
        try
        {
            var catalog = new Slot(Edge.Trailer, "", revision.Trailer).Key("Root").Follow(revision);
            var form = catalog.Key("AcroForm").Follow(revision);
            Walk(revision, form.Key("Fields"), "", null, 0, [], nodes, 0);
        }
        catch (PdfSyntaxException)
        {
            // The form cannot be read as of this revision; the pair rules report the object that is to blame.
        }

        return nodes;
    }

    private static void Walk(
        PdfRevision revision, Slot list, string prefix, string? type, int parent, HashSet<int> seen, List<FieldNode> nodes, int depth)
    {
        var array = list.Follow(revision);
        if (array.Raw is not PdfArray items || depth > MaxDepth)
        {
            return;
        }

        foreach (var item in items)
        {
            if (nodes.Count >= MaxNodes || (item is PdfReference reference && !seen.Add(reference.Number)))
            {
                continue;
            }

            if (Read(revision, array.Item(item), prefix, type, parent) is { } node)
            {
                nodes.Add(node);
                Walk(revision, node.Place.Key("Kids"), node.Name, node.FieldType, node.Number, seen, nodes, depth + 1);
            }
        }
    }

    private static FieldNode? Read(PdfRevision revision, Slot item, string prefix, string? type, int parent)
    {
        try
        {
            var place = item.Follow(revision);
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
