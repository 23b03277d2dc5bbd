using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using TrustPlatform.Api.Contracts;
using TrustPlatform.Api.Problems;
using TrustPlatform.Api.Sessions;
using TrustPlatform.Contracts;
using TrustPlatform.GrainInterfaces;
using TrustPlatform.Identity;

namespace TrustPlatform.Api.Organizations;

/// <summary><c>/v1/organizations</c>: the legal representative registers the organisation with his own identity.</summary>
internal static class OrganizationEndpoints
{
    public static void MapOrganizations(this IEndpointRouteBuilder routes) =>
        routes.MapPost("/v1/organizations", Register).WithTags("Organizations").RequireAuthorization();

    private static async Task<IResult> Register(
        RegisterOrganizationRequest request, HttpContext context, IGrainFactory grains, EnterpriseRegister register,
        PersonalDataProtector protector, TimeProvider time)
    {
        var session = Session.Of(context.User);
        if (session is not { Citizen: { } citizen, Level: >= 2 })
        {
            return Problem.Of(context, ProblemCatalogue.Of(RefusalCode.IdentityLevelTooLow));
        }

        if (ClientCommand.Read(context, request.TaxCode) is null)
        {
            return ClientCommand.Missing(context);
        }

        if (!TaxCode.TryParse(request.TaxCode, out var taxCode))
        {
            return Problem.Of(context, ProblemCatalogue.TaxCodeInvalid, "/taxCode");
        }

        EnterpriseEntry? entry;
        try
        {
            entry = await register.FindAsync(taxCode.ToString(), context.RequestAborted);
        }
        catch (HttpRequestException)
        {
            return Problem.Of(context, ProblemCatalogue.Unavailable);
        }

        if (entry is null)
        {
            return Problem.Of(context, ProblemCatalogue.EnterpriseNotFound, "/taxCode");
        }

        var id = OrganizationId.For(taxCode);
        var record = new OrganizationRecord(taxCode, entry.LegalName, citizen, time.GetUtcNow());
        if (CitizenId.FromPseudonym(protector.Pseudonym(entry.RepresentativeNumber)) != citizen
            || await grains.Organization(id).Register(record) is not { } key)
        {
            return Problem.Of(context, ProblemCatalogue.NotRepresentative);
        }

        await context.SignInAsync(
            CookieAuthenticationDefaults.AuthenticationScheme,
            (session with { Organization = id }).ToPrincipal(CookieAuthenticationDefaults.AuthenticationScheme));
        return TypedResults.Created($"/v1/organizations/{id}", new OrganizationResponse(id, entry.LegalName, key));
    }
}
