using System.Globalization;
using System.Text;

namespace TrustPlatform.Pdf.Writing;

/// <summary>Writes objects (7.3), always in the same form, and remembers where marked ones stand.</summary>
internal sealed class ObjectWriter(MemoryStream output, long baseOffset)
{
    private readonly Dictionary<PdfObject, (long Start, long End)> _places = new(ReferenceEqualityComparer.Instance);

    /// <summary>Where the next byte will stand in the file.</summary>
    public long Offset => baseOffset + output.Length;

    /// <summary>Where marked objects stand in the file.</summary>
    public IReadOnlyDictionary<PdfObject, (long Start, long End)> Places => _places;

    /// <summary>Asks for the place of one instance, which is then written once.</summary>
    public void Mark(PdfObject value) => _places[value] = (-1, -1);

    public void Write(string ascii) => output.Write(Encoding.ASCII.GetBytes(ascii));

    public void WriteIndirect(PdfReference reference, PdfObject value)
    {
        Write(FormattableString.Invariant($"{reference.Number} {reference.Generation} obj\n"));
        if (value is PdfStream stream)
        {
            Write(stream.Dictionary.With("Length", new PdfInteger(stream.EncodedLength)));
            Write("\nstream\n");
            output.Write(stream.EncodedBytes.Span);
            Write("\nendstream");
        }
        else
        {
            Write(value);
        }

        Write("\nendobj\n");
    }

    public void Write(PdfObject value)
    {
        var start = Offset;
        switch (value)
        {
            case PdfNull: Write("null"); break;
            case PdfBoolean boolean: Write(boolean.Value ? "true" : "false"); break;
            case PdfInteger integer: Write(integer.Value.ToString(CultureInfo.InvariantCulture)); break;
            case PdfReal real: Write(Format(real.Value)); break;
            case PdfName name: WriteName(name.Value); break;
            case PdfString text: WriteString(text); break;
            case PdfReference reference: Write(FormattableString.Invariant($"{reference.Number} {reference.Generation} R")); break;
            case PdfArray array: WriteArray(array); break;
            case PdfDictionary dictionary: WriteDictionary(dictionary); break;
            case PdfStream: throw new ArgumentException("A stream is always an indirect object (7.3.8.1).", nameof(value));
            default: throw new System.Diagnostics.UnreachableException();
        }

        if (_places.ContainsKey(value))
        {
            _places[value] = (start, Offset);
        }
    }

    /// <summary>7.3.3 has no exponents. Fifteen digits are what a reader's double can tell apart.</summary>
    internal static string Format(double value) => Math.Abs(value) < 1e15
        ? ((decimal)value).ToString(CultureInfo.InvariantCulture)
        : value.ToString("F0", CultureInfo.InvariantCulture);

    private void WriteArray(PdfArray array)
    {
        Write("[");
        for (var i = 0; i < array.Count; i++)
        {
            if (i > 0)
            {
                Write(" ");
            }

            Write(array[i]);
        }

        Write("]");
    }

    private void WriteDictionary(PdfDictionary dictionary)
    {
        Write("<<");
        foreach (var (key, value) in dictionary.Entries)
        {
            Write("\n");
            WriteName(key);
            Write(" ");
            Write(value);
        }

        Write("\n>>");
    }

    /// <summary>7.3.5: regular characters of the range ! to ~ stand for themselves, others as # and two digits.</summary>
    private void WriteName(string name)
    {
        Write("/");
        foreach (var c in name)
        {
            if (c > 0xFF)
            {
                throw new ArgumentException("A name is a sequence of bytes; encode its characters first.", nameof(name));
            }

            Write(c is > ' ' and <= '~' and not '#' && !Reading.Lexer.IsDelimiter(c)
                ? c.ToString()
                : string.Create(CultureInfo.InvariantCulture, $"#{(int)c:X2}"));
        }
    }

    private void WriteString(PdfString text)
    {
        if (text.IsHexadecimal)
        {
            Write("<");
            Write(Convert.ToHexString(text.Bytes.Span));
            Write(">");
            return;
        }

        output.WriteByte((byte)'(');
        foreach (var b in text.Bytes.Span)
        {
            switch (b)
            {
                case (byte)'(' or (byte)')' or (byte)'\\':
                    output.WriteByte((byte)'\\');
                    output.WriteByte(b);
                    break;
                case (byte)'\r':
                    Write("\\r"); // 7.3.4.2: a bare one would be read as LF
                    break;
                default:
                    output.WriteByte(b);
                    break;
            }
        }

        output.WriteByte((byte)')');
    }
}
