using TrustPlatform.Storage;

namespace TrustPlatform.Silo;

/// <summary>The data folder of one process; a second process is refused.</summary>
internal sealed class DataFolder : IDisposable
{
    private readonly string _folder;
    private readonly FileStream _lock;

    private DataFolder(string folder, FileStream heldLock)
    {
        _folder = folder;
        _lock = heldLock;
    }

    /// <summary>Opens or makes the folder, readable by its owner only.</summary>
    public static DataFolder Open(string folder)
    {
        try
        {
            var full = System.IO.Path.GetFullPath(folder);
            Directory.CreateDirectory(full);
            if (!OperatingSystem.IsWindows())
            {
                File.SetUnixFileMode(full, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            }

            var opened = new DataFolder(full, new FileStream(
                System.IO.Path.Combine(full, ".lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
            foreach (var sub in (ReadOnlySpan<string>)["documents", "keys", "pki", "work"])
            {
                Directory.CreateDirectory(opened.Path(sub));
            }

            return opened;
        }
        catch (UnauthorizedAccessException)
        {
            throw new StorageUnavailableException($"The data folder {folder} cannot be written; choose another with --data.");
        }
        catch (IOException)
        {
            throw new StorageUnavailableException(
                $"The data folder {folder} cannot be used; another process may hold it, or the disk refuses to write.");
        }
    }

    /// <summary>A path inside the folder.</summary>
    public string Path(params ReadOnlySpan<string> parts) => System.IO.Path.Combine([_folder, .. parts]);

    public void Dispose() => _lock.Dispose();
}
