namespace TrustPlatform.Identity;

/// <summary>What sealed data is for; bound to it as associated data, so that one kind cannot stand in for another.</summary>
public static class Purposes
{
    /// <summary>Personal number with the key of its commitment.</summary>
    public const string Number = "party.number";

    /// <summary>Address for messages.</summary>
    public const string Contact = "party.contact";

    /// <summary>An identity provider's assertion with the key that verified it.</summary>
    public const string Assertion = "party.assertion";

    /// <summary>The token of a one-time link that waits to be sent.</summary>
    public const string Link = "party.link";
}
