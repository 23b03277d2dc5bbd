using System.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using TrustPlatform.Contracts;
using TrustPlatform.Web.Language;

namespace TrustPlatform.Api.Problems;

/// <summary>Makes problem details (RFC 9457) in the language of the request.</summary>
internal static class Problem
{
    public static ProblemHttpResult Of(HttpContext context, ProblemKind kind, string? pointer = null) =>
        TypedResults.Problem(Details(context, kind, pointer));

    public static ProblemHttpResult Of(HttpContext context, Refusal refusal)
    {
        var details = Details(context, ProblemCatalogue.Of(refusal.Code), null);
        details.Extensions["state"] = refusal.Status.ToString();
        return TypedResults.Problem(details);
    }

    public static ProblemDetails Details(HttpContext context, ProblemKind kind, string? pointer)
    {
        var vietnamese = IsVietnamese(context.Request);
        var details = new ProblemDetails
        {
            Type = $"/problems/{kind.Code}",
            Title = vietnamese ? kind.TitleVi : kind.TitleEn,
            Status = kind.Status,
            Detail = vietnamese ? kind.AdviceVi : kind.AdviceEn,
            Extensions = { ["code"] = kind.Code, ["traceId"] = Activity.Current?.Id ?? context.TraceIdentifier },
        };
        if (pointer is not null)
        {
            details.Extensions["errors"] = new[] { new { pointer, detail = details.Title } };
        }

        context.Response.Headers.ContentLanguage = vietnamese ? "vi" : "en";
        return details;
    }

    /// <summary>Vietnamese unless English is asked for first.</summary>
    public static bool IsVietnamese(HttpRequest request) =>
        PageLanguage.Of(request.HttpContext) == "vi";
}
