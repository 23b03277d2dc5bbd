using System.Buffers.Text;
using System.Globalization;
using System.Text;

namespace TrustPlatform.Storage;

/// <summary>
/// Where a page of a list ended: the key of its last row. A row that moves while somebody pages neither hides nor repeats others.
/// </summary>
internal readonly record struct ListCursor(long UpdatedAtTicks, string StreamId)
{
    /// <summary>Before every row.</summary>
    public static ListCursor Start { get; } = new(long.MaxValue, "~");

    public static ListCursor Parse(string? text)
    {
        if (text is null)
        {
            return Start;
        }

        if (Base64Url.IsValid(text))
        {
            var parts = Encoding.UTF8.GetString(Base64Url.DecodeFromChars(text)).Split('/', 2);
            if (parts.Length == 2 && long.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out var ticks))
            {
                StorageLimits.CheckName(parts[1], nameof(text));
                return new(ticks, parts[1]);
            }
        }

        throw new ArgumentException("This is not a cursor that a list gave out.", nameof(text));
    }

    /// <summary>Cuts the row that was read beyond the page and makes the cursor from the last one that stays.</summary>
    public static (IReadOnlyList<StreamListingRow> Rows, string? Next) Page(List<StreamListingRow> rows, int limit)
    {
        if (rows.Count <= limit)
        {
            return (rows, null);
        }

        rows.RemoveRange(limit, rows.Count - limit);
        var last = rows[^1];
        return (rows, new ListCursor(last.Listing.UpdatedAt.UtcTicks, last.StreamId).ToString());
    }

    public override string ToString() => Base64Url.EncodeToString(
        Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{UpdatedAtTicks}/{StreamId}")));
}
