using TrustPlatform.Pdf;
using TrustPlatform.Signatures.Validation;

namespace TrustPlatform.Signatures.Differences;

/// <summary>
/// What the rules vouch for in one update. A changed object is explained when a rule claims it and every reference to it, in
/// the revision before and in the one after, is one that the rule knows.
/// </summary>
internal sealed class Explanation(RevisionPair pair, ReferenceMap references)
{
    // A signature names the catalog as what its locks are about (12.8.1, table 256); nothing is shown by way of it.
    private const string SignatureData = "/Reference[]/Data";

    private static readonly HashSet<string> s_signatureReferenceKeys =
        ["Type", "TransformMethod", "TransformParams", "Data", "DigestMethod", "DigestValue", "DigestLocation"];

    private readonly HashSet<(Edge Edge, int Target)> _edges = [];
    private readonly Dictionary<int, HashSet<Edge>> _passages = [];
    private readonly Dictionary<int, HashSet<string>?> _keys = [];

    /// <summary>Nodes of the form in the revision before.</summary>
    public required IReadOnlyList<FieldNode> OldFields { get; init; }

    /// <summary>Nodes of the form in the revision after.</summary>
    public required IReadOnlyList<FieldNode> NewFields { get; init; }

    /// <summary>Who refers to what, as of the revision before.</summary>
    public ReferenceMap References { get; } = references;

    /// <summary>Changed objects that a rule vouches for.</summary>
    public HashSet<int> Claimed { get; } = [];

    /// <summary>Claimed objects all of whose references are as good as they are.</summary>
    public HashSet<int> Owned { get; } = [];

    /// <summary>Widgets of new signature fields, for the rule of the pages.</summary>
    public HashSet<int> NewWidgets { get; } = [];

    /// <summary>Fields of the revision after, by object number.</summary>
    public HashSet<int> FieldNumbers { get; } = [];

    public List<ChangeFinding> Findings { get; } = [];

    public List<ChangedField> Fields { get; } = [];

    public void Record(ValidationRule rule, ChangeClass changes, string detail) => Findings.Add(new(rule, changes, false, detail));

    public void Warn(ValidationRule rule, ChangeClass changes, string detail) => Findings.Add(new(rule, changes, true, detail));

    public void Refuse(ValidationRule rule, string detail) => Findings.Add(new(rule, ChangeClass.NotPermitted, false, detail));

    /// <summary>Vouches for the object that a reference leads to, for this reference.</summary>
    public void Claim(Slot from, int number)
    {
        _edges.Add((new(from.Container, from.Path), number));
        if (pair.Changed.ContainsKey(number))
        {
            Claimed.Add(number);
            return;
        }

        if (!_passages.TryGetValue(number, out var known))
        {
            _passages[number] = known = [];
        }

        known.Add(new(from.Container, from.Path));
    }

    /// <summary>
    /// The references to an unchanged object by which a rule came to a changed one below it; null for an object that no rule
    /// went through. Whoever else refers to it also gets to see the change.
    /// </summary>
    public IReadOnlySet<Edge>? Passage(int number) => _passages.GetValueOrDefault(number);

    /// <summary>The references to a claimed object that rules know one by one.</summary>
    public IEnumerable<Edge> KnownEdges(int target) => _edges.Where(known => known.Target == target).Select(known => known.Edge);

    /// <summary>Vouches for an object whatever refers to it by one of the keys; null for any key.</summary>
    public void ClaimByKeys(int number, HashSet<string>? keys)
    {
        Claimed.Add(number);
        _keys[number] = keys;
    }

    /// <summary>Follows the references at a place in both revisions, vouching for the changed objects on the way.</summary>
    public (Slot Old, Slot New) Open(Slot old, Slot updated) => (old.Follow(pair.Old, Claim), updated.Follow(pair.New, Claim));

    /// <summary>Vouches for all objects that the update added below a place; stops at objects that were there before.</summary>
    public void OwnAdded(Slot updated)
    {
        var pending = new Stack<Slot>([updated]);
        while (pending.TryPop(out var slot))
        {
            Differences.References.Visit(slot.Raw, slot.Path, (path, reference) =>
            {
                var number = reference.Number;
                if (pair.IsAdded(number))
                {
                    _edges.Add((new(slot.Container, path), number));
                    if (Owned.Add(number))
                    {
                        Claimed.Add(number);
                        pending.Push(new(number, "", pair.Changed[number].New));
                    }
                }
            });
        }
    }

    /// <summary>Whether a rule knows this reference to a claimed object.</summary>
    public bool Knows(Edge edge, int target)
    {
        if (Owned.Contains(edge.From) || _edges.Contains((edge, target)) || edge.Path == SignatureData || IsSignatureReference(edge))
        {
            return true;
        }

        return _keys.TryGetValue(target, out var keys) && (keys is null || keys.Contains(edge.LastKey));
    }

    /// <summary>The same from a signature reference dictionary that is an object of its own, and can be nothing else by its keys.</summary>
    private bool IsSignatureReference(Edge edge)
    {
        try
        {
            return edge.Path == "/Data" && pair.New.Load(edge.From)?.Value is PdfDictionary reference && reference["TransformMethod"] is PdfName
                && reference.Entries.All(entry => s_signatureReferenceKeys.Contains(entry.Key));
        }
        catch (PdfSyntaxException)
        {
            return false;
        }
    }
}
