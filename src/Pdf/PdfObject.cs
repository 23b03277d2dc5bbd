using System.Collections;
using TrustPlatform.Pdf.Reading;

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
    : PdfObject
{
    private ByteSource? _digits;

    /// <summary>One whose digits, all there is between the brackets, are decoded when they are asked for: signatures are long.</summary>
    internal PdfString(ByteSource digits, long offset, long endOffset)
        : this(default(ReadOnlyMemory<byte>), IsHexadecimal: true, offset, endOffset) => _digits = digits;

    /// <summary>The decoded bytes.</summary>
    public ReadOnlyMemory<byte> Bytes
    {
        get
        {
            if (_digits is { } digits)
            {
                field = digits.ReadHexadecimal(Offset + 1, EndOffset - Offset - 2);
                _digits = null;
            }

            return field;
        }
        init => (field, _digits) = (value, null);
    } = Bytes;
}

/// <summary>An indirect reference (7.3.10).</summary>
public sealed record PdfReference(int Number, int Generation = 0) : PdfObject;

/// <summary>An array (7.3.6).</summary>
public sealed record PdfArray(IReadOnlyList<PdfObject> Items) : PdfObject, IReadOnlyList<PdfObject>
{
    /// <summary>An array without items.</summary>
    public static PdfArray Empty { get; } = new([]);

    /// <inheritdoc/>
    public int Count => Items.Count;

    /// <inheritdoc/>
    public PdfObject this[int index] => Items[index];

    /// <inheritdoc/>
    public IEnumerator<PdfObject> GetEnumerator() => Items.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
