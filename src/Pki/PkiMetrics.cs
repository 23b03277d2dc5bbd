using System.Diagnostics.Metrics;

namespace TrustPlatform.Pki;

/// <summary>What the PKI counts, under the meter <c>TrustPlatform.Pki</c>. Labels name CAs, profiles and outcomes, never persons.</summary>
internal static class PkiMetrics
{
    private static readonly Meter s_meter = new("TrustPlatform.Pki");
    private static readonly Counter<long> s_issued = s_meter.CreateCounter<long>("pki.certificates.issued");
    private static readonly Histogram<double> s_issuing = s_meter.CreateHistogram<double>("pki.issuance.duration", "s");
    private static readonly Counter<long> s_revoked = s_meter.CreateCounter<long>("pki.certificates.revoked");
    private static readonly Counter<long> s_status = s_meter.CreateCounter<long>("pki.ocsp.answers");
    private static readonly Counter<long> s_timestamps = s_meter.CreateCounter<long>("pki.timestamps");
    private static readonly Histogram<double> s_timestamping = s_meter.CreateHistogram<double>("pki.timestamp.duration", "s");
    private static readonly Counter<long> s_crls = s_meter.CreateCounter<long>("pki.crls.published");

    public static void Issued(string authority, string profile, TimeSpan duration)
    {
        s_issued.Add(1, new("authority", authority), new("profile", profile));
        s_issuing.Record(duration.TotalSeconds, new KeyValuePair<string, object?>("profile", profile));
    }

    public static void Revoked(string authority, string reason) =>
        s_revoked.Add(1, new("authority", authority), new("reason", reason));

    public static void StatusAnswered(string authority, string outcome) =>
        s_status.Add(1, new("authority", authority), new("outcome", outcome));

    public static void Timestamped(string outcome, TimeSpan duration)
    {
        s_timestamps.Add(1, new KeyValuePair<string, object?>("outcome", outcome));
        s_timestamping.Record(duration.TotalSeconds);
    }

    public static void CrlPublished(string authority) => s_crls.Add(1, new KeyValuePair<string, object?>("authority", authority));

    /// <summary>Days until each of the PKI's own certificates ends, asked of the owner when somebody collects.</summary>
    public static Meter ObserveDaysLeft(Func<IEnumerable<Measurement<double>>> daysLeft)
    {
        var meter = new Meter("TrustPlatform.Pki.Certificates");
        meter.CreateObservableGauge("pki.certificate.days_left", daysLeft, "d");
        return meter;
    }
}
