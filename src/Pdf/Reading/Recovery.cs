using TrustPlatform.Pdf.Filters;

namespace TrustPlatform.Pdf.Reading;

/// <summary>
/// Reads a file whose cross-reference chain is broken by looking for "N G obj" and "trailer" in all of it. The result is one
/// revision that ends where the file ends; it serves reading alone.
/// </summary>
internal sealed class Recovery(ByteSource source, PdfLimits limits, StreamDecoder decoder)
{
    private readonly ObjectReader _objects = new(source, limits);
    private readonly Dictionary<int, PdfEntry> _entries = [];
    private readonly Dictionary<int, PdfStream> _objectStreams = [];
    private PdfDictionary? _trailer;
    private long _budget;

    public CrossReferenceSection Read()
    {
        // Objects are looked into one after the other; overlapping ones (made to be slow) use up this budget.
        _budget = 4 * source.Length + 1_000_000;
        for (var at = 0L; at < source.Length; at++)
        {
            if (source[at] == 'o' && source.Matches(at, "obj"u8) && HeaderBefore(at) is { } header)
            {
                AddObject(header);
            }
            else if (source[at] == 't' && source.Matches(at, "trailer"u8))
            {
                AddTrailer(at + 7);
            }
        }

        foreach (var (number, stream) in _objectStreams)
        {
            AddCompressed(number, stream);
        }

        if (_trailer is null)
        {
            throw new PdfSyntaxException(source.Length, "7.5.5", "The file has neither a cross-reference section nor a trailer.");
        }

        return new(source.Length, source.Length, PdfCrossReferenceKind.Table, _trailer, _entries);
    }

    private long? HeaderBefore(long at)
    {
        var start = Digits(Digits(at));
        return start < at ? start : null;

        long Digits(long end)
        {
            var position = end;
            while (position > 0 && Lexer.IsWhiteSpace(source[position - 1]) && end - position < 20)
            {
                position--;
            }

            while (position > 0 && source[position - 1] is >= '0' and <= '9' && end - position < 40)
            {
                position--;
            }

            return position;
        }
    }

    private void AddObject(long offset)
    {
        var lexer = new Lexer(source, limits) { Position = offset };
        if (!lexer.TryHeader(out var number, out var generation) || number > limits.MaxObjectNumber)
        {
            return;
        }

        if (_entries.Count >= limits.MaxEntries)
        {
            throw lexer.Fail("limits", "There are too many objects.");
        }

        _entries[number] = new(PdfEntryKind.InUse, offset, generation);
        _objectStreams.Remove(number);
        lexer.SkipSpace();
        if (source[lexer.Position] != '<' || _budget <= 0)
        {
            return;
        }

        var end = lexer.Position;
        try
        {
            var found = _objects.Read(offset, resolve: null, out _);
            end = found.EndOffset;
            if (found.Value is PdfStream { Dictionary: var dictionary } stream)
            {
                switch ((dictionary["Type"] as PdfName)?.Value)
                {
                    case "ObjStm":
                        _objectStreams[number] = stream;
                        break;
                    case "XRef" when dictionary["Root"] is PdfReference:
                        _trailer = dictionary;
                        break;
                }
            }
        }
        catch (PdfSyntaxException exception)
        {
            end = exception.Offset; // an object that cannot be read is left as it stands: whoever asks for it will be told
        }

        _budget -= Math.Max(end - offset, 1);
    }

    private void AddTrailer(long offset)
    {
        var lexer = new Lexer(source, limits) { Position = offset };
        try
        {
            if (_budget > 0 && lexer.ReadObject() is PdfDictionary dictionary && dictionary["Root"] is PdfReference)
            {
                _trailer = dictionary;
            }
        }
        catch (PdfSyntaxException)
        {
            // Text that merely says "trailer", or a damaged one: the search goes on.
        }

        _budget -= lexer.Position - offset + 1;
    }

    private void AddCompressed(int number, PdfStream stream)
    {
        try
        {
            var contents = ObjectStream.Open(stream, decoder, limits, static value => value ?? PdfNull.Value);
            for (var i = 0; i < contents.Count; i++)
            {
                _entries.TryAdd(contents.Number(i), new(PdfEntryKind.Compressed, number, i));
            }
        }
        catch (PdfSyntaxException)
        {
            // Its objects stay missing, which 7.3.10 reads as null.
        }
    }
}
