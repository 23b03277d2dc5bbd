using System.Buffers;
using System.Globalization;
using System.Security.Cryptography;
using System.Text.Unicode;
using TrustPlatform.Pdf;
using TrustPlatform.Pdf.Writing;

namespace TrustPlatform.Signatures.Pades;

/// <summary>
/// An update whose signature dictionary still waits for its /Contents (12.8.1): the byte range is settled, the input is copied
/// and hashed in one pass, and the finished value goes into the room kept for it.
/// </summary>
internal sealed class SignedUpdate
{
    /// <summary>Twelve digits hold every offset up to a terabyte; what is not needed becomes spaces (7.2.3).</summary>
    private const long WidestOffset = 999_999_999_999;

    private const int BufferLength = 128 * 1024;
    private readonly PdfUpdate _update;
    private readonly (long Start, long End) _hole;

    private SignedUpdate(PdfUpdate update, (long Start, long End) hole) => (_update, _hole) = (update, hole);

    /// <summary>The bytes that are signed: all but the hexadecimal string of /Contents.</summary>
    public IReadOnlyList<long> ByteRange => [0, _hole.Start, _hole.End, _update.EndOffset - _hole.End];

    /// <summary>How many bytes /Contents can hold.</summary>
    public int Room => (int)(_hole.End - _hole.Start - 2) / 2;

    /// <summary>A signature dictionary with placeholders (table 255) for <see cref="Build"/>.</summary>
    public static (PdfDictionary Dictionary, PdfString Contents, PdfArray ByteRange) Placeholders(
        string type, string subFilter, int room)
    {
        var contents = new PdfString(new byte[room], IsHexadecimal: true);
        var widest = new PdfInteger(WidestOffset);
        var byteRange = new PdfArray([new PdfInteger(0), widest, widest, widest]);
        var dictionary = PdfDictionary.Of(
            ("Type", new PdfName(type)), ("Filter", new PdfName("Adobe.PPKLite")), ("SubFilter", new PdfName(subFilter)),
            ("ByteRange", byteRange), ("Contents", contents));
        return (dictionary, contents, byteRange);
    }

    /// <summary>Builds the update and writes the byte range into it.</summary>
    /// <param name="writer">Everything that the update is to hold.</param>
    /// <param name="signature">The object of the signature dictionary.</param>
    /// <param name="contents">The placeholder of /Contents.</param>
    /// <param name="byteRange">The placeholder of /ByteRange.</param>
    public static SignedUpdate Build(IncrementalWriter writer, PdfReference signature, PdfString contents, PdfArray byteRange)
    {
        writer.Mark(contents);
        writer.Mark(byteRange);
        var update = writer.Build();
        var signed = new SignedUpdate(update, update.Place(contents));
        var (start, end) = update.Place(byteRange);
        Span<byte> numbers = stackalloc byte[(int)(end - start)];
        numbers.Fill((byte)' ');
        Utf8.TryWrite(
            numbers, CultureInfo.InvariantCulture, $"[0 {signed._hole.Start} {signed._hole.End} {update.EndOffset - signed._hole.End}", out _);
        numbers[^1] = (byte)']';
        update.Overwrite(start, numbers);
        signed.RequireReadable(signature);
        return signed;
    }

    /// <summary>Gives the digest of the signed bytes, and copies the input on the way where a copy is wanted.</summary>
    public async Task<byte[]> HashAsync(
        Stream input, Stream? copy, HashAlgorithmName algorithm, CancellationToken cancellationToken)
    {
        using var hash = IncrementalHash.CreateHash(algorithm);
        input.Position = 0;
        copy?.SetLength(0);
        var length = 0L;
        var buffer = ArrayPool<byte>.Shared.Rent(BufferLength);
        try
        {
            while (await input.ReadAsync(buffer, cancellationToken) is > 0 and var read)
            {
                hash.AppendData(buffer, 0, read);
                length += read;
                if (copy is not null)
                {
                    await copy.WriteAsync(buffer.AsMemory(0, read), cancellationToken);
                }
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }

        if (length != _update.Offset)
        {
            throw new IOException("The input changed its length while it was read.");
        }

        hash.AppendData(_update.Slice(_update.Offset, _hole.Start).Span);
        hash.AppendData(_update.Slice(_hole.End, _update.EndOffset).Span);
        return hash.GetHashAndReset();
    }

    /// <summary>Puts the signature value into its room and appends the update to the copied input.</summary>
    public async Task CompleteAsync(Stream output, ReadOnlyMemory<byte> value, CancellationToken cancellationToken)
    {
        RequireRoom(value.Length, Room);
        var digits = new byte[2 * value.Length];
        Convert.TryToHexString(value.Span, digits, out _);
        _update.Overwrite(_hole.Start + 1, digits);
        output.Position = _update.Offset;
        await output.WriteAsync(_update.Bytes, cancellationToken);
        await output.FlushAsync(cancellationToken);
        await RequireWrittenAsync(output, cancellationToken);
    }

    private static void RequireRoom(int length, int room)
    {
        if (length > room)
        {
            throw new PadesRefusedException(
                PadesRefusal.RoomTooSmall, $"The signature takes {length} bytes and only {room} were kept for it.");
        }
    }

    /// <summary>Before the key is asked: a reader finds the dictionary, its byte range, and /Contents exactly in the hole.</summary>
    private void RequireReadable(PdfReference signature)
    {
        if (_update.Read(signature) is not PdfDictionary dictionary
            || dictionary["Contents"] is not PdfString contents || (contents.Offset, contents.EndOffset) != _hole
            || dictionary["ByteRange"] is not PdfArray range
            || range is not [PdfInteger { Value: 0 }, PdfInteger before, PdfInteger after, PdfInteger rest]
            || (before.Value, after.Value, after.Value + rest.Value) != (_hole.Start, _hole.End, _update.EndOffset))
        {
            throw new InvalidOperationException("The update does not read as it was meant.");
        }
    }

    /// <summary>After the writing: the output ends with the update, byte for byte.</summary>
    private async Task RequireWrittenAsync(Stream output, CancellationToken cancellationToken)
    {
        var expected = _update.Bytes;
        var buffer = ArrayPool<byte>.Shared.Rent(expected.Length);
        try
        {
            output.Position = _update.Offset;
            var read = await output.ReadAtLeastAsync(buffer, expected.Length, throwOnEndOfStream: false, cancellationToken);
            if (output.Length != _update.EndOffset || !expected.Span.SequenceEqual(buffer.AsSpan(0, Math.Min(read, expected.Length))))
            {
                throw new IOException("The written file does not read back as it was written.");
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }
}
