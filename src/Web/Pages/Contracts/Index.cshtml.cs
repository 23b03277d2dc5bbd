using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc.RazorPages;
using TrustPlatform.Contracts;
using TrustPlatform.GrainInterfaces;
using TrustPlatform.Web.Desk;

namespace TrustPlatform.Web.Pages.Contracts;

/// <summary><c>/contracts</c>: the organisation's contracts, or the citizen's.</summary>
[Authorize]
internal sealed class IndexModel(IContractDesk contracts) : PageModel
{
    private const int PageSize = 20;

    public static IReadOnlyList<ContractStatus> Filters { get; } =
        [ContractStatus.Sent, ContractStatus.InProgress, ContractStatus.Completed, ContractStatus.Declined, ContractStatus.Voided, ContractStatus.Expired];

    [BindProperty(SupportsGet = true)]
    public ContractStatus? Status { get; set; }

    [BindProperty(SupportsGet = true)]
    public string? After { get; set; }

    public ContractPage Contracts { get; private set; } = new([], null);

    public bool IsOrganization => User.HasClaim(claim => claim.Type == SessionClaims.Organization);

    public async Task OnGetAsync(CancellationToken cancellationToken) =>
        Contracts = await contracts.List(User, Status, After, PageSize, cancellationToken);

    public string AddressOf(ContractListItem item) => IsOrganization ? $"/contracts/{item.Id}" : $"/contracts/{item.Id}/sign";
}
