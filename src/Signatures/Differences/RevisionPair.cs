using TrustPlatform.Pdf;

namespace TrustPlatform.Signatures.Differences;

/// <summary>What an update did to one object number.</summary>
internal enum ObjectChange
{
    /// <summary>There was no object of this number.</summary>
    Added,

    /// <summary>The object was replaced by another.</summary>
    Overridden,

    /// <summary>The object was freed, or replaced by null.</summary>
    Removed,
}

/// <summary>One object number that an update changed, with both values.</summary>
internal sealed record ChangedObject(int Number, ObjectChange Change, PdfObject? Old, PdfObject? New);

/// <summary>Two neighbouring revisions and the object numbers that differ between them.</summary>
internal sealed class RevisionPair
{
    private RevisionPair(PdfRevision old, PdfRevision updated) => (Old, New) = (old, updated);

    /// <summary>The revision before the update.</summary>
    public PdfRevision Old { get; }

    /// <summary>The revision that the update made.</summary>
    public PdfRevision New { get; }

    /// <summary>Numbers whose object differs.</summary>
    public Dictionary<int, ChangedObject> Changed { get; } = [];

    /// <summary>Entries that no reading explains: an object that cannot be read, an entry that points into earlier bytes.</summary>
    public List<string> BadEntries { get; } = [];

    public static RevisionPair Of(PdfRevision old, PdfRevision updated)
    {
        var pair = new RevisionPair(old, updated);
        foreach (var (number, entry) in updated.Entries)
        {
            pair.Compare(number, entry);
        }

        return pair;
    }

    public bool IsAdded(int number) => Changed.TryGetValue(number, out var change) && change.Change == ObjectChange.Added;

    private void Compare(int number, PdfEntry entry)
    {
        var before = Old.Find(number);
        var newHolder = entry.Kind == PdfEntryKind.Compressed && New.Entries.ContainsKey((int)entry.Offset);
        if (number == 0 || (before == entry && !newHolder))
        {
            return;
        }

        if (!TryLoad(New, number, out var after))
        {
            BadEntries.Add($"object {number} of revision {New.Index + 1} cannot be read");
            return;
        }

        if (!TryLoad(Old, number, out var past))
        {
            BadEntries.Add($"object {number}, replaced by revision {New.Index + 1}, cannot be read");
            return;
        }

        if (PdfEquality.Same(past, after))
        {
            return;
        }

        // 7.5.6: an update appends its objects; an entry that leads back makes bytes active that were not part of the document.
        if (entry.Kind == PdfEntryKind.InUse && entry.Offset < New.StartOffset)
        {
            BadEntries.Add($"object {number} of revision {New.Index + 1} stands in the bytes of an earlier revision");
            return;
        }

        if (past is PdfStream { Dictionary: var dictionary } && dictionary["Type"] is PdfName { Value: "ObjStm" })
        {
            BadEntries.Add($"revision {New.Index + 1} replaces object stream {number} of an earlier revision");
            return;
        }

        Changed[number] = new(number, Kind(past, after), past, after);
    }

    private static ObjectChange Kind(PdfObject? past, PdfObject? after) =>
        past is null ? ObjectChange.Added : after is null ? ObjectChange.Removed : ObjectChange.Overridden;

    private static bool TryLoad(PdfRevision revision, int number, out PdfObject? value)
    {
        try
        {
            value = revision.Load(number)?.Value is { } found and not PdfNull ? found : null;
            return true;
        }
        catch (PdfSyntaxException)
        {
            value = null;
            return false;
        }
    }
}
