using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Http;
using TrustPlatform.Api.Contracts;
using TrustPlatform.Api.Problems;
using TrustPlatform.Api.Sessions;
using TrustPlatform.Contracts;
using TrustPlatform.GrainInterfaces;
using TrustPlatform.Identity;

namespace TrustPlatform.Api.Organizations;

/// <summary>Registers an organisation for the person whom the enterprise register names as its legal representative.</summary>
internal sealed class OrganizationRegistration(
    IGrainFactory grains, EnterpriseRegister register, PersonalDataProtector protector, TimeProvider time)
{
    /// <summary>
    /// The organisation with an API key, or the problem; the session acts for it from then on. The same idempotency key gives
    /// the same API key again, another one a further API key.
    /// </summary>
    public async Task<(OrganizationResponse? Organization, ProblemKind? Problem)> Register(
        HttpContext context, string text, IdempotencyKey command)
    {
        var session = Session.Of(context.User);
        if (session is not { Citizen: { } citizen, Level: >= 2 })
        {
            return (null, ProblemCatalogue.Of(RefusalCode.IdentityLevelTooLow));
        }

        if (!TaxCode.TryParse(text, out var taxCode))
        {
            return (null, ProblemCatalogue.TaxCodeInvalid);
        }

        EnterpriseEntry? entry;
        try
        {
            entry = await register.FindAsync(taxCode.ToString(), context.RequestAborted);
        }
        catch (HttpRequestException)
        {
            return (null, ProblemCatalogue.Unavailable);
        }

        if (entry is null)
        {
            return (null, ProblemCatalogue.EnterpriseNotFound);
        }

        var id = OrganizationId.For(taxCode);
        var key = ApiKeyHandler.KeyOf(taxCode, protector.DeriveSecret("api-key", $"{citizen}\n{taxCode}\n{command}"));
        var record = new OrganizationRecord(taxCode, entry.LegalName, citizen, time.GetUtcNow());
        if (CitizenId.FromPseudonym(protector.Pseudonym(entry.RepresentativeNumber)) != citizen
            || await grains.Organization(id).Register(record, new(ApiKeyHandler.DigestOf(key))) is false)
        {
            return (null, ProblemCatalogue.NotRepresentative);
        }

        await context.SignInAsync(
            CookieAuthenticationDefaults.AuthenticationScheme,
            (session with { Organization = id }).ToPrincipal(CookieAuthenticationDefaults.AuthenticationScheme));
        return (new(id, entry.LegalName, key), null);
    }
}
