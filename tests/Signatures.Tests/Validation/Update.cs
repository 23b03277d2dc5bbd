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

    /// <summary>A whole file of the objects.</summary>
    public byte[] ToFile() => Write("%PDF-1.7\n%\u00e2\u00e3\u00cf\u00d3\n", null);

    /// <summary>The file with the update after it.</summary>
    public byte[] AppendTo(byte[] file)
    {
        using var stream = new MemoryStream(file, writable: false);
        using var document = PdfDocument.Open(stream, PdfLimits.Default);
        return [.. file, .. Write("", (file.Length, document.Current.CrossReferenceOffset, document.MaxObjectNumber))];
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

        var table = start + text.Length;
        text.Append("xref\n");
        if (before is null)
        {
            text.Append("0 1\n0000000000 65535 f \n");
        }

        foreach (var (number, entry) in _entries)
        {
            text.Append(CultureInfo.InvariantCulture, $"{number} 1\n{entry}");
        }

        var size = Math.Max(_entries.Count == 0 ? 0 : _entries.Keys.Max(), before?.MaxNumber ?? 0) + 1;
        var previous = before is { } known ? string.Create(CultureInfo.InvariantCulture, $"/Prev {known.Previous}") : "";
        text.Append(CultureInfo.InvariantCulture, $"trailer\n<</Size {size}/Root {_root}{previous}{_trailer}>>\nstartxref\n{table}\n%%EOF\n");
        return Encoding.Latin1.GetBytes(text.ToString());
    }
}
