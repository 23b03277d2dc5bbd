namespace TrustPlatform.Contracts;

/// <summary>
/// Something that happened to a contract. The cases are the catalogue that pages, webhooks and evidence share; each has its
/// name in <see cref="EventCodec"/>. Properties are never renamed or removed: old events stay readable.
/// </summary>
public abstract record ContractEvent
{
    private ContractEvent() { }

    /// <summary>When, by the platform's clock.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>Who: an organisation, a citizen's pseudonym or <c>system</c>.</summary>
    public required string Actor { get; init; }

    /// <summary>The client's command, when one caused it.</summary>
    public ExecutedCommand? Command { get; init; }

    /// <summary><c>contract.created</c></summary>
    public sealed record Created(
        ContractId Id, OrganizationId Owner, string OwnerName, string Title, DateTimeOffset Deadline) : ContractEvent;

    /// <summary><c>document.attached</c>: replaces an earlier upload of the draft.</summary>
    public sealed record DocumentAttached(DocumentDigest Document, int PageCount) : ContractEvent;

    /// <summary><c>party.added</c></summary>
    public sealed record PartyAdded(
        PartyId Party, string Name, int Stage, PartyIdentity Identity, FieldPlacement? Field) : ContractEvent;

    /// <summary><c>contract.sent</c>: the frozen file and each party's field and link.</summary>
    public sealed record Sent(DocumentDigest Frozen, IReadOnlyList<SentParty> Parties) : ContractEvent;

    /// <summary><c>party.notified</c>: the invitation was accepted by the mail server.</summary>
    public sealed record PartyNotified(PartyId Party, string Channel) : ContractEvent;

    /// <summary><c>party.identified</c>: the person who opened the link is the party.</summary>
    public sealed record PartyIdentified(
        PartyId Party, CitizenId Citizen, string Name, int Level, string AssertionDigest, string SealedAssertion) : ContractEvent;

    /// <summary><c>party.viewed</c></summary>
    public sealed record PartyViewed(PartyId Party, DocumentDigest Document) : ContractEvent;

    /// <summary><c>party.consented</c></summary>
    public sealed record PartyConsented(PartyId Party, string ConsentText, string ConsentDigest, string Language) : ContractEvent;

    /// <summary><c>party.authorisation_requested</c>: the document-bound question.</summary>
    public sealed record AuthorisationRequested(
        PartyId Party, string AuthorisationId, string Nonce, string Challenge, DateTimeOffset ExpiresAt) : ContractEvent;

    /// <summary><c>party.authorised</c>: the signed answer.</summary>
    public sealed record PartyAuthorised(
        PartyId Party, string AuthorisationId, string AssertionDigest, string SealedAssertion) : ContractEvent;

    /// <summary><c>party.signing_started</c>: the intent; everything that determines the signature's bytes.</summary>
    public sealed record SigningStarted(
        PartyId Party, string AuthorisationId, DocumentDigest Base, DateTimeOffset SigningTime, int TimestampRoom) : ContractEvent;

    /// <summary>
    /// <c>party.authorisation_lapsed</c>: the signature could not be made in the life of its one-time key; the person is asked
    /// again.
    /// </summary>
    public sealed record AuthorisationLapsed(PartyId Party, string AuthorisationId) : ContractEvent;

    /// <summary><c>certificate.issued</c></summary>
    public sealed record CertificateIssued(PartyId? Party, string Serial, string Issuer, string CertificateDigest) : ContractEvent;

    /// <summary><c>party.signed</c></summary>
    public sealed record PartySigned(
        PartyId Party, string AuthorisationId, DocumentDigest Document, string CertificateSerial, DateTimeOffset ProvenTime)
        : ContractEvent;

    /// <summary><c>seal.started</c>: the owner's intent.</summary>
    public sealed record SealingStarted(DocumentDigest Base, DateTimeOffset SigningTime) : ContractEvent;

    /// <summary><c>seal.applied</c></summary>
    public sealed record SealApplied(DocumentDigest Document, string CertificateSerial, DateTimeOffset ProvenTime) : ContractEvent;

    /// <summary><c>contract.completed</c>: with the file that carries the archive material.</summary>
    public sealed record Completed(DocumentDigest Document) : ContractEvent;

    /// <summary><c>evidence.ready</c></summary>
    public sealed record EvidenceReady(DocumentDigest Package) : ContractEvent;

    /// <summary><c>party.declined</c></summary>
    public sealed record PartyDeclined(PartyId Party, string Reason) : ContractEvent;

    /// <summary><c>contract.voided</c></summary>
    public sealed record Voided(string Reason) : ContractEvent;

    /// <summary><c>contract.expired</c></summary>
    public sealed record Expired : ContractEvent;
}

/// <summary>What sending fixes for a party.</summary>
[GenerateSerializer, Immutable, Alias("trust.sent-party")]
public sealed record SentParty(
    [property: Id(0)] PartyId Party, [property: Id(1)] FieldPlacement Field, [property: Id(2)] string LinkDigest);
