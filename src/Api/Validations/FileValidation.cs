using System.Buffers;
using System.Security.Cryptography;
using Microsoft.Extensions.Options;
using TrustPlatform.Contracts;
using TrustPlatform.Cryptography.X509;
using TrustPlatform.Evidence;
using TrustPlatform.Signatures.Intake;
using TrustPlatform.Signatures.Validation;
using TrustPlatform.Web.Desk;

namespace TrustPlatform.Api.Validations;

/// <summary>The anchors that the public verifier judges against: the platform's roots.</summary>
public sealed record PlatformTrustAnchors(IReadOnlyList<Certificate> Certificates);

/// <summary>
/// Validates a PDF or an evidence package from a stream, off the request's thread and as many at once as there are cores. The
/// file is kept in a temporary file that vanishes when it is closed.
/// </summary>
internal sealed class FileValidation(PlatformTrustAnchors anchors, TimeProvider time, IOptions<ApiOptions> options) : IDisposable
{
    private readonly SemaphoreSlim _gate = new(Environment.ProcessorCount);

    private ValidationContext Context => new()
    {
        TrustAnchors = anchors.Certificates,
        Policy = ValidationPolicy.VietNam,
        Time = time.GetUtcNow(),
    };

    /// <summary>The published verdict JSON (one element), or null when the file is over the limit.</summary>
    public async Task<ReadOnlyMemory<byte>?> Validate(Stream content, string name, CancellationToken cancellationToken)
    {
        await using var file = await Buffer(content, cancellationToken);
        return file is null ? null : await Run(() => Json(file, name, cancellationToken), cancellationToken);
    }

    /// <summary>The verdict for the verify page, or null when the file is over the limit.</summary>
    public async Task<FileJudgement?> Judge(Stream content, string name, CancellationToken cancellationToken)
    {
        await using var file = await Buffer(content, cancellationToken);
        return file is null ? null : await Run(() => JudgeFile(file, name, cancellationToken), cancellationToken);
    }

    public void Dispose() => _gate.Dispose();

    private ReadOnlyMemory<byte> Json(FileStream file, string name, CancellationToken cancellationToken) =>
        IsPackage(file)
            ? PackageVerdict.Write(EvidencePackage.Audit(file, Context, cancellationToken), name)
            : SignatureValidator.Validate(file, name, Context, cancellationToken).ToJson();

    private FileJudgement JudgeFile(FileStream file, string name, CancellationToken cancellationToken)
    {
        if (IsPackage(file))
        {
            var audit = EvidencePackage.Audit(file, Context, cancellationToken);
            return FileJudgements.Of(audit, PackageVerdict.Write(audit, name), DigestOf(file, file.Length), Context.Time);
        }

        var report = SignatureValidator.Validate(file, name, Context, cancellationToken);
        var first = report.Signatures.Select(signature => signature.Revision).DefaultIfEmpty(1).Min();
        var unsigned = PdfIntake.EndOfRevision(file, first - 1);
        return FileJudgements.Of(
            report, DigestOf(file, file.Length), unsigned is { } length ? DigestOf(file, length).ShortCode : null);
    }

    private async Task<T> Run<T>(Func<T> work, CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken);
        try
        {
            return await Task.Run(work, cancellationToken);
        }
        finally
        {
            _gate.Release();
        }
    }

    private async Task<FileStream?> Buffer(Stream content, CancellationToken cancellationToken)
    {
        var file = new FileStream(
            Path.Combine(Path.GetTempPath(), $"trust-{Guid.NewGuid():N}.tmp"), FileMode.CreateNew, FileAccess.ReadWrite,
            FileShare.None, 64 << 10, FileOptions.DeleteOnClose | FileOptions.Asynchronous);
        var buffer = ArrayPool<byte>.Shared.Rent(64 << 10);
        try
        {
            while (await content.ReadAsync(buffer, cancellationToken) is > 0 and var read)
            {
                await file.WriteAsync(buffer.AsMemory(0, read), cancellationToken);
                if (file.Length > options.Value.MaxDocumentLength)
                {
                    await file.DisposeAsync();
                    return null;
                }
            }

            file.Position = 0;
            return file;
        }
        catch
        {
            await file.DisposeAsync();
            throw;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    /// <summary>A ZIP file begins with a local file header (APPNOTE 4.3.7).</summary>
    private static bool IsPackage(FileStream file)
    {
        Span<byte> start = stackalloc byte[4];
        file.Position = 0;
        var read = file.ReadAtLeast(start, start.Length, throwOnEndOfStream: false);
        file.Position = 0;
        return start[..read].SequenceEqual("PK\x03\x04"u8);
    }

    private static DocumentDigest DigestOf(FileStream file, long length)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var buffer = new byte[64 << 10];
        file.Position = 0;
        while (length > 0 && file.Read(buffer, 0, (int)Math.Min(length, buffer.Length)) is > 0 and var read)
        {
            hash.AppendData(buffer, 0, read);
            length -= read;
        }

        file.Position = 0;
        return DocumentDigest.From(hash.GetHashAndReset());
    }
}
