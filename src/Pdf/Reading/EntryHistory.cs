namespace TrustPlatform.Pdf.Reading;

/// <summary>Every entry of every revision, in order of number and then of revision: any revision's view is one search.</summary>
internal sealed class EntryHistory
{
    private readonly (int Number, int Revision, PdfEntry Entry)[] _entries;

    private EntryHistory((int, int, PdfEntry)[] entries) => _entries = entries;

    public static EntryHistory Empty { get; } = new([]);

    public int MaxNumber => _entries.Length == 0 ? 0 : _entries[^1].Number;

    public static EntryHistory Of(IReadOnlyList<CrossReferenceSection> sections)
    {
        var entries = new (int Number, int Revision, PdfEntry Entry)[sections.Sum(section => section.Entries.Count)];
        var at = 0;
        for (var revision = 0; revision < sections.Count; revision++)
        {
            foreach (var (number, entry) in sections[revision].Entries)
            {
                entries[at++] = (number, revision, entry);
            }
        }

        Array.Sort(entries, static (a, b) => (a.Number, a.Revision).CompareTo((b.Number, b.Revision)));
        return new(entries);
    }

    /// <summary>The entries in force as of a revision, in order of number.</summary>
    public IEnumerable<(int Number, PdfEntry Entry)> InForce(int revision)
    {
        for (var i = 0; i < _entries.Length; i++)
        {
            var (number, written, entry) = _entries[i];
            if (written <= revision
                && (i + 1 == _entries.Length || _entries[i + 1].Number != number || _entries[i + 1].Revision > revision))
            {
                yield return (number, entry);
            }
        }
    }

    /// <summary>The entry in force for a number as of a revision, or null.</summary>
    public PdfEntry? Find(int number, int revision)
    {
        var (low, high) = (0, _entries.Length);
        while (low < high)
        {
            var middle = (low + high) / 2;
            var entry = _entries[middle];
            if (entry.Number < number || (entry.Number == number && entry.Revision <= revision))
            {
                low = middle + 1;
            }
            else
            {
                high = middle;
            }
        }

        return low > 0 && _entries[low - 1].Number == number ? _entries[low - 1].Entry : null;
    }
}
