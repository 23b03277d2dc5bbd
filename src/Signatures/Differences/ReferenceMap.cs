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
    private readonly int[] _count;
    private readonly Dictionary<int, HashSet<Edge>> _into = [];
    private readonly Dictionary<int, List<(int Target, Edge Edge)>> _outOf = [];
    private readonly List<int> _unreadable = [];

    private ReferenceMap(HashSet<int> watched, int maxNumber) => (_watched, _count) = (watched, new int[maxNumber + 1]);

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

        map.Set(Edge.Trailer, null, revision.Trailer);
        return map;
    }

    /// <summary>Objects of the first signed revision that cannot be read although something refers to them.</summary>
    public IEnumerable<int> UnreadableButReferenced => _unreadable.Where(number => _count[number] > 0);

    /// <summary>How many references to an object there are, each object that holds some at one place counted once.</summary>
    public int Count(int target) => target >= 0 && target < _count.Length ? _count[target] : 0;

    /// <summary>Every reference to an object that later revisions write.</summary>
    public IReadOnlyCollection<Edge> Into(int target) => _into.TryGetValue(target, out var edges) ? edges : [];

    /// <summary>Replaces what one object, or the trailer, refers to.</summary>
    public void Set(int number, PdfObject? old, PdfObject? updated)
    {
        if (_outOf.Remove(number, out var edges))
        {
            foreach (var (target, edge) in edges)
            {
                _into[target].Remove(edge);
            }
        }

        foreach (var (_, target) in Places(number, old))
        {
            _count[target]--;
        }

        foreach (var (path, target) in Places(number, updated))
        {
            _count[target]++;
            if (_watched.Contains(target))
            {
                Link(new(number, path), target);
            }
        }
    }

    private HashSet<(string Path, int Target)> Places(int number, PdfObject? value)
    {
        var places = new HashSet<(string, int)>();
        References.VisitDocumentObject(number == Edge.Trailer ? TrailerReferences(value) : value, (path, reference) =>
        {
            if (reference.Number >= 0 && reference.Number < _count.Length)
            {
                places.Add((path, reference.Number));
            }
        });
        return places;
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
            Set(number, null, revision.Load(number)?.Value);
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
