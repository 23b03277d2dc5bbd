using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using TrustPlatform.Web.Language;

namespace TrustPlatform.Web;

/// <summary>
/// Headers of every answer, and the language of every request. A start-up filter, so that it stands before everything else and
/// holds for errors too.
/// </summary>
internal sealed class PageHeaders : IStartupFilter
{
    // 'self' alone: no inline script or style, no other origin, no evaluation. Workers come through the one Trusted Types policy.
    private const string ContentSecurityPolicy =
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob:; font-src 'self'; connect-src 'self'; "
        + "worker-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; "
        + "trusted-types app";

    public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
    {
        app.Use((context, proceed) =>
        {
            PageLanguage.Apply(context);
            context.Response.OnStarting(() =>
            {
                Write(context);
                return Task.CompletedTask;
            });
            return proceed(context);
        });
        next(app);
    };

    private static void Write(HttpContext context)
    {
        var headers = context.Response.Headers;
        headers.ContentSecurityPolicy = ContentSecurityPolicy;
        headers.XContentTypeOptions = "nosniff";
        // Addresses of invitations are secrets.
        headers["Referrer-Policy"] = "no-referrer";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        headers["Permissions-Policy"] = "camera=(), geolocation=(), microphone=(), payment=(), usb=()";
        if (context.Request.IsHttps)
        {
            headers.StrictTransportSecurity = "max-age=31536000";
        }

        if (context.Response.ContentType?.StartsWith("text/html", StringComparison.Ordinal) == true)
        {
            headers.CacheControl = "no-store";
        }
    }
}
