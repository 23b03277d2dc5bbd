using System.IO.Compression;
using System.Security.Cryptography;
using TrustPlatform.Cryptography.Cms;
using TrustPlatform.Cryptography.Keys;

namespace TrustPlatform.Evidence;

/// <summary>Writes the ZIP file: fixed order, fixed times, nothing compressed, so that the same content gives the same bytes.</summary>
internal static class PackageWriter
{
    // The first time that a ZIP file can express.
    private static readonly DateTimeOffset s_time = new(1980, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public static async Task WriteAsync(
        EvidenceContent content, EvidenceSigner signer, Stream output, CancellationToken cancellationToken)
    {
        CheckChain(content);
        var files = FilesOf(content);
        content.Document.Position = 0;
        var documentDigest = await SHA256.HashDataAsync(content.Document, cancellationToken);
        IEnumerable<ManifestFile> listed =
        [
            new(PackageNames.Document, content.Document.Length, Convert.ToHexStringLower(documentDigest)),
            .. files.Select(file => new ManifestFile(
                file.Key, file.Value.Length, Convert.ToHexStringLower(SHA256.HashData(file.Value.Span)))),
        ];
        var manifest = new EvidenceManifest(
            content.ContractId,
            content.Events.Count,
            Convert.ToHexStringLower((content.Events.Count == 0 ? EventChain.Start : content.Events[^1].Hash).Span),
            [.. listed.OrderBy(file => file.Name, StringComparer.Ordinal)]).Write();
        var signature = await SignAsync(manifest, signer, cancellationToken);

        await using var zip = new ZipArchive(output, ZipArchiveMode.Create, leaveOpen: true);
        await AddAsync(zip, PackageNames.Manifest, manifest, cancellationToken);
        await AddAsync(zip, PackageNames.Signature, signature, cancellationToken);
        content.Document.Position = 0;
        await AddAsync(zip, PackageNames.Document, content.Document, cancellationToken);
        foreach (var (name, bytes) in files)
        {
            await AddAsync(zip, name, bytes, cancellationToken);
        }
    }

    private static void CheckChain(EvidenceContent content)
    {
        var previous = EventChain.Start;
        for (var i = 0; i < content.Events.Count; i++)
        {
            var happened = content.Events[i];
            previous = EventChain.Next(content.ContractId, previous, i + 1, happened.Type, happened.Payload);
            if (happened.Sequence != i + 1 || !previous.Span.SequenceEqual(happened.Hash.Span))
            {
                throw new ArgumentException($"Event {i + 1} does not continue the chain.", nameof(content));
            }
        }
    }

    private static SortedDictionary<string, ReadOnlyMemory<byte>> FilesOf(EvidenceContent content)
    {
        var files = new SortedDictionary<string, ReadOnlyMemory<byte>>(StringComparer.Ordinal)
        {
            [PackageNames.Events] = EventLines.Write(content.Events),
        };
        var names = new HashSet<string>(PackageNames.Comparer)
        {
            PackageNames.Manifest, PackageNames.Signature, PackageNames.Document, PackageNames.Events,
        };
        foreach (var file in content.Files)
        {
            if (!PackageNames.IsWellFormed(file.Name))
            {
                throw new ArgumentException($"'{file.Name}' is not a name of a file in a package.", nameof(content));
            }

            var isNew = names.Add(file.Name);
            var same = !isNew && files.TryGetValue(file.Name, out var other) && other.Span.SequenceEqual(file.Content.Span)
                && file.Name != PackageNames.Events;
            if (!isNew && !same)
            {
                throw new ArgumentException($"There is more than one file '{file.Name}'.", nameof(content));
            }

            files[file.Name] = file.Content;
        }

        return files;
    }

    private static async Task<ReadOnlyMemory<byte>> SignAsync(
        byte[] manifest, EvidenceSigner signer, CancellationToken cancellationToken)
    {
        var signed = CmsSignedData.Sign(new()
        {
            ContentDigest = signer.Key.Algorithm == SignatureAlgorithm.EcdsaP384Sha384
                ? SHA384.HashData(manifest)
                : SHA256.HashData(manifest),
            Key = signer.Key,
            Certificate = signer.Certificate,
            // The anchor is the auditor's own.
            Chain = [.. signer.Chain.Where(certificate => certificate.Subject.ToString() != certificate.Issuer.ToString())],
        });
        if (signer.Timestamps is { } timestamps)
        {
            signed = signed.WithSignatureTimestamp(
                await timestamps.TimestampAsync(SHA256.HashData(signed.SignatureValue.Span), cancellationToken));
        }

        return signed.Encoded;
    }

    private static Task AddAsync(
        ZipArchive zip, string name, ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken) =>
        AddAsync(zip, name, async entry => await entry.WriteAsync(bytes, cancellationToken), cancellationToken);

    private static Task AddAsync(ZipArchive zip, string name, Stream content, CancellationToken cancellationToken) =>
        AddAsync(zip, name, entry => content.CopyToAsync(entry, cancellationToken), cancellationToken);

    private static async Task AddAsync(
        ZipArchive zip, string name, Func<Stream, Task> write, CancellationToken cancellationToken)
    {
        var entry = zip.CreateEntry(name, CompressionLevel.NoCompression);
        entry.LastWriteTime = s_time;
        await using var stream = await entry.OpenAsync(cancellationToken);
        await write(stream);
    }
}
