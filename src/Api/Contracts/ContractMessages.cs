using TrustPlatform.Contracts;
using TrustPlatform.GrainInterfaces;

namespace TrustPlatform.Api.Contracts;

/// <summary>A new draft.</summary>
public sealed record CreateContractRequest(string Title, DateTimeOffset Deadline);

/// <summary>Parties to be added.</summary>
public sealed record AddPartiesRequest(IReadOnlyList<PartyRequest> Parties);

/// <summary>A party to be added: the person who must sign.</summary>
public sealed record PartyRequest(string Name, string PersonalNumber, string Email, int Stage = 1, FieldPlacement? Field = null)
{
    /// <summary>Names nobody.</summary>
    public override string ToString() => nameof(PartyRequest);
}

/// <summary>A reason in words, up to 1,000 characters.</summary>
public sealed record ReasonRequest(string Reason);

/// <summary>The language in which the consent sentence was shown: <c>vi</c> or <c>en</c>.</summary>
public sealed record ConsentRequest(string Language);

/// <summary>The token of a one-time link.</summary>
public sealed record OpenLinkRequest(string Token)
{
    /// <summary>Shows nothing of the token.</summary>
    public override string ToString() => nameof(OpenLinkRequest);
}

/// <summary>Where a link leads.</summary>
public sealed record OpenLinkResponse(ContractId Contract, PartyId Party);

/// <summary>The document-bound question: send the browser to <paramref name="AuthorisationUrl"/>.</summary>
public sealed record AuthorisationResponse(string Challenge, Uri AuthorisationUrl, DateTimeOffset ExpiresAt);

/// <summary>A party as callers see it.</summary>
public sealed record PartyResponse(
    PartyId Id, string Name, string PersonalNumber, int Stage, PartyProgress Progress, DateTimeOffset? SignedAt, bool IsYou);

/// <summary>A contract as callers see it; personal numbers masked.</summary>
public sealed record ContractResponse(
    ContractId Id, ContractStatus Status, long Sequence, string Title, string OwnerName, OrganizationId Owner,
    DateTimeOffset CreatedAt, DateTimeOffset Deadline, int PageCount, string? DocumentDigest, string? ShortCode,
    IReadOnlyList<PartyResponse> Parties, DateTimeOffset? SealedAt, DateTimeOffset? EndedAt, string? EvidenceDigest)
{
    internal static ContractResponse Of(ContractView contract, CitizenId? you) => new(
        contract.Id, contract.Status, contract.Sequence, contract.Title, contract.OwnerName, contract.Owner, contract.CreatedAt,
        contract.Deadline, contract.PageCount, contract.Document?.ToString(), contract.Frozen?.ShortCode,
        [.. contract.Parties.Select(party => new PartyResponse(
            party.Id, party.Name, party.MaskedNumber, party.Stage, party.Progress, party.SignedAt, party.Citizen == you))],
        contract.SealedAt, contract.EndedAt, contract.Evidence?.ToString());
}

/// <summary>One page of a list; <paramref name="Next"/> is the cursor of the page after, or null.</summary>
public sealed record ContractListResponse(IReadOnlyList<ContractListItem> Items, string? Next);

/// <summary>Events in order.</summary>
public sealed record EventListResponse(IReadOnlyList<StatusEvent> Items);

/// <summary>An uploaded document.</summary>
public sealed record DocumentResponse(string Digest, string ShortCode, long LengthInBytes, int PageCount, int SignatureCount);

/// <summary>An organisation; the key is shown this once.</summary>
public sealed record OrganizationResponse(OrganizationId Id, string LegalName, string ApiKey);

/// <summary>The enterprise to register.</summary>
public sealed record RegisterOrganizationRequest(string TaxCode);
