using TrustPlatform.Contracts;

namespace TrustPlatform.GrainInterfaces;

/// <summary>How a contract answered. There are only these cases.</summary>
[GenerateSerializer, Immutable, Alias("trust.command-outcome")]
public abstract record CommandOutcome
{
    private CommandOutcome() { }

    /// <summary>Durable (or done before, when the command came again); the contract as it is now.</summary>
    [GenerateSerializer, Immutable, Alias("trust.command-outcome.done")]
    public sealed record Done([property: Id(0)] ContractView Contract) : CommandOutcome;

    /// <summary>Nothing happened.</summary>
    [GenerateSerializer, Immutable, Alias("trust.command-outcome.refused")]
    public sealed record Refused([property: Id(0)] Refusal Refusal) : CommandOutcome;
}

/// <summary>An event as subscribers see it: no personal data beyond names of parties.</summary>
[GenerateSerializer, Immutable, Alias("trust.status-event")]
public sealed record StatusEvent(
    [property: Id(0)] ContractId Contract, [property: Id(1)] long Sequence, [property: Id(2)] string Type,
    [property: Id(3)] DateTimeOffset At, [property: Id(4)] PartyId? Party);

/// <summary>Told when a contract has new events. A hint: the events are read from the contract.</summary>
[Alias("trust.contract-observer")]
public interface IContractObserver : IGrainObserver
{
    /// <summary>The contract has events up to <paramref name="sequence"/>.</summary>
    [Alias("changed")]
    Task Changed(ContractId contract, long sequence);
}

/// <summary>A contract: the single writer of its events.</summary>
[Alias("trust.contract")]
public interface IContractGrain : IGrainWithStringKey
{
    /// <summary>Carries out a command; acknowledged means durable.</summary>
    [Alias("execute")]
    Task<CommandOutcome> Execute(CommandEnvelope command);

    /// <summary>
    /// Freezes the document, lays the signature fields, makes the links and sends: the platform's side of
    /// <see cref="ContractCommand.Send"/>.
    /// </summary>
    [Alias("send")]
    Task<CommandOutcome> Send(string actor, IdempotencyKey key, string requestDigest);

    /// <summary>
    /// Takes the answer to the document-bound question and, when it holds, makes the signature. Answers when the signature is
    /// durable, or when it is certain to follow (a timestamp authority that is out of reach delays it).
    /// </summary>
    [Alias("authorise")]
    Task<CommandOutcome> Authorise(PartyId party, CitizenId citizen, AuthorisationAnswer answer);

    /// <summary>Goes on with whatever is unfinished: signature, seal, archive, evidence. True when nothing is left.</summary>
    [Alias("continue")]
    Task<bool> Continue();

    /// <summary>Sends the invitation of a party, once. True when nothing is left to do.</summary>
    [Alias("deliver-invitation")]
    Task<bool> DeliverInvitation(PartyId party, string sealedLink);

    /// <summary>The contract, or null where there is none.</summary>
    [Alias("read")]
    Task<ContractView?> Read();

    /// <summary>The sent contract that has a party with this link, or null.</summary>
    [Alias("find-invitation")]
    Task<ContractView?> FindInvitation(string linkDigest);

    /// <summary>Events after a sequence, at most <paramref name="limit"/> (1 to 200).</summary>
    [Alias("events")]
    Task<IReadOnlyList<StatusEvent>> Events(long afterSequence, int limit);

    /// <summary>Tells an observer of new events for one minute; renew sooner.</summary>
    [Alias("watch")]
    Task Watch(IContractObserver observer);
}

/// <summary>The answer of the identity provider to the document-bound question.</summary>
/// <param name="Challenge">What was signed, hexadecimal.</param>
/// <param name="Level">VNeID level of the person.</param>
/// <param name="AssertionDigest">SHA-256 of the assertion, hexadecimal.</param>
/// <param name="SealedAssertion">Assertion and verification key, encrypted; base64.</param>
[GenerateSerializer, Immutable, Alias("trust.authorisation-answer")]
public sealed record AuthorisationAnswer(
    [property: Id(0)] string Challenge, [property: Id(1)] int Level, [property: Id(2)] string AssertionDigest,
    [property: Id(3)] string SealedAssertion);
