using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Security.Claims;
using TrustPlatform.Contracts;

namespace TrustPlatform.Api.Sessions;

/// <summary>Who is asking: an organisation by its API key, or a citizen signed in with VNeID (and perhaps acting for one).</summary>
internal sealed record Session(CitizenId? Citizen, string? Name, int Level, OrganizationId? Organization)
{
    public const string CitizenClaim = "trust:citizen";
    public const string NameClaim = "trust:name";
    public const string LevelClaim = "trust:level";
    public const string OrganizationClaim = "trust:organization";

    /// <summary>As it is written into events.</summary>
    public string Actor => Organization?.ToString() ?? Citizen?.ToString() ?? throw new InvalidOperationException("Nobody.");

    public static Session Of(ClaimsPrincipal user) => new(
        CitizenId.TryParse(user.FindFirstValue(CitizenClaim), out var citizen) ? citizen : null,
        user.FindFirstValue(NameClaim),
        int.TryParse(user.FindFirstValue(LevelClaim), CultureInfo.InvariantCulture, out var level) ? level : 0,
        OrganizationId.TryParse(user.FindFirstValue(OrganizationClaim), out var organization) ? organization : null);

    public ClaimsPrincipal ToPrincipal(string scheme)
    {
        var identity = new ClaimsIdentity(scheme, NameClaim, null);
        Add(CitizenClaim, Citizen?.ToString());
        Add(NameClaim, Name);
        Add(LevelClaim, Level.ToString(CultureInfo.InvariantCulture));
        Add(OrganizationClaim, Organization?.ToString());
        return new(identity);

        void Add(string type, string? value)
        {
            if (value is not null)
            {
                identity.AddClaim(new(type, value));
            }
        }
    }

    public bool TryGetCitizen([NotNullWhen(true)] out CitizenId? citizen)
    {
        citizen = Citizen;
        return citizen is not null;
    }
}
