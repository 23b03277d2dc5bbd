using System.Buffers;
using System.Collections.ObjectModel;
using System.IO.Compression;
using System.Security.Cryptography;

namespace TrustPlatform.Evidence;

/// <summary>A file as it was found: its bytes where they are held in memory (all but the document).</summary>
internal sealed record PackageFile(string Name, long LengthInBytes, string Sha256, ReadOnlyMemory<byte> Content);

/// <summary>
/// Reads a ZIP file within the limits: names first, then every file once. What is wrong becomes a finding; what remains is
/// still read, so that one report names everything.
/// </summary>
internal sealed class PackageReader(Action<string, bool, string> report, CancellationToken cancellationToken) : IDisposable
{
    private const int BufferLengthInBytes = 128 * 1024;

    private long _otherLength;

    /// <summary>The PDF in a temporary file that vanishes with it; null when the package has none.</summary>
    public Stream? Document { get; private set; }

    public Dictionary<string, PackageFile> Files { get; } = new(StringComparer.Ordinal);

    public bool Read(Stream package)
    {
        try
        {
            if (package.Length > EvidenceLimits.MaxPackageLengthInBytes)
            {
                throw new EvidenceSyntaxException("The file is larger than a package may be.");
            }

            using var zip = new ZipArchive(package, ZipArchiveMode.Read, leaveOpen: true);
            if (zip.Entries.Count > EvidenceLimits.MaxFiles)
            {
                throw new EvidenceSyntaxException($"The package has more than {EvidenceLimits.MaxFiles} files.");
            }

            foreach (var entry in WellNamed(zip.Entries))
            {
                ReadEntry(entry);
            }

            report(EvidenceRules.Package, true, $"The package is a ZIP file with {zip.Entries.Count} files.");
            return true;
        }
        catch (Exception error) when (error is EvidenceSyntaxException or InvalidDataException or EndOfStreamException)
        {
            report(EvidenceRules.Package, false, error is EvidenceSyntaxException ? error.Message : "This is not a readable ZIP file.");
            return false;
        }
    }

    public void Dispose() => Document?.Dispose();

    private List<ZipArchiveEntry> WellNamed(ReadOnlyCollection<ZipArchiveEntry> entries)
    {
        var names = new HashSet<string>(PackageNames.Comparer);
        var accepted = new List<ZipArchiveEntry>();
        foreach (var entry in entries)
        {
            if (!PackageNames.IsWellFormed(entry.FullName))
            {
                report(EvidenceRules.Name, false, $"'{Printable(entry.FullName)}' is not a name of a file in a package.");
            }
            else if (!names.Add(entry.FullName))
            {
                report(EvidenceRules.Name, false, $"'{entry.FullName}' is there more than once.");
            }
            else
            {
                accepted.Add(entry);
            }
        }

        if (accepted.Count == entries.Count)
        {
            report(EvidenceRules.Name, true, "Every name is a plain relative path and stands there once.");
        }

        return accepted;
    }

    private void ReadEntry(ZipArchiveEntry entry)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var isDocument = entry.FullName == PackageNames.Document;
        var bound = isDocument
            ? EvidenceLimits.MaxDocumentLengthInBytes
            : EvidenceLimits.MaxOtherLengthInBytes - _otherLength;
        if (entry.Length > bound || entry.Length / EvidenceLimits.MaxCompressionRatio > entry.CompressedLength)
        {
            throw new EvidenceSyntaxException($"'{entry.FullName}' is larger than a file of a package may be.");
        }

        try
        {
            using var content = entry.Open();
            Stream copy = isDocument ? TemporaryFile() : new MemoryStream();
            Document = isDocument ? copy : Document;
            var digest = Copy(content, copy, entry.Length);
            copy.Position = 0;
            Files[entry.FullName] = new(
                entry.FullName, copy.Length, digest, copy is MemoryStream memory ? memory.ToArray() : default);
            _otherLength += isDocument ? 0 : copy.Length;
        }
        catch (Exception error) when (error is InvalidDataException or EndOfStreamException)
        {
            report(EvidenceRules.File, false, $"{entry.FullName}: cannot be unpacked.");
        }
    }

    /// <summary>Copies no more than what the directory of the ZIP file promised, and hashes on the way.</summary>
    private string Copy(Stream content, Stream copy, long length)
    {
        using var sha256 = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var buffer = ArrayPool<byte>.Shared.Rent(BufferLengthInBytes);
        try
        {
            int read;
            while ((read = content.Read(buffer)) > 0)
            {
                cancellationToken.ThrowIfCancellationRequested();
                if ((length -= read) < 0)
                {
                    throw new InvalidDataException("More octets than promised.");
                }

                sha256.AppendData(buffer, 0, read);
                copy.Write(buffer, 0, read);
            }

            return Convert.ToHexStringLower(sha256.GetHashAndReset());
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private static FileStream TemporaryFile() => new(
        Path.Combine(Path.GetTempPath(), Path.GetRandomFileName()),
        new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.ReadWrite,
            Share = FileShare.None,
            Options = FileOptions.DeleteOnClose,
        });

    private static string Printable(string name) =>
        string.Concat(name.Take(EvidenceLimits.MaxNameLength).Select(c => c is >= ' ' and <= '~' ? c : '?'));
}
