using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace TrustPlatform.Contracts;

/// <summary>
/// Events and state as they are kept and shown to auditors: JSON in UTF-8 with properties in the order of their declaration,
/// no insignificant white space. Readable without us; a golden file holds one of each.
/// </summary>
public static class EventCodec
{
    private static readonly Dictionary<string, Type> s_types = new()
    {
        ["contract.created"] = typeof(ContractEvent.Created),
        ["document.attached"] = typeof(ContractEvent.DocumentAttached),
        ["party.added"] = typeof(ContractEvent.PartyAdded),
        ["contract.sent"] = typeof(ContractEvent.Sent),
        ["party.notified"] = typeof(ContractEvent.PartyNotified),
        ["party.identified"] = typeof(ContractEvent.PartyIdentified),
        ["party.viewed"] = typeof(ContractEvent.PartyViewed),
        ["party.consented"] = typeof(ContractEvent.PartyConsented),
        ["party.authorisation_requested"] = typeof(ContractEvent.AuthorisationRequested),
        ["party.authorised"] = typeof(ContractEvent.PartyAuthorised),
        ["party.signing_started"] = typeof(ContractEvent.SigningStarted),
        ["party.authorisation_lapsed"] = typeof(ContractEvent.AuthorisationLapsed),
        ["certificate.issued"] = typeof(ContractEvent.CertificateIssued),
        ["party.signed"] = typeof(ContractEvent.PartySigned),
        ["seal.started"] = typeof(ContractEvent.SealingStarted),
        ["seal.applied"] = typeof(ContractEvent.SealApplied),
        ["contract.completed"] = typeof(ContractEvent.Completed),
        ["evidence.ready"] = typeof(ContractEvent.EvidenceReady),
        ["party.declined"] = typeof(ContractEvent.PartyDeclined),
        ["contract.voided"] = typeof(ContractEvent.Voided),
        ["contract.expired"] = typeof(ContractEvent.Expired),
    };

    private static readonly Dictionary<Type, string> s_names = s_types.ToDictionary(pair => pair.Value, pair => pair.Key);

    // No more is escaped than JSON asks for: the text goes into files and hashes, never into a page.
    private static readonly ContractJson s_json =
        new(new JsonSerializerOptions(ContractJson.Default.Options) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });

    /// <summary>Every name of the catalogue.</summary>
    public static IReadOnlyCollection<string> Names => s_types.Keys;

    /// <summary>The event's name in the catalogue.</summary>
    public static string NameOf(ContractEvent happened) => s_names[happened.GetType()];

    /// <summary>The event's encoding.</summary>
    public static byte[] Encode(ContractEvent happened) =>
        JsonSerializer.SerializeToUtf8Bytes(happened, happened.GetType(), s_json);

    /// <summary>Reads an event back. Throws <see cref="JsonException"/> for what is not one.</summary>
    public static ContractEvent Decode(string name, ReadOnlySpan<byte> payload) =>
        s_types.TryGetValue(name, out var type)
            ? (ContractEvent?)JsonSerializer.Deserialize(payload, type, s_json)
                ?? throw new JsonException("The event is null.")
            : throw new JsonException($"There is no event named {name}.");

    /// <summary>The state's encoding.</summary>
    public static byte[] Encode(Contract contract) =>
        JsonSerializer.SerializeToUtf8Bytes(contract, s_json.Contract);

    /// <summary>Reads a state back.</summary>
    public static Contract DecodeState(ReadOnlySpan<byte> state) =>
        JsonSerializer.Deserialize(state, s_json.Contract) ?? throw new JsonException("The state is null.");
}

/// <summary>Generated serializers of what is kept. Vietnamese text stays readable.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UseStringEnumConverter = true)]
[JsonSerializable(typeof(Contract))]
[JsonSerializable(typeof(ContractEvent.Created))]
[JsonSerializable(typeof(ContractEvent.DocumentAttached))]
[JsonSerializable(typeof(ContractEvent.PartyAdded))]
[JsonSerializable(typeof(ContractEvent.Sent))]
[JsonSerializable(typeof(ContractEvent.PartyNotified))]
[JsonSerializable(typeof(ContractEvent.PartyIdentified))]
[JsonSerializable(typeof(ContractEvent.PartyViewed))]
[JsonSerializable(typeof(ContractEvent.PartyConsented))]
[JsonSerializable(typeof(ContractEvent.AuthorisationRequested))]
[JsonSerializable(typeof(ContractEvent.PartyAuthorised))]
[JsonSerializable(typeof(ContractEvent.SigningStarted))]
[JsonSerializable(typeof(ContractEvent.AuthorisationLapsed))]
[JsonSerializable(typeof(ContractEvent.CertificateIssued))]
[JsonSerializable(typeof(ContractEvent.PartySigned))]
[JsonSerializable(typeof(ContractEvent.SealingStarted))]
[JsonSerializable(typeof(ContractEvent.SealApplied))]
[JsonSerializable(typeof(ContractEvent.Completed))]
[JsonSerializable(typeof(ContractEvent.EvidenceReady))]
[JsonSerializable(typeof(ContractEvent.PartyDeclined))]
[JsonSerializable(typeof(ContractEvent.Voided))]
[JsonSerializable(typeof(ContractEvent.Expired))]
internal sealed partial class ContractJson : JsonSerializerContext;
