using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc.RazorPages;
using TrustPlatform.Contracts;
using TrustPlatform.Web.Desk;
using TrustPlatform.Web.Language;

namespace TrustPlatform.Web.Pages.Organizations;

/// <summary><c>/organizations/new</c>: the legal representative registers the organisation. The key is shown in this answer only.</summary>
[Authorize]
internal sealed class NewModel(IContractDesk contracts, Words words) : PageModel
{
    [BindProperty]
    public string Key { get; set; } = "";

    [BindProperty]
    public string? TaxCode { get; set; }

    public DeskProblem? Problem { get; private set; }

    public RegistrationOutcome.Registered? Registered { get; private set; }

    public void OnGet() => Key = $"{IdempotencyKey.Create()}";

    public async Task<IActionResult> OnPostAsync(CancellationToken cancellationToken)
    {
        if (!IdempotencyKey.TryParse(Key, out var key))
        {
            key = IdempotencyKey.Create();
            Key = $"{key}";
        }

        var outcome = await contracts.Register(HttpContext, TaxCode?.Trim() ?? "", key, words.Language, cancellationToken);
        Registered = outcome as RegistrationOutcome.Registered;
        Problem = (outcome as RegistrationOutcome.Refused)?.Problem;
        Response.StatusCode = Problem?.Status ?? StatusCodes.Status200OK;
        return Page();
    }
}
