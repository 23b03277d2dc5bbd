using System.Net;
using System.Text.Json;

namespace TrustPlatform.Identity;

/// <summary>Small JSON answers of outside systems: bounded in size and in time.</summary>
internal static class BoundedHttp
{
    public const int MaxLengthInBytes = 256 * 1024;

    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(10);
    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false, MaxDepth = 16 };

    /// <summary>
    /// Status and body; the body is null when it is no JSON. Throws <see cref="HttpRequestException"/> when the other side is
    /// out of reach, too slow, or answers more than <see cref="MaxLengthInBytes"/>.
    /// </summary>
    public static async Task<(HttpStatusCode Status, JsonDocument? Body)> SendAsync(
        HttpClient http, HttpRequestMessage request, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(Timeout);
        try
        {
            request.Headers.Accept.Add(new("application/json"));
            using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, limit.Token);
            var body = await ReadAsync(response.Content, limit.Token);
            return (response.StatusCode, Parse(body));
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new HttpRequestException(HttpRequestError.ConnectionError, "The other side did not answer in time.");
        }
        catch (IOException broken)
        {
            throw new HttpRequestException(HttpRequestError.ResponseEnded, "The connection broke.", broken);
        }
    }

    private static async Task<ReadOnlyMemory<byte>> ReadAsync(HttpContent content, CancellationToken cancellationToken)
    {
        await using var stream = await content.ReadAsStreamAsync(cancellationToken);
        var buffer = new byte[MaxLengthInBytes + 1];
        var length = await stream.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, cancellationToken);
        return length <= MaxLengthInBytes
            ? buffer.AsMemory(0, length)
            : throw new HttpRequestException(HttpRequestError.ConfigurationLimitExceeded, "The answer is too long.");
    }

    private static JsonDocument? Parse(ReadOnlyMemory<byte> body)
    {
        try
        {
            return JsonDocument.Parse(body, Strict);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
