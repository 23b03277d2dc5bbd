using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc.RazorPages;
using TrustPlatform.Contracts;
using TrustPlatform.Web.Desk;
using TrustPlatform.Web.Language;

namespace TrustPlatform.Web.Pages.Contracts;

/// <summary>
/// The step between our form and VNeID: browsers apply <c>form-action 'self'</c> to the redirects of a form too, so the way to
/// another origin begins at a page.
/// </summary>
[Authorize]
internal sealed class ConfirmModel(IContractDesk contracts, Words words) : PageModel
{
    [BindProperty(SupportsGet = true)]
    public string Id { get; set; } = "";

    public string Address { get; private set; } = "";

    public async Task<IActionResult> OnGetAsync(CancellationToken cancellationToken)
    {
        if (!ContractId.TryParse(Id, out var id) || await contracts.Find(User, id, cancellationToken) is not { You: { } you })
        {
            return ContractAnswers.NotFound(words);
        }

        Address = $"/auth/step-up?contract={id}&party={you.Id}";
        return Page();
    }
}
