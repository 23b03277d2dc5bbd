using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc.RazorPages;
using TrustPlatform.Contracts;
using TrustPlatform.GrainInterfaces;
using TrustPlatform.Web.Desk;
using TrustPlatform.Web.Language;

namespace TrustPlatform.Web.Pages.Contracts;

/// <summary><c>/contracts/{id}</c>: where a contract stands and what happened to it.</summary>
[Authorize]
internal sealed class DetailsModel(IContractDesk contracts, Words words) : PageModel
{
    private const int MaxReasonLength = 1000;

    [BindProperty(SupportsGet = true)]
    public string Id { get; set; } = "";

    [BindProperty]
    public string? Reason { get; set; }

    public ContractCase Case { get; private set; } = null!; // the page is rendered only after it was found

    public IReadOnlyList<StatusEvent> Events { get; private set; } = [];

    public DeskProblem? Problem { get; private set; }

    public Task<IActionResult> OnGetAsync(CancellationToken cancellationToken) => ShowAsync(cancellationToken);

    public Task<IActionResult> OnGetStatusAsync(CancellationToken cancellationToken) =>
        this.StatusAsync(contracts, Id, words, cancellationToken);

    public async Task<IActionResult> OnPostVoidAsync(CancellationToken cancellationToken)
    {
        if (!ContractId.TryParse(Id, out var id))
        {
            return ContractAnswers.NotFound(words);
        }

        var reason = Reason?.Trim() ?? "";
        Problem = reason.Length is 0 or > MaxReasonLength
            ? new("reason_missing", 422, words["sign.reason_missing"], words["sign.reason_missing_advice"])
            : await contracts.Void(User, id, reason, words.Language, cancellationToken) is DeskOutcome.Refused refused ? refused.Problem : null;
        if (Problem is null)
        {
            return RedirectToPage(new { id = Id });
        }

        var page = await ShowAsync(cancellationToken);
        Response.StatusCode = Problem.Status;
        return page;
    }

    /// <summary>An event in words; a kind that has none is shown by its name rather than hidden.</summary>
    public string Describe(StatusEvent happened)
    {
        var party = happened.Party is { } id ? Case.Contract.Parties.FirstOrDefault(party => party.Id == id)?.Name ?? $"{id}" : "";
        var key = $"event.{happened.Type}";
        return words.Has(key) ? words[key, party] : happened.Type;
    }

    private async Task<IActionResult> ShowAsync(CancellationToken cancellationToken)
    {
        if (!ContractId.TryParse(Id, out var id) || await contracts.Find(User, id, cancellationToken) is not { } found)
        {
            return ContractAnswers.NotFound(words);
        }

        Case = found;
        Events = await contracts.Events(id, 0, cancellationToken);
        return Page();
    }
}
