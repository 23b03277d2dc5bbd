using TrustPlatform.Web.Language;

namespace TrustPlatform.Web.Display;

/// <summary>How long a deadline is away, in words; shown beside the absolute time, never alone.</summary>
internal static class Deadlines
{
    public static string Remaining(DateTimeOffset deadline, DateTimeOffset now, Words words)
    {
        var left = deadline - now;
        return left switch
        {
            { Ticks: <= 0 } => words["deadline.past"],
            { TotalDays: >= 2 } => words["deadline.days", (int)left.TotalDays],
            { TotalHours: >= 2 } => words["deadline.hours", (int)left.TotalHours],
            _ => words["deadline.minutes", Math.Max(1, (int)left.TotalMinutes)],
        };
    }
}
