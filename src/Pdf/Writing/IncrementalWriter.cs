namespace TrustPlatform.Pdf.Writing;

/// <summary>
/// Collects changed and new objects and builds one incremental update (7.5.6): earlier bytes stay as they are, the
/// cross-reference section is of the kind of the file's last one. The same changes to the same file give the same bytes.
/// Not thread-safe.
/// </summary>
public sealed class IncrementalWriter
{
    private static readonly string[] OwnOfSection =
        ["Size", "Prev", "XRefStm", "Type", "W", "Index", "Length", "Filter", "DecodeParms", "AuthCode"];

    private readonly PdfDocument _document;
    private readonly SortedList<int, (PdfReference Reference, PdfObject? Value)> _changes = [];
    private readonly List<PdfObject> _marked = [];
    private int _lastNumber;

    /// <summary>
    /// Starts an update. Throws <see cref="InvalidOperationException"/> for a document that is damaged or encrypted: its readers
    /// would not agree on what the update changes.
    /// </summary>
    public IncrementalWriter(PdfDocument document)
    {
        ArgumentNullException.ThrowIfNull(document);
        if (document.IsRecovered || document.IsEncrypted || !document.EndsInWhiteSpace)
        {
            throw new InvalidOperationException("Only an undamaged and unencrypted document can be updated.");
        }

        _document = document;
        _lastNumber = document.MaxObjectNumber;
    }

    /// <summary>Nothing is changed yet.</summary>
    public bool IsEmpty => _changes.Count == 0;

    /// <summary>Takes a new object number, greater than any that the file knows; <see cref="Set"/> gives it a value.</summary>
    public PdfReference Reserve()
    {
        var reference = new PdfReference(++_lastNumber);
        _changes[reference.Number] = (reference, null);
        return reference;
    }

    /// <summary>Adds a new indirect object.</summary>
    public PdfReference Add(PdfObject value)
    {
        var reference = Reserve();
        Set(reference, value);
        return reference;
    }

    /// <summary>Gives a reserved number its value, or replaces an object of the file. The last value given is written.</summary>
    public void Set(PdfReference reference, PdfObject value)
    {
        ArgumentNullException.ThrowIfNull(reference);
        ArgumentNullException.ThrowIfNull(value);
        _changes[reference.Number] = (reference, value);
    }

    /// <summary>The value as it will be: follows references through the changes first, then through the file.</summary>
    public PdfObject Resolve(PdfObject? value)
    {
        for (var hops = 0; value is PdfReference reference && hops < _document.Limits.MaxNesting; hops++)
        {
            value = _changes.TryGetValue(reference.Number, out var change) && change.Reference == reference
                ? change.Value
                : _document.Current.Resolve(reference);
        }

        return value is null or PdfReference ? PdfNull.Value : value;
    }

    /// <summary>What <see cref="Resolve(PdfObject?)"/> gives when it is of type <typeparamref name="T"/>, otherwise null.</summary>
    public T? Resolve<T>(PdfObject? value)
        where T : PdfObject => Resolve(value) as T;

    /// <summary>Asks where this very instance will stand; see <see cref="PdfUpdate.Place"/>.</summary>
    public void Mark(PdfObject value) => _marked.Add(value);

    /// <summary>Builds the update.</summary>
    public PdfUpdate Build()
    {
        var output = new ObjectWriter(_document.Length);
        _marked.ForEach(output.Mark);
        if (_document.ReadBytes(_document.Length - 1, 1).Span[0] is not ((byte)'\n' or (byte)'\r'))
        {
            output.Write("\n"u8); // otherwise the first object would be part of the comment %%EOF
        }

        var entries = new SortedList<int, (long Offset, int Generation)>(_changes.Count + 1);
        foreach (var (number, (reference, value)) in _changes)
        {
            entries[number] = (output.Offset, reference.Generation);
            output.WriteIndirect(reference, value
                ?? throw new InvalidOperationException($"Object {number} was reserved and never given a value."));
        }

        var start = output.Offset;
        var trailer = Trailer(output);
        if (_document.Current.CrossReferenceKind == PdfCrossReferenceKind.Stream)
        {
            WriteStream(output, entries, trailer);
        }
        else
        {
            WriteTable(output, entries, trailer);
        }

        output.Write("startxref\n"u8);
        output.Write(start);
        output.Write("\n%%EOF\n"u8);
        return new(_document.Length, output.Written, output.Places);
    }

    /// <summary>7.5.5, 7.5.6: every entry of the last trailer but those that describe its own section; /ID[0] stays (14.4).</summary>
    private PdfDictionary Trailer(ObjectWriter written)
    {
        var current = _document.Current;
        var trailer = new PdfDictionary(
            current.Trailer.Entries.Where(entry => !OwnOfSection.Contains(entry.Key)).ToList());
        if (current.Resolve<PdfArray>(trailer["ID"]) is [PdfString permanent, _])
        {
            // The second half tells this state of the file from others; a digest does so and is the same at each call.
            var changing = written.DigestWithoutMarked()[..16];
            trailer = trailer.With("ID", new PdfArray([permanent, new PdfString(changing, IsHexadecimal: true)]));
        }

        return trailer.With("Prev", new PdfInteger(current.CrossReferenceOffset));
    }

    /// <summary>7.5.4.</summary>
    private void WriteTable(
        ObjectWriter output, SortedList<int, (long Offset, int Generation)> entries, PdfDictionary trailer)
    {
        if (output.Offset > 9_999_999_999)
        {
            throw new InvalidOperationException("A cross-reference table cannot hold offsets of more than ten digits.");
        }

        output.Write("xref\n"u8);
        foreach (var (first, count) in Subsections(entries.Keys))
        {
            output.Write(first);
            output.Write(" "u8);
            output.Write(count);
            output.Write("\n"u8);
            for (var number = first; number < first + count; number++)
            {
                var (offset, generation) = entries[number];
                output.WriteEntry(offset, generation);
            }
        }

        output.Write("trailer\n"u8);
        output.Write(trailer.With("Size", new PdfInteger(_lastNumber + 1)));
        output.Write("\n"u8);
    }

    /// <summary>7.5.8; the stream lists itself too.</summary>
    private void WriteStream(
        ObjectWriter output, SortedList<int, (long Offset, int Generation)> entries, PdfDictionary trailer)
    {
        var own = new PdfReference(_lastNumber + 1);
        entries[own.Number] = (output.Offset, 0);
        var data = new MemoryStream();
        foreach (var (offset, generation) in entries.Values)
        {
            data.WriteByte(1);
            for (var shift = 40; shift >= 0; shift -= 8)
            {
                data.WriteByte((byte)(offset >> shift));
            }

            data.WriteByte((byte)(generation >> 8));
            data.WriteByte((byte)generation);
        }

        var index = Subsections(entries.Keys).SelectMany(run => new PdfObject[] { new PdfInteger(run.First), new PdfInteger(run.Count) });
        var dictionary = PdfDictionary.Of(("Type", new PdfName("XRef")));
        foreach (var (key, value) in trailer.Entries)
        {
            dictionary = dictionary.With(key, value);
        }

        dictionary = dictionary
            .With("Size", new PdfInteger(own.Number + 1))
            .With("W", new PdfArray([new PdfInteger(1), new PdfInteger(6), new PdfInteger(2)]))
            .With("Index", new PdfArray(index.ToList()));
        output.WriteIndirect(own, new PdfStream(dictionary, data.ToArray()));
    }

    private static IEnumerable<(int First, int Count)> Subsections(IEnumerable<int> numbers)
    {
        var (first, count) = (0, 0);
        foreach (var number in numbers)
        {
            if (count > 0 && number == first + count)
            {
                count++;
                continue;
            }

            if (count > 0)
            {
                yield return (first, count);
            }

            (first, count) = (number, 1);
        }

        if (count > 0)
        {
            yield return (first, count);
        }
    }
}
