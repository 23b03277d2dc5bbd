using System.Collections;
using TrustPlatform.Pdf;

namespace TrustPlatform.Signatures.Differences;

/// <summary>
/// Who refers to the objects that later revisions write. Built once at the first signed revision and then moved from revision
/// to revision, so that the whole analysis reads each object once (not once for each revision).
/// </summary>
internal sealed class ReferenceMap
{
    private readonly HashSet<int> _watched;
    private readonly BitArray _referenced;
    private readonly Dictionary<int, HashSet<Edge>> _into = [];
    private readonly Dictionary<int, List<(int Target, Edge Edge)>> _outOf = [];
    private readonly List<int> _unreadable = [];

    private ReferenceMap(HashSet<int> watched, int maxNumber) => (_watched, _referenced) = (watched, new(maxNumber + 1));

    /// <summary>The map as of <paramref name="first"/>, for everything that revisions after it list.</summary>
    public static ReferenceMap Of(PdfDocument document, int first, CancellationToken cancellationToken)
    {
        var later = document.Revisions.Skip(first + 1).SelectMany(revision => revision.Entries.Keys);
        var map = new ReferenceMap([.. later], document.MaxObjectNumber);
        var revision = document.Revisions[first];
        var seen = new BitArray(document.MaxObjectNumber + 1);
        foreach (var number in document.Revisions.Take(first + 1).SelectMany(past => past.Entries.Keys))
        {
            if (!seen[number])
            {
                cancellationToken.ThrowIfCancellationRequested();
                seen[number] = true;
                map.Add(number, revision);
            }
        }

        map.Set(Edge.Trailer, revision.Trailer);
        return map;
    }

    /// <summary>Objects of the first signed revision that cannot be read although something refers to them.</summary>
    public IEnumerable<int> UnreadableButReferenced => _unreadable.Where(number => _referenced[number]);

    /// <summary>Every reference to an object that later revisions write.</summary>
    public IReadOnlyCollection<Edge> Into(int target) => _into.TryGetValue(target, out var edges) ? edges : [];

    /// <summary>Replaces what one object, or the trailer, refers to.</summary>
    public void Set(int number, PdfObject? value)
    {
        if (_outOf.Remove(number, out var old))
        {
            foreach (var (target, edge) in old)
            {
                _into[target].Remove(edge);
            }
        }

        References.VisitDocumentObject(number == Edge.Trailer ? TrailerReferences(value) : value, (path, reference) =>
        {
            if (reference.Number >= 0 && reference.Number < _referenced.Length)
            {
                _referenced[reference.Number] = true;
            }

            if (_watched.Contains(reference.Number))
            {
                Link(new(number, path), reference.Number);
            }
        });
    }

    private void Link(Edge edge, int target)
    {
        if (!_into.TryGetValue(target, out var edges))
        {
            _into[target] = edges = [];
        }

        if (edges.Add(edge))
        {
            if (!_outOf.TryGetValue(edge.From, out var list))
            {
                _outOf[edge.From] = list = [];
            }

            list.Add((target, edge));
        }
    }

    private void Add(int number, PdfRevision revision)
    {
        try
        {
            Set(number, revision.Load(number)?.Value);
        }
        catch (PdfSyntaxException)
        {
            _unreadable.Add(number);
        }
    }

    // The trailer may be a cross-reference stream's dictionary, whose /Type must not make it a container.
    private static PdfObject? TrailerReferences(PdfObject? trailer) =>
        trailer is PdfDictionary dictionary ? dictionary.Without("Type") : trailer;
}
