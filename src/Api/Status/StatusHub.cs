using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.SignalR;
using TrustPlatform.Api.Contracts;
using TrustPlatform.Api.Sessions;
using TrustPlatform.GrainInterfaces;

namespace TrustPlatform.Api.Status;

/// <summary><c>/hubs/status</c>: a contract's events, pushed, resumable from the last sequence that a client has.</summary>
[Authorize]
internal sealed class StatusHub(IGrainFactory grains, StatusFeed feed) : Hub
{
    /// <summary>Events after <paramref name="afterSequence"/>, then each new one. Owner and identified parties only.</summary>
    public async IAsyncEnumerable<StatusEvent> Subscribe(
        string contractId, long afterSequence,
        [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (await ContractAccess.Find(grains, Session.Of(Context.User!), contractId) is not { } access)
        {
            throw new HubException("contract_not_found");
        }

        await foreach (var happened in feed.Follow(access.Contract.Id, Math.Max(0, afterSequence), cancellationToken))
        {
            yield return happened;
        }
    }
}
