using System.Net.Mime;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Options;
using TrustPlatform.Api.Problems;
using TrustPlatform.GrainInterfaces;

namespace TrustPlatform.Api.Validations;

/// <summary><c>/v1/validations</c>: a file in, a verdict out; public, and nothing is kept.</summary>
internal static class ValidationEndpoints
{
    public static void MapValidations(this IEndpointRouteBuilder routes) =>
        routes.MapPost("/v1/validations", Validate).WithTags("Validations").AllowAnonymous();

    private static async Task<IResult> Validate(
        HttpContext context, FileValidation validation, IOptions<ApiOptions> options)
    {
        if (context.Request.ContentLength > options.Value.MaxDocumentLength)
        {
            return Problem.Of(context, ProblemCatalogue.Of(IntakeRefusal.TooLarge));
        }

        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } feature)
        {
            feature.MaxRequestBodySize = options.Value.MaxDocumentLength + 1;
        }

        return await validation.Validate(context.Request.Body, "document.pdf", context.RequestAborted) is { } verdict
            ? TypedResults.Bytes(verdict, MediaTypeNames.Application.Json)
            : Problem.Of(context, ProblemCatalogue.Of(IntakeRefusal.TooLarge));
    }
}
