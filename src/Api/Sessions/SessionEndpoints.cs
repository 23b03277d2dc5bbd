using System.Buffers.Text;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using TrustPlatform.Api.Contracts;
using TrustPlatform.Api.Problems;
using TrustPlatform.Contracts;
using TrustPlatform.GrainInterfaces;
using TrustPlatform.Identity;

namespace TrustPlatform.Api.Sessions;

/// <summary><c>/auth</c>: sign-in with VNeID, and the document-bound confirmation that signs.</summary>
internal static class SessionEndpoints
{
    public static void MapSessions(this IEndpointRouteBuilder routes)
    {
        var auth = routes.MapGroup("/auth").WithTags("Sessions");
        auth.MapGet("/login", Login);
        auth.MapGet("/step-up", StepUp).RequireAuthorization();
        auth.MapGet("/callback", Callback);
        auth.MapPost("/logout", (Delegate)Logout);
    }

    private static async Task<IResult> Login(
        HttpContext context, VneIdClient vneId, SignInTransactions transactions, string? returnUrl)
    {
        try
        {
            var (transaction, address) = await vneId.BeginAsync(null, null, context.RequestAborted);
            transactions.Write(context, new(transaction, Local(returnUrl), null, null));
            return TypedResults.Redirect(address.AbsoluteUri);
        }
        catch (HttpRequestException)
        {
            return Problem.Of(context, ProblemCatalogue.Unavailable);
        }
    }

    private static async Task<IResult> StepUp(
        HttpContext context, string contract, string party, IGrainFactory grains, VneIdClient vneId,
        SignInTransactions transactions)
    {
        if (await ContractAccess.Find(grains, Session.Of(context.User), contract) is not { } access
            || access.Party?.Id.ToString() != party)
        {
            return ContractEndpoints.NotFound(context);
        }

        if (access.Party.Challenge is not { } challenge)
        {
            return Problem.Of(context, ProblemCatalogue.Of(RefusalCode.AuthorisationMissing));
        }

        var text = $"Ký {access.Contract.Title}, mã {access.Contract.Frozen!.Value.ShortCode}";
        try
        {
            var (transaction, address) = await vneId.BeginAsync(
                Convert.FromHexString(challenge), text, context.RequestAborted);
            transactions.Write(context, new(transaction, $"/contracts/{contract}/sign", contract, party));
            return TypedResults.Redirect(address.AbsoluteUri);
        }
        catch (HttpRequestException)
        {
            return Problem.Of(context, ProblemCatalogue.Unavailable);
        }
    }

    private static async Task<IResult> Callback(
        HttpContext context, string? code, string? state, string? error, VneIdClient vneId, SignInTransactions transactions,
        PersonalDataProtector protector, IGrainFactory grains)
    {
        if (transactions.Take(context) is not { } transaction)
        {
            return Problem.Of(context, ProblemCatalogue.Malformed);
        }

        var outcome = await vneId.CompleteAsync(
            transaction.Authorization, code, state, error, context.RequestAborted);
        return outcome switch
        {
            IdentificationOutcome.Identified identified when transaction.Contract is not null =>
                await Authorise(context, transaction, identified.Assertion, protector, grains),
            IdentificationOutcome.Identified identified =>
                await SignIn(context, transaction, identified.Assertion, protector, grains),
            IdentificationOutcome.Refused => TypedResults.Redirect(WithNote(transaction.ReturnUrl, "refused")),
            IdentificationOutcome.Unavailable => Problem.Of(context, ProblemCatalogue.Unavailable),
            _ => Problem.Of(context, ProblemCatalogue.Unauthenticated),
        };
    }

    private static async Task<IResult> SignIn(
        HttpContext context, SignInTransaction transaction, IdentityAssertion assertion, PersonalDataProtector protector,
        IGrainFactory grains)
    {
        if (!PersonalNumber.TryParse(assertion.PersonalNumber, DateOnly.FromDateTime(assertion.AuthenticatedAt.Date), out var number))
        {
            return Problem.Of(context, ProblemCatalogue.PersonalNumberInvalid);
        }

        var citizen = CitizenId.FromPseudonym(protector.Pseudonym(number.Digits));
        var (digest, sealedAssertion) = protector.Seal(assertion);
        var identity = protector.Seal(number, "");
        await grains.Citizen(citizen).RecordIdentification(new(
            assertion.FullName, number.Masked, identity.SealedNumber, assertion.Level, digest, sealedAssertion,
            assertion.AuthenticatedAt));
        var session = new Session(citizen, assertion.FullName, assertion.Level, null);
        await context.SignInAsync(
            CookieAuthenticationDefaults.AuthenticationScheme,
            session.ToPrincipal(CookieAuthenticationDefaults.AuthenticationScheme));
        return TypedResults.Redirect(transaction.ReturnUrl);
    }

    private static async Task<IResult> Authorise(
        HttpContext context, SignInTransaction transaction, IdentityAssertion assertion, PersonalDataProtector protector,
        IGrainFactory grains)
    {
        if (!ContractId.TryParse(transaction.Contract, out var contract)
            || !PartyId.TryParse(transaction.Party, out var party))
        {
            return Problem.Of(context, ProblemCatalogue.Malformed);
        }

        // Whoever answered is taken from the answer, not from the session: another person's answer is another citizen's.
        var citizen = CitizenId.FromPseudonym(protector.Pseudonym(assertion.PersonalNumber));
        var (digest, sealedAssertion) = protector.Seal(assertion);
        var challenge = Convert.ToHexStringLower(Base64Url.DecodeFromChars(assertion.Nonce));
        var outcome = await grains.Contract(contract).Authorise(
            party, citizen, new(challenge, assertion.Level, digest, sealedAssertion));
        return outcome is CommandOutcome.Refused refused
            ? Problem.Of(context, refused.Refusal)
            : TypedResults.Redirect(transaction.ReturnUrl);
    }

    private static async Task<IResult> Logout(HttpContext context)
    {
        await context.SignOutAsync(CookieAuthenticationDefaults.AuthenticationScheme);
        return TypedResults.Redirect("/");
    }

    /// <summary>Only an address of our own: no open redirect.</summary>
    private static string Local(string? url) =>
        url is { Length: > 0 and < 500 } && url[0] == '/' && (url.Length == 1 || url[1] is not ('/' or '\\'))
            && !url.Any(char.IsControl)
            ? url
            : "/";

    private static string WithNote(string url, string note) => $"{url}{(url.Contains('?') ? '&' : '?')}note={note}";
}
