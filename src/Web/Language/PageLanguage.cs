using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;

namespace TrustPlatform.Web.Language;

/// <summary>
/// The language of a request: what the person chose (a cookie), else what the browser prefers, else Vietnamese. The choice is
/// written into <c>Accept-Language</c>, so that problems come in the same language as the page.
/// </summary>
public static class PageLanguage
{
    private const string CookieName = "trust.language";

    /// <summary><c>vi</c> or <c>en</c>: English only where it is asked for first.</summary>
    public static string Of(HttpContext context) =>
        context.Request.GetTypedHeaders().AcceptLanguage.OrderByDescending(language => language.Quality ?? 1)
            .FirstOrDefault()?.Value.StartsWith("en", StringComparison.OrdinalIgnoreCase) ?? false
                ? "en"
                : "vi";

    internal static void Apply(HttpContext context)
    {
        if (context.Request.Cookies[CookieName] is ("vi" or "en") and var chosen)
        {
            context.Request.Headers.AcceptLanguage = chosen;
        }
    }

    internal static void Map(IEndpointRouteBuilder routes) => routes
        .MapGet("/language/{language:regex(^(vi|en)$)}", (string language, string? returnUrl, HttpContext context) =>
        {
            context.Response.Cookies.Append(CookieName, language, new()
            {
                HttpOnly = true,
                SameSite = SameSiteMode.Lax,
                Secure = context.Request.IsHttps,
                IsEssential = true,
                MaxAge = TimeSpan.FromDays(365),
            });
            return TypedResults.LocalRedirect(IsLocal(returnUrl) ? returnUrl! : "/");
        })
        .ExcludeFromDescription();

    private static bool IsLocal(string? url) =>
        url is { Length: > 0 and < 2000 } && url[0] == '/' && (url.Length == 1 || url[1] is not ('/' or '\\')) && !url.Any(char.IsControl);
}
