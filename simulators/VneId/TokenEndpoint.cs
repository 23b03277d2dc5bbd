using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using Microsoft.IdentityModel.Tokens;

namespace TrustPlatform.Simulators.VneId;

/// <summary>The token endpoint (RFC 6749, 4.1.3; RFC 7636, 4.5; OpenID Connect Core, 3.1.3).</summary>
internal static class TokenEndpoint
{
    private const int HugeLengthInBytes = 64 << 20;

    public static async Task<IResult> RedeemAsync(
        HttpContext http, VneIdSimulatorOptions options, Grants grants, SigningKeys keys, CancellationToken cancellationToken)
    {
        http.Response.Headers.CacheControl = "no-store";
        if (!http.Request.HasFormContentType)
        {
            return Error("invalid_request");
        }

        var form = await http.Request.ReadFormAsync(cancellationToken);
        if (Authenticate(http.Request.Headers.Authorization, form, options) is not { } client)
        {
            http.Response.Headers.WWWAuthenticate = "Basic";
            return Error("invalid_client", StatusCodes.Status401Unauthorized);
        }

        if (form["grant_type"] != "authorization_code")
        {
            return Error("unsupported_grant_type");
        }

        var grant = grants.Redeem(form["code"].ToString());
        if (grant is null || grant.ClientId != client.Id || grant.RedirectUri != form["redirect_uri"]
            || grant.CodeChallenge != Challenge(form["code_verifier"].ToString()))
        {
            return Error("invalid_grant");
        }

        return grant.Behaviour switch
        {
            Behaviour.Unavailable => Results.StatusCode(StatusCodes.Status503ServiceUnavailable),
            Behaviour.HugeAnswer => Results.Text(new string('x', HugeLengthInBytes), "application/json"),
            _ => Results.Json(new
            {
                access_token = Base64UrlEncoder.Encode(RandomNumberGenerator.GetBytes(32)),
                token_type = "Bearer",
                expires_in = 300,
                id_token = IdTokens.Issue(grant, VneIdSimulator.Issuer(http), keys, options.TimeProvider.GetUtcNow()),
            }),
        };
    }

    /// <summary><c>client_secret_basic</c> or <c>client_secret_post</c> (RFC 6749, 2.3.1).</summary>
    private static Client? Authenticate(string? header, IFormCollection form, VneIdSimulatorOptions options)
    {
        var (id, secret) = (form["client_id"].ToString(), form["client_secret"].ToString());
        if (AuthenticationHeaderValue.TryParse(header, out var basic) && basic is { Scheme: "Basic", Parameter: { } encoded })
        {
            var bytes = new byte[encoded.Length];
            if (!Convert.TryFromBase64String(encoded, bytes, out var length)
                || Encoding.UTF8.GetString(bytes, 0, length).Split(':', 2) is not [var user, var password])
            {
                return null;
            }

            (id, secret) = (Uri.UnescapeDataString(user), Uri.UnescapeDataString(password));
        }

        return options.Clients.FirstOrDefault(client => client.Id == id && CryptographicOperations.FixedTimeEquals(
            Encoding.UTF8.GetBytes(client.Secret), Encoding.UTF8.GetBytes(secret)));
    }

    private static string Challenge(string verifier) =>
        Base64UrlEncoder.Encode(SHA256.HashData(Encoding.ASCII.GetBytes(verifier)));

    private static IResult Error(string code, int status = StatusCodes.Status400BadRequest) =>
        Results.Json(new { error = code }, statusCode: status);
}
