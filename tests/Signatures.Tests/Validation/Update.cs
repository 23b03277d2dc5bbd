using System.Globalization;
using System.Text;
using TrustPlatform.Pdf;

namespace TrustPlatform.Signatures.Tests.Validation;

/// <summary>Files written by hand: whole ones, and updates appended to others, right or wrong.</summary>
internal sealed class Update
{
    private readonly SortedDictionary<int, string> _objects = [];
    private readonly SortedDictionary<int, string> _entries = [];
    private string _trailer = "";
    private string _root = "1 0 R";
    private long? _previous;
    private bool _isStream;

    /// <summary>An object of the update.</summary>
    public Update With(int number, string value)
    {
        _objects[number] = value;
        return this;
    }

    public Update WithStream(int number, string content, string entries = "") =>
        With(number, $"<<{entries}/Length {content.Length}>>\nstream\n{content}\nendstream");

    /// <summary>A cross-reference entry without an object of its own: 20 characters.</summary>
    public Update WithEntry(int number, long offset, char kind = 'n', int generation = 0)
    {
        _entries[number] = string.Create(CultureInfo.InvariantCulture, $"{offset:D10} {generation:D5} {kind} \n");
        return this;
    }

    public Update WithTrailer(string entries)
    {
        _trailer += entries;
        return this;
    }

    public Update WithRoot(int number)
    {
        _root = $"{number} 0 R";
        return this;
    }

    /// <summary>The cross-references as a stream (7.5.8) instead of a table.</summary>
    public Update AsStream()
    {
        _isStream = true;
        return this;
    }

    /// <summary>/Prev names this place, whatever the file's last section is.</summary>
    public Update After(long section)
    {
        _previous = section;
        return this;
    }

    /// <summary>A whole file of the objects.</summary>
    public byte[] ToFile() => Write("%PDF-1.7\n%\u00e2\u00e3\u00cf\u00d3\n", null);

    /// <summary>The file with the update after it.</summary>
    public byte[] AppendTo(byte[] file)
    {
        using var stream = new MemoryStream(file, writable: false);
        using var document = PdfDocument.Open(stream, PdfLimits.Default);
        return [.. file, .. Write("", (file.Length, _previous ?? document.Current.CrossReferenceOffset, document.MaxObjectNumber))];
    }

    private byte[] Write(string head, (int Length, long Previous, int MaxNumber)? before)
    {
        var text = new StringBuilder(head);
        var start = before?.Length ?? 0;
        foreach (var (number, value) in _objects)
        {
            WithEntry(number, start + text.Length);
            text.Append(CultureInfo.InvariantCulture, $"{number} 0 obj\n{value}\nendobj\n");
        }

        var size = Math.Max(_entries.Count == 0 ? 0 : _entries.Keys.Max(), before?.MaxNumber ?? 0) + 1;
        var previous = before is { } known ? string.Create(CultureInfo.InvariantCulture, $"/Prev {known.Previous}") : "";
        var table = start + text.Length;
        if (_isStream)
        {
            WriteStream(text, start, size, previous);
        }
        else
        {
            text.Append("xref\n").Append(before is null ? "0 1\n0000000000 65535 f \n" : "");
            foreach (var (number, entry) in _entries)
            {
                text.Append(CultureInfo.InvariantCulture, $"{number} 1\n{entry}");
            }

            text.Append(CultureInfo.InvariantCulture, $"trailer\n<</Size {size}/Root {_root}{previous}{_trailer}>>\n");
        }

        text.Append(CultureInfo.InvariantCulture, $"startxref\n{table}\n%%EOF\n");
        return Encoding.Latin1.GetBytes(text.ToString());
    }

    private void WriteStream(StringBuilder text, int start, int size, string previous)
    {
        WithEntry(size, start + text.Length);
        var rows = new StringBuilder();
        foreach (var entry in _entries.Values)
        {
            var offset = int.Parse(entry.AsSpan(0, 10), CultureInfo.InvariantCulture);
            var generation = int.Parse(entry.AsSpan(11, 5), CultureInfo.InvariantCulture);
            rows.Append((char)(entry[17] == 'n' ? 1 : 0));
            for (var shift = 24; shift >= 0; shift -= 8)
            {
                rows.Append((char)((offset >> shift) & 255));
            }

            rows.Append((char)(generation >> 8)).Append((char)(generation & 255));
        }

        var index = string.Join(' ', _entries.Keys.Select(number => $"{number} 1"));
        text.Append(CultureInfo.InvariantCulture,
            $"{size} 0 obj\n<</Type/XRef/W[1 4 2]/Index[{index}]/Size {size + 1}/Root {_root}{previous}{_trailer}/Length {rows.Length}>>\nstream\n{rows}\nendstream\nendobj\n");
    }
}
