using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http.Features;

namespace TrustPlatform.Simulators.VneId;

/// <summary>A simulated VNeID: a real OpenID provider over real HTTP on loopback.</summary>
public static class VneIdSimulator
{
    /// <summary>
    /// The application, not yet started. Reads no configuration of its surroundings, so that it can live inside another process.
    /// </summary>
    public static WebApplication Create(VneIdSimulatorOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseKestrelCore().UseUrls(options.Url.GetLeftPart(UriPartial.Authority));
        builder.Services.AddRoutingCore();
        builder.Services.AddSingleton(options);
        builder.Services.AddSingleton(new SigningKeys(options.DataDirectory));
        builder.Services.AddSingleton(new Grants(options.TimeProvider));
        builder.Services.AddSingleton<Control>();
        builder.Logging.AddSimpleConsole().SetMinimumLevel(LogLevel.Warning)
            .AddFilter("Microsoft.Extensions.Hosting.Internal.Host", LogLevel.None); // a failed start is said by who starts it

        var app = builder.Build();
        app.MapGet("/.well-known/openid-configuration", (HttpContext http) => Results.Json(Configuration(Issuer(http))));
        app.MapGet("/jwks", (SigningKeys keys) => Results.Json(keys.Published()));
        app.MapGet("/auth", Ask);
        app.MapPost("/auth", DecideAsync);
        app.MapPost("/token", TokenEndpoint.RedeemAsync);
        app.MapGet("/style.css", () => Results.Text(LoginPage.Style, "text/css"));
        app.MapPost("/control/behaviour", SetBehaviourAsync);
        app.MapPost("/control/rotate-key", (SigningKeys keys) =>
        {
            keys.Rotate();
            return Results.NoContent();
        });
        return app;
    }

    /// <summary>The address that the server listens on; with port 0 it is known only after the start.</summary>
    internal static string Issuer(HttpContext http) =>
        http.RequestServices.GetRequiredService<IServer>().Features.GetRequiredFeature<IServerAddressesFeature>().Addresses.First();

    private static IResult Ask(HttpContext http, VneIdSimulatorOptions options, Control control)
    {
        var (request, refusal) = AuthorizationRequest.Read(http.Request.Query, options);
        if (request is null)
        {
            return refusal!;
        }

        // No form-action: browsers apply it to the redirect that carries the code back.
        http.Response.Headers.ContentSecurityPolicy = "default-src 'none'; style-src 'self'; base-uri 'none'; frame-ancestors 'none'";
        http.Response.Headers["Referrer-Policy"] = "no-referrer";
        http.Response.Headers.CacheControl = "no-store";
        return Results.Text(LoginPage.Render(request, options.Citizens, control.Behaviour), "text/html; charset=utf-8");
    }

    private static async Task<IResult> DecideAsync(
        HttpContext http, VneIdSimulatorOptions options, Grants grants, Control control, CancellationToken cancellationToken)
    {
        var (request, refusal) = AuthorizationRequest.Read(http.Request.Query, options);
        if (request is null)
        {
            return refusal!;
        }

        if (!http.Request.HasFormContentType)
        {
            return Results.BadRequest();
        }

        var form = await http.Request.ReadFormAsync(cancellationToken);
        var behaviour = Enum.TryParse<Behaviour>(form["behaviour"], out var chosen) ? chosen : control.Behaviour;
        if (form["decision"] != "accept" || behaviour == Behaviour.Refuse)
        {
            return Results.Redirect(request.Back(("error", "access_denied")));
        }

        if (options.Citizens.FirstOrDefault(citizen => citizen.PersonalNumber == form["citizen"]) is not { } citizen)
        {
            return Results.BadRequest();
        }

        var code = grants.Add(new(request.Client.Id, request.RedirectUri, request.CodeChallenge, request.Nonce, citizen, behaviour,
            options.TimeProvider.GetUtcNow()));
        return Results.Redirect(request.Back(("code", code)));
    }

    private static async Task<IResult> SetBehaviourAsync(HttpContext http, Control control, CancellationToken cancellationToken)
    {
        var form = await http.Request.ReadFormAsync(cancellationToken);
        if (!Enum.TryParse<Behaviour>(form["behaviour"], out var behaviour))
        {
            return Results.BadRequest();
        }

        control.Behaviour = behaviour;
        return Results.NoContent();
    }

    /// <summary>OpenID Connect Discovery 1.0, 3.</summary>
    private static object Configuration(string issuer) => new
    {
        issuer,
        authorization_endpoint = issuer + "/auth",
        token_endpoint = issuer + "/token",
        jwks_uri = issuer + "/jwks",
        scopes_supported = new[] { "openid" },
        response_types_supported = new[] { "code" },
        grant_types_supported = new[] { "authorization_code" },
        subject_types_supported = new[] { "public" },
        id_token_signing_alg_values_supported = new[] { "ES256" },
        token_endpoint_auth_methods_supported = new[] { "client_secret_basic", "client_secret_post" },
        code_challenge_methods_supported = new[] { "S256" },
        acr_values_supported = new[] { "1", "2" },
        prompt_values_supported = new[] { "login" },
    };

    private sealed class Control
    {
        public Behaviour Behaviour { get; set; }
    }
}
