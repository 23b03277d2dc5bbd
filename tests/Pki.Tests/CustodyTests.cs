using System.Diagnostics.Metrics;
using System.Text;
using Microsoft.Extensions.Time.Testing;
using TrustPlatform.Cryptography.Revocation;

namespace TrustPlatform.Pki.Tests;

/// <summary>What the folder still tells a thief, and what the PKI refuses when its surroundings are out of order.</summary>
public sealed class CustodyTests : IDisposable
{
    private readonly TestFolder _folder = new();
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 11, 24, 3, 0, 0, TimeSpan.Zero));

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void No_copy_of_a_destroyed_key_stays_in_the_register_or_its_log()
    {
        using var pki = _folder.Open(_time);
        var credential = pki.OneTime(Subjects.Person("a"));
        var wrapped = Convert.FromHexString(RegisterFile.Column(_folder, "SELECT hex(wrapped_key) FROM one_time_key").Single());
        Assert.True(FilesHold(wrapped));

        credential.Key.SignHash(Subjects.Sha256("document"));
        pki.Maintain();

        Assert.False(FilesHold(wrapped));
    }

    [Fact]
    public void No_copy_of_a_key_that_nobody_used_stays_either()
    {
        using var pki = _folder.Open(_time);
        pki.OneTime(Subjects.Person("a"));
        var wrapped = Convert.FromHexString(RegisterFile.Column(_folder, "SELECT hex(wrapped_key) FROM one_time_key").Single());

        _time.Advance(TimeSpan.FromSeconds(121));
        pki.Maintain();

        Assert.False(FilesHold(wrapped));
    }

    [Fact]
    public void The_folder_names_no_person()
    {
        using var pki = _folder.Open(_time);
        var person = Subjects.Person("a");
        var certificate = pki.OneTime(person).Certificate;
        pki.Maintain();

        Assert.False(FilesHold(Encoding.UTF8.GetBytes(person.PersonalNumber)));
        Assert.False(FilesHold(Encoding.UTF8.GetBytes(person.FullName)));
        Assert.Equal(certificate.Thumbprint, pki.OneTime(person).Certificate.Thumbprint);
    }

    [Fact]
    public void The_octets_of_a_one_time_certificate_are_erased_a_week_after_its_end_and_its_status_stays()
    {
        using var pki = _folder.Open(_time);
        var certificate = pki.OneTime(Subjects.Person("a")).Certificate;
        pki.OneTime(Subjects.Person("a")).Key.SignHash(Subjects.Sha256("document"));
        pki.Revoke(certificate.SerialNumber, RevocationReason.KeyCompromise);

        _time.Advance(TimeSpan.FromDays(7.9));
        pki.Maintain();
        Assert.Equal(1, RegisterFile.Scalar(_folder, "SELECT count(*) FROM certificate WHERE profile = 'ceremony' AND der IS NOT NULL"));
        _time.Advance(TimeSpan.FromDays(0.2));
        pki.Maintain();

        Assert.Equal(0, RegisterFile.Scalar(_folder, "SELECT count(*) FROM certificate WHERE profile = 'ceremony' AND der IS NOT NULL"));
        Assert.Equal(1, StatusTests.StatusIn(pki.StatusOf(certificate)));
        Assert.Equal(
            Convert.ToHexString(System.Security.Cryptography.SHA256.HashData(certificate.RawData.Span)),
            RegisterFile.Column(_folder, "SELECT hex(digest) FROM certificate WHERE profile = 'ceremony'").Single());
        Assert.Equal(IssuanceRefusal.KeyExpired, Assert.Throws<IssuanceRefusedException>(
            () => pki.OneTime(Subjects.Person("a"))).Refusal);
    }

    [Fact]
    public void What_a_signature_costs_in_the_register_is_said()
    {
        using var pki = _folder.Open(_time);
        long Size()
        {
            pki.Maintain();
            RegisterFile.Execute(_folder, "VACUUM");
            return RegisterFile.Scalar(_folder, "SELECT page_count * page_size FROM pragma_page_count, pragma_page_size");
        }

        var empty = Size();
        const int signatures = 400;
        for (var i = 0; i < signatures; i++)
        {
            pki.OneTime(Subjects.Person($"0a1b2c3d4e5f60718293a4b5c6d7e8f9-{i:D5}")).Key.SignHash(Subjects.Sha256($"{i}"));
        }

        var fresh = (Size() - empty) / (double)signatures;
        _time.Advance(TimeSpan.FromDays(9));
        var kept = (Size() - empty) / (double)signatures;

        TestContext.Current.TestOutputHelper!.WriteLine(FormattableString.Invariant(
            $"register, bytes per signature: {fresh:F0} while the certificate lives, {kept:F0} afterwards"));
        Assert.InRange(kept, 300, 1100);
        Assert.True(kept < fresh - 600, "the certificate's octets were not erased");
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(5)]
    public void A_register_of_another_schema_is_refused_by_name_and_left_as_it_is(int schema)
    {
        Directory.CreateDirectory(_folder.Options.Directory);
        RegisterFile.Execute(
            _folder, $"CREATE TABLE certificate (serial BLOB); INSERT INTO certificate VALUES (x'01'); PRAGMA user_version = {schema}");

        var refused = Assert.Throws<InvalidDataException>(() => _folder.Open(_time));

        Assert.Contains($"register.db has schema {schema}, this program knows 4", refused.Message, StringComparison.Ordinal);
        Assert.Equal(1, RegisterFile.Scalar(_folder, "SELECT count(*) FROM certificate"));
        Assert.Equal(1, RegisterFile.Scalar(_folder, "SELECT count(*) FROM sqlite_schema"));
    }

    [Fact]
    public void A_clock_that_jumps_back_stops_issuance_until_it_has_caught_up_also_after_a_restart()
    {
        var pki = _folder.Open(_time);
        _time.Advance(TimeSpan.FromHours(1));
        pki.OneTime(Subjects.Person("a"));
        _time.AdjustTime(_time.GetUtcNow() - TimeSpan.FromMinutes(10));

        IssuanceRefusal Try(PlatformPki at, string name) =>
            Assert.Throws<IssuanceRefusedException>(() => at.OneTime(Subjects.Person(name))).Refusal;
        Assert.Equal(IssuanceRefusal.ClockWentBack, Try(pki, "b"));
        Assert.Equal(IssuanceRefusal.ClockWentBack, Assert.Throws<IssuanceRefusedException>(
            () => pki.Seal(Subjects.Organisation())).Refusal);
        pki.Dispose();
        using var again = _folder.Open(_time);
        Assert.Equal(IssuanceRefusal.ClockWentBack, Try(again, "c"));
        _time.Advance(TimeSpan.FromMinutes(10));
        Assert.Equal("VN", again.OneTime(Subjects.Person("d")).Certificate.Subject.Values("2.5.4.6").Single());
    }

    [Fact]
    public void A_register_that_cannot_be_written_issues_nothing_and_answers_in_the_protocols_words()
    {
        using var pki = _folder.Open(_time);
        var certificate = pki.OneTime(Subjects.Person("a")).Certificate;
        pki.AnswerTimestampRequest(TimestampTests.Query("2.16.840.1.101.3.4.2.1", 32));
        var issued = RegisterFile.Scalar(_folder, "SELECT count(*) FROM certificate");
        RegisterFile.Execute(
            _folder,
            "CREATE TRIGGER locked BEFORE INSERT ON certificate BEGIN SELECT RAISE(ABORT, 'read-only'); END;"
            + "CREATE TRIGGER stopped BEFORE UPDATE ON clock BEGIN SELECT RAISE(ABORT, 'read-only'); END");

        Assert.ThrowsAny<Exception>(() => pki.OneTime(Subjects.Person("b")));
        _time.Advance(TimeSpan.FromSeconds(2));
        Assert.Equal((2, 25), TimestampTests.Read(pki.AnswerTimestampRequest(TimestampTests.Query("2.16.840.1.101.3.4.2.1", 32))));
        Assert.Equal(0, StatusTests.StatusIn(pki.StatusOf(certificate)));
        Assert.Equal(issued, RegisterFile.Scalar(_folder, "SELECT count(*) FROM certificate"));
    }

    [Fact]
    public void Metrics_count_what_happened_and_name_nobody()
    {
        System.Collections.Concurrent.ConcurrentQueue<string> seen = []; // other tests measure at the same time
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, self) =>
            {
                if (instrument.Meter.Name.StartsWith("TrustPlatform.Pki", StringComparison.Ordinal))
                {
                    self.EnableMeasurementEvents(instrument);
                }
            },
        };
        void Note(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags) =>
            seen.Enqueue($"{instrument.Name} {string.Join(' ', tags.ToArray().Select(tag => $"{tag.Key}={tag.Value}"))}");

        listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Note(instrument, value, tags));
        listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Note(instrument, value, tags));
        listener.Start();
        using var pki = _folder.Open(_time);
        var person = Subjects.Person("a");
        var certificate = pki.OneTime(person).Certificate;
        pki.StatusOf(certificate);
        pki.Revoke(certificate.SerialNumber, RevocationReason.KeyCompromise);
        pki.AnswerTimestampRequest(TimestampTests.Query("2.16.840.1.101.3.4.2.1", 32));
        listener.RecordObservableInstruments();

        string[] expected =
        [
            "pki.certificates.issued authority=persons profile=ceremony", "pki.issuance.duration profile=ceremony",
            "pki.ocsp.answers authority=persons outcome=good", "pki.certificates.revoked authority=persons reason=KeyCompromise",
            "pki.timestamps outcome=granted", "pki.crls.published authority=persons", "pki.certificate.days_left certificate=root",
        ];
        Assert.All(expected, line => Assert.Contains(line, seen));
        Assert.DoesNotContain(seen, line => line.Contains(person.PersonalNumber, StringComparison.Ordinal)
            || line.Contains(person.FullName, StringComparison.Ordinal));
    }

    private bool FilesHold(byte[] octets) => Directory.GetFiles(_folder.Options.Directory).Any(file =>
    {
        using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        var content = new byte[stream.Length];
        stream.ReadExactly(content);
        return content.AsSpan().IndexOf(octets) >= 0;
    });
}
