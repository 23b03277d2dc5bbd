namespace TrustPlatform.Pdf.Reading;

/// <summary>Every entry of every revision, in order of number and then of revision: any revision's view is one search.</summary>
internal sealed class EntryHistory
{
    /// <summary>Number and revision of each entry, the number in the upper half.</summary>
    private readonly long[] _keys;
    private readonly PdfEntry[] _entries;

    private EntryHistory(long[] keys, PdfEntry[] entries) => (_keys, _entries) = (keys, entries);

    public static EntryHistory Empty { get; } = new([], []);

    public int MaxNumber => _keys.Length == 0 ? 0 : Number(_keys[^1]);

    public static EntryHistory Of(IReadOnlyList<CrossReferenceSection> sections)
    {
        var count = 0;
        foreach (var section in sections)
        {
            count += section.Entries.Count;
        }

        var (keys, entries) = (new long[count], new PdfEntry[count]);
        var at = 0;
        for (var revision = 0; revision < sections.Count; revision++)
        {
            foreach (var (number, entry) in sections[revision].Entries)
            {
                keys[at] = Key(number, revision);
                entries[at++] = entry;
            }
        }

        Array.Sort(keys, entries);
        return new(keys, entries);
    }

    /// <summary>The entries in force as of a revision, in order of number.</summary>
    public IEnumerable<(int Number, PdfEntry Entry)> InForce(int revision)
    {
        for (var i = 0; i < _keys.Length; i++)
        {
            var number = Number(_keys[i]);
            if (Revision(_keys[i]) <= revision
                && (i + 1 == _keys.Length || Number(_keys[i + 1]) != number || Revision(_keys[i + 1]) > revision))
            {
                yield return (number, _entries[i]);
            }
        }
    }

    /// <summary>The entry in force for a number as of a revision, or null.</summary>
    public PdfEntry? Find(int number, int revision)
    {
        var found = Array.BinarySearch(_keys, Key(number, revision));
        var at = found >= 0 ? found : ~found - 1; // of the entries before, the last
        return at >= 0 && Number(_keys[at]) == number ? _entries[at] : null;
    }

    private static long Key(int number, int revision) => (long)number << 32 | (uint)revision;

    private static int Number(long key) => (int)(key >> 32);

    private static int Revision(long key) => (int)key;
}
