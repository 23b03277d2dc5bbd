using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using TrustPlatform.Api.Contracts;
using TrustPlatform.Api.Problems;

namespace TrustPlatform.Api.Organizations;

/// <summary><c>/v1/organizations</c>: the legal representative registers the organisation with his own identity.</summary>
internal static class OrganizationEndpoints
{
    public static void MapOrganizations(this IEndpointRouteBuilder routes) =>
        routes.MapPost("/v1/organizations", Register).WithTags("Organizations").RequireAuthorization();

    private static async Task<IResult> Register(
        RegisterOrganizationRequest request, HttpContext context, OrganizationRegistration registration)
    {
        if (ClientCommand.Read(context, request.TaxCode) is not { } command)
        {
            return ClientCommand.Missing(context);
        }

        return await registration.Register(context, request.TaxCode, command.Key) switch
        {
            ({ } organization, _) => TypedResults.Created($"/v1/organizations/{organization.Id}", organization),
            (_, { } problem) => Problem.Of(context, problem, "/taxCode"),
            _ => throw new System.Diagnostics.UnreachableException(),
        };
    }
}
