using System.Globalization;
using System.Text;

namespace TrustPlatform.Pdf;

/// <summary>Text strings and dates (7.9.2, 7.9.4).</summary>
public static class PdfText
{
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: false);

    /// <summary>A text string: ASCII as it is, anything else as UTF-16BE with its byte order mark.</summary>
    public static PdfString Encode(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return Ascii.IsValid(text)
            ? new(Encoding.ASCII.GetBytes(text))
            : new((byte[])[0xFE, 0xFF, .. Encoding.BigEndianUnicode.GetBytes(text)], IsHexadecimal: true);
    }

    /// <summary>The text of a text string. Bytes of PDFDocEncoding above ASCII are read as Latin-1, which is its greatest part.</summary>
    public static string Decode(PdfString value)
    {
        ArgumentNullException.ThrowIfNull(value);
        return value.Bytes.Span switch
        {
            [0xFE, 0xFF, .. var utf16] => Encoding.BigEndianUnicode.GetString(utf16),
            [0xFF, 0xFE, .. var utf16] => Encoding.Unicode.GetString(utf16),
            [0xEF, 0xBB, 0xBF, .. var utf8] => Utf8.GetString(utf8),
            var other => Encoding.Latin1.GetString(other),
        };
    }

    /// <summary>A date in UTC, to the second.</summary>
    public static PdfString Encode(DateTimeOffset time) =>
        Encode(time.ToUniversalTime().ToString("'D:'yyyyMMddHHmmss'Z'", CultureInfo.InvariantCulture));

    /// <summary>Reads a date (7.9.4), as lenient about what follows the year as the standard is; null for anything else.</summary>
    public static DateTimeOffset? DecodeDate(PdfString value)
    {
        var text = Decode(value);
        text = text.StartsWith("D:", StringComparison.Ordinal) ? text[2..] : text;
        var digits = text.TakeWhile(char.IsAsciiDigit).Take(14).Count();
        if (digits < 4 || digits % 2 != 0)
        {
            return null;
        }

        var complete = text[..digits] + "00000101000000"[digits..];
        if (!DateTime.TryParseExact(complete, "yyyyMMddHHmmss", CultureInfo.InvariantCulture, DateTimeStyles.None, out var local))
        {
            return null;
        }

        var zone = text[digits..].Replace("'", "", StringComparison.Ordinal);
        var offset = TimeSpan.Zero;
        if (zone.Length >= 3 && zone[0] is '+' or '-'
            && int.TryParse(zone.AsSpan(1, 2), NumberStyles.None, CultureInfo.InvariantCulture, out var hours) && hours <= 14)
        {
            var minutes = zone.Length >= 5 && int.TryParse(zone.AsSpan(3, 2), NumberStyles.None, CultureInfo.InvariantCulture, out var m)
                && m < 60 && hours < 14 ? m : 0;
            offset = new TimeSpan(hours, minutes, 0) * (zone[0] == '-' ? -1 : 1);
        }

        return local.Year is > 1 and < 9999 ? new DateTimeOffset(local, offset) : null;
    }
}
