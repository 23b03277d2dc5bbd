using System.Globalization;
using TrustPlatform.Pdf;
using TrustPlatform.Signatures.Differences;

namespace TrustPlatform.Signatures.Validation;

/// <summary>The time that a signer claims: /M (ISO 32000-2, 7.9.4), else signing-time (RFC 5652, 11.3).</summary>
internal static class ClaimedTimes
{
    private static readonly string[] s_formats =
        ["yyyyMMddHHmmsszzz", "yyyyMMddHHmmss", "yyyyMMddHHmm", "yyyyMMddHH", "yyyyMMdd", "yyyyMM", "yyyy"];

    public static DateTimeOffset? Of(SignatureInProcess signature)
    {
        if (signature.IsTimestamp)
        {
            return null;
        }

        var claimed = signature.Content.Cms?.Signers is [var signer, ..] ? signer.SigningTime : null;
        return signature.WrittenTime ?? claimed;
    }

    /// <summary>/M as far as it can be read.</summary>
    public static DateTimeOffset? Written(SignatureVersion version)
    {
        try
        {
            return version.Revision.Resolve<PdfString>(version.Dictionary["M"]) is { } text ? Parse(FieldTree.Text(text)) : null;
        }
        catch (PdfSyntaxException)
        {
            return null;
        }
    }

    /// <summary>D:YYYYMMDDHHmmSSOHH'mm' with everything after the year optional; no offset is taken as UTC.</summary>
    internal static DateTimeOffset? Parse(string text)
    {
        var compact = text.StartsWith("D:", StringComparison.Ordinal) ? text[2..] : text;
        compact = compact.TrimEnd('\'').Replace("'", ":", StringComparison.Ordinal);
        compact = compact.EndsWith('Z') ? compact[..^1] + "+00:00" : compact.Replace("Z00:00", "+00:00", StringComparison.Ordinal);
        return DateTimeOffset.TryParseExact(
            compact, s_formats, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var value)
            ? value : null;
    }
}
