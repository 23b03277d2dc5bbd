using TrustPlatform.Pdf.Filters;

namespace TrustPlatform.Pdf.Reading;

/// <summary>Follows <c>startxref</c> and /Prev from the last cross-reference section to the first.</summary>
internal sealed class CrossReferenceReader(ByteSource source, PdfLimits limits, StreamDecoder decoder)
{
    private const int UsualEntries = 4096;
    private const int MaxWrittenGeneration = 99999;
    private const int StartSearchLength = 64 * 1024;
    private readonly ObjectReader _objects = new(source, limits);
    private readonly Lexer _lexer = new(source, limits);
    private readonly SortedDictionary<long, string?> _hiddenStreams = [];
    private long _entries;
    private string? _ambiguity;

    /// <summary>One section says two things about an object, so that readers may differ; null where none does.</summary>
    public string? Ambiguity => _ambiguity ?? _hiddenStreams.Values.FirstOrDefault(difference => difference is not null);

    /// <summary>The sections, the last written first.</summary>
    public List<CrossReferenceSection> ReadAll()
    {
        var sections = new List<CrossReferenceSection>();
        var visited = new HashSet<long>();
        long? offset = FindStart();
        while (offset is { } at)
        {
            if (!visited.Add(at))
            {
                throw new PdfSyntaxException(at, "7.5.5", "The chain of /Prev comes back to a section it has passed.");
            }

            if (sections.Count == limits.MaxCrossReferenceSections)
            {
                throw new PdfSyntaxException(at, "limits", "There are too many cross-reference sections.");
            }

            var section = Read(at);
            sections.Add(section);
            offset = section.Trailer["Prev"] switch
            {
                null => null,
                PdfInteger previous => previous.Value,
                _ => throw new PdfSyntaxException(section.Trailer.Offset, "7.5.5", "/Prev is no integer."),
            };
        }

        return sections;
    }

    /// <summary>The section that was written last.</summary>
    public CrossReferenceSection ReadLast() => Read(FindStart());

    /// <summary>7.5.5: the last "startxref" and the number after it.</summary>
    private long FindStart()
    {
        var first = Math.Max(0, source.Length - StartSearchLength);
        for (var at = source.Length - 9; at >= first; at--)
        {
            if (source[at] == 's' && source.Matches(at, "startxref"u8))
            {
                var lexer = new Lexer(source, limits) { Position = at + 9 };
                return lexer.TryUnsigned(out var offset)
                    ? offset
                    : throw lexer.Fail("7.5.5", "\"startxref\" is not followed by an offset.");
            }
        }

        throw new PdfSyntaxException(source.Length, "7.5.5", "There is no \"startxref\" at the end of the file.");
    }

    private CrossReferenceSection Read(long offset)
    {
        if (offset <= 0 || offset >= source.Length)
        {
            throw new PdfSyntaxException(offset, "7.5.5", "A cross-reference section is said to be outside the file.");
        }

        _lexer.Position = offset;
        return _lexer.TryKeyword("xref"u8) ? ReadTable(_lexer, offset) : ReadStream(offset);
    }

    private CrossReferenceSection ReadTable(Lexer lexer, long offset)
    {
        var entries = new Dictionary<int, PdfEntry>();
        while (!lexer.TryKeyword("trailer"u8))
        {
            if (!lexer.TryUnsigned(out var first) || !lexer.TryUnsigned(out var count))
            {
                throw lexer.Fail("7.5.4", "A subsection's first number and count, or \"trailer\", are due here.");
            }

            CheckNumbers(lexer, first, count);
            entries.EnsureCapacity(entries.Count + (int)Math.Min(count, UsualEntries));
            for (var number = first; number < first + count; number++)
            {
                Add(lexer, entries, number, ReadTableEntry(lexer));
            }
        }

        lexer.SkipSpace();
        if (lexer.ReadObject() is not PdfDictionary trailer)
        {
            throw lexer.Fail("7.5.5", "\"trailer\" is not followed by a dictionary.");
        }

        var kind = PdfCrossReferenceKind.Table;
        if (trailer["XRefStm"] is PdfInteger hidden)
        {
            kind = PdfCrossReferenceKind.Hybrid;
            AddHidden(entries, hidden.Value);
        }

        return new(offset, ReadEnd(lexer), kind, trailer, entries);
    }

    private static PdfEntry ReadTableEntry(Lexer lexer)
    {
        if (!lexer.TryUnsigned(out var offset) || !lexer.TryUnsigned(out var generation) || generation > MaxWrittenGeneration)
        {
            throw lexer.Fail("7.5.4", "A 10-digit offset and a 5-digit generation are due here.");
        }

        // The head of the free list is often written 65536: the generation of a free number means nothing to a reader.
        return lexer.TryKeyword("f"u8) ? new(PdfEntryKind.Free, offset, (int)Math.Min(generation, ushort.MaxValue))
            : !lexer.TryKeyword("n"u8) ? throw lexer.Fail("7.5.4", "A cross-reference entry ends in neither n nor f.")
            : generation <= ushort.MaxValue ? new(PdfEntryKind.InUse, offset, (int)generation)
            : throw lexer.Fail("7.5.4", "The generation of an object in use is greater than 65535.");
    }

    /// <summary>
    /// 7.5.8.4: the stream's entries stand in for those that the table calls free or does not list. A stream that an older section
    /// names too is that section's, which a later writer copied with the trailer: what it says of objects in the newer table is no
    /// other reading but the past. Sections come from the last to the first.
    /// </summary>
    private void AddHidden(Dictionary<int, PdfEntry> entries, long offset)
    {
        _hiddenStreams[offset] = null;
        foreach (var (number, entry) in ReadStream(offset).Entries)
        {
            if (!entries.TryGetValue(number, out var listed) || listed.Kind == PdfEntryKind.Free)
            {
                entries[number] = entry;
            }
            else if (listed != entry && entry.Kind != PdfEntryKind.Free)
            {
                _hiddenStreams[offset] ??= $"Table and stream of a hybrid section differ on object {number}.";
            }
        }
    }

    private CrossReferenceSection ReadStream(long offset)
    {
        var found = _objects.Read(offset, resolve: null, out _);
        if (found.Value is not PdfStream { Dictionary: var dictionary } stream || dictionary["Type"] is not PdfName { Value: "XRef" })
        {
            throw new PdfSyntaxException(offset, "7.5.8", "This is neither a cross-reference table nor such a stream.");
        }

        var lexer = new Lexer(source, limits) { Position = offset };
        var widths = Integers(lexer, dictionary["W"]);
        if (widths.Length != 3 || widths.Any(width => width > 8) || widths.Sum() == 0)
        {
            throw lexer.Fail("7.5.8.2", "/W must be three small integers.");
        }

        var index = dictionary["Index"] is { } given ? Integers(lexer, given) : [0, Integers(lexer, dictionary["Size"])[0]];
        var data = decoder.Decode(stream, static value => value ?? PdfNull.Value);
        var entries = new Dictionary<int, PdfEntry>();
        var at = 0;
        for (var i = 0; i + 1 < index.Length; i += 2)
        {
            CheckNumbers(lexer, index[i], index[i + 1]);
            for (var number = index[i]; number < index[i] + index[i + 1]; number++)
            {
                if (ReadStreamEntry(lexer, data, ref at, widths) is { } entry)
                {
                    Add(lexer, entries, number, entry);
                }
            }
        }

        lexer.Position = found.EndOffset;
        return new(offset, ReadEnd(lexer), PdfCrossReferenceKind.Stream, dictionary, entries);
    }

    /// <summary>7.5.8.3, table 18; null for a type that the standard reserves.</summary>
    private static PdfEntry? ReadStreamEntry(Lexer lexer, byte[] data, ref int at, long[] widths)
    {
        var type = Field(data, ref at, widths[0], 1);
        var second = Field(data, ref at, widths[1], 0);
        var third = Field(data, ref at, widths[2], 0);
        if (second < 0 || third is < 0 or > int.MaxValue)
        {
            throw lexer.Fail("7.5.8.3", "A cross-reference entry is out of range.");
        }

        return type switch
        {
            0 => new(PdfEntryKind.Free, second, (int)third),
            1 => new(PdfEntryKind.InUse, second, (int)third),
            2 => new(PdfEntryKind.Compressed, second, (int)third),
            _ => null,
        };

        long Field(byte[] data, ref int at, long width, long absent)
        {
            if (width == 0)
            {
                return absent;
            }

            if (data.Length - at < width)
            {
                throw lexer.Fail("7.5.8.3", "A cross-reference stream has fewer entries than /Index says.");
            }

            var value = 0L;
            for (var i = 0; i < width; i++)
            {
                value = value << 8 | data[at++];
            }

            return value;
        }
    }

    private static long[] Integers(Lexer lexer, PdfObject? value)
    {
        IReadOnlyList<PdfObject> items = value is PdfArray array ? array.Items : [value ?? PdfNull.Value];
        return items.Select(item => item is PdfInteger { Value: >= 0 } integer
            ? integer.Value
            : throw lexer.Fail("7.5.8.2", "A cross-reference stream's dictionary lacks a number.")).ToArray();
    }

    private void CheckNumbers(Lexer lexer, long first, long count)
    {
        _entries += count;
        if (first > limits.MaxObjectNumber || count > limits.MaxEntries || _entries > Math.Min(limits.MaxEntries, source.Length))
        {
            throw lexer.Fail("limits", "The cross-reference sections list more objects than this file can hold.");
        }
    }

    private void Add(Lexer lexer, Dictionary<int, PdfEntry> entries, long number, PdfEntry entry)
    {
        if (number > limits.MaxObjectNumber)
        {
            throw lexer.Fail("limits", "An object number is too great.");
        }

        if (!entries.TryAdd((int)number, entry) && entries[(int)number] != entry)
        {
            _ambiguity ??= $"A cross-reference section lists object {number} twice.";
        }
    }

    /// <summary>7.5.5: "startxref", a number, "%%EOF" and one end of line; what is missing is not counted.</summary>
    private long ReadEnd(Lexer lexer)
    {
        if (!lexer.TryKeyword("startxref"u8) || !lexer.TryUnsigned(out _))
        {
            return lexer.Position;
        }

        var end = lexer.Position;
        lexer.SkipWhiteSpace();
        if (!source.Matches(lexer.Position, "%%EOF"u8))
        {
            return end;
        }

        end = lexer.Position + 5;
        end += source[end] == '\r' ? 1 : 0;
        return end + (source[end] == '\n' ? 1 : 0);
    }
}
