using System.Security.Cryptography;
using TrustPlatform.Cryptography.Timestamps;
using TrustPlatform.Cryptography.X509;
using TrustPlatform.Pdf;
using TrustPlatform.Pdf.Writing;
using TrustPlatform.Signatures.Pades;
using TrustPlatform.Signatures.Sources;

namespace TrustPlatform.Signatures.Augmentation;

/// <summary>
/// Adds what a verifier needs in later years (EN 319 142-1, 5.4, 5.5). Input and output are different seekable streams and stay
/// the caller's; the output is also readable. What cannot be augmented is refused by <see cref="PadesRefusedException"/>, a
/// source that fails by <see cref="SourceUnavailableException"/>.
/// </summary>
public static class PadesAugmenter
{
    /// <summary>Holds the tokens of public authorities, which carry two or three RSA certificates.</summary>
    private const int UsualTokenRoom = 8 * 1024;

    /// <summary>
    /// B-LTA in two revisions: a document security store with the chains and revocation material of every signature and
    /// timestamp, then a document timestamp over it. A certification does not stand in the way (ISO 32000-2, 12.8.2.2).
    /// </summary>
    /// <param name="input">A signed PDF; seekable.</param>
    /// <param name="output">Gets the input and the new revisions; seekable, readable and writable.</param>
    /// <param name="certificates">CA certificates that complete the chains.</param>
    /// <param name="revocation">Status of each certificate but the anchors.</param>
    /// <param name="timestamps">Gives the document timestamp.</param>
    /// <param name="cancellationToken">Cancels; the output is then incomplete.</param>
    public static async Task ToArchiveLevelAsync(
        Stream input, Stream output, IReadOnlyList<Certificate> certificates, IRevocationSource revocation,
        ITimestampSource timestamps, CancellationToken cancellationToken)
    {
        await AddValidationMaterialAsync(input, output, certificates, revocation, cancellationToken);
        await TimestampAsync(output, timestamps, cancellationToken);
    }

    /// <summary>
    /// One revision with a document security store (12.8.4.3): B-LT for signatures that have a timestamp. Entries of an earlier
    /// store are kept; when nothing is missing from it the output is a copy of the input.
    /// </summary>
    public static async Task AddValidationMaterialAsync(
        Stream input, Stream output, IReadOnlyList<Certificate> certificates, IRevocationSource revocation,
        CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(input);
        ArgumentNullException.ThrowIfNull(output);
        ArgumentNullException.ThrowIfNull(certificates);
        ArgumentNullException.ThrowIfNull(revocation);
        using var document = SignableDocument.Open(input);
        PdfUpdate? update;
        try
        {
            var signatures = SignatureContents.ReadAll(document.Current);
            if (signatures.Count == 0)
            {
                throw new PadesRefusedException(PadesRefusal.NothingToAugment, "The document has no signature.");
            }

            var store = DocumentSecurityStore.Read(document.Current);
            var collector = new ValidationMaterialCollector([.. certificates, .. store.Certificates], revocation);
            foreach (var signature in signatures)
            {
                store.Add(signature.Key, await collector.CollectAsync(signature.Structures, cancellationToken));
            }

            update = store.Write(document);
        }
        catch (PdfSyntaxException exception)
        {
            throw SignableDocument.Refuse(exception);
        }

        await CopyAsync(input, output, cancellationToken);
        if (update is not null)
        {
            await output.WriteAsync(update.Bytes, cancellationToken);
        }

        await output.FlushAsync(cancellationToken);
    }

    /// <summary>One revision with a document timestamp (12.8.5) in an invisible field of its own.</summary>
    public static async Task AddDocumentTimestampAsync(
        Stream input, Stream output, ITimestampSource timestamps, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(input);
        ArgumentNullException.ThrowIfNull(output);
        await CopyAsync(input, output, cancellationToken);
        await TimestampAsync(output, timestamps, cancellationToken);
    }

    /// <summary>
    /// The issuers that the file's own certificates do not contain, fetched from where those point: for the
    /// <c>certificates</c> of the other methods.
    /// </summary>
    public static async Task<IReadOnlyList<Certificate>> FindMissingIssuersAsync(
        Stream input, HttpIssuerSource issuers, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(input);
        ArgumentNullException.ThrowIfNull(issuers);
        using var document = SignableDocument.Open(input);
        List<Certificate> known;
        try
        {
            known = [.. SignatureContents.ReadAll(document.Current)
                .SelectMany(signature => signature.Structures).SelectMany(structure => structure.Certificates).Distinct()];
        }
        catch (PdfSyntaxException exception)
        {
            throw SignableDocument.Refuse(exception);
        }

        return await issuers.FindMissingAsync(known, unavailable: null, cancellationToken);
    }

    private static async Task CopyAsync(Stream input, Stream output, CancellationToken cancellationToken)
    {
        input.Position = 0;
        output.SetLength(0);
        await input.CopyToAsync(output, cancellationToken);
    }

    private static async Task TimestampAsync(Stream file, ITimestampSource timestamps, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(timestamps);
        using var document = SignableDocument.Open(file);
        SignedUpdate? update;
        TimeStampToken token;
        var room = UsualTokenRoom;
        do
        {
            update = BuildTimestamp(document, room);
            var digest = await update.HashAsync(file, copy: null, HashAlgorithmName.SHA256, cancellationToken);
            token = await timestamps.TimestampAsync(digest, cancellationToken);

            // Another room changes the digest, so a longer token than expected is asked for anew, once: tokens of one authority
            // differ by a few bytes. What does not fit then is refused.
            room = room == UsualTokenRoom && token.Encoded.Length > update.Room
                ? token.Encoded.Length + 1024
                : 0;
        }
        while (room > 0);
        await update.CompleteAsync(file, token.Encoded, cancellationToken);
    }

    private static SignedUpdate BuildTimestamp(PdfDocument document, int room)
    {
        try
        {
            var revision = document.Current;
            var names = FormField.ReadAll(revision).Select(field => field.Name).ToHashSet(StringComparer.Ordinal);
            var name = Enumerable.Range(1, names.Count + 1).Select(i => $"DocTimeStamp{i}").First(name => !names.Contains(name));
            var writer = new IncrementalWriter(document);
            var layer = new SignatureFieldLayer(revision, writer);
            var field = layer.Add(new(name, 0, default));
            layer.Finish();
            var (dictionary, contents, byteRange) = SignedUpdate.Placeholders("DocTimeStamp", "ETSI.RFC3161", room);
            // The field was added a moment ago.
            var signature = writer.Add(dictionary);
            writer.Set(field, writer.Resolve<PdfDictionary>(field)!.With("V", signature));
            return SignedUpdate.Build(writer, signature, contents, byteRange);
        }
        catch (PdfSyntaxException exception)
        {
            throw SignableDocument.Refuse(exception);
        }
    }
}
