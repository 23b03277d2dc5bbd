using System.Security.Claims;
using TrustPlatform.Contracts;
using TrustPlatform.GrainInterfaces;

namespace TrustPlatform.Web.Desk;

/// <summary>What the landing page shows before anybody is identified: no name of a person, no number.</summary>
/// <param name="Contract">The contract.</param>
/// <param name="OwnerName">Registered name of the organisation that asks.</param>
/// <param name="OwnerTaxCode">Its tax code.</param>
/// <param name="Title">The contract's title.</param>
/// <param name="PageCount">Pages of the document.</param>
/// <param name="Deadline">Until when it may be signed.</param>
/// <param name="ShortCode">Short code of the frozen document.</param>
/// <param name="Status">Where the contract stands.</param>
public sealed record Invitation(
    ContractId Contract, string OwnerName, string OwnerTaxCode, string Title, int PageCount, DateTimeOffset Deadline,
    string ShortCode, ContractStatus Status);

/// <summary>The document as the reader needs it.</summary>
/// <param name="LengthInBytes">Length of the file as it stands (<see cref="ContractView.Document"/>).</param>
/// <param name="FrozenLengthInBytes">
/// Length of the file as sent: the file as it stands begins with these bytes, and their SHA-256 is
/// <see cref="ContractView.Frozen"/> (DESIGN D-15). The browser checks it.
/// </param>
/// <param name="Pages">The text for people who do not see the drawn pages, in reading order.</param>
public sealed record ReadingCopy(long LengthInBytes, long FrozenLengthInBytes, IReadOnlyList<PageText> Pages);

/// <summary>The text of a page.</summary>
/// <param name="Number">From 1.</param>
/// <param name="Paragraphs">In reading order; empty for a page that is a picture.</param>
public sealed record PageText(int Number, IReadOnlyList<string> Paragraphs);

/// <summary>
/// What the signer's pages ask, always for the citizen who is signed in. Languages are <c>vi</c> and <c>en</c>. Every command may
/// be repeated: a lost answer costs a second click, never a second signature.
/// </summary>
public interface ISigningDesk
{
    /// <summary>The invitation behind a one-time link, or null when the link is not right. Needs no session.</summary>
    Task<Invitation?> FindInvitation(string token, CancellationToken cancellationToken);

    /// <summary>Binds the link to the signed-in citizen, when he is the party that it names.</summary>
    Task<DeskOutcome> OpenLink(ClaimsPrincipal user, string token, string language, CancellationToken cancellationToken);

    /// <summary>The document for its party or owner, or null.</summary>
    Task<ReadingCopy?> Read(ClaimsPrincipal user, ContractId id, CancellationToken cancellationToken);

    /// <summary>Records that the party has opened the document; without effect when it did before.</summary>
    Task<DeskOutcome> RecordView(ClaimsPrincipal user, ContractId id, string language, CancellationToken cancellationToken);

    /// <summary>The sentence that <see cref="Confirm"/> records, word for word, for showing it beforehand.</summary>
    string ConsentText(ContractView contract, string language);

    /// <summary>
    /// Records the consent and asks the document-bound question. The page then sends the browser to
    /// <c>/auth/step-up?contract=…&amp;party=…</c>, which leads to VNeID and back to <c>/contracts/{id}/sign</c>.
    /// </summary>
    Task<DeskOutcome> Confirm(ClaimsPrincipal user, ContractId id, string language, CancellationToken cancellationToken);

    /// <summary>The party declines, with a reason that every party sees.</summary>
    Task<DeskOutcome> Decline(ClaimsPrincipal user, ContractId id, string reason, string language, CancellationToken cancellationToken);
}
