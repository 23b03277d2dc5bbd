using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using TrustPlatform.Api.Contracts;
using TrustPlatform.Api.Desks;
using TrustPlatform.Api.Documents;
using TrustPlatform.Api.Organizations;
using TrustPlatform.Api.Problems;
using TrustPlatform.Api.Sessions;
using TrustPlatform.Api.Status;
using TrustPlatform.Api.Validations;
using TrustPlatform.Web.Desk;

namespace TrustPlatform.Api;

/// <summary>The HTTP interface as one thing to add to a host.</summary>
public static class ApiServices
{
    private const string EitherScheme = "Either";

    /// <summary>
    /// Adds the HTTP interface. The host adds the actors' client, the identity clients, the protector,
    /// <see cref="PlatformTrustAnchors"/>, <see cref="ApiOptions"/> and data protection.
    /// </summary>
    public static IServiceCollection AddTrustApi(this IServiceCollection services)
    {
        services.AddAuthentication(EitherScheme)
            .AddPolicyScheme(EitherScheme, null, options => options.ForwardDefaultSelector = context =>
                context.Request.Headers.ContainsKey("Authorization")
                    ? ApiKeyHandler.SchemeName
                    : CookieAuthenticationDefaults.AuthenticationScheme)
            .AddScheme<AuthenticationSchemeOptions, ApiKeyHandler>(ApiKeyHandler.SchemeName, null)
            .AddCookie(Configure);
        services.AddAuthorization();
        services.AddSingleton<SignInTransactions>();
        services.AddSingleton<PartyIntake>();
        services.AddSingleton<LinkOpening>();
        services.AddSingleton<DocumentUploads>();
        services.AddSingleton<DocumentText>();
        services.AddSingleton<OrganizationRegistration>();
        services.AddSingleton<IContractDesk, ContractDesk>();
        services.AddSingleton<ISigningDesk, SigningDesk>();
        services.AddSingleton<FileValidation>();
        services.AddSingleton<ValidateFile>(provider => provider.GetRequiredService<FileValidation>().Judge);
        services.AddSingleton<StatusFeed>();
        services.AddHostedService(provider => provider.GetRequiredService<StatusFeed>());
        services.AddSignalR().AddJsonProtocol(options => ConfigureJson(options.PayloadSerializerOptions));
        services.AddOpenApi();
        services.ConfigureHttpJsonOptions(options =>
        {
            options.SerializerOptions.TypeInfoResolverChain.Insert(0, ApiJson.Default);
            ConfigureJson(options.SerializerOptions);
        });
        services.AddProblemDetails(options => options.CustomizeProblemDetails = Customize);
        return services;
    }

    /// <summary>Maps the endpoints and the status hub.</summary>
    public static void MapTrustApi(this IEndpointRouteBuilder routes)
    {
        routes.MapContracts();
        routes.MapLinks();
        routes.MapOrganizations();
        routes.MapSessions();
        routes.MapValidations();
        routes.MapHub<StatusHub>("/hubs/status");
        routes.MapOpenApi("/openapi/v1.json").AllowAnonymous();
    }

    private static void Configure(CookieAuthenticationOptions options)
    {
        options.Cookie.Name = "trust.session";
        options.Cookie.HttpOnly = true;
        options.Cookie.SameSite = SameSiteMode.Lax;
        options.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
        options.ExpireTimeSpan = TimeSpan.FromHours(1);
        options.SlidingExpiration = true;
        options.Events.OnRedirectToLogin = async context =>
        {
            if (IsPage(context.Request))
            {
                var here = context.Request.PathBase + context.Request.Path + context.Request.QueryString;
                context.Response.Redirect($"/auth/login?returnUrl={Uri.EscapeDataString(here)}");
            }
            else
            {
                await Problem.Of(context.HttpContext, ProblemCatalogue.Unauthenticated).ExecuteAsync(context.HttpContext);
            }
        };
        options.Events.OnRedirectToAccessDenied = context =>
            Problem.Of(context.HttpContext, ProblemCatalogue.Forbidden).ExecuteAsync(context.HttpContext);
    }

    private static bool IsPage(HttpRequest request) =>
        HttpMethods.IsGet(request.Method) && !request.Path.StartsWithSegments("/v1") && !request.Path.StartsWithSegments("/hubs");

    private static void ConfigureJson(System.Text.Json.JsonSerializerOptions options)
    {
        options.PropertyNamingPolicy = System.Text.Json.JsonNamingPolicy.CamelCase;
        options.RespectNullableAnnotations = true;
        options.RespectRequiredConstructorParameters = true;
        options.Converters.Add(new System.Text.Json.Serialization.JsonStringEnumConverter());
    }

    // Problems that the framework makes itself get the catalogue's words.
    private static void Customize(ProblemDetailsContext context)
    {
        if (context.ProblemDetails.Extensions.ContainsKey("code"))
        {
            return;
        }

        var kind = context.ProblemDetails.Status switch
        {
            400 or 415 => ProblemCatalogue.Malformed,
            401 => ProblemCatalogue.Unauthenticated,
            403 => ProblemCatalogue.Forbidden,
            500 => ProblemCatalogue.Internal,
            _ => null,
        };
        if (kind is not null)
        {
            context.ProblemDetails = Problem.Details(context.HttpContext, kind, null);
        }
    }
}
