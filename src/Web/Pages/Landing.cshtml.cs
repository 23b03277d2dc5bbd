using Microsoft.AspNetCore.Mvc.RazorPages;
using TrustPlatform.Web.Desk;
using TrustPlatform.Web.Display;
using TrustPlatform.Web.Language;
using TrustPlatform.Web.Problems;

namespace TrustPlatform.Web.Pages;

/// <summary><c>/sign/{token}</c>: who asks, what for, until when; then to the document, by way of VNeID when nobody is signed in.</summary>
internal sealed class LandingModel(ISigningDesk desk, Words words, TimeProvider time) : PageModel
{
    [BindProperty(SupportsGet = true)]
    public string Token { get; set; } = "";

    public Invitation? Invitation { get; private set; }

    public bool SignedIn => User.HasClaim(claim => claim.Type == SessionClaims.Citizen);

    /// <summary>Where VNeID brings the person back to: the document opens without another tap.</summary>
    public string OpenAddress => $"/sign/{Token}?open=1";

    public string Remaining => Deadlines.Remaining(Invitation!.Deadline, time.GetUtcNow(), words);

    public async Task<IActionResult> OnGetAsync(bool open, CancellationToken cancellationToken)
    {
        if (open && SignedIn)
        {
            return await OpenAsync(cancellationToken);
        }

        Invitation = await desk.FindInvitation(Token, cancellationToken);
        return Invitation is null
            ? new ProblemPage(new("link_unknown", StatusCodes.Status404NotFound, words["landing.not_found"], words["landing.not_found_advice"]))
            : Page();
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancellationToken) =>
        SignedIn ? await OpenAsync(cancellationToken) : RedirectToPage();

    private async Task<IActionResult> OpenAsync(CancellationToken cancellationToken) =>
        await desk.OpenLink(User, Token, words.Language, cancellationToken) switch
        {
            DeskOutcome.Done done => LocalRedirect($"/contracts/{done.Contract.Id}/sign"),
            DeskOutcome.Refused refused => new ProblemPage(refused.Problem),
            _ => throw new System.Diagnostics.UnreachableException(),
        };
}
