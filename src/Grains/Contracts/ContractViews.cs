using System.Text.Json;
using TrustPlatform.Contracts;
using TrustPlatform.GrainInterfaces;
using TrustPlatform.Storage;

namespace TrustPlatform.Grains.Contracts;

/// <summary>What others see of a contract.</summary>
internal static class ContractViews
{
    public static ContractView Of(Contract contract) => new()
    {
        Id = contract.Id,
        Sequence = contract.Sequence,
        Status = contract.Status,
        Owner = contract.Owner,
        OwnerName = contract.OwnerName,
        Title = contract.Title,
        Deadline = contract.Deadline,
        CreatedAt = contract.CreatedAt,
        Document = contract.Document,
        Frozen = contract.Frozen,
        PageCount = contract.PageCount,
        Parties = [.. contract.Parties.Select(Of)],
        SealedAt = contract.SealedAt,
        EndedAt = contract.EndedAt,
        Evidence = contract.Evidence,
    };

    public static StatusEvent Of(ContractId contract, StoredEvent stored)
    {
        var happened = EventCodec.Decode(stored.Type, stored.Payload.Span);
        return new(contract, stored.Sequence, stored.Type, happened.At, PartyOf(happened));
    }

    /// <summary>The contract in its owner's list and in those of its identified parties.</summary>
    public static IReadOnlyList<StreamListing> ListingsOf(Contract contract, DateTimeOffset at)
    {
        var body = JsonSerializer.SerializeToUtf8Bytes(new ContractListItem(
            contract.Id, contract.Title, contract.Status, contract.Parties.Count(party => party.HasSigned),
            contract.Parties.Count, contract.Deadline, at));
        var readers = contract.Parties.Where(party => party.IdentifiedAt is not null)
            .Select(party => party.Identity.CitizenId.ToString()).Prepend(contract.Owner.ToString());
        return [.. readers.Select(reader => new StreamListing(reader, contract.Status.ToString(), at, body))];
    }

    /// <summary>Reads a page of a list back.</summary>
    public static async Task<ContractPage> PageOf(
        IEventStore store, string owner, ContractStatus? status, string? after, int limit)
    {
        var (rows, next) = await store.ListAsync(
            owner, status?.ToString(), after, Math.Clamp(limit, 1, 100), CancellationToken.None);
        return new([.. rows.Select(row => JsonSerializer.Deserialize<ContractListItem>(row.Listing.Body.Span)!)], next);
    }

    private static PartyView Of(Party party) => new(
        party.Id, party.IdentifiedName ?? party.Name, party.Identity.MaskedNumber, party.Stage, ProgressOf(party),
        party.Identity.CitizenId, party.SignedAt, party.Authorisation?.Challenge, party.ConsentDigest,
        party.Authorisation?.ExpiresAt);

    private static PartyProgress ProgressOf(Party party) => party switch
    {
        { DeclinedAt: not null } => PartyProgress.Declined,
        { HasSigned: true } => PartyProgress.Signed,
        { Authorisation.AssertionDigest: not null } => PartyProgress.Signing,
        { ConsentDigest: not null } => PartyProgress.Consented,
        { ViewedAt: not null } => PartyProgress.Viewed,
        { IdentifiedAt: not null } => PartyProgress.Identified,
        { NotifiedAt: not null } => PartyProgress.Notified,
        _ => PartyProgress.Waiting,
    };

    private static PartyId? PartyOf(ContractEvent happened) => happened switch
    {
        ContractEvent.PartyAdded e => e.Party,
        ContractEvent.PartyNotified e => e.Party,
        ContractEvent.PartyIdentified e => e.Party,
        ContractEvent.PartyViewed e => e.Party,
        ContractEvent.PartyConsented e => e.Party,
        ContractEvent.AuthorisationRequested e => e.Party,
        ContractEvent.PartyAuthorised e => e.Party,
        ContractEvent.SigningStarted e => e.Party,
        ContractEvent.AuthorisationLapsed e => e.Party,
        ContractEvent.CertificateIssued e => e.Party,
        ContractEvent.PartySigned e => e.Party,
        ContractEvent.PartyDeclined e => e.Party,
        _ => null,
    };
}
