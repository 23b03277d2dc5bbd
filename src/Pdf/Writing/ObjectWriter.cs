using System.Buffers;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Unicode;

namespace TrustPlatform.Pdf.Writing;

/// <summary>Writes objects (7.3), always in the same form, and remembers where marked ones stand.</summary>
internal sealed class ObjectWriter(long baseOffset)
{
    /// <summary>What a name holds only escaped: white space and control characters, delimiters, the number sign, DEL.</summary>
    private static readonly SearchValues<char> Escaped = SearchValues.Create(
        string.Concat(Enumerable.Range(0, 0x21).Select(c => (char)c)) + "()<>[]{}/%#\x7F");

    private const int InitialCapacity = 8 * 1024;
    private const int LongestNumber = 20;
    private const int LongestEntry = 64;
    private byte[] _bytes = GC.AllocateUninitializedArray<byte>(InitialCapacity);
    private int _count;
    private readonly List<(PdfObject Marked, long Start, long End)> _places = []; // one or two

    /// <summary>Where the next byte will stand in the file.</summary>
    public long Offset => baseOffset + _count;

    /// <summary>Where marked objects stand in the file.</summary>
    public IReadOnlyList<(PdfObject Marked, long Start, long End)> Places => _places;

    /// <summary>Asks for the place of one instance, which is then written once.</summary>
    public void Mark(PdfObject value) => _places.Add((value, -1, -1));

    /// <summary>What was written, in a buffer that may be longer. To be asked for last.</summary>
    public (byte[] Bytes, int Length) Written => (_bytes, _count);

    /// <summary>SHA-256 of what was written but for the marked objects, which are placeholders: it is no content that tells files apart.</summary>
    public byte[] DigestWithoutMarked()
    {
        var content = ArrayPool<byte>.Shared.Rent(_count);
        var (at, length) = (0, 0);
        var places = _places.FindAll(place => place.Start >= 0);
        places.Sort((one, other) => one.Start.CompareTo(other.Start));
        foreach (var (_, start, end) in places)
        {
            Take((int)(start - baseOffset));
            at = (int)(end - baseOffset);
        }

        Take(_count);
        var digest = SHA256.HashData(content.AsSpan(0, length));
        ArrayPool<byte>.Shared.Return(content);
        return digest;

        void Take(int end)
        {
            _bytes.AsSpan(at, end - at).CopyTo(content.AsSpan(length));
            length += end - at;
        }
    }

    public void Write(ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(Room(bytes.Length));
        _count += bytes.Length;
    }

    public void Write(long number)
    {
        number.TryFormat(Room(LongestNumber), out var written, default, CultureInfo.InvariantCulture);
        _count += written;
    }

    /// <summary>7.5.4: an entry of a cross-reference table, 20 bytes.</summary>
    public void WriteEntry(long offset, int generation)
    {
        Utf8.TryWrite(
            Room(LongestEntry), CultureInfo.InvariantCulture, $"{offset:D10} {generation:D5} n \n", out var written);
        _count += written;
    }

    public void WriteIndirect(PdfReference reference, PdfObject value)
    {
        Write(reference.Number);
        Write(" "u8);
        Write(reference.Generation);
        Write(" obj\n"u8);
        if (value is PdfStream stream)
        {
            Write(stream.Dictionary.With("Length", new PdfInteger(stream.EncodedLength)));
            Write("\nstream\n"u8);
            Write(stream.EncodedBytes.Span);
            Write("\nendstream"u8);
        }
        else
        {
            Write(value);
        }

        Write("\nendobj\n"u8);
    }

    public void Write(PdfObject value)
    {
        var start = Offset;
        switch (value)
        {
            case PdfNull: Write("null"u8); break;
            case PdfBoolean boolean: Write(boolean.Value ? "true"u8 : "false"u8); break;
            case PdfInteger integer: Write(integer.Value); break;
            case PdfReal real: WriteAscii(Format(real.Value)); break;
            case PdfName name: WriteName(name.Value); break;
            case PdfString text: WriteString(text); break;
            case PdfReference reference: WriteReference(reference); break;
            case PdfArray array: WriteArray(array); break;
            case PdfDictionary dictionary: WriteDictionary(dictionary); break;
            case PdfStream: throw new ArgumentException("A stream is always an indirect object (7.3.8.1).", nameof(value));
            default: throw new System.Diagnostics.UnreachableException();
        }

        for (var i = 0; i < _places.Count; i++)
        {
            if (ReferenceEquals(_places[i].Marked, value))
            {
                _places[i] = (value, start, Offset);
            }
        }
    }

    /// <summary>7.3.3 has no exponents. Fifteen digits are what a reader's double can tell apart.</summary>
    internal static string Format(double value) => Math.Abs(value) < 1e15
        ? ((decimal)value).ToString(CultureInfo.InvariantCulture)
        : value.ToString("F0", CultureInfo.InvariantCulture);

    private Span<byte> Room(int length)
    {
        if (length > _bytes.Length - _count)
        {
            Array.Resize(ref _bytes, (int)Math.Min(Array.MaxLength, Math.Max(2L * _bytes.Length, (long)_count + length)));
        }

        return _bytes.AsSpan(_count);
    }

    private void WriteAscii(string text) => _count += Encoding.ASCII.GetBytes(text, Room(text.Length));

    private void WriteReference(PdfReference reference)
    {
        Write(reference.Number);
        Write(" "u8);
        Write(reference.Generation);
        Write(" R"u8);
    }

    private void WriteArray(PdfArray array)
    {
        Write("["u8);
        for (var i = 0; i < array.Count; i++)
        {
            if (i > 0)
            {
                Write(" "u8);
            }

            Write(array[i]);
        }

        Write("]"u8);
    }

    private void WriteDictionary(PdfDictionary dictionary)
    {
        Write("<<"u8);
        foreach (var (key, value) in dictionary.Entries)
        {
            Write("\n"u8);
            WriteName(key);
            Write(" "u8);
            Write(value);
        }

        Write("\n>>"u8);
    }

    /// <summary>7.3.5: regular characters of the range ! to ~ stand for themselves, others as # and two digits.</summary>
    private void WriteName(string name)
    {
        Write("/"u8);
        if (!name.AsSpan().ContainsAny(Escaped) && Ascii.IsValid(name))
        {
            WriteAscii(name);
            return;
        }

        foreach (var c in name)
        {
            if (c > 0xFF)
            {
                throw new ArgumentException("A name is a sequence of bytes; encode its characters first.", nameof(name));
            }

            WriteAscii(c is > ' ' and <= '~' && !Escaped.Contains(c)
                ? c.ToString()
                : string.Create(CultureInfo.InvariantCulture, $"#{(int)c:X2}"));
        }
    }

    private void WriteString(PdfString text)
    {
        var bytes = text.Bytes.Span;
        if (text.IsHexadecimal)
        {
            Write("<"u8);
            Convert.TryToHexString(bytes, Room(2 * bytes.Length), out var written);
            _count += written;
            Write(">"u8);
            return;
        }

        Write("("u8);
        foreach (var b in bytes)
        {
            switch (b)
            {
                case (byte)'(' or (byte)')' or (byte)'\\':
                    Write([(byte)'\\', b]);
                    break;
                case (byte)'\r':
                    Write("\\r"u8); // 7.3.4.2: a bare one would be read as LF
                    break;
                default:
                    Write([b]);
                    break;
            }
        }

        Write(")"u8);
    }
}
