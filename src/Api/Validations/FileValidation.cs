using Microsoft.Extensions.Options;
using TrustPlatform.Cryptography.X509;
using TrustPlatform.Signatures.Validation;

namespace TrustPlatform.Api.Validations;

/// <summary>The anchors that the public verifier judges against: the platform's roots.</summary>
public sealed record PlatformTrustAnchors(IReadOnlyList<Certificate> Certificates);

/// <summary>Validates a file from a stream: kept in a temporary file that vanishes when it is closed.</summary>
internal sealed class FileValidation(PlatformTrustAnchors anchors, TimeProvider time, IOptions<ApiOptions> options) : IDisposable
{
    private readonly SemaphoreSlim _gate = new(Environment.ProcessorCount);

    /// <summary>The report, or null when the file is over the limit.</summary>
    public async Task<ValidationReport?> Validate(Stream content, string name, CancellationToken cancellationToken)
    {
        await using var file = new FileStream(
            Path.Combine(Path.GetTempPath(), $"trust-{Guid.NewGuid():N}.tmp"), FileMode.CreateNew, FileAccess.ReadWrite,
            FileShare.None, 64 << 10, FileOptions.DeleteOnClose | FileOptions.Asynchronous);
        var buffer = new byte[64 << 10];
        while (await content.ReadAsync(buffer, cancellationToken) is > 0 and var read)
        {
            await file.WriteAsync(buffer.AsMemory(0, read), cancellationToken);
            if (file.Length > options.Value.MaxDocumentLength)
            {
                return null;
            }
        }

        file.Position = 0;
        var context = new ValidationContext
        {
            TrustAnchors = anchors.Certificates,
            Policy = ValidationPolicy.VietNam,
            Time = time.GetUtcNow(),
        };
        await _gate.WaitAsync(cancellationToken);
        try
        {
            return await Task.Run(() => SignatureValidator.Validate(file, name, context, cancellationToken), cancellationToken);
        }
        finally
        {
            _gate.Release();
        }
    }

    public void Dispose() => _gate.Dispose();
}
