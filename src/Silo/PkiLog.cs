using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using TrustPlatform.Pki;

namespace TrustPlatform.Silo;

/// <summary><c>/pki/log</c>: the certificate log for auditors, by C2SP tlog-tiles; everything but the checkpoint never changes.</summary>
internal static partial class PkiLog
{
    private const int TileWidth = 256;

    /// <summary>The log's signed head; 503 while the log is at fault.</summary>
    public static IResult Checkpoint(HttpContext context, PlatformPki pki)
    {
        context.Response.Headers.CacheControl = "no-cache";
        return pki.LogCheckpoint() is { } note
            ? Results.Bytes(Encoding.UTF8.GetBytes(note), "text/plain; charset=utf-8")
            : Results.StatusCode(StatusCodes.Status503ServiceUnavailable);
    }

    public static IResult Tile(int level, string index, HttpContext context, PlatformPki pki) =>
        Immutable(context, At(index) is var (number, width) ? pki.LogTile(level, number, width) : null);

    public static IResult Entries(string index, HttpContext context, PlatformPki pki) =>
        Immutable(context, At(index) is var (number, width) ? pki.LogEntries(number, width) : null);

    private static IResult Immutable(HttpContext context, byte[]? tile)
    {
        if (tile is null)
        {
            return Results.NotFound();
        }

        context.Response.Headers.CacheControl = "public, max-age=31536000, immutable";
        return Results.Bytes(tile, "application/octet-stream");
    }

    /// <summary>"x001/x234/067" is tile 1234067; ".p/5" after it asks for its first five.</summary>
    private static (long Number, int Width)? At(string index) => TileIndex().Match(index) is { Success: true } match
        ? (match.Groups["part"].Captures.Aggregate(0L, (sum, part) => (sum * 1000) + int.Parse(part.ValueSpan, CultureInfo.InvariantCulture)),
            match.Groups["width"] is { Success: true } width ? int.Parse(width.ValueSpan, CultureInfo.InvariantCulture) : TileWidth)
        : null;

    [GeneratedRegex(@"^(?:x(?<part>[0-9]{3})/){0,4}(?<part>[0-9]{3})(?:\.p/(?<width>[0-9]{1,3}))?\z", RegexOptions.CultureInvariant)]
    private static partial Regex TileIndex();
}
