namespace TrustPlatform.Pdf.Filters;

/// <summary>Undoes the predictors of Flate and LZW data (7.4.4.4): TIFF 2 and the PNG filters.</summary>
internal static class Predictor
{
    public static byte[] Undo(byte[] data, int predictor, int colors, int bitsPerComponent, int columns)
    {
        if (predictor <= 1)
        {
            return data;
        }

        if (colors is < 1 or > 64 || columns is < 1 or > 10_000_000 || bitsPerComponent is not (1 or 2 or 4 or 8 or 16))
        {
            throw new PdfSyntaxException(-1, "7.4.4.4", "Predictor parameters are out of range.");
        }

        var pixelLength = Math.Max(1, colors * bitsPerComponent / 8);
        var rowLength = (int)((long)colors * bitsPerComponent * columns / 8 + ((long)colors * bitsPerComponent * columns % 8 + 7) / 8);
        return predictor >= 10 ? UndoPng(data, pixelLength, rowLength) : UndoTiff(data, colors, bitsPerComponent, rowLength);
    }

    private static byte[] UndoTiff(byte[] data, int colors, int bitsPerComponent, int rowLength)
    {
        if (bitsPerComponent < 8)
        {
            throw new PdfSyntaxException(-1, "7.4.4.4", "TIFF prediction below 8 bits is not supported.");
        }

        var step = colors * bitsPerComponent / 8;
        for (var row = 0; row < data.Length; row += rowLength)
        {
            var end = Math.Min(row + rowLength, data.Length);
            if (bitsPerComponent == 8)
            {
                for (var i = row + step; i < end; i++)
                {
                    data[i] += data[i - step];
                }

                continue;
            }

            for (var i = row + step; i + 1 < end; i += 2)
            {
                var sum = (data[i] << 8 | data[i + 1]) + (data[i - step] << 8 | data[i - step + 1]);
                (data[i], data[i + 1]) = ((byte)(sum >> 8), (byte)sum);
            }
        }

        return data;
    }

    /// <summary>ISO/IEC 15948, 9: each row starts with its filter's number. A last row may be short.</summary>
    private static byte[] UndoPng(byte[] data, int pixelLength, int rowLength)
    {
        var rows = (data.Length + rowLength) / (rowLength + 1);
        var output = new byte[data.Length - rows];
        var at = 0;
        var written = 0;
        while (at < data.Length)
        {
            var filter = data[at++];
            var length = Math.Min(rowLength, data.Length - at);
            var row = output.AsSpan(written, length);
            data.AsSpan(at, length).CopyTo(row);
            var above = written == 0 ? default : output.AsSpan(written - rowLength, rowLength);
            UndoRow(filter, row, above, pixelLength);
            at += length;
            written += length;
        }

        return output;
    }

    private static void UndoRow(byte filter, Span<byte> row, ReadOnlySpan<byte> above, int pixelLength)
    {
        if (filter > 4)
        {
            throw new PdfSyntaxException(-1, "7.4.4.4", "A row names a PNG filter that does not exist.");
        }

        if (filter == 0)
        {
            return;
        }

        for (var i = 0; i < row.Length; i++)
        {
            int left = i >= pixelLength ? row[i - pixelLength] : 0;
            int up = above.IsEmpty ? 0 : above[i];
            int upLeft = above.IsEmpty || i < pixelLength ? 0 : above[i - pixelLength];
            row[i] += (byte)(filter switch
            {
                1 => left,
                2 => up,
                3 => (left + up) / 2,
                _ => Paeth(left, up, upLeft),
            });
        }
    }

    private static int Paeth(int left, int up, int upLeft)
    {
        var estimate = left + up - upLeft;
        var (toLeft, toUp, toUpLeft) = (Math.Abs(estimate - left), Math.Abs(estimate - up), Math.Abs(estimate - upLeft));
        return toLeft <= toUp && toLeft <= toUpLeft ? left : toUp <= toUpLeft ? up : upLeft;
    }
}
