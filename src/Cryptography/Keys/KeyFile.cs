using System.Runtime.InteropServices;

namespace TrustPlatform.Cryptography.Keys;

/// <summary>A file of key material: readable by its owner only, there whole or not at all, never written over.</summary>
public static partial class KeyFile
{
    /// <summary>
    /// Creates the file, its content durable before it has its name. False, and nothing changed, when there is one already: of several callers that create it at
    /// once, in one process or in many, exactly one gets true. Throws <see cref="IOException"/> when it cannot be written.
    /// </summary>
    public static bool TryCreate(string path, ReadOnlySpan<byte> content)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        var draft = $"{path}.{Guid.NewGuid():N}";
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        try
        {
            using (var file = new FileStream(draft, options))
            {
                file.Write(content);
                file.Flush(flushToDisk: true);
            }

            return TryName(draft, path);
        }
        finally
        {
            File.Delete(draft);
        }
    }

    /// <summary>
    /// Gives the draft its name unless that is taken. On Unix by link(2), which looks and names in one step;
    /// <see cref="File.Move(string, string, bool)"/> looks first and renames then, over whatever came in between.
    /// </summary>
    private static bool TryName(string draft, string path)
    {
        if (!OperatingSystem.IsWindows() && Link(draft, path) == 0)
        {
            return true;
        }

        if (File.Exists(path))
        {
            return false;
        }

        try
        {
            File.Move(draft, path, overwrite: false); // Windows, and file systems without hard links
            return true;
        }
        catch (IOException) when (File.Exists(path))
        {
            return false;
        }
    }

    [LibraryImport("libc", EntryPoint = "link", StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Link(string existing, string name);
}
