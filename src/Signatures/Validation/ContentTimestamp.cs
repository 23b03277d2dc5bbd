using TrustPlatform.Cryptography;
using TrustPlatform.Cryptography.Timestamps;

namespace TrustPlatform.Signatures.Validation;

/// <summary>
/// A content-time-stamp (EN 319 122-1, 5.2.8): signed by the signer, so that the signature is younger than it.
/// </summary>
internal sealed class ContentTimestamp(TimeStampToken token)
{
    private const string Attribute = "1.2.840.113549.1.9.16.2.20";

    public TimeStampToken Token { get; } = token;

    /// <summary>The digest of the covered bytes with the token's hash.</summary>
    public DigestRequest? Request { get; set; }

    /// <summary>Those of a signature; what is no token is left out, since it proves nothing either way.</summary>
    public static IReadOnlyList<ContentTimestamp> Read(SignatureContent content)
    {
        var found = new List<ContentTimestamp>();
        if (content.Cms?.Signers is not [var signer])
        {
            return found;
        }

        foreach (var value in signer.SignedAttributes.Where(attribute => attribute.ObjectIdentifier == Attribute).SelectMany(attribute => attribute.Values))
        {
            try
            {
                found.Add(new(TimeStampToken.Parse(value)));
            }
            catch (CmsSyntaxException)
            {
                // Likewise.
            }
        }

        return found;
    }
}
