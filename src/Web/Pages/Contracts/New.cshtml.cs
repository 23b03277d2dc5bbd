using System.Globalization;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc.RazorPages;
using TrustPlatform.Contracts;
using TrustPlatform.Web.Desk;
using TrustPlatform.Web.Display;
using TrustPlatform.Web.Language;

namespace TrustPlatform.Web.Pages.Contracts;

/// <summary>A row of the form; empty rows are left out.</summary>
internal sealed class PartyRow
{
    public string? Name { get; set; }

    public string? PersonalNumber { get; set; }

    public string? Email { get; set; }

    public int Stage { get; set; } = 1;

    public bool IsFilled => !string.IsNullOrWhiteSpace(Name) || !string.IsNullOrWhiteSpace(PersonalNumber) || !string.IsNullOrWhiteSpace(Email);
}

/// <summary><c>/contracts/new</c>: upload, name the parties, send. One form; sending it twice makes one contract.</summary>
[Authorize]
[RequestSizeLimit(MaxRequestLength), RequestFormLimits(MultipartBodyLengthLimit = MaxRequestLength)]
internal sealed class NewModel(IContractDesk contracts, Words words, TimeProvider time) : PageModel
{
    private const int MaxRequestLength = 64 << 20;
    private const int Rows = 5;

    [BindProperty]
    public string Key { get; set; } = "";

    [BindProperty]
    public string? Title { get; set; }

    [BindProperty]
    public string? Deadline { get; set; }

    [BindProperty]
    public IFormFile? Document { get; set; }

    [BindProperty]
    public List<PartyRow> Parties { get; set; } = [];

    public List<(string Field, DeskProblem Problem)> Errors { get; } = [];

    public IActionResult OnGet()
    {
        if (!User.HasClaim(claim => claim.Type == SessionClaims.Organization))
        {
            return LocalRedirect("/organizations/new");
        }

        Key = $"{IdempotencyKey.Create()}";
        Deadline = time.GetUtcNow().ToOffset(Moments.VietNam).AddDays(7).ToString("yyyy-MM-dd'T17:00'", CultureInfo.InvariantCulture);
        Pad();
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancellationToken)
    {
        var draft = Read();
        if (draft is null)
        {
            return Again();
        }

        await using var document = Document!.OpenReadStream(); // checked by Read
        var outcome = await contracts.Send(User, draft, document, words.Language, cancellationToken);
        if (outcome is DeskOutcome.Refused { Problem: var problem })
        {
            Errors.Add((problem.Field ?? "title", problem));
            if (problem.Code == "idempotency_key_reused")
            {
                Key = $"{IdempotencyKey.Create()}"; // a form that was sent and then changed is another contract
            }

            return Again();
        }

        return LocalRedirect($"/contracts/{((DeskOutcome.Done)outcome).Contract.Id}");
    }

    /// <summary>The element that an error links to.</summary>
    public static string IdOf(string field) => field.StartsWith("parties[", StringComparison.Ordinal)
        ? field.Replace("].", "-", StringComparison.Ordinal).Replace('[', '-').Replace("personalNumber", "number", StringComparison.Ordinal)
        : field;

    private ContractDraft? Read()
    {
        var hasKey = IdempotencyKey.TryParse(Key, out var key);
        if (!hasKey)
        {
            key = IdempotencyKey.Create();
            Key = $"{key}";
        }

        Require(!string.IsNullOrWhiteSpace(Title), "title", "new.title_missing");
        Require(Document is { Length: > 0 }, "document", "new.file_missing");
        var deadline = Instant(Deadline);
        Require(deadline is not null, "deadline", "new.deadline_missing");
        var rows = Parties.Take(Contract.MaxParties).Where(row => row.IsFilled).ToList();
        Require(rows.Count > 0, "parties[0].name", "new.party_missing");
        return Errors.Count > 0
            ? null
            : new(key, Title!.Trim(), deadline!.Value, [.. rows.Select(row => new PartyDraft(
                row.Name?.Trim() ?? "", row.PersonalNumber?.Replace(" ", "", StringComparison.Ordinal) ?? "", row.Email?.Trim() ?? "", row.Stage))]);
    }

    private void Require(bool holds, string field, string key)
    {
        if (!holds)
        {
            Errors.Add((field, new(key, StatusCodes.Status422UnprocessableEntity, words[key], words[$"{key}_advice"])));
        }
    }

    private PageResult Again()
    {
        Pad();
        Response.StatusCode = Errors[0].Problem.Status;
        return Page();
    }

    private void Pad()
    {
        while (Parties.Count < Rows)
        {
            Parties.Add(new());
        }
    }

    /// <summary>The browser sends local time without a zone; the page says that it is Viet Nam's.</summary>
    private static DateTimeOffset? Instant(string? text) =>
        DateTime.TryParseExact(text, ["yyyy-MM-dd'T'HH:mm", "yyyy-MM-dd'T'HH:mm:ss"], CultureInfo.InvariantCulture, DateTimeStyles.None, out var local)
            ? new DateTimeOffset(local, Moments.VietNam)
            : null;
}
