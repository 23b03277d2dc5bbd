using System.Collections.Concurrent;
using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Security.Cryptography.Pkcs;
using Microsoft.Extensions.Time.Testing;

namespace TrustPlatform.Pki.Tests;

public sealed class TimestampTests : IDisposable
{
    private static readonly DateTimeOffset s_start = new(2026, 11, 24, 3, 0, 0, 700, TimeSpan.Zero);

    private readonly TestFolder _folder = new();
    private readonly FakeTimeProvider _time = new(s_start);

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("-sha256")]
    [InlineData("-sha384")]
    [InlineData("-sha512")]
    public async Task OpenSSL_accepts_the_answer_to_its_query(string hash)
    {
        using var pki = _folder.Open(TimeProvider.System);
        var data = _folder.Write("data", "hợp đồng"u8);
        var query = Path.Combine(_folder.Path, "query.tsq");
        await Tool.Run("openssl", "ts", "-query", "-data", data, hash, "-cert", "-out", query);
        var response = _folder.Write("response.tsr", pki.AnswerTimestampRequest(await File.ReadAllBytesAsync(
            query, TestContext.Current.CancellationToken)));
        var root = _folder.WritePem("root.pem", pki.Roots);
        var other = _folder.Write("other", "hợp đồng khác"u8);

        var (right, output) = await Tool.Run(
            "openssl", "ts", "-verify", "-queryfile", query, "-in", response, "-CAfile", root);
        var (wrong, _) = await Tool.Run("openssl", "ts", "-verify", "-data", other, "-in", response, "-CAfile", root);
        var (_, text) = await Tool.Run("openssl", "ts", "-reply", "-in", response, "-text");

        Assert.True(right == 0, output);
        Assert.NotEqual(0, wrong);
        Assert.Contains("Policy OID: " + Oids.TimestampPolicy, text, StringComparison.Ordinal);
        Assert.Contains("Accuracy: 0x01 seconds", text, StringComparison.Ordinal);
        Assert.Contains("Ordering: no", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void The_platform_accepts_the_token_and_finds_the_nonce_and_the_certificates_it_asked_for(bool certificates)
    {
        using var pki = _folder.Open(_time);
        var request = Rfc3161TimestampRequest.CreateFromHash(
            Subjects.Sha256("x"), HashAlgorithmName.SHA256, nonce: (byte[])[0x7F, 1, 2, 3, 4, 5, 6, 7],
            requestSignerCertificates: certificates);

        var token = request.ProcessResponse(pki.AnswerTimestampRequest(request.Encode()), out _);

        Assert.Equal(s_start.AddMilliseconds(-700), token.TokenInfo.Timestamp);
        Assert.Equal(1_000_000, token.TokenInfo.AccuracyInMicroseconds);
        Assert.Equal(Oids.TimestampPolicy, token.TokenInfo.PolicyId.Value);
        Assert.Equal(certificates ? 2 : 0, token.AsSignedCms().Certificates.Count);
        var unit = pki.Certificates.Single(c => c.ExtendedKeyUsages.Contains("1.3.6.1.5.5.7.3.8"));
        using var signer = System.Security.Cryptography.X509Certificates.X509CertificateLoader.LoadCertificate(unit.RawData.Span);
        Assert.True(token.VerifySignatureForHash(Subjects.Sha256("x"), HashAlgorithmName.SHA256, out _, [signer]));
        Assert.False(token.VerifySignatureForHash(Subjects.Sha256("y"), HashAlgorithmName.SHA256, out _, [signer]));
    }

    [Theory]
    [InlineData("garbage", "30030101", 5)]
    [InlineData("nothing", "", 5)]
    [InlineData("trailing octet", "QUERY 00", 5)]
    [InlineData("SHA-1", "SHA1", 0)]
    [InlineData("an imprint too short for its hash", "SHORT", 5)]
    [InlineData("another policy", "POLICY", 15)]
    [InlineData("an extension", "EXTENSION", 16)]
    [InlineData("a nonce of 65 octets", "NONCE", 5)]
    [InlineData("a request of 5,000 octets", "LONG", 5)]
    public void A_request_that_cannot_be_granted_is_rejected_with_its_reason(string what, string request, int bit)
    {
        using var pki = _folder.Open(_time);
        byte[] bytes = request switch
        {
            "SHA1" => Query("1.3.14.3.2.26", 20),
            "SHORT" => Query("2.16.840.1.101.3.4.2.1", 31),
            "POLICY" => Query("2.16.840.1.101.3.4.2.1", 32, writer => writer.WriteObjectIdentifier("1.2.3")),
            "NONCE" => Query("2.16.840.1.101.3.4.2.1", 32, writer => writer.WriteInteger(
                (byte[])[1, .. new byte[64]])),
            "EXTENSION" => Query("2.16.840.1.101.3.4.2.1", 32, writer => writer.WriteNull(
                new Asn1Tag(TagClass.ContextSpecific, 0))),
            "LONG" => new byte[5000],
            "QUERY 00" => [.. Query("2.16.840.1.101.3.4.2.1", 32), 0],
            _ => Convert.FromHexString(request),
        };

        var (status, failure) = Read(pki.AnswerTimestampRequest(bytes));

        Assert.True((status, failure) == (2, bit), $"{what}: status {status}, failure {failure}");
    }

    [Fact]
    public void Serial_numbers_never_repeat_not_even_after_a_restored_backup()
    {
        var serials = new ConcurrentDictionary<string, bool>();
        using (var pki = _folder.Open(_time))
        {
            Stamp(pki, 500);
        }

        var backup = Path.Combine(_folder.Path, "backup.db");
        File.Copy(Path.Combine(_folder.Options.Directory, "register.db"), backup);
        using (var pki = _folder.Open(_time))
        {
            Stamp(pki, 1000);
        }

        File.Copy(backup, Path.Combine(_folder.Options.Directory, "register.db"), overwrite: true);
        using (var pki = _folder.Open(_time))
        {
            Stamp(pki, 1000);
        }

        Assert.Equal(2500, serials.Count);

        void Stamp(PlatformPki pki, int count) => Parallel.For(0, count, _ =>
            Assert.True(serials.TryAdd(Convert.ToHexString(Token(pki).GetSerialNumber().Span), true)));
    }

    [Fact]
    public void Time_never_falls_within_a_small_step_back_nor_over_a_restart()
    {
        DateTimeOffset first;
        using (var pki = _folder.Open(_time))
        {
            first = Token(pki).Timestamp;
            _time.AdjustTime(_time.GetUtcNow().AddMilliseconds(-900));
            Assert.Equal(first, Token(pki).Timestamp);
        }

        using var again = _folder.Open(_time);
        Assert.Equal(first, Token(again).Timestamp);
    }

    [Theory]
    [InlineData(-3600)]
    [InlineData(-1.2)]
    [InlineData(1.2)]
    [InlineData(3600)]
    public void A_step_of_the_clock_stops_the_authority_until_it_has_gone_along_again(double seconds)
    {
        var clock = new TwoClocks();
        using var pki = _folder.Open(clock);
        var before = Token(pki).Timestamp;
        clock.Wall = clock.Wall.AddSeconds(seconds);

        Assert.Equal((2, 14), Read(pki.AnswerTimestampRequest(Query("2.16.840.1.101.3.4.2.1", 32))));
        clock.Advance(TimeSpan.FromSeconds(9));
        Assert.Equal((2, 14), Read(pki.AnswerTimestampRequest(Query("2.16.840.1.101.3.4.2.1", 32))));
        clock.Advance(TimeSpan.FromSeconds(seconds < -60 ? 3600 : 1));
        Assert.True(Token(pki).Timestamp >= before);
    }

    [Fact]
    public void A_clock_under_slow_correction_is_believed()
    {
        var clock = new TwoClocks();
        using var pki = _folder.Open(clock);
        Token(pki);
        clock.Advance(TimeSpan.FromHours(10));
        clock.Wall -= TimeSpan.FromSeconds(18);

        Assert.Equal(s_start.AddHours(10).AddSeconds(-18).AddMilliseconds(-700), Token(pki).Timestamp);
    }

    [Fact]
    public void A_clock_behind_the_last_token_stops_the_authority_after_a_restart_too()
    {
        using (var pki = _folder.Open(_time))
        {
            Token(pki);
        }

        var behind = new FakeTimeProvider(s_start.AddSeconds(-10));
        using var again = _folder.Open(behind);

        Assert.Equal((2, 14), Read(again.AnswerTimestampRequest(Query("2.16.840.1.101.3.4.2.1", 32))));
        behind.Advance(TimeSpan.FromSeconds(11));
        Assert.True(Token(again).Timestamp >= s_start.AddMilliseconds(-700));
    }

    [Fact]
    public void A_standing_clock_stops_the_authority()
    {
        var clock = new TwoClocks();
        using var pki = _folder.Open(clock);
        Token(pki);

        clock.Stand(TimeSpan.FromSeconds(2));

        Assert.Equal((2, 14), Read(pki.AnswerTimestampRequest(Query("2.16.840.1.101.3.4.2.1", 32))));
    }

    [Fact]
    public void The_unit_gets_a_new_key_before_its_year_of_signing_ends()
    {
        string first;
        using (var pki = _folder.Open(_time))
        {
            first = Unit(pki).Thumbprint;
            _time.Advance(TimeSpan.FromDays(334));
            Assert.Equal(first, Unit(pki).Thumbprint);
            _time.Advance(TimeSpan.FromDays(2));
            Assert.NotEqual(first, Unit(pki).Thumbprint);
        }

        static Cryptography.X509.Certificate Unit(PlatformPki pki) =>
            pki.Certificates.Single(c => c.ExtendedKeyUsages.Contains("1.3.6.1.5.5.7.3.8"));
    }

    private static Rfc3161TimestampTokenInfo Token(PlatformPki pki)
    {
        var request = Rfc3161TimestampRequest.CreateFromHash(Subjects.Sha256("x"), HashAlgorithmName.SHA256);
        return request.ProcessResponse(pki.AnswerTimestampRequest(request.Encode()), out _).TokenInfo;
    }

    internal static byte[] Query(string hash, int length, Action<AsnWriter>? further = null)
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            writer.WriteInteger(1);
            using (writer.PushSequence())
            {
                using (writer.PushSequence())
                {
                    writer.WriteObjectIdentifier(hash);
                }

                writer.WriteOctetString(new byte[length]);
            }

            further?.Invoke(writer);
        }

        return writer.Encode();
    }

    internal static (int Status, int Failure) Read(byte[] response)
    {
        var info = new AsnReader(response, AsnEncodingRules.DER).ReadSequence().ReadSequence();
        info.TryReadInt32(out var status);
        var bits = info.HasData ? info.ReadNamedBitList() : new System.Collections.BitArray(0);
        var failure = bits.Cast<bool>().ToList().LastIndexOf(true);
        return (status, failure);
    }

    /// <summary>A wall clock that somebody may set, beside a monotonic one that nobody can.</summary>
    private sealed class TwoClocks : TimeProvider
    {
        private TimeSpan _monotonic;

        public DateTimeOffset Wall { get; set; } = s_start;

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override DateTimeOffset GetUtcNow() => Wall;

        public override long GetTimestamp() => _monotonic.Ticks;

        public void Stand(TimeSpan time) => _monotonic += time;

        public void Advance(TimeSpan time)
        {
            Wall += time;
            _monotonic += time;
        }
    }
}
