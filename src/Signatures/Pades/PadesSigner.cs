using System.Security.Cryptography;
using TrustPlatform.Cryptography.Cms;
using TrustPlatform.Pdf;
using TrustPlatform.Pdf.Writing;

namespace TrustPlatform.Signatures.Pades;

/// <summary>Where the new signature is.</summary>
/// <param name="ByteRange">The four numbers.</param>
/// <param name="Cms">The SignedData, without padding.</param>
/// <param name="TimestampTime">The proven time, when a timestamp was added.</param>
public sealed record PadesSigningResult(IReadOnlyList<long> ByteRange, ReadOnlyMemory<byte> Cms, DateTimeOffset? TimestampTime);

/// <summary>
/// Signs PDF files by one incremental update each (EN 319 142-1). What cannot be signed is refused by
/// <see cref="PadesRefusedException"/> before the key or the timestamp source is asked. Input and output are different seekable
/// streams and stay the caller's; the output is also readable and is written from its start.
/// </summary>
public static class PadesSigner
{
    /// <summary>Copies <paramref name="input"/> and appends one revision with empty signature fields. Deterministic.</summary>
    public static async Task LayFieldsAsync(
        Stream input, Stream output, IReadOnlyList<SignatureFieldPlacement> fields, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(input);
        ArgumentNullException.ThrowIfNull(output);
        ArgumentNullException.ThrowIfNull(fields);
        ArgumentOutOfRangeException.ThrowIfZero(fields.Count, nameof(fields));
        using var document = SignableDocument.Open(input);
        PdfUpdate update;
        try
        {
            update = LayFields(document, fields);
        }
        catch (PdfSyntaxException exception)
        {
            throw SignableDocument.Refuse(exception);
        }

        output.SetLength(0);
        output.Position = 0;
        input.Position = 0;
        await input.CopyToAsync(output, cancellationToken);
        await output.WriteAsync(update.Bytes, cancellationToken);
        await output.FlushAsync(cancellationToken);
    }

    /// <summary>
    /// Copies <paramref name="input"/> and appends one signed revision. The room for the signature is measured: by the lengths of
    /// what goes into it, and by a first token of the timestamp authority. Should the real token be longer all the same, the
    /// document is signed once more with the room that it takes; then <see cref="PadesRefusal.RoomTooSmall"/>, never cut. The same
    /// input, key and clock give the same bytes, but for what an algorithm or an authority draws at random.
    /// <para>
    /// With <see cref="PadesSigningRequest.TimestampRoom"/> nothing is measured and the key is asked once: what it signs depends
    /// on the input and the request alone, so that a repeated call asks it for the same digest.
    /// </para>
    /// </summary>
    public static async Task<PadesSigningResult> SignAsync(
        Stream input, Stream output, PadesSigningRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(input);
        ArgumentNullException.ThrowIfNull(output);
        ArgumentNullException.ThrowIfNull(request);
        request.Require();
        SigningCertificate.RequireKey(request.Certificate, request.Key);
        using var document = SignableDocument.Open(input);
        var room = SignatureRoom.Of(request);
        if (request.Timestamps is not { } timestamps)
        {
            var only = await AttemptAsync(input, output, document, request, room, cancellationToken);
            return await CompleteAsync(only, output, cancellationToken);
        }

        if (request.TimestampRoom is { } given)
        {
            var attempt = await AttemptAsync(input, output, document, request, room + given, cancellationToken);
            return await CompleteAsync(attempt, output, cancellationToken);
        }

        Build(document, request, room); // refuses what it will refuse before the authority is asked
        var sample = await timestamps.TimestampAsync(SHA256.HashData([]), cancellationToken);
        var first = await AttemptAsync(input, output, document, request, room + PadesSigningRequest.RoomFor(sample.Encoded.Length), cancellationToken);
        return await CompleteAsync(
            first.Cms.Encoded.Length <= first.Update.Room
                ? first
                : await AttemptAsync(input, output, document, request, PadesSigningRequest.RoomFor(first.Cms.Encoded.Length), cancellationToken),
            output, cancellationToken);
    }

    private static SignedUpdate Build(PdfDocument document, PadesSigningRequest request, int room)
    {
        try
        {
            return SignatureRevision.Build(document, request, SignatureRoom.Round(room));
        }
        catch (PdfSyntaxException exception)
        {
            throw SignableDocument.Refuse(exception);
        }
    }

    private static async Task<Attempt> AttemptAsync(
        Stream input, Stream output, PdfDocument document, PadesSigningRequest request, int room, CancellationToken cancellationToken)
    {
        var update = Build(document, request, room);
        var digest = await update.HashAsync(input, output, request.SignatureHash, cancellationToken);
        var cms = request.Sign(request.Key, digest);
        if (request.Timestamps is not { } timestamps)
        {
            return new(update, cms, null);
        }

        var token = await timestamps.TimestampAsync(SHA256.HashData(cms.SignatureValue.Span), cancellationToken);
        return new(update, cms.WithSignatureTimestamp(token), token.GenTime);
    }

    private static async Task<PadesSigningResult> CompleteAsync(Attempt attempt, Stream output, CancellationToken cancellationToken)
    {
        await attempt.Update.CompleteAsync(output, attempt.Cms.Encoded, cancellationToken);
        return new(attempt.Update.ByteRange, attempt.Cms.Encoded, attempt.TimestampTime);
    }

    private sealed record Attempt(SignedUpdate Update, CmsSignedData Cms, DateTimeOffset? TimestampTime);

    private static PdfUpdate LayFields(PdfDocument document, IReadOnlyList<SignatureFieldPlacement> fields)
    {
        var revision = document.Current;
        var existing = FormField.ReadAll(revision);
        var permissions = new DocumentPermissions(revision, existing);
        permissions.RequireNewFields();
        var names = existing.Select(field => field.Name).ToHashSet(StringComparer.Ordinal);
        var writer = new IncrementalWriter(document);
        var layer = new SignatureFieldLayer(revision, writer, permissions.IsSigned ? null : StructureTree.Of(revision, writer));
        foreach (var field in fields)
        {
            if (field.Name.Length == 0 || field.Name.Contains('.', StringComparison.Ordinal))
            {
                throw new PadesRefusedException(PadesRefusal.FieldNameInvalid, $"\"{field.Name}\" cannot be a field's name.");
            }

            if (!names.Add(field.Name))
            {
                throw new PadesRefusedException(PadesRefusal.FieldExists, $"There already is a field {field.Name}.");
            }

            layer.Add(field);
        }

        layer.Finish();
        return writer.Build();
    }
}
