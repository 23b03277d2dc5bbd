using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using TrustPlatform.Pki;

namespace TrustPlatform.Silo;

/// <summary><c>pki status</c>: certificates of the PKI itself, CRLs, counts; exit code 1 while something has ended.</summary>
internal static class PkiStatusVerb
{
    public static Command Create(PkiCommandOptions shared)
    {
        var command = new Command("status", "How the PKI stands; exit code 1 when something has ended");
        command.SetAction(parsed => PkiCommand.Act(shared, parsed, () =>
        {
            using var pki = shared.Open(parsed);
            var status = pki.Status();
            return new(
                JsonOf(status), Text(status, inVietnamese: true), Text(status, inVietnamese: false),
                status.HasEnded ? 1 : 0);
        }));
        return command;
    }

    private static JsonObject JsonOf(PkiStatus status) => new()
    {
        ["keyStore"] = status.KeyStore,
        ["rootKeyIsHere"] = status.RootKeyIsHere,
        ["issued"] = status.Issued,
        ["revoked"] = status.Revoked,
        ["clock"] = new JsonObject { ["right"] = status.ClockIsRight, ["serversAheadSeconds"] = status.ClockOffset?.TotalSeconds },
        ["log"] = new JsonObject { ["size"] = status.LogSize, ["fault"] = status.LogFault },
        ["alarm"] = status.Alarm.ToString().ToLowerInvariant(),
        ["certificates"] = new JsonArray([.. status.Certificates.Select(own => (JsonNode)new JsonObject
        {
            ["name"] = own.Name,
            ["subject"] = own.Certificate.Subject.ToString(),
            ["serial"] = own.Certificate.SerialNumber,
            ["issues"] = own.Issues,
            ["notAfter"] = own.Certificate.NotAfter,
            ["daysLeft"] = Math.Round(own.DaysLeft, 1),
            ["alarm"] = own.Alarm.ToString().ToLowerInvariant(),
        })]),
        ["crls"] = new JsonObject(status.Crls.Select(crl =>
            KeyValuePair.Create(crl.Key, (JsonNode?)(crl.Value is { } until ? JsonValue.Create(until) : null)))),
    };

    private static string Text(PkiStatus status, bool inVietnamese)
    {
        List<string> lines =
        [
            inVietnamese
                ? $"Kho khóa: {status.KeyStore}. Đã cấp {Number(status.Issued)}, thu hồi {Number(status.Revoked)}."
                : $"Key store: {status.KeyStore}. Issued {Number(status.Issued)}, revoked {Number(status.Revoked)}.",
        ];
        if (status.RootKeyIsHere)
        {
            lines.Add(inVietnamese
                ? "Khóa gốc nằm trong thư mục dữ liệu: chỉ dùng để phát triển."
                : "The root's key lies in the data folder: fit for development only.");
        }

        if (!status.ClockIsRight)
        {
            lines.Add(inVietnamese
                ? "X đồng hồ không đáng tin: ngừng cấp dấu thời gian."
                : "X the clock cannot be relied upon: no timestamps are given.");
        }

        lines.Add(status.LogFault is { } fault
            ? (inVietnamese ? $"X nhật ký chứng thư: {fault}" : $"X certificate log: {fault}")
            : inVietnamese
                ? $"  nhật ký chứng thư: {Number(status.LogSize)} mục, khớp với lần ký trước"
                : $"  certificate log: {Number(status.LogSize)} entries, continues its last checkpoint");
        foreach (var own in status.Certificates)
        {
            var mark = own.Alarm switch { PkiAlarm.None => " ", PkiAlarm.Soon => "!", _ => "X" };
            var days = Number((long)Math.Floor(own.DaysLeft));
            lines.Add(inVietnamese
                ? $"{mark} {own.Name}: còn {days} ngày{(own.Issues ? "" : ", không cấp nữa")}"
                : $"{mark} {own.Name}: {days} days left{(own.Issues ? "" : ", issues no more")}");
        }

        return string.Join(Environment.NewLine, lines);
    }

    private static string Number(long value) => value.ToString(CultureInfo.InvariantCulture);
}
