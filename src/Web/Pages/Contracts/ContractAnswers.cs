using System.Text.Json;
using Microsoft.AspNetCore.Mvc.RazorPages;
using TrustPlatform.Contracts;
using TrustPlatform.Web.Desk;
using TrustPlatform.Web.Display;
using TrustPlatform.Web.Language;
using TrustPlatform.Web.Problems;

namespace TrustPlatform.Web.Pages.Contracts;

/// <summary>Answers that the pages about one contract share.</summary>
internal static class ContractAnswers
{
    /// <summary>A contract that the session may not see does not exist for it.</summary>
    public static IActionResult NotFound(Words words) =>
        new ProblemPage(new("contract_not_found", StatusCodes.Status404NotFound, words["contract.not_found"], words["contract.not_found_advice"]));

    /// <summary>The stepper's state as JSON, for the script that keeps it live.</summary>
    public static async Task<IActionResult> StatusAsync(
        this PageModel page, IContractDesk desk, string id, Words words, CancellationToken cancellationToken) =>
        ContractId.TryParse(id, out var contract) && await desk.Find(page.User, contract, cancellationToken) is { } found
            ? new ContentResult
            {
                Content = JsonSerializer.Serialize(LiveStatus.Of(found, words), WebJson.Default.LiveStatus),
                ContentType = "application/json; charset=utf-8",
            }
            : new NotFoundResult();
}
