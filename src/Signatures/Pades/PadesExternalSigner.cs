using System.Buffers;
using System.Security.Cryptography;
using System.Text;
using TrustPlatform.Cryptography;
using TrustPlatform.Cryptography.Cms;
using TrustPlatform.Pdf;

namespace TrustPlatform.Signatures.Pades;

/// <summary>A signature whose CMS is made elsewhere and later: by another program, another provider, a person with a token.</summary>
public sealed record PadesPreparationRequest : PadesRequest
{
    /// <summary>The hash that the signer will use.</summary>
    public required HashAlgorithmName Hash { get; init; }

    /// <summary>Bytes kept for the CMS, its timestamp included.</summary>
    public required int Room { get; init; }

    /// <summary>The CMS will carry a signature timestamp, which a form may require.</summary>
    public bool HasTimestamp { get; init; }

    internal override HashAlgorithmName SignatureHash => Hash;

    internal override bool WillHaveTimestamp => HasTimestamp;
}

/// <summary>A prepared file.</summary>
/// <param name="Digest">What the CMS must have as its messageDigest.</param>
/// <param name="ByteRange">The bytes that are signed.</param>
public sealed record PreparedSignature(ReadOnlyMemory<byte> Digest, IReadOnlyList<long> ByteRange);

/// <summary>
/// Signs in two steps: with a CMS that is made elsewhere, for which the prepared file is all that is kept, or with a signature value
/// alone (the second half of this class), for which a <see cref="PendingSignature"/> is kept beside it.
/// </summary>
public static partial class PadesExternalSigner
{
    /// <summary>Copies the input and appends a revision that is complete but for the signature value, which is all zeros. Deterministic.</summary>
    public static Task<PreparedSignature> PrepareAsync(
        Stream input, Stream output, PadesPreparationRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(request.Room, nameof(request));
        return PrepareAsync(input, output, request, request.Room, cancellationToken);
    }

    private static async Task<PreparedSignature> PrepareAsync(
        Stream input, Stream output, PadesRequest request, int room, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(input);
        ArgumentNullException.ThrowIfNull(output);
        using var document = SignableDocument.Open(input);
        SignedUpdate update;
        try
        {
            update = SignatureRevision.Build(document, request, room);
        }
        catch (PdfSyntaxException exception)
        {
            throw SignableDocument.Refuse(exception);
        }

        var digest = await update.HashAsync(input, output, request.SignatureHash, cancellationToken);
        await update.CompleteAsync(output, ReadOnlyMemory<byte>.Empty, cancellationToken);
        return new(digest, update.ByteRange);
    }

    /// <summary>
    /// Puts a CMS into a prepared file, in its place. The file must still end with the prepared revision, the room be empty and
    /// the CMS be over exactly these bytes; nothing is written otherwise.
    /// </summary>
    /// <param name="file">The prepared file; seekable, readable and writable.</param>
    /// <param name="fieldName">The field that was prepared.</param>
    /// <param name="cms">The SignedData.</param>
    /// <param name="cancellationToken">Cancels before the writing.</param>
    public static async Task CompleteAsync(Stream file, string fieldName, ReadOnlyMemory<byte> cms, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(file);
        var hole = FindHole(file, fieldName);
        var room = (int)(hole.End - hole.Start - 2) / 2;
        if (cms.Length > room)
        {
            throw new PadesRefusedException(
                PadesRefusal.RoomTooSmall, $"The signature takes {cms.Length} bytes and only {room} were kept for it.");
        }

        await RequireDigestAsync(file, hole, cms, cancellationToken);
        file.Position = hole.Start + 1;
        await file.WriteAsync(Encoding.ASCII.GetBytes(Convert.ToHexString(cms.Span)), CancellationToken.None); // not to be left half done
        await file.FlushAsync(CancellationToken.None);
    }

    private static (long Start, long End) FindHole(Stream file, string fieldName)
    {
        using var document = SignableDocument.Open(file);
        try
        {
            var signature = FormField.ReadAll(document.Current).FirstOrDefault(field => field.Name == fieldName)?.Signature;
            if (signature?["Contents"] is PdfString { Offset: >= 0 } contents
                && contents.Bytes.Span.IndexOfAnyExcept((byte)0) < 0
                && signature["ByteRange"] is PdfArray range
                && range.Select(item => (item as PdfInteger)?.Value ?? -1).SequenceEqual(
                    [0, contents.Offset, contents.EndOffset, document.Length - contents.EndOffset]))
            {
                return (contents.Offset, contents.EndOffset);
            }
        }
        catch (PdfSyntaxException exception)
        {
            throw SignableDocument.Refuse(exception);
        }

        throw new PadesRefusedException(PadesRefusal.NotPrepared, $"The file has no signature prepared in the field {fieldName}.");
    }

    private static async Task RequireDigestAsync(
        Stream file, (long Start, long End) hole, ReadOnlyMemory<byte> cms, CancellationToken cancellationToken)
    {
        CmsSignerInfo signer;
        try
        {
            signer = CmsSignedData.Parse(cms).Signers is [var only]
                ? only
                : throw new PadesRefusedException(PadesRefusal.SignatureForOtherBytes, "The CMS does not have exactly one signer.");
        }
        catch (CmsSyntaxException exception)
        {
            throw new PadesRefusedException(PadesRefusal.SignatureForOtherBytes, $"This is no CMS: {exception.Message}", exception);
        }

        if (signer.Hash is not { } algorithm
            || !(await HashAsync(file, hole, algorithm, cancellationToken)).AsSpan().SequenceEqual(signer.MessageDigest.Span))
        {
            throw new PadesRefusedException(PadesRefusal.SignatureForOtherBytes, "The CMS is over other bytes than those of this file.");
        }
    }

    private static async Task<byte[]> HashAsync(
        Stream file, (long Start, long End) hole, HashAlgorithmName algorithm, CancellationToken cancellationToken)
    {
        using var hash = IncrementalHash.CreateHash(algorithm);
        var buffer = ArrayPool<byte>.Shared.Rent(128 * 1024);
        try
        {
            foreach (var (start, end) in new[] { (0L, hole.Start), (hole.End, file.Length) })
            {
                file.Position = start;
                for (var left = end - start; left > 0;)
                {
                    var read = await file.ReadAsync(buffer.AsMemory(0, (int)Math.Min(buffer.Length, left)), cancellationToken);
                    if (read == 0)
                    {
                        throw new IOException("The file became shorter while it was read.");
                    }

                    hash.AppendData(buffer, 0, read);
                    left -= read;
                }
            }

            return hash.GetHashAndReset();
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }
}
