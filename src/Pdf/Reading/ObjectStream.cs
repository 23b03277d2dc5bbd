using TrustPlatform.Pdf.Filters;

namespace TrustPlatform.Pdf.Reading;

/// <summary>A decoded object stream (7.5.7).</summary>
internal sealed class ObjectStream
{
    private readonly Lexer _lexer;
    private readonly (int Number, long Offset)[] _index;

    private ObjectStream(Lexer lexer, (int Number, long Offset)[] index) => (_lexer, _index) = (lexer, index);

    public int Count => _index.Length;

    public long Length => _lexer.Source.Length;

    public static ObjectStream Open(
        PdfStream stream, StreamDecoder decoder, PdfLimits limits, Func<PdfObject?, PdfObject> resolve)
    {
        var errorOffset = Math.Max(0, stream.DataOffset);
        var dictionary = stream.Dictionary;
        if (dictionary["Type"] is not PdfName { Value: "ObjStm" }
            || resolve(dictionary["N"]) is not PdfInteger { Value: >= 0 } count
            || resolve(dictionary["First"]) is not PdfInteger { Value: >= 0 } first)
        {
            throw new PdfSyntaxException(errorOffset, "7.5.7", "An object stream lacks /Type, /N or /First.");
        }

        var source = new ByteSource(decoder.Decode(stream, resolve), limits);
        if (count.Value > Math.Min(source.Length / 2 + 1, limits.MaxEntries))
        {
            throw new PdfSyntaxException(errorOffset, "7.5.7", "An object stream says that it holds more objects than fit.");
        }

        var lexer = new Lexer(source, limits, errorOffset);
        var index = new (int, long)[count.Value];
        for (var i = 0; i < index.Length; i++)
        {
            if (!lexer.TryUnsigned(out var number) || !lexer.TryUnsigned(out var offset)
                || number > limits.MaxObjectNumber || offset > source.Length)
            {
                throw lexer.Fail("7.5.7", "An object stream's index is not pairs of numbers and offsets.");
            }

            index[i] = ((int)number, first.Value + offset);
        }

        return new(lexer, index);
    }

    public int Number(int index) => _index[index].Number;

    /// <summary>The object at an index, or null when another number stands there.</summary>
    public PdfObject? Read(int index, int number)
    {
        if ((uint)index >= (uint)_index.Length || _index[index].Number != number)
        {
            return null;
        }

        _lexer.Position = _index[index].Offset;
        return _lexer.ReadObject();
    }
}
