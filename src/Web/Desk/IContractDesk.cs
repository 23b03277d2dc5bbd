using System.Security.Claims;
using TrustPlatform.Contracts;
using TrustPlatform.GrainInterfaces;

namespace TrustPlatform.Web.Desk;

/// <summary>A contract with what the person who asks is in it.</summary>
/// <param name="Contract">The contract.</param>
/// <param name="IsOwner">The session acts for the organisation that sent it.</param>
/// <param name="You">The party that the signed-in citizen is, identified; or null.</param>
public sealed record ContractCase(ContractView Contract, bool IsOwner, PartyView? You);

/// <summary>A party as the sender types it; checked by the desk.</summary>
/// <param name="Name">Full name.</param>
/// <param name="PersonalNumber">12 digits.</param>
/// <param name="Email">Where the invitation goes.</param>
/// <param name="Stage">Lower stages sign first.</param>
public sealed record PartyDraft(string Name, string PersonalNumber, string Email, int Stage)
{
    /// <summary>Names nobody.</summary>
    public override string ToString() => nameof(PartyDraft);
}

/// <summary>A contract to be made and sent in one go.</summary>
/// <param name="Key">Made with the form: sending the form twice makes one contract.</param>
/// <param name="Title">What people call it.</param>
/// <param name="Deadline">Until when it may be signed.</param>
/// <param name="Parties">Who must sign.</param>
public sealed record ContractDraft(IdempotencyKey Key, string Title, DateTimeOffset Deadline, IReadOnlyList<PartyDraft> Parties);

/// <summary>How the registration of an organisation ended. There are only these cases.</summary>
public abstract record RegistrationOutcome
{
    private RegistrationOutcome() { }

    /// <summary>Registered, and the session acts for it from now on. The API key is shown this once.</summary>
    public sealed record Registered(OrganizationId Id, string LegalName, string ApiKey) : RegistrationOutcome
    {
        /// <summary>Without the key.</summary>
        public override string ToString() => $"Registered {{ Id = {Id} }}";
    }

    /// <summary>Nothing happened.</summary>
    public sealed record Refused(DeskProblem Problem) : RegistrationOutcome;
}

/// <summary>
/// What the sender's pages ask. Access is the desk's to judge: what a session may not see does not exist for it. Languages are
/// <c>vi</c> and <c>en</c> and concern the words of problems.
/// </summary>
public interface IContractDesk
{
    /// <summary>The contract for its owner or an identified party; null otherwise and where there is none.</summary>
    Task<ContractCase?> Find(ClaimsPrincipal user, ContractId id, CancellationToken cancellationToken);

    /// <summary>The session's contracts (the organisation's when it acts for one, else the citizen's), the last changed first.</summary>
    Task<ContractPage> List(ClaimsPrincipal user, ContractStatus? status, string? after, int limit, CancellationToken cancellationToken);

    /// <summary>What happened to a contract that <see cref="Find"/> shows, in order, at most 200 events after a sequence.</summary>
    Task<IReadOnlyList<StatusEvent>> Events(ContractId id, long afterSequence, CancellationToken cancellationToken);

    /// <summary>
    /// Makes the draft, attaches the PDF, adds the parties and sends, each step idempotent under the draft's key. The first
    /// refusal ends it, with the form field in <see cref="DeskProblem.Field"/>.
    /// </summary>
    Task<DeskOutcome> Send(ClaimsPrincipal user, ContractDraft draft, Stream document, string language, CancellationToken cancellationToken);

    /// <summary>Withdraws a contract of the session's organisation.</summary>
    Task<DeskOutcome> Void(ClaimsPrincipal user, ContractId id, string reason, string language, CancellationToken cancellationToken);

    /// <summary>
    /// Registers the organisation of which the signed-in citizen is the legal representative, and signs the session in again with
    /// it (hence the context). The same key shows the same API key again.
    /// </summary>
    Task<RegistrationOutcome> Register(
        HttpContext context, string taxCode, IdempotencyKey key, string language, CancellationToken cancellationToken);
}
