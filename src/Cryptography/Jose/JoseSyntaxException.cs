namespace TrustPlatform.Cryptography.Jose;

/// <summary>Text that is not the JWS or JWK it should be. The only exception these parsers throw.</summary>
public sealed class JoseSyntaxException(string clause, string message, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>The clause that is broken, such as "RFC 7515, 3.1".</summary>
    public string Clause { get; } = clause;
}
