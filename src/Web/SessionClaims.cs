namespace TrustPlatform.Web;

/// <summary>Claims of a session, as the sign-in writes them.</summary>
public static class SessionClaims
{
    /// <summary>
    /// The citizen's pseudonym (<c>ctz-…</c>), as the subject: antiforgery tokens are bound to it, and a form stays good when the
    /// session begins to act for an organisation.
    /// </summary>
    public const string Citizen = "sub";

    /// <summary>Name for display.</summary>
    public const string Name = "trust:name";

    /// <summary>VNeID level.</summary>
    public const string Level = "trust:level";

    /// <summary>The organisation that the session acts for (<c>org-…</c>).</summary>
    public const string Organization = "trust:organization";
}
