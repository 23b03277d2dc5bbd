using Microsoft.AspNetCore.Mvc.Abstractions;
using Microsoft.AspNetCore.Routing;
using TrustPlatform.Web.Desk;
using TrustPlatform.Web.Language;

namespace TrustPlatform.Web.Problems;

/// <summary>Says problems to people: what the HTTP interface answers as problem details, a browser gets as a page.</summary>
internal sealed class HtmlProblemWriter : IProblemDetailsWriter
{
    public bool CanWrite(ProblemDetailsContext context)
    {
        var request = context.HttpContext.Request;
        return !request.Path.StartsWithSegments("/v1") && !request.Path.StartsWithSegments("/hubs")
            && request.GetTypedHeaders().Accept.Any(accept => accept.MediaType == "text/html");
    }

    public async ValueTask WriteAsync(ProblemDetailsContext context)
    {
        var http = context.HttpContext;
        var details = context.ProblemDetails;
        var status = details.Status ?? http.Response.StatusCode;
        var words = http.RequestServices.GetRequiredService<WordBook>().In(PageLanguage.Of(http));
        var known = details.Extensions.TryGetValue("code", out var code);
        var problem = known
            ? new DeskProblem($"{code}", status, details.Title ?? "", details.Detail ?? "")
            : new DeskProblem($"http_{status}", status, words[Key(status, "title")], words[Key(status, "advice")]);
        await new ProblemPage(problem, details.Extensions.TryGetValue("traceId", out var trace) ? $"{trace}" : null)
            .ExecuteResultAsync(new(http, http.GetRouteData(), new ActionDescriptor()));
    }

    private static string Key(int status, string part) => status switch
    {
        401 or 403 or 404 or 409 or 410 or 429 => $"problem.{status}.{part}",
        >= 400 and < 500 => $"problem.400.{part}",
        _ => $"problem.500.{part}",
    };
}
