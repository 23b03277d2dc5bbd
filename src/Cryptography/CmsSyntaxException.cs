namespace TrustPlatform.Cryptography;

/// <summary>
/// Bytes that are not the X.509, CMS, OCSP or RFC 3161 structure they should be. The only exception these parsers
/// throw.
/// </summary>
public sealed class CmsSyntaxException(string clause, string message, long offset = -1, Exception? inner = null)
    : Exception(message, inner)
{
    /// <summary>The clause that is broken, such as "RFC 5652, 5.1".</summary>
    public string Clause { get; } = clause;

    /// <summary>Where, in octets from the start of the structure; -1 when no single place can be named.</summary>
    public long Offset { get; } = offset;
}
