namespace TrustPlatform.Contracts;

/// <summary>What can be asked of a contract. Secrets of persons are sealed before they come here.</summary>
[GenerateSerializer, Immutable, Alias("trust.command")]
public abstract record ContractCommand
{
    private ContractCommand() { }

    /// <summary>Make a draft.</summary>
    [GenerateSerializer, Immutable, Alias("trust.command.create")]
    public sealed record Create(
        [property: Id(0)] ContractId Id, [property: Id(1)] OrganizationId Owner, [property: Id(2)] string OwnerName,
        [property: Id(3)] string Title, [property: Id(4)] DateTimeOffset Deadline) : ContractCommand;

    /// <summary>Attach the PDF, which passed the intake checks.</summary>
    [GenerateSerializer, Immutable, Alias("trust.command.attach-document")]
    public sealed record AttachDocument([property: Id(0)] DocumentDigest Document, [property: Id(1)] int PageCount)
        : ContractCommand;

    /// <summary>Add parties.</summary>
    [GenerateSerializer, Immutable, Alias("trust.command.add-parties")]
    public sealed record AddParties([property: Id(0)] IReadOnlyList<NewParty> Parties) : ContractCommand;

    /// <summary>Freeze and send: the fields are laid in <paramref name="Frozen"/>.</summary>
    [GenerateSerializer, Immutable, Alias("trust.command.send")]
    public sealed record Send([property: Id(0)] DocumentDigest Frozen, [property: Id(1)] IReadOnlyList<SentParty> Parties)
        : ContractCommand;

    /// <summary>The invitation of a party was taken by the mail server.</summary>
    [GenerateSerializer, Immutable, Alias("trust.command.record-notification")]
    public sealed record RecordNotification([property: Id(0)] PartyId Party, [property: Id(1)] string Channel) : ContractCommand;

    /// <summary>A person opened a party's link and proved an identity.</summary>
    [GenerateSerializer, Immutable, Alias("trust.command.identify")]
    public sealed record Identify(
        [property: Id(0)] string LinkDigest, [property: Id(1)] CitizenId Citizen, [property: Id(2)] string Name,
        [property: Id(3)] int Level, [property: Id(4)] string AssertionDigest, [property: Id(5)] string SealedAssertion)
        : ContractCommand;

    /// <summary>The party opened the document.</summary>
    [GenerateSerializer, Immutable, Alias("trust.command.view")]
    public sealed record View([property: Id(0)] PartyId Party, [property: Id(1)] CitizenId Citizen) : ContractCommand;

    /// <summary>The party agreed to the sentence that it was shown.</summary>
    [GenerateSerializer, Immutable, Alias("trust.command.consent")]
    public sealed record Consent(
        [property: Id(0)] PartyId Party, [property: Id(1)] CitizenId Citizen, [property: Id(2)] string ConsentText,
        [property: Id(3)] string Language) : ContractCommand;

    /// <summary>Ask the document-bound question; <paramref name="Nonce"/> is 16 random octets, hexadecimal.</summary>
    [GenerateSerializer, Immutable, Alias("trust.command.request-authorisation")]
    public sealed record RequestAuthorisation(
        [property: Id(0)] PartyId Party, [property: Id(1)] CitizenId Citizen, [property: Id(2)] string Nonce) : ContractCommand;

    /// <summary>The signed answer to it; <paramref name="Challenge"/> is what was signed, hexadecimal.</summary>
    [GenerateSerializer, Immutable, Alias("trust.command.authorise")]
    public sealed record Authorise(
        [property: Id(0)] PartyId Party, [property: Id(1)] CitizenId Citizen, [property: Id(2)] string Challenge,
        [property: Id(3)] int Level, [property: Id(4)] string AssertionDigest, [property: Id(5)] string SealedAssertion)
        : ContractCommand;

    /// <summary>The party declines.</summary>
    [GenerateSerializer, Immutable, Alias("trust.command.decline")]
    public sealed record Decline(
        [property: Id(0)] PartyId Party, [property: Id(1)] CitizenId Citizen, [property: Id(2)] string Reason) : ContractCommand;

    /// <summary>The owner withdraws.</summary>
    [GenerateSerializer, Immutable, Alias("trust.command.void")]
    public sealed record Void([property: Id(0)] string Reason) : ContractCommand;

    /// <summary>The deadline has passed.</summary>
    [GenerateSerializer, Immutable, Alias("trust.command.expire")]
    public sealed record Expire : ContractCommand;

    /// <summary>
    /// Begin a party's signature over the file as it stands, with <paramref name="TimestampRoom"/> bytes for its timestamp.
    /// </summary>
    [GenerateSerializer, Immutable, Alias("trust.command.begin-signing")]
    public sealed record BeginSigning([property: Id(0)] PartyId Party, [property: Id(1)] int TimestampRoom) : ContractCommand;

    /// <summary>The signature is in <paramref name="Document"/>.</summary>
    [GenerateSerializer, Immutable, Alias("trust.command.record-signature")]
    public sealed record RecordSignature(
        [property: Id(0)] PartyId Party, [property: Id(1)] string AuthorisationId, [property: Id(2)] DocumentDigest Base,
        [property: Id(3)] DocumentDigest Document, [property: Id(4)] string CertificateSerial,
        [property: Id(5)] string CertificateIssuer, [property: Id(6)] string CertificateDigest,
        [property: Id(7)] DateTimeOffset ProvenTime) : ContractCommand;

    /// <summary>The one-time key was destroyed unused: the authorisation cannot become a signature any more.</summary>
    [GenerateSerializer, Immutable, Alias("trust.command.lapse-authorisation")]
    public sealed record LapseAuthorisation([property: Id(0)] PartyId Party, [property: Id(1)] string AuthorisationId)
        : ContractCommand;

    /// <summary>Begin the owner's seal.</summary>
    [GenerateSerializer, Immutable, Alias("trust.command.begin-sealing")]
    public sealed record BeginSealing : ContractCommand;

    /// <summary>The seal is in <paramref name="Document"/>.</summary>
    [GenerateSerializer, Immutable, Alias("trust.command.record-seal")]
    public sealed record RecordSeal(
        [property: Id(0)] DocumentDigest Base, [property: Id(1)] DocumentDigest Document,
        [property: Id(2)] string CertificateSerial, [property: Id(3)] DateTimeOffset ProvenTime) : ContractCommand;

    /// <summary>The archive material is in <paramref name="Document"/>, and the verifier calls it valid.</summary>
    [GenerateSerializer, Immutable, Alias("trust.command.complete")]
    public sealed record Complete([property: Id(0)] DocumentDigest Base, [property: Id(1)] DocumentDigest Document)
        : ContractCommand;

    /// <summary>The evidence package is stored.</summary>
    [GenerateSerializer, Immutable, Alias("trust.command.record-evidence")]
    public sealed record RecordEvidence([property: Id(0)] DocumentDigest Package) : ContractCommand;
}

/// <summary>A party to be added.</summary>
[GenerateSerializer, Immutable, Alias("trust.new-party")]
public sealed record NewParty(
    [property: Id(0)] string Name, [property: Id(1)] int Stage, [property: Id(2)] PartyIdentity Identity,
    [property: Id(3)] FieldPlacement? Field);

/// <summary>A command with who gives it and how its repetition is recognised.</summary>
/// <param name="Command">The command.</param>
/// <param name="Actor">An organisation, a citizen's pseudonym or <c>system</c>.</param>
/// <param name="Key">The client's idempotency key; null for the platform's own commands, which their own content repeats.</param>
/// <param name="RequestDigest">SHA-256 of the client's request, hexadecimal; the same key with another digest is refused.</param>
[GenerateSerializer, Immutable, Alias("trust.command-envelope")]
public sealed record CommandEnvelope(
    [property: Id(0)] ContractCommand Command, [property: Id(1)] string Actor, [property: Id(2)] IdempotencyKey? Key,
    [property: Id(3)] string RequestDigest)
{
    /// <summary>The platform's own command.</summary>
    public static CommandEnvelope System(ContractCommand command) => new(command, "system", null, "");
}

/// <summary>Why a command was refused. Each has a page in the problem catalogue.</summary>
public enum RefusalCode
{
    /// <summary>No such contract, or none that the caller may see.</summary>
    ContractNotFound,

    /// <summary>No such party.</summary>
    PartyNotFound,

    /// <summary>The command does not fit the state.</summary>
    IllegalTransition,

    /// <summary>The idempotency key was used with another request.</summary>
    IdempotencyKeyReused,

    /// <summary>The title is empty or too long.</summary>
    TitleInvalid,

    /// <summary>The deadline is not between one minute and five years ahead.</summary>
    DeadlineInvalid,

    /// <summary>No document is attached.</summary>
    DocumentMissing,

    /// <summary>No party was added.</summary>
    PartiesMissing,

    /// <summary>More parties than a contract may have.</summary>
    TooManyParties,

    /// <summary>The same person stands twice.</summary>
    DuplicateParty,

    /// <summary>A signature field lies outside its page, or on a page that does not exist.</summary>
    FieldInvalid,

    /// <summary>No party has this link.</summary>
    LinkUnknown,

    /// <summary>The link's deadline passed.</summary>
    LinkExpired,

    /// <summary>The link was bound to another person.</summary>
    LinkOfAnotherPerson,

    /// <summary>The identity's personal number or name is not the party's.</summary>
    IdentityMismatch,

    /// <summary>The identity is below VNeID level 2.</summary>
    IdentityLevelTooLow,

    /// <summary>The person has not proved the party's identity yet.</summary>
    NotIdentified,

    /// <summary>Parties of an earlier stage sign first.</summary>
    NotYourTurn,

    /// <summary>The document was not opened before the consent.</summary>
    NotViewed,

    /// <summary>No consent was recorded.</summary>
    ConsentMissing,

    /// <summary>No authorisation was asked for.</summary>
    AuthorisationMissing,

    /// <summary>The authorisation was not answered in time.</summary>
    AuthorisationExpired,

    /// <summary>The answer belongs to another document, party, consent or moment.</summary>
    AuthorisationMismatch,

    /// <summary>The party has signed already.</summary>
    AlreadySigned,

    /// <summary>The file changed under a signature that was being made; it is made again.</summary>
    Superseded,
}

/// <summary>A refusal with the state in which it was given.</summary>
[GenerateSerializer, Immutable, Alias("trust.refusal")]
public sealed record Refusal([property: Id(0)] RefusalCode Code, [property: Id(1)] ContractStatus Status);

/// <summary>What a contract answers a command. There are only these cases.</summary>
public abstract record Decision
{
    private Decision() { }

    /// <summary>These events happen.</summary>
    public sealed record Accepted(IReadOnlyList<ContractEvent> Events) : Decision;

    /// <summary>It has happened already: the same command came again.</summary>
    public sealed record Repeated : Decision;

    /// <summary>Nothing happens.</summary>
    public sealed record Refused(Refusal Refusal) : Decision;
}
