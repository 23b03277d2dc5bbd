using System.Text.Json.Serialization;
using TrustPlatform.Web.Desk;
using TrustPlatform.Web.Language;

namespace TrustPlatform.Web.Display;

/// <summary>What the script writes into the stepper after an event: the server's words, so that no text lives in a script.</summary>
internal sealed record LiveStatus(long Sequence, string Status, LiveStep Overall, IReadOnlyList<LiveStep> Steps, bool YourTurn)
{
    public static LiveStatus Of(ContractCase found, Words words)
    {
        var contract = found.Contract;
        var overall = StatusWords.Of(contract.Status, words);
        var seal = StatusWords.OfSeal(contract, words);
        var steps = contract.Parties.Select(party =>
        {
            var chip = StatusWords.Of(party, contract, words);
            return new LiveStep($"{party.Id}", chip.Text, chip.Tone);
        });
        return new(contract.Sequence, $"{contract.Status}", new("", overall.Text, overall.Tone),
            [.. steps, new("seal", seal.Text, seal.Tone)], found.IsYourTurn());
    }
}

/// <summary>One line of the stepper.</summary>
internal sealed record LiveStep(string Id, string Text, string Tone);

[JsonSerializable(typeof(LiveStatus))]
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
internal sealed partial class WebJson : JsonSerializerContext;
