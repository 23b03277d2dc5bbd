using System.Buffers;
using System.Security.Cryptography;
using TrustPlatform.Contracts;

namespace TrustPlatform.Storage;

/// <summary>
/// Documents as read-only files <c>ab/abcd…</c> under one folder, which several processes may share. A document appears under
/// its name whole and synced, or not at all: it is written to <c>tmp/</c>, synced, and then linked to its name.
/// </summary>
public sealed class FileDocumentStore : IDocumentStore
{
    private const int BufferLengthInBytes = 128 * 1024;

    private readonly string _folder;
    private readonly string _temporaryFolder;

    private FileDocumentStore(string folder)
    {
        _folder = folder;
        _temporaryFolder = Path.Combine(folder, "tmp");
    }

    /// <summary>
    /// Opens the folder, or makes it, and removes what interrupted writes left. Throws
    /// <see cref="StorageUnavailableException"/> when the folder cannot be used.
    /// </summary>
    public static FileDocumentStore Open(string folder)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        var store = new FileDocumentStore(Path.GetFullPath(folder));
        store.Guard(() =>
        {
            Directory.CreateDirectory(store._temporaryFolder);
            for (var shard = 0; shard < 256; shard++)
            {
                Directory.CreateDirectory(Path.Combine(store._folder, shard.ToString("x2", null)));
            }

            FolderSync.Sync(store._folder);
            FolderSync.Sync(Path.GetDirectoryName(store._folder) ?? store._folder);
            foreach (var orphan in Directory.EnumerateFiles(store._temporaryFolder))
            {
                DeleteUnlessInUse(orphan);
            }

            return true;
        });
        return store;
    }

    /// <inheritdoc/>
    public async Task<DocumentDigest> PutAsync(Stream content, long maxLengthInBytes, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(content);
        ArgumentOutOfRangeException.ThrowIfNegative(maxLengthInBytes);
        var temporary = Path.Combine(_temporaryFolder, Path.GetRandomFileName());
        try
        {
            await using var file = Guard(() => CreateTemporary(temporary));
            var digest = await CopyAsync(content, file, maxLengthInBytes, cancellationToken);
            Guard(() =>
            {
                file.Flush(flushToDisk: true);
                Publish(temporary, digest, file.Length);
                return true;
            });
            return digest;
        }
        finally
        {
            File.Delete(temporary);
        }
    }

    /// <inheritdoc/>
    public Task<Stream?> OpenAsync(DocumentDigest digest, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return Task.FromResult(Guard<Stream?>(() =>
        {
            try
            {
                return new FileStream(PathOf(digest), new FileStreamOptions
                {
                    Options = FileOptions.Asynchronous,
                    Share = FileShare.Read | FileShare.Delete,
                });
            }
            catch (FileNotFoundException)
            {
                return null;
            }
        }));
    }

    private string PathOf(DocumentDigest digest) => Path.Combine(_folder, digest.ToString()[..2], digest.ToString());

    /// <summary>Locked while it is written, so that another process that opens the folder does not take it for an orphan.</summary>
    private static FileStream CreateTemporary(string path)
    {
        var options = new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.Write,
            Share = FileShare.None,
            Options = FileOptions.Asynchronous,
            BufferSize = 0,
        };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead;
        }

        return new FileStream(path, options);
    }

    private async Task<DocumentDigest> CopyAsync(
        Stream content, FileStream file, long maxLengthInBytes, CancellationToken cancellationToken)
    {
        using var sha256 = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var buffer = ArrayPool<byte>.Shared.Rent(BufferLengthInBytes);
        try
        {
            long length = 0;
            int read;
            while ((read = await content.ReadAsync(buffer, cancellationToken)) > 0)
            {
                length += read;
                if (length > maxLengthInBytes)
                {
                    throw new DocumentTooLargeException(maxLengthInBytes);
                }

                sha256.AppendData(buffer, 0, read);
                await WriteAsync(file, buffer.AsMemory(0, read), cancellationToken);
            }

            return DocumentDigest.From(sha256.GetHashAndReset());
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    /// <summary>Only the errors of our own medium are ours; those of the caller's stream stay what they are.</summary>
    private async Task WriteAsync(FileStream file, ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        try
        {
            await file.WriteAsync(bytes, cancellationToken);
        }
        catch (IOException error)
        {
            throw Unavailable(error);
        }
    }

    private void Publish(string temporary, DocumentDigest digest, long length)
    {
        var path = PathOf(digest);
        try
        {
            File.Move(temporary, path, overwrite: false);
        }
        catch (IOException) when (File.Exists(path))
        {
            if (new FileInfo(path).Length != length)
            {
                throw new StorageUnavailableException($"The stored document '{path}' is damaged: restore it from a backup.");
            }
        }

        // Also for a document that was there: its writer may not have come this far yet.
        FolderSync.Sync(Path.GetDirectoryName(path)!);
    }

    private static void DeleteUnlessInUse(string path)
    {
        try
        {
            using (new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.None))
            {
                File.Delete(path);
            }
        }
        catch (FileNotFoundException)
        {
            // Its writer has just finished.
        }
        catch (IOException)
        {
            // Locked: another process is writing it.
        }
    }

    private T Guard<T>(Func<T> action)
    {
        try
        {
            return action();
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw Unavailable(error);
        }
    }

    private StorageUnavailableException Unavailable(Exception error) =>
        new($"The document folder '{_folder}' cannot be used: {error.Message}", error);
}
