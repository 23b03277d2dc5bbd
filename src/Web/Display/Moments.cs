using System.Globalization;

namespace TrustPlatform.Web.Display;

/// <summary>Instants for people: <c>30/11/2026 17:00 (GMT+7)</c>, the legal time of Viet Nam.</summary>
internal static class Moments
{
    public static readonly TimeSpan VietNam = TimeSpan.FromHours(7);

    public static string Text(DateTimeOffset instant, bool seconds = false) => instant.ToOffset(VietNam).ToString(
        seconds ? "dd/MM/yyyy HH:mm:ss '(GMT+7)'" : "dd/MM/yyyy HH:mm '(GMT+7)'", CultureInfo.InvariantCulture);
}
