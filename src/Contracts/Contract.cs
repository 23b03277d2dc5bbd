using System.Text.Json.Serialization;

namespace TrustPlatform.Contracts;

/// <summary>Where a contract stands.</summary>
public enum ContractStatus
{
    /// <summary>Being prepared by its owner.</summary>
    Draft,

    /// <summary>Frozen and sent; nobody has signed.</summary>
    Sent,

    /// <summary>At least one party has signed.</summary>
    InProgress,

    /// <summary>Every party has signed; the owner's seal and the archive material are being added.</summary>
    Sealing,

    /// <summary>Every required signer is identified, authenticated for this document and validly signed; sealed and archived.</summary>
    Completed,

    /// <summary>A party declined.</summary>
    Declined,

    /// <summary>The owner withdrew it.</summary>
    Voided,

    /// <summary>The deadline passed before all had signed.</summary>
    Expired,
}

/// <summary>Personal data of a party as it is kept: sealed, with a commitment that proves it later (DESIGN D-11).</summary>
/// <param name="CitizenId">Pseudonym of the person who must sign.</param>
/// <param name="MaskedNumber">What other parties may see of the personal number.</param>
/// <param name="NumberCommitment">HMAC-SHA-256 of the number under a random key that is sealed with it; base64.</param>
/// <param name="SealedNumber">Commitment key and number, encrypted; base64.</param>
/// <param name="SealedContact">E-mail address, encrypted; base64.</param>
[GenerateSerializer, Immutable, Alias("trust.party-secret")]
public sealed record PartyIdentity(
    [property: Id(0)] CitizenId CitizenId, [property: Id(1)] string MaskedNumber, [property: Id(2)] string NumberCommitment,
    [property: Id(3)] string SealedNumber, [property: Id(4)] string SealedContact);

/// <summary>Where a party's signature is drawn: page from 1, points from the bottom left corner.</summary>
[GenerateSerializer, Immutable, Alias("trust.field-placement")]
public sealed record FieldPlacement(
    [property: Id(0)] int Page, [property: Id(1)] double X, [property: Id(2)] double Y, [property: Id(3)] double Width,
    [property: Id(4)] double Height);

/// <summary>A running authorisation: the question that was put to the person, for one use.</summary>
public sealed record Authorisation(string Id, string Nonce, string Challenge, DateTimeOffset ExpiresAt)
{
    /// <summary>SHA-256 of the signed answer, once it is there; hexadecimal.</summary>
    public string? AssertionDigest { get; init; }

    /// <summary>The signed answer and the key that verified it, encrypted; base64.</summary>
    public string? SealedAssertion { get; init; }
}

/// <summary>A signature that has been begun: everything that determines its bytes, so that a crash repeats it exactly.</summary>
/// <param name="AuthorisationId">The authorisation it is made by; empty for a seal.</param>
/// <param name="Base">The file it goes on top of.</param>
/// <param name="SigningTime">When it was begun.</param>
/// <param name="TimestampRoom">Bytes kept for its timestamp; null for a seal, whose key may sign again.</param>
public sealed record SigningIntent(string AuthorisationId, DocumentDigest Base, DateTimeOffset SigningTime, int? TimestampRoom);

/// <summary>A party and how far it has come.</summary>
public sealed record Party
{
    /// <summary>Its number in the contract.</summary>
    public required PartyId Id { get; init; }

    /// <summary>The name that the owner gave; the identity must match it.</summary>
    public required string Name { get; init; }

    /// <summary>Parties of a lower stage sign first; those of one stage in any order.</summary>
    public required int Stage { get; init; }

    /// <summary>Who must sign, sealed.</summary>
    public required PartyIdentity Identity { get; init; }

    /// <summary>Where the signature is drawn; null until the contract is sent with the platform's own placement.</summary>
    public FieldPlacement? Field { get; init; }

    /// <summary>SHA-256 of the one-time link's token, hexadecimal; set when the contract is sent.</summary>
    public string? LinkDigest { get; init; }

    /// <summary>When the invitation was accepted for delivery.</summary>
    public DateTimeOffset? NotifiedAt { get; init; }

    /// <summary>When the person proved the identity that the party names.</summary>
    public DateTimeOffset? IdentifiedAt { get; init; }

    /// <summary>Name as the identity record has it.</summary>
    public string? IdentifiedName { get; init; }

    /// <summary>VNeID level of that proof.</summary>
    public int IdentityLevel { get; init; }

    /// <summary>When the document was first opened by the identified person.</summary>
    public DateTimeOffset? ViewedAt { get; init; }

    /// <summary>SHA-256 of the consent text that was agreed to, hexadecimal.</summary>
    public string? ConsentDigest { get; init; }

    /// <summary>The authorisation under way, or the one that was used.</summary>
    public Authorisation? Authorisation { get; init; }

    /// <summary>The signature being made.</summary>
    public SigningIntent? Intent { get; init; }

    /// <summary>When the signature was made, as its timestamp proves.</summary>
    public DateTimeOffset? SignedAt { get; init; }

    /// <summary>Serial number of the one-time certificate.</summary>
    public string? CertificateSerial { get; init; }

    /// <summary>When and why the party declined.</summary>
    public DateTimeOffset? DeclinedAt { get; init; }

    /// <summary>The field's name in the PDF.</summary>
    [JsonIgnore]
    public string FieldName => $"Signature-{Id}";

    /// <summary>The party has signed.</summary>
    [JsonIgnore]
    public bool HasSigned => SignedAt is not null;
}

/// <summary>What an executed command left behind, so that its repetition is recognised.</summary>
public sealed record ExecutedCommand(string Key, string RequestDigest);

/// <summary>
/// A contract as its events made it. Pure: <see cref="Decide(CommandEnvelope, DateTimeOffset)"/> answers a command with events or a refusal, <see cref="Apply(ContractEvent)"/>
/// folds one event in; no clock, no I/O.
/// </summary>
public sealed partial record Contract
{
    /// <summary>Parties a contract may have.</summary>
    public const int MaxParties = 50;

    /// <summary>How long an authorisation may be answered.</summary>
    public static TimeSpan AuthorisationLifetime { get; } = TimeSpan.FromMinutes(5);

    /// <summary>A contract before its first event.</summary>
    public static Contract Empty { get; } = new();

    /// <summary>Its identifier.</summary>
    public ContractId Id { get; init; }

    /// <summary>Number of events so far.</summary>
    public long Sequence { get; init; }

    /// <summary>Where it stands.</summary>
    public ContractStatus Status { get; init; }

    /// <summary>The organisation that sends and seals it.</summary>
    public OrganizationId Owner { get; init; }

    /// <summary>The owner's registered name.</summary>
    public string OwnerName { get; init; } = "";

    /// <summary>What people call it.</summary>
    public string Title { get; init; } = "";

    /// <summary>Until when parties may sign.</summary>
    public DateTimeOffset Deadline { get; init; }

    /// <summary>When it was created.</summary>
    public DateTimeOffset CreatedAt { get; init; }

    /// <summary>The PDF as uploaded.</summary>
    public DocumentDigest? Original { get; init; }

    /// <summary>The PDF as frozen at sending: the fields are laid, and every later file begins with these bytes (DESIGN D-15).</summary>
    public DocumentDigest? Frozen { get; init; }

    /// <summary>The PDF as it stands.</summary>
    public DocumentDigest? Document { get; init; }

    /// <summary>Pages of the document.</summary>
    public int PageCount { get; init; }

    /// <summary>Its parties.</summary>
    public IReadOnlyList<Party> Parties { get; init; } = [];

    /// <summary>The owner's seal being made.</summary>
    public SigningIntent? SealIntent { get; init; }

    /// <summary>When the seal was applied.</summary>
    public DateTimeOffset? SealedAt { get; init; }

    /// <summary>When it was completed, declined, voided or expired.</summary>
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>The evidence package.</summary>
    public DocumentDigest? Evidence { get; init; }

    /// <summary>Commands executed, by their keys.</summary>
    public IReadOnlyList<ExecutedCommand> Commands { get; init; } = [];

    /// <summary>The party with this number, or null.</summary>
    public Party? Find(PartyId id) => Parties.FirstOrDefault(party => party.Id == id);

    /// <summary>The stage whose parties may sign now.</summary>
    [JsonIgnore]
    public int CurrentStage => Parties.Where(party => !party.HasSigned).Select(party => party.Stage).DefaultIfEmpty(0).Min();

    /// <summary>Nothing can change any more but the evidence.</summary>
    [JsonIgnore]
    public bool HasEnded =>
        Status is ContractStatus.Completed or ContractStatus.Declined or ContractStatus.Voided or ContractStatus.Expired;

    /// <summary>Parties can act on it.</summary>
    [JsonIgnore]
    public bool IsOpen => Status is ContractStatus.Sent or ContractStatus.InProgress;
}
