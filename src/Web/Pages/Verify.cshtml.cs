using System.Text;
using Microsoft.AspNetCore.Mvc.RazorPages;
using TrustPlatform.Web.Desk;
using TrustPlatform.Web.Display;
using TrustPlatform.Web.Language;

namespace TrustPlatform.Web.Pages;

/// <summary>A statement about a signature, with its tone.</summary>
internal sealed record VerifiedClaim(string Text, string Tone);

/// <summary><c>/verify</c>: a file in, a verdict in words out; nothing is kept, nobody has to sign in.</summary>
[RequestSizeLimit(MaxRequestLength), RequestFormLimits(MultipartBodyLengthLimit = MaxRequestLength)]
internal sealed class VerifyModel(ValidateFile validate, Words words) : PageModel
{
    private const int MaxRequestLength = 64 << 20;

    [BindProperty]
    public IFormFile? Upload { get; set; }

    public FileJudgement? Judgement { get; private set; }

    public string FileName { get; private set; } = "";

    public string? Problem { get; private set; }

    public string Json => Encoding.UTF8.GetString(Judgement!.Json.Span);

    public async Task<IActionResult> OnPostAsync(CancellationToken cancellationToken)
    {
        if (Upload is not { Length: > 0 })
        {
            return Refuse("verify.no_file", StatusCodes.Status422UnprocessableEntity);
        }

        FileName = Path.GetFileName(Upload.FileName);
        await using var content = Upload.OpenReadStream();
        Judgement = await validate(content, FileName, cancellationToken);
        return Judgement is null ? Refuse("verify.too_large", StatusCodes.Status413PayloadTooLarge) : Page();
    }

    /// <summary>Undecided is never shown as valid (Circular 15/2025, Article 6(5)).</summary>
    public string Tone => Judgement!.Verdict switch
    {
        "valid" => "ok",
        "invalid" => "bad",
        _ => "warn",
    };

    public string VerdictWord => words[$"verify.verdict.{Judgement!.Verdict}"];

    /// <summary>One sentence: what holds, or the first reason why not.</summary>
    public string Headline => Judgement switch
    {
        { Verdict: "valid" } => words["verify.valid", Judgement.Signatures.Count(signature => signature.Kind == "signature"), Since],
        { Verdict: "no_signature" } => words["verify.none"],
        { Verdict: "unreadable" } => words["verify.unreadable"],
        _ => WhyNot(Judgement!.Signatures),
    };

    /// <summary>Always said, also when there is nothing to say.</summary>
    public IEnumerable<string> NotProven
    {
        get
        {
            if (Judgement!.Signatures.Any(signature => signature.ProvenTime is null))
            {
                yield return words["verify.not_proven.time"];
            }

            if (Judgement.Signatures.Any(signature => !signature.Trusted))
            {
                yield return words["verify.not_proven.trust"];
            }

            yield return words["verify.not_proven.content"];
            yield return words["verify.not_proven.public"];
        }
    }

    public IEnumerable<VerifiedClaim> ClaimsOf(SignatureJudgement signature)
    {
        yield return new(words[$"verify.integrity.{signature.Integrity}"], signature.Integrity == "intact" ? "ok" : "bad");
        yield return new(words[$"verify.coverage.{signature.Coverage}"], signature.Coverage == "gap" ? "bad" : "ok");
        yield return new(words[$"verify.changes.{signature.Changes}"], signature.Changes switch
        {
            "not_permitted" => "bad",
            "form_fill" or "annotations" => "warn",
            _ => "ok",
        });
        yield return new(words[signature.Trusted ? "verify.trusted" : "verify.untrusted"], signature.Trusted ? "ok" : "warn");
        yield return signature.ProvenTime is { } proven
            ? new(words["verify.time_proven", Moments.Text(proven, seconds: true)], "ok")
            : new(words["verify.time_unproven"], "warn");
        yield return new(Conclusion(signature), signature.Indication switch
        {
            "TOTAL-PASSED" => "ok",
            "TOTAL-FAILED" => "bad",
            _ => "warn",
        });
    }

    public static string ToneOf(CheckMade check) => check.Result switch
    {
        "ok" => "ok",
        "fail" => "bad",
        _ => "warn",
    };

    private string Since => Judgement!.Signatures.Where(signature => signature.Kind == "signature")
        .Select(signature => signature.ProvenTime ?? signature.ClaimedTime).Max() is { } last
            ? Moments.Text(last)
            : "–";

    private string WhyNot(IReadOnlyList<SignatureJudgement> signatures)
    {
        if (signatures.Any(signature => signature.Changes == "not_permitted"))
        {
            return words["verify.why.changed"];
        }

        if (signatures.Any(signature => signature.Coverage == "gap"))
        {
            return words["verify.why.gap"];
        }

        return signatures.FirstOrDefault(signature => signature.Indication == "TOTAL-FAILED") is { } failed ? Conclusion(failed)
            : signatures.FirstOrDefault(signature => signature.Indication != "TOTAL-PASSED") is { } open ? Conclusion(open)
            : words["verify.why.other"];
    }

    private string Conclusion(SignatureJudgement signature)
    {
        if (signature.Indication == "TOTAL-PASSED")
        {
            return words["verify.passed"];
        }

        var key = $"verify.reason.{signature.SubIndication}";
        var reason = words.Has(key) ? words[key] : signature.SubIndication ?? words["verify.why.other"];
        return words[signature.Indication == "TOTAL-FAILED" ? "verify.failed" : "verify.undecided", reason];
    }

    private PageResult Refuse(string key, int status)
    {
        Problem = words[key];
        Response.StatusCode = status;
        return Page();
    }
}
