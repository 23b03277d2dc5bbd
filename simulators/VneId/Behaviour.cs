namespace TrustPlatform.Simulators.VneId;

/// <summary>How a sign-in ends. Everything but <see cref="Normal"/> is something that a relying party must survive.</summary>
public enum Behaviour
{
    /// <summary>As the specification says.</summary>
    Normal,

    /// <summary>The person declines: <c>error=access_denied</c>.</summary>
    Refuse,

    /// <summary>The ID token ended an hour ago.</summary>
    ExpiredToken,

    /// <summary>The ID token answers another request.</summary>
    WrongNonce,

    /// <summary>The account turns out to be of level 1.</summary>
    Level1,

    /// <summary>The signature belongs to other bytes.</summary>
    WrongSignature,

    /// <summary>Signed by a key that the provider never published.</summary>
    UnknownKey,

    /// <summary>The ID token was made for another client.</summary>
    WrongAudience,

    /// <summary>The ID token names another issuer.</summary>
    WrongIssuer,

    /// <summary>The person was authenticated an hour ago, although a fresh authentication was asked for.</summary>
    StaleAuthentication,

    /// <summary>The ID token is unsigned: <c>alg</c> is <c>none</c>.</summary>
    UnsignedToken,

    /// <summary>The token endpoint answers 64 MiB.</summary>
    HugeAnswer,

    /// <summary>The token endpoint answers 503.</summary>
    Unavailable,
}
