using System.Globalization;
using System.Security.Claims;
using TrustPlatform.Contracts;
using TrustPlatform.Web;

namespace TrustPlatform.Api.Sessions;

/// <summary>Who is asking: an organisation by its API key, or a citizen signed in with VNeID (and perhaps acting for one).</summary>
internal sealed record Session(CitizenId? Citizen, string? Name, int Level, OrganizationId? Organization)
{
    /// <summary>As it is written into events.</summary>
    public string Actor => Organization?.ToString() ?? Citizen?.ToString() ?? throw new InvalidOperationException("Nobody.");

    public static Session Of(ClaimsPrincipal user) => new(
        CitizenId.TryParse(user.FindFirstValue(SessionClaims.Citizen), out var citizen) ? citizen : null,
        user.FindFirstValue(SessionClaims.Name),
        int.TryParse(user.FindFirstValue(SessionClaims.Level), CultureInfo.InvariantCulture, out var level) ? level : 0,
        OrganizationId.TryParse(user.FindFirstValue(SessionClaims.Organization), out var organization) ? organization : null);

    public ClaimsPrincipal ToPrincipal(string scheme)
    {
        var identity = new ClaimsIdentity(scheme, SessionClaims.Name, null);
        Add(SessionClaims.Citizen, Citizen?.ToString());
        Add(SessionClaims.Name, Name);
        Add(SessionClaims.Level, Level.ToString(CultureInfo.InvariantCulture));
        Add(SessionClaims.Organization, Organization?.ToString());
        return new(identity);

        void Add(string type, string? value)
        {
            if (value is not null)
            {
                identity.AddClaim(new(type, value));
            }
        }
    }
}
