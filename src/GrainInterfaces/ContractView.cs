using TrustPlatform.Contracts;

namespace TrustPlatform.GrainInterfaces;

/// <summary>How far a party has come.</summary>
[GenerateSerializer, Alias("trust.party-progress")]
public enum PartyProgress
{
    /// <summary>Not told yet.</summary>
    Waiting,

    /// <summary>The invitation was delivered to the mail server.</summary>
    Notified,

    /// <summary>Identified by VNeID.</summary>
    Identified,

    /// <summary>Has opened the document.</summary>
    Viewed,

    /// <summary>Has consented.</summary>
    Consented,

    /// <summary>Has authorised; the signature is being made.</summary>
    Signing,

    /// <summary>Has signed.</summary>
    Signed,

    /// <summary>Has declined.</summary>
    Declined,
}

/// <summary>A party as the platform shows it; the personal number masked.</summary>
[GenerateSerializer, Immutable, Alias("trust.party-view")]
public sealed record PartyView(
    [property: Id(0)] PartyId Id, [property: Id(1)] string Name, [property: Id(2)] string MaskedNumber,
    [property: Id(3)] int Stage, [property: Id(4)] PartyProgress Progress, [property: Id(5)] CitizenId Citizen,
    [property: Id(6)] DateTimeOffset? SignedAt, [property: Id(7)] string? Challenge, [property: Id(8)] string? ConsentDigest,
    [property: Id(9)] DateTimeOffset? AuthorisationExpiresAt);

/// <summary>A contract as the platform shows it.</summary>
[GenerateSerializer, Immutable, Alias("trust.contract-view")]
public sealed record ContractView
{
    /// <summary>Its identifier.</summary>
    [Id(0)] public required ContractId Id { get; init; }

    /// <summary>Number of its last event.</summary>
    [Id(1)] public required long Sequence { get; init; }

    /// <summary>Where it stands.</summary>
    [Id(2)] public required ContractStatus Status { get; init; }

    /// <summary>The organisation that sent it.</summary>
    [Id(3)] public required OrganizationId Owner { get; init; }

    /// <summary>Its registered name.</summary>
    [Id(4)] public required string OwnerName { get; init; }

    /// <summary>The contract's title.</summary>
    [Id(5)] public required string Title { get; init; }

    /// <summary>Until when it may be signed.</summary>
    [Id(6)] public required DateTimeOffset Deadline { get; init; }

    /// <summary>When it was created.</summary>
    [Id(7)] public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>The file as it stands; null before one is attached.</summary>
    [Id(8)] public DocumentDigest? Document { get; init; }

    /// <summary>The file as sent, whose short code people compare.</summary>
    [Id(9)] public DocumentDigest? Frozen { get; init; }

    /// <summary>Pages.</summary>
    [Id(10)] public required int PageCount { get; init; }

    /// <summary>Parties in order.</summary>
    [Id(11)] public required IReadOnlyList<PartyView> Parties { get; init; }

    /// <summary>When the owner's seal was applied.</summary>
    [Id(12)] public DateTimeOffset? SealedAt { get; init; }

    /// <summary>When it ended.</summary>
    [Id(13)] public DateTimeOffset? EndedAt { get; init; }

    /// <summary>The evidence package, when it is ready.</summary>
    [Id(14)] public DocumentDigest? Evidence { get; init; }
}
