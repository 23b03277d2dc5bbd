using System.Net.Http.Headers;
using System.Text.Json;

namespace TrustPlatform.Demo;

/// <summary>The business's program: the public HTTP interface with an API key.</summary>
internal sealed class PlatformClient : IDisposable
{
    private readonly HttpClient _http;

    public PlatformClient(Uri site, string apiKey)
    {
        _http = new() { BaseAddress = site };
        _http.DefaultRequestHeaders.Authorization = new("Bearer", apiKey);
    }

    public Task<JsonElement> Post(string path, string idempotencyKey, object? body, CancellationToken cancellationToken) =>
        Send(path, idempotencyKey, body is null ? null : JsonContent.Create(body), cancellationToken);

    public async Task<JsonElement> Upload(string path, string idempotencyKey, byte[] pdf, CancellationToken cancellationToken)
    {
        using var content = new ByteArrayContent(pdf);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/pdf");
        return await Send(path, idempotencyKey, content, cancellationToken);
    }

    public async Task<JsonElement> Get(string path, CancellationToken cancellationToken)
    {
        using var response = await _http.GetAsync(path, cancellationToken);
        return await Read(response, cancellationToken);
    }

    public Task<byte[]> Download(string path, CancellationToken cancellationToken) =>
        _http.GetByteArrayAsync(path, cancellationToken);

    /// <summary>The JSON of an answer; a problem becomes a failure that quotes it.</summary>
    public static async Task<JsonElement> Read(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        if (!response.IsSuccessStatusCode)
        {
            var problem = await response.Content.ReadAsStringAsync(cancellationToken);
            throw new WalkFailedException(
                $"{response.RequestMessage?.Method} was answered with {(int)response.StatusCode}: {problem}");
        }

        return await response.Content.ReadFromJsonAsync<JsonElement>(cancellationToken);
    }

    public void Dispose() => _http.Dispose();

    private async Task<JsonElement> Send(
        string path, string idempotencyKey, HttpContent? content, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = content };
        request.Headers.Add("Idempotency-Key", idempotencyKey);
        using var response = await _http.SendAsync(request, cancellationToken);
        return await Read(response, cancellationToken);
    }
}
