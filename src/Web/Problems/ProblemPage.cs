using Microsoft.AspNetCore.Mvc.ModelBinding;
using Microsoft.AspNetCore.Mvc.ViewFeatures;
using TrustPlatform.Web.Desk;

namespace TrustPlatform.Web.Problems;

/// <summary>What the problem page says.</summary>
internal sealed record ProblemPageModel(DeskProblem Problem, string? TraceId);

/// <summary>A problem as a page, with its status.</summary>
internal sealed class ProblemPage(DeskProblem problem, string? traceId = null) : IActionResult
{
    public Task ExecuteResultAsync(ActionContext context)
    {
        var services = context.HttpContext.RequestServices;
        var view = new ViewResult
        {
            ViewName = "/Pages/Shared/Problem.cshtml",
            StatusCode = problem.Status,
            ContentType = "text/html; charset=utf-8",
            ViewData = new(services.GetRequiredService<IModelMetadataProvider>(), new ModelStateDictionary())
            {
                Model = new ProblemPageModel(problem, traceId),
            },
            TempData = services.GetRequiredService<ITempDataDictionaryFactory>().GetTempData(context.HttpContext),
        };
        return view.ExecuteResultAsync(new(context.HttpContext, context.RouteData, context.ActionDescriptor));
    }
}
