using TrustPlatform.Contracts;

namespace TrustPlatform.Storage;

/// <summary>
/// Documents by the digest of their bytes; written once, never changed. Thread-safe. Throws
/// <see cref="StorageUnavailableException"/> when the medium does not do its work.
/// </summary>
public interface IDocumentStore
{
    /// <summary>
    /// Stores what <paramref name="content"/> holds and returns its SHA-256; durable on return (file and folder synced).
    /// More than <paramref name="maxLengthInBytes"/> throws <see cref="DocumentTooLargeException"/> and leaves nothing.
    /// </summary>
    Task<DocumentDigest> PutAsync(Stream content, long maxLengthInBytes, CancellationToken cancellationToken);

    /// <summary>Opens a document for reading (seekable), or null where it is not stored.</summary>
    Task<Stream?> OpenAsync(DocumentDigest digest, CancellationToken cancellationToken);
}

/// <summary>More bytes than allowed.</summary>
public sealed class DocumentTooLargeException(long maxLengthInBytes)
    : Exception($"The document is larger than {maxLengthInBytes} bytes.")
{
    /// <summary>The bound.</summary>
    public long MaxLengthInBytes { get; } = maxLengthInBytes;
}
