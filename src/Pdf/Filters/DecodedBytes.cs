namespace TrustPlatform.Pdf.Filters;

/// <summary>Output of a filter that grows up to a bound and then refuses.</summary>
internal sealed class DecodedBytes(long limit)
{
    private byte[] _bytes = [];

    public int Count { get; private set; }

    public ReadOnlySpan<byte> Written => _bytes.AsSpan(0, Count);

    public void Add(byte value)
    {
        Reserve(1)[0] = value;
        Count++;
    }

    public void Add(ReadOnlySpan<byte> values)
    {
        values.CopyTo(Reserve(values.Length));
        Count += values.Length;
    }

    public void Repeat(byte value, int times)
    {
        Reserve(times)[..times].Fill(value);
        Count += times;
    }

    public byte[] ToArray() => Count == _bytes.Length ? _bytes : _bytes[..Count];

    private Span<byte> Reserve(int more)
    {
        if (Count + (long)more > limit)
        {
            throw new PdfSyntaxException(-1, "limits", $"A stream decodes to more than {limit} bytes.");
        }

        if (Count + more > _bytes.Length)
        {
            Array.Resize(ref _bytes, (int)Math.Min(limit, Math.Max(Count + more, Math.Max(256, _bytes.Length * 2L))));
        }

        return _bytes.AsSpan(Count);
    }
}
