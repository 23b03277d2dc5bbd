namespace TrustPlatform.Pdf.Reading;

/// <summary>Reads indirect objects from the body of a file (7.3.10, 7.3.8).</summary>
internal sealed class ObjectReader(ByteSource source, PdfLimits limits)
{
    private readonly Lexer _lexer = new(source, limits);

    /// <summary>Reads the indirect object at an offset, white space before it allowed.</summary>
    /// <param name="offset">Where.</param>
    /// <param name="resolve">Finds a stream's /Length when it is indirect; null when no reference can be followed yet.</param>
    /// <param name="lengthIsIndirect">Says that the extent depends on another object.</param>
    public PdfIndirectObject Read(long offset, Func<PdfObject?, PdfObject>? resolve, out bool lengthIsIndirect)
    {
        lengthIsIndirect = false;
        var lexer = _lexer;
        lexer.Position = offset;
        lexer.SkipWhiteSpace();
        var start = lexer.Position;
        if (!lexer.TryHeader(out var number, out var generation))
        {
            throw lexer.Fail("7.3.10", "An object's number, generation and \"obj\" are due here.");
        }

        var value = lexer.ReadObject();
        if (value is PdfDictionary dictionary && lexer.TryKeyword("stream"u8))
        {
            lengthIsIndirect = dictionary["Length"] is PdfReference;
            value = ReadStream(lexer, dictionary, resolve);
        }

        // A missing "endobj" harms nobody: the extent of the object is known by now.
        lexer.TryKeyword("endobj"u8);
        return new(new(number, generation), value, start, lexer.Position, ObjectStream: null);
    }

    /// <summary>7.3.8.1: after "stream" a CRLF or LF, then /Length bytes, then "endstream".</summary>
    private PdfStream ReadStream(Lexer lexer, PdfDictionary dictionary, Func<PdfObject?, PdfObject>? resolve)
    {
        if (source[lexer.Position] == '\r')
        {
            lexer.Position++;
        }

        if (source[lexer.Position] == '\n')
        {
            lexer.Position++;
        }

        var data = lexer.Position;
        var length = dictionary["Length"];
        if (length is PdfReference)
        {
            length = resolve?.Invoke(length);
            lexer.Position = data; // it may have read that object
        }

        if (length is not PdfInteger { Value: >= 0 } bytes || bytes.Value > source.Length - data)
        {
            throw lexer.Fail("7.3.8.2", "A stream's /Length is missing, no number or leads out of the file.");
        }

        lexer.Position = data + bytes.Value;
        lexer.SkipWhiteSpace();
        if (!lexer.TryKeyword("endstream"u8))
        {
            throw lexer.Fail("7.3.8.1", "\"endstream\" does not stand where the stream's /Length says.");
        }

        return new(dictionary, source, data, bytes.Value);
    }
}
