using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;

namespace TrustPlatform.Scenarios.Running;

/// <summary>A problem as it came over the wire (RFC 9457).</summary>
internal sealed record ReceivedProblem(int Status, string Type, string Code, string Title, string Detail, JsonElement Json);

/// <summary>Raw requests, for the answers that a well-behaved client never sees.</summary>
internal static class Http
{
    /// <summary>Sends and expects a problem.</summary>
    public static async Task<ReceivedProblem> Problem(this HttpClient http, HttpRequestMessage request)
    {
        using var response = await http.SendAsync(request);
        if (response.Content.Headers.ContentType?.MediaType != "application/problem+json")
        {
            throw new InvalidOperationException(
                $"{(int)response.StatusCode} is no problem: {await response.Content.ReadAsStringAsync()}");
        }

        var json = await response.Content.ReadFromJsonAsync<JsonElement>();
        return new(
            (int)response.StatusCode, Text("type"), Text("code"), Text("title"), Text("detail"), json);

        string Text(string name) => json.TryGetProperty(name, out var value) ? value.GetString() ?? "" : "";
    }

    public static HttpRequestMessage Post(string path, object? body, string? key = "", string? bearer = null)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, path)
        {
            Content = body switch
            {
                null => null,
                byte[] bytes => new ByteArrayContent(bytes),
                _ => JsonContent.Create(body),
            },
        };
        if (key is not null)
        {
            request.Headers.Add("Idempotency-Key", key.Length == 0 ? RunningPlatform.Key() : key);
        }

        if (bearer is not null)
        {
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", bearer);
        }

        return request;
    }
}
