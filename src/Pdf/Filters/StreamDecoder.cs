namespace TrustPlatform.Pdf.Filters;

/// <summary>Runs a stream's filters (7.4) within the limits; counts what it has decoded over its life.</summary>
internal sealed class StreamDecoder(PdfLimits limits)
{
    private const int MaxFilters = 16;
    private long _total;

    /// <param name="stream">The stream.</param>
    /// <param name="resolve">Follows references, as of the revision that is read.</param>
    public byte[] Decode(PdfStream stream, Func<PdfObject?, PdfObject> resolve)
    {
        var filters = List(resolve(stream.Dictionary["Filter"]), resolve);
        var parameters = List(resolve(stream.Dictionary["DecodeParms"]), resolve);
        if (stream.Dictionary["F"] is not null)
        {
            throw new PdfSyntaxException(stream.DataOffset, "7.3.8.2", "Streams in external files are not read.");
        }

        if (filters.Count > MaxFilters)
        {
            throw new PdfSyntaxException(stream.DataOffset, "limits", $"A stream has {filters.Count} filters.");
        }

        // ToArray: the filters need the stored bytes in one piece, and the limit on their number was tested by EncodedBytes
        var bytes = stream.EncodedBytes.ToArray();
        for (var i = 0; i < filters.Count; i++)
        {
            var limit = Math.Min(
                Math.Min(limits.MaxDecodedBytes, limits.MaxTotalDecodedBytes - _total),
                Math.Max(limits.FreeDecodedBytes, stream.EncodedLength * limits.MaxDecodeRatio));
            bytes = Run(stream, filters[i], i < parameters.Count ? parameters[i] as PdfDictionary : null, bytes, limit, resolve);
            _total += bytes.Length;
        }

        return bytes;
    }

    private static byte[] Run(
        PdfStream stream, PdfObject filter, PdfDictionary? parameters, byte[] bytes, long limit,
        Func<PdfObject?, PdfObject> resolve)
    {
        switch ((filter as PdfName)?.Value)
        {
            case "FlateDecode" or "Fl":
                return Unpredict(CompressionFilters.Flate(bytes, limit));
            case "LZWDecode" or "LZW":
                return Unpredict(CompressionFilters.Lzw(bytes, Number("EarlyChange", 1) != 0, limit));
            case "ASCIIHexDecode" or "AHx":
                return AsciiFilters.Hexadecimal(bytes, limit);
            case "ASCII85Decode" or "A85":
                return AsciiFilters.Base85(bytes, limit);
            case "RunLengthDecode" or "RL":
                return AsciiFilters.RunLength(bytes, limit);
            case "Crypt":
                return bytes; // 7.4.10; undone when the bytes were read
            default:
                throw new PdfSyntaxException(
                    stream.DataOffset, "7.4", $"The filter {(filter as PdfName)?.Value ?? "(no name)"} is not decoded here.");
        }

        byte[] Unpredict(byte[] decoded) => Predictor.Undo(
            decoded, Number("Predictor", 1), Number("Colors", 1), Number("BitsPerComponent", 8), Number("Columns", 1));

        int Number(string key, int absent) => resolve(parameters?[key]) switch
        {
            PdfNull => absent,
            PdfInteger { Value: >= 0 and <= int.MaxValue } integer => (int)integer.Value,
            _ => throw new PdfSyntaxException(stream.DataOffset, "7.4.4.3", $"/{key} of a filter is no number."),
        };
    }

    private static List<PdfObject> List(PdfObject value, Func<PdfObject?, PdfObject> resolve) => value switch
    {
        PdfNull => [],
        PdfArray array => array.Take(MaxFilters + 1).Select(resolve).ToList(),
        _ => [value],
    };
}
