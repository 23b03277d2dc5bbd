using TrustPlatform.Api.Sessions;
using TrustPlatform.Contracts;
using TrustPlatform.GrainInterfaces;

namespace TrustPlatform.Api.Contracts;

/// <summary>What somebody may do with a contract: everything that is not listed is denied.</summary>
internal sealed record ContractAccess(ContractView Contract, bool IsOwner, PartyView? Party)
{
    /// <summary>The contract, or null when there is none that the caller may see: both answer alike.</summary>
    public static async Task<ContractAccess?> Find(IGrainFactory grains, Session session, string id)
    {
        if (!ContractId.TryParse(id, out var contractId) || await grains.Contract(contractId).Read() is not { } contract)
        {
            return null;
        }

        var isOwner = session.Organization == contract.Owner;
        var party = session.Citizen is { } citizen
            ? contract.Parties.FirstOrDefault(party => party.Citizen == citizen && party.Progress >= PartyProgress.Identified)
            : null;
        return isOwner || party is not null ? new(contract, isOwner, party) : null;
    }
}
