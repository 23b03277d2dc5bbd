namespace TrustPlatform.SigningClient;

/// <summary>A file that appears under its name only when it is complete: written beside it, flushed, renamed.</summary>
internal static class OutputFile
{
    public static async Task WriteAsync(string path, Func<FileStream, Task> write)
    {
        var full = Path.GetFullPath(path);
        var temporary = Path.Combine(Path.GetDirectoryName(full) ?? ".", $".{Path.GetFileName(full)}.{Guid.NewGuid():N}.tmp");
        try
        {
            await using (var stream = new FileStream(
                temporary, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None, 128 * 1024, FileOptions.Asynchronous))
            {
                await write(stream);
                stream.Flush(flushToDisk: true);
            }

            File.Move(temporary, full, overwrite: true);
        }
        finally
        {
            File.Delete(temporary); // says nothing when it was renamed
        }
    }

    /// <summary>A file of no name for a step in between.</summary>
    public static FileStream CreateTemporary() => new(
        Path.Combine(Path.GetTempPath(), $"trustplatform-{Guid.NewGuid():N}.pdf"), FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None,
        128 * 1024, FileOptions.Asynchronous | FileOptions.DeleteOnClose);
}
