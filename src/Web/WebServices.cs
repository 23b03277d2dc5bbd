using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.ApplicationParts;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.WebEncoders;
using TrustPlatform.Web.Assets;
using TrustPlatform.Web.Language;
using TrustPlatform.Web.Problems;

namespace TrustPlatform.Web;

/// <summary>The pages as one thing to add to a host.</summary>
public static class WebServices
{
    /// <summary>
    /// Adds the pages. The host adds <see cref="Desk.IContractDesk"/>, <see cref="Desk.ISigningDesk"/>,
    /// <see cref="Desk.ValidateFile"/>, authentication by cookie, data protection and a <see cref="TimeProvider"/>.
    /// </summary>
    public static IServiceCollection AddTrustWeb(this IServiceCollection services)
    {
        services.AddRazorPages().ConfigureApplicationPartManager(AddPages);
        services.AddHttpContextAccessor();
        services.AddSingleton<BrowserAssets>();
        services.AddSingleton<WordBook>();
        services.AddScoped(provider => provider.GetRequiredService<WordBook>()
            .In(PageLanguage.Of(provider.GetRequiredService<IHttpContextAccessor>().HttpContext!))); // pages live in a request
        services.AddSingleton<IStartupFilter, PageHeaders>();
        // Before the framework's own writer, which would answer browsers with JSON.
        services.Insert(0, ServiceDescriptor.Singleton<IProblemDetailsWriter, HtmlProblemWriter>());
        services.AddProblemDetails();
        // Vietnamese stays readable in the source of a page, and the page smaller.
        services.Configure<WebEncoderOptions>(options => options.TextEncoderSettings = new(System.Text.Unicode.UnicodeRanges.All));
        services.AddAntiforgery(options => options.Cookie.Name = "trust.form");
        return services;
    }

    /// <summary>Maps the pages, their assets and the choice of language.</summary>
    public static void MapTrustWeb(this IEndpointRouteBuilder routes)
    {
        // Missing texts stop the process at its start, not a person in the middle.
        _ = routes.ServiceProvider.GetRequiredService<WordBook>();
        routes.MapRazorPages();
        BrowserAssets.Map(routes);
        PageLanguage.Map(routes);
    }

    /// <summary>The host's own assembly may not name this one: the parts are added by hand.</summary>
    private static void AddPages(ApplicationPartManager parts)
    {
        var assembly = typeof(WebServices).Assembly;
        if (!parts.ApplicationParts.OfType<CompiledRazorAssemblyPart>().Any(part => part.Assembly == assembly))
        {
            parts.ApplicationParts.Add(new AssemblyPart(assembly));
            parts.ApplicationParts.Add(new CompiledRazorAssemblyPart(assembly));
        }
    }
}
