using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Options;
using Orleans.Concurrency;
using TrustPlatform.GrainInterfaces;

namespace TrustPlatform.Api.Documents;

/// <summary>Streams an upload to its actor, piece by piece, never whole in memory.</summary>
internal sealed class DocumentUploads(IGrainFactory grains, IOptions<ApiOptions> options)
{
    private const int PieceLength = 512 << 10;

    /// <summary>Takes a request's body.</summary>
    public Task<IntakeOutcome> Take(HttpRequest request, CancellationToken cancellationToken)
    {
        if (request.ContentLength > options.Value.MaxDocumentLength)
        {
            return Task.FromResult<IntakeOutcome>(new IntakeOutcome.Refused(IntakeRefusal.TooLarge, null));
        }

        // The bound is ours, and answered with a problem; the server's own would cut the connection.
        if (request.HttpContext.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } feature)
        {
            feature.MaxRequestBodySize = null;
        }

        return Take(request.Body, cancellationToken);
    }

    /// <summary>Takes a stream.</summary>
    public async Task<IntakeOutcome> Take(Stream body, CancellationToken cancellationToken)
    {
        var upload = grains.NewUpload();
        var buffer = new byte[PieceLength];
        while (await body.ReadAtLeastAsync(buffer, PieceLength, throwOnEndOfStream: false, cancellationToken) is > 0 and var read)
        {
            if (!await upload.Append(new Immutable<byte[]>(buffer[..read])))
            {
                return new IntakeOutcome.Refused(IntakeRefusal.TooLarge, null);
            }
        }

        return await upload.Complete();
    }
}
