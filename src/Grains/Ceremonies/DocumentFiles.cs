using System.Security.Cryptography;
using Microsoft.Extensions.Options;
using TrustPlatform.Contracts;
using TrustPlatform.Storage;

namespace TrustPlatform.Grains.Ceremonies;

/// <summary>Opens stored documents and makes new ones in files that vanish when they are closed.</summary>
internal sealed class DocumentFiles(IDocumentStore documents, IOptions<GrainsOptions> options)
{
    // A signed file is larger than the one that was taken: signatures, archive material, later timestamps.
    private long MaxLength => options.Value.MaxDocumentLength + (64L << 20);

    public async Task<Stream> Open(DocumentDigest digest) =>
        await documents.OpenAsync(digest, CancellationToken.None)
        ?? throw new FileNotFoundException($"Document {digest} is not in the store.");

    public FileStream CreateTemporary()
    {
        Directory.CreateDirectory(options.Value.WorkDirectory);
        return new(
            Path.Combine(options.Value.WorkDirectory, $"{Guid.NewGuid():N}.tmp"), FileMode.CreateNew, FileAccess.ReadWrite,
            FileShare.None, 64 << 10, FileOptions.DeleteOnClose | FileOptions.Asynchronous);
    }

    public Task<DocumentDigest> Keep(Stream content)
    {
        content.Position = 0;
        return documents.PutAsync(content, MaxLength, CancellationToken.None);
    }

    /// <summary>
    /// DESIGN D-15: what is signed must be the bytes of its digest and begin with the frozen file. One read gives both digests.
    /// </summary>
    public static async Task Check(Stream file, DocumentDigest expected, long frozenLength, DocumentDigest frozen)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var (buffer, left) = (new byte[64 << 10], frozenLength);
        DocumentDigest? prefix = null;
        file.Position = 0;
        while (true)
        {
            var read = await file.ReadAsync(buffer.AsMemory(0, left > 0 ? (int)Math.Min(left, buffer.Length) : buffer.Length));
            hash.AppendData(buffer, 0, read);
            left -= read;
            if (left == 0)
            {
                prefix ??= DocumentDigest.From(hash.GetCurrentHash());
            }

            if (read == 0)
            {
                break;
            }
        }

        file.Position = 0;
        if (prefix != frozen || DocumentDigest.From(hash.GetHashAndReset()) != expected)
        {
            throw new InvalidDataException("The stored file is not the one that was frozen and signed so far.");
        }
    }
}
