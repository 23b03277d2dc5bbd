using System.Text.Json;
using TrustPlatform.Contracts;
using TrustPlatform.Storage;

namespace TrustPlatform.Grains.Contracts;

/// <summary>An invitation that waits: the link is sealed, for nobody but its party may read it.</summary>
internal sealed record PendingInvitation(PartyId Party, string SealedLink);

/// <summary>Messages that a contract leaves for after the commit.</summary>
internal static class ContractOutbox
{
    /// <summary>Unfinished work: <see cref="GrainInterfaces.IContractGrain.Continue"/> until it says that nothing is left.</summary>
    public const string Work = "work";

    /// <summary>An invitation to be delivered.</summary>
    public const string Invitation = "invitation";

    /// <summary>An authorised signature is carried through, whatever happens to the process.</summary>
    public static IEnumerable<OutboxMessage> WorkAfter(IReadOnlyList<ContractEvent> events) =>
        events.Any(happened => happened is ContractEvent.PartyAuthorised)
            ? [new OutboxMessage(Work, ReadOnlyMemory<byte>.Empty)]
            : [];

    public static OutboxMessage For(PendingInvitation invitation) =>
        new(Invitation, JsonSerializer.SerializeToUtf8Bytes(invitation));

    public static PendingInvitation ReadInvitation(ReadOnlySpan<byte> body) =>
        JsonSerializer.Deserialize<PendingInvitation>(body) ?? throw new JsonException("The invitation is null.");
}
