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
    /// Copies <paramref name="input"/> and appends one signed revision. What the key signs depends on the input and the request
    /// alone, so that a repeated call asks the key for the same digest. The key is asked once; a timestamp that does not fit into
    /// the room kept for it is refused with <see cref="PadesRefusal.RoomTooSmall"/>, never cut.
    /// </summary>
    public static async Task<PadesSigningResult> SignAsync(
        Stream input, Stream output, PadesSigningRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(input);
        ArgumentNullException.ThrowIfNull(output);
        ArgumentNullException.ThrowIfNull(request);
        using var document = SignableDocument.Open(input);
        SignedUpdate update;
        try
        {
            update = SignatureRevision.Build(document, SignatureDetails.Of(request), SignatureRoom.Of(request));
        }
        catch (PdfSyntaxException exception)
        {
            throw SignableDocument.Refuse(exception);
        }

        var digest = await update.HashAsync(input, output, SignatureDetails.HashOf(request.Key.Algorithm), cancellationToken);
        var cms = CmsSignedData.Sign(new CmsSigningRequest
        {
            ContentDigest = digest,
            Key = request.Key,
            Certificate = request.Certificate,
            Chain = request.Chain,
        });
        DateTimeOffset? timestampTime = null;
        if (request.Timestamps is { } timestamps)
        {
            var token = await timestamps.TimestampAsync(SHA256.HashData(cms.SignatureValue.Span), cancellationToken);
            cms = cms.WithSignatureTimestamp(token);
            timestampTime = token.GenTime;
        }

        await update.CompleteAsync(output, cms.Encoded, cancellationToken);
        return new(update.ByteRange, cms.Encoded, timestampTime);
    }

    private static PdfUpdate LayFields(PdfDocument document, IReadOnlyList<SignatureFieldPlacement> fields)
    {
        var revision = document.Current;
        var existing = FormField.ReadAll(revision);
        new DocumentPermissions(revision, existing).RequireNewFields();
        var names = existing.Select(field => field.Name).ToHashSet(StringComparer.Ordinal);
        var writer = new IncrementalWriter(document);
        var layer = new SignatureFieldLayer(revision, writer);
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
