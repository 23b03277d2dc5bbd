using System.Reflection;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Time.Testing;
using TrustPlatform.Cryptography.Revocation;
using TrustPlatform.Cryptography.Timestamps;

namespace TrustPlatform.Pki.Tests;

/// <summary>Faults of other authorities that no other class tries; pki/incidents.md lists all of them.</summary>
public sealed partial class IncidentTests : IDisposable
{
    private readonly TestFolder _folder = new();
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 11, 24, 3, 0, 0, TimeSpan.Zero));

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Every_test_that_the_list_of_incidents_names_exists()
    {
        var rows = File.ReadAllLines(Path.Combine(AppContext.BaseDirectory, "pki", "incidents.md"))
            .Where(line => Row().IsMatch(line)).ToList();
        var named = rows.SelectMany(row => Named().Matches(row)).Where(match => !match.Groups["room"].Success).ToList();
        var missing = named.Where(match => Type.GetType($"TrustPlatform.Pki.Tests.{match.Groups["class"].Value}")
            ?.GetMethod(match.Groups["method"].Value, BindingFlags.Instance | BindingFlags.Public)
            ?.GetCustomAttributes().Any(attribute => attribute is FactAttribute) != true);

        Assert.Equal(18, rows.Count);
        Assert.InRange(named.Count, 18, 30);
        Assert.Empty(missing.Select(match => match.Value));
    }

    [Fact]
    public void Another_process_knows_the_status_of_a_certificate_at_once()
    {
        using var one = _folder.Open(_time);
        using var other = _folder.Open(_time);
        for (var i = 0; i < 200; i++)
        {
            var certificate = one.OneTime(Subjects.Person($"a{i}")).Certificate;
            var request = OcspRequest.CreateCacheable(certificate, other.AuthorityCertificate("persons")!);
            Assert.Equal(0, StatusTests.StatusIn(other.AnswerOcspRequest("persons", request.Encoded)));
            one.Revoke(certificate.SerialNumber, RevocationReason.KeyCompromise);
            Assert.Equal(1, StatusTests.StatusIn(other.AnswerOcspRequest("persons", request.Encoded)));
        }
    }

    [Fact]
    public void Status_said_after_the_timestamp_is_not_older_than_it()
    {
        using var pki = _folder.Open(_time);
        var certificate = pki.OneTime(Subjects.Person("a")).Certificate;
        for (var i = 0; i < 20; i++)
        {
            _time.Advance(TimeSpan.FromMilliseconds(1300));
            var token = TimeStampResponse.Parse(
                pki.AnswerTimestampRequest(TimestampTests.Query("2.16.840.1.101.3.4.2.1", 32))).Token!;
            var status = OcspResponse.Parse(pki.StatusOf(certificate));

            // Judges warn when the status is older than the timestamp, or fifteen minutes younger.
            Assert.InRange(status.ProducedAt - token.GenTime, TimeSpan.Zero, TimeSpan.FromMinutes(15));
        }
    }

    [Fact]
    public void A_certificate_is_valid_for_who_is_five_minutes_behind_and_not_a_second_too_long()
    {
        using var pki = _folder.Open(_time);
        var now = _time.GetUtcNow();
        var certificate = pki.OneTime(Subjects.Person("a")).Certificate;
        var seal = pki.Seal(Subjects.Organisation()).Certificate;

        Assert.Equal(now.AddMinutes(-5), certificate.NotBefore);
        Assert.Equal(new TimeSpan(23, 55, 0), certificate.NotAfter - certificate.NotBefore + TimeSpan.FromSeconds(1));
        Assert.Equal(TimeSpan.FromDays(365), seal.NotAfter - seal.NotBefore + TimeSpan.FromSeconds(1));
        foreach (var own in pki.Certificates)
        {
            Assert.InRange(own.NotBefore, now.AddDays(-1), now);
            Assert.True(own.NotAfter <= pki.Roots[0].NotAfter);
        }
    }

    [GeneratedRegex(@"^\| \d+ \|")]
    private static partial Regex Row();

    [GeneratedRegex(@"`(?<class>\w+Tests)\.(?<method>\w+)`(?<room> \((?:Silo|Cryptography)\))?")]
    private static partial Regex Named();
}
