using System.Security.Claims;
using System.Security.Cryptography;
using TrustPlatform.Api.Contracts;
using TrustPlatform.Api.Documents;
using TrustPlatform.Api.Problems;
using TrustPlatform.Api.Sessions;
using TrustPlatform.Contracts;
using TrustPlatform.GrainInterfaces;
using TrustPlatform.Web.Desk;

namespace TrustPlatform.Api.Desks;

/// <summary>The signer's pages: the same commands as over HTTP, with the words of a page.</summary>
internal sealed class SigningDesk(IGrainFactory grains, LinkOpening links, DocumentText texts) : ISigningDesk
{
    public async Task<Invitation?> FindInvitation(string token, CancellationToken cancellationToken)
    {
        if (!LinkToken.TryParse(token, out var link)
            || await grains.Contract(link.Contract).FindInvitation(link.Digest) is not { Frozen: { } frozen } contract)
        {
            return null;
        }

        return new(
            contract.Id, contract.OwnerName, contract.Owner.ToString()["org-".Length..], contract.Title, contract.PageCount,
            contract.Deadline, frozen.ShortCode, contract.Status);
    }

    public async Task<DeskOutcome> OpenLink(
        ClaimsPrincipal user, string token, string language, CancellationToken cancellationToken)
    {
        if (Session.Of(user).Citizen is not { } citizen)
        {
            return DeskProblems.Refused(ProblemCatalogue.Unauthenticated, language);
        }

        return LinkToken.TryParse(token, out var link)
            ? DeskProblems.Of(await links.Open(link, citizen), language)
            : DeskProblems.Refused(RefusalCode.LinkUnknown, language);
    }

    public async Task<ReadingCopy?> Read(ClaimsPrincipal user, ContractId id, CancellationToken cancellationToken)
    {
        if (await ContractAccess.Find(grains, Session.Of(user), id.ToString())
            is not { Contract: { Document: { } document, Frozen: { } frozen } })
        {
            return null;
        }

        var length = await grains.Document(document).Length();
        var frozenLength = await grains.Document(frozen).Length();
        return length is null || frozenLength is null
            ? null
            : new(length.Value, frozenLength.Value, await texts.Read(frozen, cancellationToken));
    }

    public Task<DeskOutcome> RecordView(
        ClaimsPrincipal user, ContractId id, string language, CancellationToken cancellationToken) =>
        Execute(user, id, language, access => new ContractCommand.View(access.Party!.Id, access.Party.Citizen));

    public string ConsentText(ContractView contract, string language) => Contracts.ConsentText.Of(contract, language);

    public async Task<DeskOutcome> Confirm(
        ClaimsPrincipal user, ContractId id, string language, CancellationToken cancellationToken)
    {
        var consented = await Execute(user, id, language, access => new ContractCommand.Consent(
            access.Party!.Id, access.Party.Citizen, Contracts.ConsentText.Of(access.Contract, language), language));
        return consented is DeskOutcome.Done
            ? await Execute(user, id, language, access => new ContractCommand.RequestAuthorisation(
                access.Party!.Id, access.Party.Citizen,
                Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16))))
            : consented;
    }

    public async Task<DeskOutcome> Decline(
        ClaimsPrincipal user, ContractId id, string reason, string language, CancellationToken cancellationToken) =>
        reason.Trim().Length is 0 or > 1000
            ? DeskProblems.Refused(ProblemCatalogue.ReasonInvalid, language, "reason")
            : await Execute(user, id, language, access =>
                new ContractCommand.Decline(access.Party!.Id, access.Party.Citizen, reason.Trim()));

    private async Task<DeskOutcome> Execute(
        ClaimsPrincipal user, ContractId id, string language, Func<ContractAccess, ContractCommand> command) =>
        await ContractAccess.Find(grains, Session.Of(user), id.ToString()) is { Party: { } party } access
            ? DeskProblems.Of(
                await grains.Contract(id).Execute(new(command(access), party.Citizen.ToString(), null, "")), language)
            : DeskProblems.Refused(RefusalCode.ContractNotFound, language);
}
