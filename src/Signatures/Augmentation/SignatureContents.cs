using System.Security.Cryptography;
using TrustPlatform.Cryptography;
using TrustPlatform.Cryptography.Cms;
using TrustPlatform.Cryptography.Timestamps;
using TrustPlatform.Pdf;
using TrustPlatform.Signatures.Pades;

namespace TrustPlatform.Signatures.Augmentation;

/// <summary>The CMS structures of one signature or document timestamp of a file.</summary>
/// <param name="Key">The key of its entry in /VRI.</param>
/// <param name="Structures">Its SignedData and those of its signature timestamps.</param>
internal sealed record SignatureContents(string Key, IReadOnlyList<CmsSignedData> Structures)
{
    /// <summary>
    /// All that can be read. A value that is no CMS has no chain to keep, and what it is worth is for a validator to say.
    /// </summary>
    public static IReadOnlyList<SignatureContents> ReadAll(PdfRevision revision)
    {
        var signatures = new Dictionary<string, SignatureContents>(StringComparer.Ordinal);
        foreach (var signature in FormField.ReadAll(revision).Select(field => field.Signature).OfType<PdfDictionary>())
        {
            if (revision.Resolve<PdfString>(signature["Contents"]) is not { } contents)
            {
                continue;
            }

            try
            {
                var key = VriKey(contents.Bytes.Span);
                signatures[key] = new(key, WithTimestamps(CmsSignedData.Parse(contents.Bytes)));
            }
            catch (CmsSyntaxException)
            {
                continue;
            }
        }

        return [.. signatures.Values];
    }

    /// <summary>A signature and its signature timestamps. Throws <see cref="CmsSyntaxException"/>.</summary>
    public static IReadOnlyList<CmsSignedData> WithTimestamps(CmsSignedData structure) =>
        [structure, .. structure.Signers.SelectMany(signer => signer.SignatureTimestamps).Select(token => TimeStampToken.Parse(token).SignedData)];

    /// <summary>EN 319 142-1, 5.4.2.3: SHA-1 over all of /Contents, the zeros at its end included, in upper case.</summary>
#pragma warning disable CA5350 // a name that the standard lays down, not a protection
    private static string VriKey(ReadOnlySpan<byte> contents) => Convert.ToHexString(SHA1.HashData(contents));
#pragma warning restore CA5350
}
