using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc.RazorPages;
using TrustPlatform.Contracts;
using TrustPlatform.GrainInterfaces;
using TrustPlatform.Web.Desk;
using TrustPlatform.Web.Display;
using TrustPlatform.Web.Language;

namespace TrustPlatform.Web.Pages.Contracts;

/// <summary><c>/contracts/{id}/sign</c>: read, agree, confirm at VNeID; afterwards the state of all parties.</summary>
[Authorize]
internal sealed class SignModel(IContractDesk contracts, ISigningDesk signing, Words words) : PageModel
{
    private const int MaxReasonLength = 1000;

    [BindProperty(SupportsGet = true)]
    public string Id { get; set; } = "";

    /// <summary>What the sign-in left behind: <c>refused</c> when the person pressed cancel there.</summary>
    [BindProperty(SupportsGet = true)]
    public string? Note { get; set; }

    [BindProperty]
    public bool Agreed { get; set; }

    [BindProperty]
    public string? Reason { get; set; }

    public ContractCase Case { get; private set; } = null!; // the page is rendered only after it was found

    public ReadingCopy? Copy { get; private set; }

    public string Consent { get; private set; } = "";

    /// <summary>Said above everything: why the last click did nothing.</summary>
    public DeskProblem? Problem { get; private set; }

    public PartyView You => Case.You!;

    public bool IsOpen => Case.Contract.Status is ContractStatus.Sent or ContractStatus.InProgress;

    public bool IsYourTurn => Case.IsYourTurn();

    public Task<IActionResult> OnGetAsync(CancellationToken cancellationToken) => ShowAsync(cancellationToken);

    public Task<IActionResult> OnGetStatusAsync(CancellationToken cancellationToken) =>
        this.StatusAsync(contracts, Id, words, cancellationToken);

    public async Task<IActionResult> OnPostSignAsync(CancellationToken cancellationToken)
    {
        if (!ContractId.TryParse(Id, out var id))
        {
            return ContractAnswers.NotFound(words);
        }

        if (!Agreed)
        {
            return await RefuseAsync(new("consent_missing", 409, words["sign.agree_first"], words["sign.agree_first_advice"]), cancellationToken);
        }

        // Consent and question are on record before the browser leaves; VNeID's own page is reached from a page, because a form
        // must not lead to another origin (form-action).
        return await signing.Confirm(User, id, words.Language, cancellationToken) switch
        {
            DeskOutcome.Done => RedirectToPage("Confirm", new { id = Id }),
            DeskOutcome.Refused refused => await RefuseAsync(refused.Problem, cancellationToken),
            _ => throw new System.Diagnostics.UnreachableException(),
        };
    }

    public async Task<IActionResult> OnPostDeclineAsync(CancellationToken cancellationToken)
    {
        if (!ContractId.TryParse(Id, out var id))
        {
            return ContractAnswers.NotFound(words);
        }

        var reason = Reason?.Trim() ?? "";
        if (reason.Length is 0 or > MaxReasonLength)
        {
            return await RefuseAsync(
                new("reason_missing", 422, words["sign.reason_missing"], words["sign.reason_missing_advice"]) { Field = "reason" }, cancellationToken);
        }

        return await signing.Decline(User, id, reason, words.Language, cancellationToken) switch
        {
            DeskOutcome.Done => RedirectToPage(new { id = Id }),
            DeskOutcome.Refused refused => await RefuseAsync(refused.Problem, cancellationToken),
            _ => throw new System.Diagnostics.UnreachableException(),
        };
    }

    private async Task<IActionResult> RefuseAsync(DeskProblem problem, CancellationToken cancellationToken)
    {
        Problem = problem;
        var page = await ShowAsync(cancellationToken);
        Response.StatusCode = problem.Status;
        return page;
    }

    private async Task<IActionResult> ShowAsync(CancellationToken cancellationToken)
    {
        if (!ContractId.TryParse(Id, out var id) || await contracts.Find(User, id, cancellationToken) is not { } found)
        {
            return ContractAnswers.NotFound(words);
        }

        if (found.You is null)
        {
            return LocalRedirect($"/contracts/{Id}");
        }

        Case = found;
        Copy = await signing.Read(User, id, cancellationToken);
        Consent = signing.ConsentText(found.Contract, words.Language);
        if (IsOpen && You.Progress is PartyProgress.Identified && Copy is not null)
        {
            // Opening the page is opening the document: its text is in this very answer.
            await signing.RecordView(User, id, words.Language, cancellationToken);
        }

        return Page();
    }
}
