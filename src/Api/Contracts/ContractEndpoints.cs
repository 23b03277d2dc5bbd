using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using TrustPlatform.Api.Documents;
using TrustPlatform.Api.Problems;
using TrustPlatform.Api.Sessions;
using TrustPlatform.Contracts;
using TrustPlatform.GrainInterfaces;

namespace TrustPlatform.Api.Contracts;

/// <summary><c>/v1/contracts</c> as the sender uses it, and what sender and parties read.</summary>
internal static class ContractEndpoints
{
    public static void MapContracts(this IEndpointRouteBuilder routes)
    {
        var contracts = routes.MapGroup("/v1/contracts").WithTags("Contracts").RequireAuthorization();
        contracts.MapPost("", Create);
        contracts.MapGet("", List);
        contracts.MapGet("/{id}", Read);
        contracts.MapGet("/{id}/events", Events);
        contracts.MapPost("/{id}/documents", Attach);
        contracts.MapGet("/{id}/document", Document);
        contracts.MapGet("/{id}/evidence", Evidence);
        contracts.MapPost("/{id}/parties", AddParties);
        contracts.MapPost("/{id}/send", Send);
        contracts.MapPost("/{id}/void", Void);
        contracts.MapPartyActions();
    }

    private static async Task<IResult> Create(CreateContractRequest request, HttpContext context, IGrainFactory grains)
    {
        if (Session.Of(context.User).Organization is not { } owner)
        {
            return Problem.Of(context, ProblemCatalogue.Forbidden);
        }

        if (ClientCommand.Read(context, request, ApiJson.Default.CreateContractRequest) is not { } command)
        {
            return ClientCommand.Missing(context);
        }

        var record = await grains.Organization(owner).Read();
        var id = ContractId.For(owner, command.Key);
        var outcome = await grains.Contract(id).Execute(new(
            new ContractCommand.Create(id, owner, record!.LegalName, request.Title, request.Deadline), owner.ToString(),
            command.Key, command.RequestDigest));
        return outcome is CommandOutcome.Done done
            ? TypedResults.Created($"/v1/contracts/{id}", ContractResponse.Of(done.Contract, null))
            : Answer(context, outcome, null);
    }

    private static async Task<IResult> List(
        HttpContext context, IGrainFactory grains, ContractStatus? status, string? after, int limit = 20)
    {
        var session = Session.Of(context.User);
        var page = session.Organization is { } organization
            ? await grains.Organization(organization).Contracts(status, after, limit)
            : await grains.Citizen(session.Citizen!.Value).Contracts(status, after, limit);
        if (page.Next is { } next)
        {
            context.Response.Headers.Link = $"</v1/contracts?after={Uri.EscapeDataString(next)}&limit={limit}>; rel=\"next\"";
        }

        return TypedResults.Ok(new ContractListResponse(page.Items, page.Next));
    }

    private static async Task<IResult> Read(string id, HttpContext context, IGrainFactory grains)
    {
        var session = Session.Of(context.User);
        return await ContractAccess.Find(grains, session, id) is { } access
            ? TypedResults.Ok(ContractResponse.Of(access.Contract, session.Citizen))
            : NotFound(context);
    }

    private static async Task<IResult> Events(
        string id, HttpContext context, IGrainFactory grains, long after = 0, int limit = 100) =>
        await ContractAccess.Find(grains, Session.Of(context.User), id) is { } access
            ? TypedResults.Ok(new EventListResponse(await grains.Contract(access.Contract.Id).Events(after, limit)))
            : NotFound(context);

    private static async Task<IResult> Attach(string id, HttpContext context, IGrainFactory grains, DocumentUploads uploads)
    {
        if (await OwnerAccess(grains, context, id) is not { } contract)
        {
            return NotFound(context);
        }

        if (ClientCommand.Read(context, "") is null)
        {
            return ClientCommand.Missing(context);
        }

        var intake = await uploads.Take(context.Request, context.RequestAborted);
        if (intake is not IntakeOutcome.Stored { Facts: var facts })
        {
            return Problem.Of(context, ProblemCatalogue.Of(((IntakeOutcome.Refused)intake).Reason));
        }

        var command = ClientCommand.Read(context, facts.Digest.ToString())!.Value;
        var outcome = await grains.Contract(contract.Id).Execute(new(
            new ContractCommand.AttachDocument(facts.Digest, facts.PageCount), contract.Owner.ToString(), command.Key,
            command.RequestDigest));
        return outcome is CommandOutcome.Done
            ? TypedResults.Created(
                $"/v1/contracts/{id}/document",
                new DocumentResponse(
                    facts.Digest.ToString(), facts.Digest.ShortCode, facts.LengthInBytes, facts.PageCount,
                    facts.SignatureCount))
            : Answer(context, outcome, null);
    }

    private static async Task<IResult> Document(string id, HttpContext context, IGrainFactory grains)
    {
        if (await ContractAccess.Find(grains, Session.Of(context.User), id) is not { Contract.Document: { } digest } access)
        {
            return NotFound(context);
        }

        var stream = await DocumentStream.Open(grains, digest);
        return stream is null
            ? NotFound(context)
            : TypedResults.Stream(stream, "application/pdf", $"{access.Contract.Id}.pdf", enableRangeProcessing: true,
                entityTag: new($"\"{digest}\""));
    }

    private static async Task<IResult> Evidence(string id, HttpContext context, IGrainFactory grains)
    {
        if (await ContractAccess.Find(grains, Session.Of(context.User), id) is not { } access)
        {
            return NotFound(context);
        }

        return access.Contract.Evidence is { } digest && await DocumentStream.Open(grains, digest) is { } stream
            ? TypedResults.Stream(stream, "application/zip", $"{access.Contract.Id}-evidence.zip", enableRangeProcessing: true)
            : Problem.Of(context, ProblemCatalogue.EvidenceNotReady);
    }

    private static async Task<IResult> AddParties(
        string id, AddPartiesRequest request, HttpContext context, IGrainFactory grains, PartyIntake intake)
    {
        if (await OwnerAccess(grains, context, id) is not { } contract)
        {
            return NotFound(context);
        }

        if (ClientCommand.Read(context, request, ApiJson.Default.AddPartiesRequest) is not { } command)
        {
            return ClientCommand.Missing(context);
        }

        var (parties, problem, pointer) = intake.Take(request.Parties);
        return problem is not null
            ? Problem.Of(context, problem, pointer)
            : Answer(context, await grains.Contract(contract.Id).Execute(new(
                new ContractCommand.AddParties(parties), contract.Owner.ToString(), command.Key, command.RequestDigest)), null);
    }

    private static async Task<IResult> Send(string id, HttpContext context, IGrainFactory grains)
    {
        if (await OwnerAccess(grains, context, id) is not { } contract)
        {
            return NotFound(context);
        }

        return ClientCommand.Read(context, "") is { } command
            ? Answer(context, await grains.Contract(contract.Id).Send(
                contract.Owner.ToString(), command.Key, command.RequestDigest), null)
            : ClientCommand.Missing(context);
    }

    private static async Task<IResult> Void(string id, ReasonRequest request, HttpContext context, IGrainFactory grains)
    {
        if (await OwnerAccess(grains, context, id) is not { } contract)
        {
            return NotFound(context);
        }

        if (request.Reason.Trim().Length is 0 or > 1000)
        {
            return Problem.Of(context, ProblemCatalogue.ReasonInvalid, "/reason");
        }

        return ClientCommand.Read(context, request, ApiJson.Default.ReasonRequest) is { } command
            ? Answer(context, await grains.Contract(contract.Id).Execute(new(
                new ContractCommand.Void(request.Reason.Trim()), contract.Owner.ToString(), command.Key,
                command.RequestDigest)), null)
            : ClientCommand.Missing(context);
    }

    /// <summary>The one place where a contract's answer becomes HTTP.</summary>
    public static IResult Answer(HttpContext context, CommandOutcome outcome, CitizenId? you) => outcome switch
    {
        CommandOutcome.Done done => TypedResults.Ok(ContractResponse.Of(done.Contract, you)),
        CommandOutcome.Refused refused => Problem.Of(context, refused.Refusal),
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    public static IResult NotFound(HttpContext context) =>
        Problem.Of(context, ProblemCatalogue.Of(RefusalCode.ContractNotFound));

    private static async Task<ContractView?> OwnerAccess(IGrainFactory grains, HttpContext context, string id) =>
        await ContractAccess.Find(grains, Session.Of(context.User), id) is { IsOwner: true } access ? access.Contract : null;
}
