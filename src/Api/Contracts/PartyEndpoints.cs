using System.Security.Cryptography;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Options;
using TrustPlatform.Api.Problems;
using TrustPlatform.Api.Sessions;
using TrustPlatform.Contracts;
using TrustPlatform.GrainInterfaces;

namespace TrustPlatform.Api.Contracts;

/// <summary>What a signed-in citizen does: open a link, read, consent, authorise, decline.</summary>
internal static class PartyEndpoints
{
    public static void MapLinks(this IEndpointRouteBuilder routes) =>
        routes.MapPost("/v1/links/open", OpenLink).WithTags("Signing").RequireAuthorization();

    public static void MapPartyActions(this RouteGroupBuilder contracts)
    {
        var party = contracts.MapGroup("/{id}/parties/{party}").WithTags("Signing");
        party.MapPost("/view", View);
        party.MapPost("/consent", Consent);
        party.MapPost("/authorisations", RequestAuthorisation);
        party.MapPost("/decline", Decline);
    }

    private static async Task<IResult> OpenLink(
        OpenLinkRequest request, HttpContext context, IGrainFactory grains, LinkOpening links)
    {
        if (Session.Of(context.User).Citizen is not { } citizen)
        {
            return Problem.Of(context, ProblemCatalogue.Forbidden);
        }

        if (!LinkToken.TryParse(request.Token, out var token))
        {
            return Problem.Of(context, ProblemCatalogue.Of(RefusalCode.LinkUnknown));
        }

        return await links.Open(token, citizen) switch
        {
            CommandOutcome.Refused refused => Problem.Of(context, refused.Refusal),
            _ => TypedResults.Ok(new OpenLinkResponse(token.Contract, token.Party)),
        };
    }

    private static Task<IResult> View(string id, string party, HttpContext context, IGrainFactory grains) =>
        Execute(context, grains, id, party, "", (who, citizen) => new ContractCommand.View(who, citizen));

    private static async Task<IResult> Consent(
        string id, string party, ConsentRequest request, HttpContext context, IGrainFactory grains)
    {
        if (request.Language is not ("vi" or "en"))
        {
            return Problem.Of(context, ProblemCatalogue.Malformed, "/language");
        }

        if (await ContractAccess.Find(grains, Session.Of(context.User), id) is not { Contract: { Frozen: { } } contract })
        {
            return ContractEndpoints.NotFound(context);
        }

        var text = ConsentText.Of(contract, request.Language);
        return await Execute(
            context, grains, id, party, text,
            (who, citizen) => new ContractCommand.Consent(who, citizen, text, request.Language));
    }

    private static async Task<IResult> RequestAuthorisation(
        string id, string party, HttpContext context, IGrainFactory grains, IOptions<ApiOptions> options)
    {
        var nonce = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));
        var result = await Execute(
            context, grains, id, party, "",
            (who, citizen) => new ContractCommand.RequestAuthorisation(who, citizen, nonce));
        if (result is not IValueHttpResult<ContractResponse>
            || await ContractAccess.Find(grains, Session.Of(context.User), id)
                is not { Party: { Challenge: { } challenge, AuthorisationExpiresAt: { } expiresAt } })
        {
            return result;
        }

        return TypedResults.Ok(new AuthorisationResponse(
            challenge, new Uri(options.Value.PublicUrl, $"/auth/step-up?contract={id}&party={party}"), expiresAt));
    }

    private static Task<IResult> Decline(
        string id, string party, ReasonRequest request, HttpContext context, IGrainFactory grains) =>
        request.Reason.Trim().Length is 0 or > 1000
            ? Task.FromResult<IResult>(Problem.Of(context, ProblemCatalogue.ReasonInvalid, "/reason"))
            : Execute(context, grains, id, party, request.Reason,
                (who, citizen) => new ContractCommand.Decline(who, citizen, request.Reason.Trim()));

    private static async Task<IResult> Execute(
        HttpContext context, IGrainFactory grains, string id, string party, string request,
        Func<PartyId, CitizenId, ContractCommand> command)
    {
        var session = Session.Of(context.User);
        if (await ContractAccess.Find(grains, session, id) is not { } access || session.Citizen is not { } citizen)
        {
            return ContractEndpoints.NotFound(context);
        }

        if (!PartyId.TryParse(party, out var who))
        {
            return Problem.Of(context, ProblemCatalogue.Of(RefusalCode.PartyNotFound));
        }

        return ClientCommand.Read(context, request) is { } client
            ? ContractEndpoints.Answer(context, await grains.Contract(access.Contract.Id).Execute(new(
                command(who, citizen), citizen.ToString(), client.Key, client.RequestDigest)), citizen)
            : ClientCommand.Missing(context);
    }
}
