using System.Diagnostics.CodeAnalysis;

namespace TrustPlatform.Pdf;

/// <summary>A dictionary; keys keep their order of writing (7.3.7).</summary>
/// <param name="Entries">Key and value in order; a key stands once.</param>
/// <param name="Offset">Where its first delimiter stands in the file; -1 when it did not come from a file's body.</param>
public sealed record PdfDictionary(IReadOnlyList<KeyValuePair<string, PdfObject>> Entries, long Offset = -1) : PdfObject
{
    /// <summary>A dictionary without entries.</summary>
    public static PdfDictionary Empty { get; } = new([]);

    /// <summary>A dictionary of the given entries.</summary>
    public static PdfDictionary Of(params ReadOnlySpan<(string Key, PdfObject Value)> entries)
    {
        var all = new KeyValuePair<string, PdfObject>[entries.Length];
        for (var i = 0; i < all.Length; i++)
        {
            all[i] = new(entries[i].Key, entries[i].Value);
        }

        return new(all);
    }

    /// <summary>The offset after its last delimiter; -1 likewise.</summary>
    public long EndOffset { get; init; } = -1;

    /// <summary>Keys that the file wrote more than once, which 7.3.7 forbids: the last value is the one kept.</summary>
    public IReadOnlyList<string> DuplicateKeys { get; init; } = [];

    /// <summary>The direct value of <paramref name="key"/>, or null when absent or the null object (7.3.7).</summary>
    public PdfObject? this[string key]
    {
        get
        {
            // What was read from a file is an array: looked through as such, since this is asked a dozen times for each object.
            if (Entries is KeyValuePair<string, PdfObject>[] entries)
            {
                foreach (ref readonly var entry in entries.AsSpan())
                {
                    if (entry.Key == key)
                    {
                        return entry.Value is PdfNull ? null : entry.Value;
                    }
                }

                return null;
            }

            return Entries.FirstOrDefault(entry => entry.Key == key).Value is var value and not PdfNull ? value : null;
        }
    }

    /// <summary>Gets the direct value of <paramref name="key"/> when it is of type <typeparamref name="T"/>.</summary>
    public bool TryGet<T>(string key, [NotNullWhen(true)] out T? value)
        where T : PdfObject
    {
        value = this[key] as T;
        return value is not null;
    }

    /// <summary>A copy with <paramref name="key"/> set, in its place when it was there and at the end otherwise.</summary>
    public PdfDictionary With(string key, PdfObject value)
    {
        var entries = Entries.ToArray();
        var at = Array.FindIndex(entries, entry => entry.Key == key);
        if (at < 0)
        {
            return new([.. entries, new(key, value)]);
        }

        entries[at] = new(key, value);
        return new(entries);
    }

    /// <summary>A copy without <paramref name="key"/>.</summary>
    public PdfDictionary Without(string key) => new(Entries.Where(entry => entry.Key != key).ToArray());
}
