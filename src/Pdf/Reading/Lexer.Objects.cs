using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;

namespace TrustPlatform.Pdf.Reading;

internal sealed partial class Lexer
{
    private const int FewKeys = 16;

    /// <summary>What is being read: the values of an inner array or dictionary after those of the outer one.</summary>
    private readonly List<PdfObject> _items = [];
    private readonly List<KeyValuePair<string, PdfObject>> _entries = [];
    private int _values;

    /// <summary>Reads one object (7.3) that is no stream. The count of values starts anew.</summary>
    public PdfObject ReadObject()
    {
        _values = 0;
        _items.Clear();
        _entries.Clear();
        return ReadObject(0);
    }

    private PdfObject ReadObject(int depth)
    {
        if (depth > limits.MaxNesting)
        {
            throw Fail("limits", $"More than {limits.MaxNesting} arrays and dictionaries stand inside each other.");
        }

        if (++_values > limits.MaxValuesPerObject)
        {
            throw Fail("limits", $"An object holds more than {limits.MaxValuesPerObject} values.");
        }

        SkipSpace();
        switch (source[Position])
        {
            case '/': return ReadName();
            case '(': return ReadLiteral();
            case '<': return source[Position + 1] == '<' ? ReadDictionary(depth) : ReadHexadecimal();
            case '[': return ReadArray(depth);
            case '+' or '-' or '.' or (>= '0' and <= '9'): return ReadNumberOrReference();
            case -1: throw Fail("7.3", "The bytes end where an object is due.");
        }

        return TryKeyword("null"u8) ? PdfNull.Value
            : TryKeyword("true"u8) ? new PdfBoolean(true)
            : TryKeyword("false"u8) ? new PdfBoolean(false)
            : throw Fail("7.3", "Something stands here that is no object.");
    }

    private PdfArray ReadArray(int depth)
    {
        Position++;
        var first = _items.Count;
        while (true)
        {
            SkipSpace();
            if (source[Position] == ']')
            {
                Position++;
                return new(TakeFrom(_items, first));
            }

            _items.Add(ReadObject(depth + 1));
        }
    }

    private static T[] TakeFrom<T>(List<T> values, int first)
    {
        var taken = CollectionsMarshal.AsSpan(values)[first..].ToArray();
        values.RemoveRange(first, taken.Length);
        return taken;
    }

    private PdfDictionary ReadDictionary(int depth)
    {
        var start = Position;
        Position += 2;
        var first = _entries.Count;
        Dictionary<string, int>? places = null; // for large ones only: a short list is looked through faster
        List<string>? duplicates = null;
        while (true)
        {
            SkipSpace();
            if (source[Position] == '>' && source[Position + 1] == '>')
            {
                Position += 2;
                var entries = TakeFrom(_entries, first);
                return IsBody
                    ? new(entries, start) { EndOffset = Position, DuplicateKeys = duplicates ?? [] }
                    : new(entries) { DuplicateKeys = duplicates ?? [] };
            }

            if (source[Position] != '/')
            {
                throw Fail("7.3.7", "A dictionary has something else where a key is due.");
            }

            var key = ReadName().Value;
            var value = ReadObject(depth + 1);
            var read = CollectionsMarshal.AsSpan(_entries)[first..];
            var place = Place(read, ref places, key);
            if (place == read.Length)
            {
                _entries.Add(new(key, value));
            }
            else
            {
                (duplicates ??= []).Add(key);
                read[place] = new(key, value);
            }
        }
    }

    /// <summary>Where a key stands already, or the place after the last.</summary>
    private static int Place(
        ReadOnlySpan<KeyValuePair<string, PdfObject>> entries, ref Dictionary<string, int>? places, string key)
    {
        if (entries.Length < FewKeys)
        {
            var at = 0;
            while (at < entries.Length && entries[at].Key != key)
            {
                at++;
            }

            return at;
        }

        if (places is null)
        {
            places = new(StringComparer.Ordinal);
            for (var i = 0; i < entries.Length; i++)
            {
                places[entries[i].Key] = i;
            }
        }

        return places.TryAdd(key, entries.Length) ? entries.Length : places[key];
    }

    private PdfObject ReadNumberOrReference()
    {
        var start = Position;
        if (TryUnsigned(out var number) && number <= int.MaxValue)
        {
            var afterNumber = Position;
            if (TryUnsigned(out var generation) && generation <= ushort.MaxValue && TryKeyword("R"u8))
            {
                return new PdfReference((int)number, (int)generation);
            }

            Position = afterNumber;
            return new PdfInteger(number);
        }

        Position = start;
        return ReadNumber();
    }

    private PdfObject ReadNumber()
    {
        var text = new StringBuilder();
        while (source[Position] is '+' or '-' or '.' or (>= '0' and <= '9'))
        {
            text.Append((char)source[Position++]);
            if (text.Length > 400)
            {
                throw Fail("7.3.3", "A number is too long.");
            }
        }

        var written = text.ToString();
        if (!IsRegular(source[Position]))
        {
            if (long.TryParse(written, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var integer))
            {
                return new PdfInteger(integer);
            }

            const NumberStyles Real = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint;
            if (double.TryParse(written, Real, CultureInfo.InvariantCulture, out var real) && double.IsFinite(real))
            {
                return new PdfReal(real);
            }
        }

        throw Fail("7.3.3", "A number is not written as one.");
    }
}
