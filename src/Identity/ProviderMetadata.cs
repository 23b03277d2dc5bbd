using System.Net;
using System.Text.Json;

namespace TrustPlatform.Identity;

/// <summary>What the provider publishes about itself (OpenID Connect Discovery 1.0, 3 and 4.3).</summary>
internal sealed record ProviderMetadata(string Issuer, Uri AuthorizationEndpoint, Uri TokenEndpoint, Uri JwksUri)
{
    public static async Task<ProviderMetadata> FetchAsync(HttpClient http, Uri issuer, CancellationToken cancellationToken)
    {
        var expected = issuer.OriginalString.TrimEnd('/');
        using var request = new HttpRequestMessage(HttpMethod.Get, expected + "/.well-known/openid-configuration");
        var (status, body) = await BoundedHttp.SendAsync(http, request, cancellationToken);
        using (body)
        {
            if (status != HttpStatusCode.OK || body?.RootElement is not { ValueKind: JsonValueKind.Object } root
                || root.Text("issuer") is not { } named || named.TrimEnd('/') != expected
                || Endpoint(root, "authorization_endpoint", issuer) is not { } authorization
                || Endpoint(root, "token_endpoint", issuer) is not { } token
                || Endpoint(root, "jwks_uri", issuer) is not { } jwks)
            {
                throw new HttpRequestException(HttpRequestError.InvalidResponse, "The provider's configuration does not hold.");
            }

            return new(named, authorization, token, jwks);
        }
    }

    /// <summary>An address under a weaker scheme than the issuer's would send the secret in the clear.</summary>
    private static Uri? Endpoint(JsonElement root, string name, Uri issuer) =>
        Uri.TryCreate(root.Text(name), UriKind.Absolute, out var uri) && uri.Scheme == issuer.Scheme ? uri : null;
}

/// <summary>Reads single values of a JSON object.</summary>
internal static class JsonElementValues
{
    /// <summary>The string, or null when it is missing, something else, or no Unicode text.</summary>
    public static string? Text(this JsonElement element, string name)
    {
        if (!element.TryGetProperty(name, out var value) || value.ValueKind != JsonValueKind.String)
        {
            return null;
        }

        try
        {
            return value.GetString();
        }
        catch (InvalidOperationException)
        {
            // An escaped lone surrogate: the documented way in which a JSON string turns out to be no text.
            return null;
        }
    }

    /// <summary>A NumericDate (RFC 7519, 2), or null.</summary>
    public static DateTimeOffset? Time(this JsonElement element, string name) =>
        element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out var seconds)
        && seconds is >= 0 and <= 253_402_300_799
            ? DateTimeOffset.FromUnixTimeSeconds(seconds)
            : null;
}
