using TrustPlatform.Contracts;
using TrustPlatform.GrainInterfaces;
using TrustPlatform.Web.Desk;
using TrustPlatform.Web.Language;

namespace TrustPlatform.Web.Display;

/// <summary>A state in words, with a tone (<c>ok warn bad info neutral</c>) and the icon of the tone.</summary>
internal sealed record StateChip(string Text, string Tone);

/// <summary>Contract and party states as people read them (docs: the state table of the pages).</summary>
internal static class StatusWords
{
    public static StateChip Of(ContractStatus status, Words words) => status switch
    {
        ContractStatus.Draft => new(words["status.draft"], "neutral"),
        ContractStatus.Sent => new(words["status.sent"], "neutral"),
        ContractStatus.InProgress => new(words["status.in_progress"], "info"),
        ContractStatus.Sealing => new(words["status.sealing"], "info"),
        ContractStatus.Completed => new(words["status.completed"], "ok"),
        ContractStatus.Declined => new(words["status.declined"], "bad"),
        ContractStatus.Voided => new(words["status.voided"], "bad"),
        ContractStatus.Expired => new(words["status.expired"], "bad"),
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    public static StateChip Of(PartyView party, ContractView contract, Words words)
    {
        var current = CurrentStage(contract);
        return party.Progress switch
        {
            PartyProgress.Signed => new(words["party.signed_at", Moments.Text(party.SignedAt!.Value, seconds: true)], "ok"),
            PartyProgress.Declined => new(words["party.declined"], "bad"),
            PartyProgress.Signing => new(words["party.signing"], "info"),
            _ when party.Stage > current => new(words["party.waiting_turn"], "neutral"),
            PartyProgress.Waiting => new(words["party.waiting"], "neutral"),
            PartyProgress.Notified => new(words["party.notified"], "info"),
            PartyProgress.Identified => new(words["party.identified"], "info"),
            PartyProgress.Viewed => new(words["party.viewed"], "info"),
            PartyProgress.Consented => new(words["party.consented"], "info"),
            _ => throw new System.Diagnostics.UnreachableException(),
        };
    }

    /// <summary>Whether the person who looks may sign now.</summary>
    public static bool IsYourTurn(this ContractCase found) =>
        found is { You: { Progress: < PartyProgress.Signing } you, Contract: { Status: ContractStatus.Sent or ContractStatus.InProgress } contract }
        && you.Stage == CurrentStage(contract);

    private static int CurrentStage(ContractView contract) => contract.Parties.Where(party => party.Progress != PartyProgress.Signed)
        .Select(party => party.Stage).DefaultIfEmpty(int.MaxValue).Min();

    /// <summary>The owner's seal, which follows the last signature.</summary>
    public static StateChip OfSeal(ContractView contract, Words words) => contract switch
    {
        { Status: ContractStatus.Completed } => new(words["seal.done", Moments.Text(contract.EndedAt ?? contract.SealedAt!.Value, seconds: true)], "ok"),
        { Status: ContractStatus.Sealing } => new(words["seal.running"], "info"),
        _ => new(words["seal.later"], "neutral"),
    };
}
