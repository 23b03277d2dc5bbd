using System.Security.Claims;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using TrustPlatform.Api.Contracts;
using TrustPlatform.Api.Documents;
using TrustPlatform.Api.Organizations;
using TrustPlatform.Api.Problems;
using TrustPlatform.Api.Sessions;
using TrustPlatform.Contracts;
using TrustPlatform.GrainInterfaces;
using TrustPlatform.Identity;
using TrustPlatform.Web.Desk;

namespace TrustPlatform.Api.Desks;

/// <summary>The sender's pages: the same commands as over HTTP, with the words of a page.</summary>
internal sealed class ContractDesk(
    IGrainFactory grains, DocumentUploads uploads, PartyIntake intake, OrganizationRegistration registration,
    PersonalDataProtector protector, TimeProvider time) : IContractDesk
{
    public async Task<ContractCase?> Find(ClaimsPrincipal user, ContractId id, CancellationToken cancellationToken) =>
        await ContractAccess.Find(grains, Session.Of(user), id.ToString()) is { } access
            ? new(access.Contract, access.IsOwner, access.Party)
            : null;

    public Task<ContractPage> List(
        ClaimsPrincipal user, ContractStatus? status, string? after, int limit, CancellationToken cancellationToken)
    {
        var session = Session.Of(user);
        return session.Organization is { } organization ? grains.Organization(organization).Contracts(status, after, limit)
            : session.Citizen is { } citizen ? grains.Citizen(citizen).Contracts(status, after, limit)
            : Task.FromResult(new ContractPage([], null));
    }

    public Task<IReadOnlyList<StatusEvent>> Events(
        ContractId id, long afterSequence, CancellationToken cancellationToken) =>
        grains.Contract(id).Events(afterSequence, 200);

    public async Task<DeskOutcome> Send(
        ClaimsPrincipal user, ContractDraft draft, Stream document, string language, CancellationToken cancellationToken)
    {
        if (Session.Of(user).Organization is not { } owner)
        {
            return DeskProblems.Refused(ProblemCatalogue.Forbidden, language);
        }

        var requests = draft.Parties.Select(party =>
            new PartyRequest(party.Name, party.PersonalNumber, party.Email, party.Stage)).ToList();
        var (parties, problem, pointer) = intake.Take(requests);
        if (problem is not null)
        {
            return DeskProblems.Refused(problem, language, DeskProblems.FieldOf(pointer));
        }

        var (id, digest) = (ContractId.For(owner, draft.Key), DigestOf(draft));
        var record = await grains.Organization(owner).Read();
        var create = new ContractCommand.Create(id, owner, record!.LegalName, draft.Title, draft.Deadline);
        if (Contract.Empty.Rehearse([create, new ContractCommand.AddParties(parties)], time.GetUtcNow()) is { } refusal)
        {
            // A form with a mistake leaves no half-made draft behind.
            return DeskProblems.Refused(refusal.Code, language);
        }

        var taken = await uploads.Take(document, cancellationToken);
        if (taken is not IntakeOutcome.Stored { Facts: var facts })
        {
            return DeskProblems.Refused(
                ProblemCatalogue.Of(((IntakeOutcome.Refused)taken).Reason), language, "document");
        }

        var created = await Execute(id, owner, draft.Key, "create", digest, create);
        if (created is not CommandOutcome.Done { Contract: var contract } || contract.Status != ContractStatus.Draft)
        {
            return DeskProblems.Of(created, language);
        }

        var outcome = await Execute(id, owner, draft.Key, "document", facts.Digest.ToString(),
            new ContractCommand.AttachDocument(facts.Digest, facts.PageCount));
        outcome = outcome is CommandOutcome.Done
            ? await Execute(id, owner, draft.Key, "parties", digest, new ContractCommand.AddParties(parties))
            : outcome;
        return DeskProblems.Of(
            outcome is CommandOutcome.Done
                ? await grains.Contract(id).Send(owner.ToString(), Derive(draft.Key, "send"), digest)
                : outcome,
            language);
    }

    public async Task<DeskOutcome> Void(
        ClaimsPrincipal user, ContractId id, string reason, string language, CancellationToken cancellationToken)
    {
        if (await ContractAccess.Find(grains, Session.Of(user), id.ToString()) is not { IsOwner: true } access)
        {
            return DeskProblems.Refused(RefusalCode.ContractNotFound, language);
        }

        return reason.Trim().Length is 0 or > 1000
            ? DeskProblems.Refused(ProblemCatalogue.ReasonInvalid, language, "reason")
            : DeskProblems.Of(await grains.Contract(id).Execute(new(
                new ContractCommand.Void(reason.Trim()), access.Contract.Owner.ToString(), null, "")), language);
    }

    public async Task<RegistrationOutcome> Register(
        HttpContext context, string taxCode, IdempotencyKey key, string language, CancellationToken cancellationToken) =>
        await registration.Register(context, taxCode, key) switch
        {
            ({ } organization, _) => new RegistrationOutcome.Registered(
                organization.Id, organization.LegalName, organization.ApiKey),
            (_, { } problem) => new RegistrationOutcome.Refused(DeskProblems.Of(problem, language, "taxCode")),
            _ => throw new System.Diagnostics.UnreachableException(),
        };

    private Task<CommandOutcome> Execute(
        ContractId id, OrganizationId owner, IdempotencyKey key, string step, string digest, ContractCommand command) =>
        grains.Contract(id).Execute(new(command, owner.ToString(), Derive(key, step), digest));

    /// <summary>One form is several commands: each has a key of its own, made from the form's.</summary>
    private static IdempotencyKey Derive(IdempotencyKey key, string step) =>
        IdempotencyKey.TryParse($"{step}:{LinkToken.DigestOf($"{key}")[..40]}", out var derived)
            ? derived
            : throw new System.Diagnostics.UnreachableException();

    private string DigestOf(ContractDraft draft) => protector.Pseudonym(JsonSerializer.Serialize(new
    {
        draft.Title,
        draft.Deadline,
        draft.Parties,
    }));
}
