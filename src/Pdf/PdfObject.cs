using System.Collections;
using System.Diagnostics.CodeAnalysis;

namespace TrustPlatform.Pdf;

/// <summary>A PDF object (ISO 32000-2, 7.3). Immutable; the cases below are all there are.</summary>
public abstract record PdfObject
{
    private protected PdfObject() { }
}

/// <summary>The null object (7.3.9).</summary>
public sealed record PdfNull : PdfObject
{
    private PdfNull() { }

    /// <summary>The only value.</summary>
    public static PdfNull Value { get; } = new();
}

/// <summary>A boolean (7.3.2).</summary>
public sealed record PdfBoolean(bool Value) : PdfObject;

/// <summary>An integer number (7.3.3).</summary>
public sealed record PdfInteger(long Value) : PdfObject;

/// <summary>A real number (7.3.3).</summary>
public sealed record PdfReal(double Value) : PdfObject;

/// <summary>A name without its solidus, escapes decoded (7.3.5).</summary>
public sealed record PdfName(string Value) : PdfObject;

/// <summary>A string object (7.3.4).</summary>
/// <param name="Bytes">The decoded bytes.</param>
/// <param name="IsHexadecimal">Written between angle brackets.</param>
/// <param name="Offset">Where its first delimiter stands in the file; -1 when it did not come from a file's body.</param>
/// <param name="EndOffset">The offset after its last delimiter; -1 likewise.</param>
public sealed record PdfString(ReadOnlyMemory<byte> Bytes, bool IsHexadecimal = false, long Offset = -1, long EndOffset = -1)
    : PdfObject;

/// <summary>An indirect reference (7.3.10).</summary>
public sealed record PdfReference(int Number, int Generation = 0) : PdfObject;

/// <summary>An array (7.3.6).</summary>
public sealed record PdfArray(IReadOnlyList<PdfObject> Items) : PdfObject, IReadOnlyList<PdfObject>
{
    /// <inheritdoc/>
    public int Count => Items.Count;

    /// <inheritdoc/>
    public PdfObject this[int index] => Items[index];

    /// <inheritdoc/>
    public IEnumerator<PdfObject> GetEnumerator() => Items.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}

/// <summary>A dictionary; keys keep their order of writing (7.3.7).</summary>
/// <param name="Entries">Key and value in order; a key stands once.</param>
/// <param name="Offset">Where the dictionary starts in the file, or -1.</param>
public sealed record PdfDictionary(IReadOnlyList<KeyValuePair<string, PdfObject>> Entries, long Offset = -1) : PdfObject
{
    /// <summary>A dictionary without entries.</summary>
    public static PdfDictionary Empty { get; } = new([]);

    /// <summary>The value of <paramref name="key"/>, or null where it is absent (an entry whose value is null counts as absent).</summary>
    public PdfObject? this[string key]
    {
        get
        {
            foreach (var entry in Entries)
            {
                if (entry.Key == key)
                {
                    return entry.Value is PdfNull ? null : entry.Value;
                }
            }

            return null;
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
        var entries = Entries.ToList();
        var at = entries.FindIndex(entry => entry.Key == key);
        if (at < 0)
        {
            entries.Add(new(key, value));
        }
        else
        {
            entries[at] = new(key, value);
        }

        return new(entries);
    }

    /// <summary>A copy without <paramref name="key"/>.</summary>
    public PdfDictionary Without(string key) => new(Entries.Where(entry => entry.Key != key).ToList());
}

/// <summary>A stream (7.3.8): its dictionary and its bytes as stored (still encoded by its filters).</summary>
/// <param name="Dictionary">The stream dictionary.</param>
/// <param name="EncodedBytes">The stored bytes; read on demand where they come from a file.</param>
public sealed record PdfStream(PdfDictionary Dictionary, ReadOnlyMemory<byte> EncodedBytes) : PdfObject;
