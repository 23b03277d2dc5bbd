using Microsoft.Extensions.Time.Testing;

namespace TrustPlatform.Pki.Tests;

/// <summary>PKCS#10 of an organisation's own key; and requests of all kinds, damaged at random with a fixed seed.</summary>
public sealed class RequestTests : IDisposable
{
    private readonly TestFolder _folder = new();
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 11, 24, 3, 0, 0, TimeSpan.Zero));
    private readonly PlatformPki _pki;

    public RequestTests() => _pki = _folder.Open(_time);

    public void Dispose()
    {
        _pki.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task A_request_of_OpenSSL_gets_a_seal_certificate_for_its_key_and_nothing_else_of_it()
    {
        var (key, request) = await OpenSslRequest("prime256v1");
        var (certificate, chain) = _pki.IssueSeal(Subjects.Organisation(), await File.ReadAllBytesAsync(request, TestContext.Current.CancellationToken));

        var (_, wanted) = await Tool.Run("openssl", "pkey", "-in", key, "-pubout");
        var (_, got) = await Tool.Run("openssl", "x509", "-in", _folder.WritePem("seal.pem", certificate), "-noout", "-pubkey");
        Assert.Equal(wanted, got);
        Assert.Equal(Subjects.Organisation().LegalName, certificate.Subject.CommonName);
        Assert.DoesNotContain("CA:TRUE", (await Tool.Run("openssl", "x509", "-in", _folder.WritePem("seal.pem", certificate), "-noout", "-text")).Output, StringComparison.Ordinal);
        Assert.Equal("organisations", _pki.AuthorityOf(certificate));
        Assert.Equal(2, chain.Count);
        Assert.Equal(IssuanceRefusal.KeyInUse, Refusal(await File.ReadAllBytesAsync(request, TestContext.Current.CancellationToken)));
    }

    [Fact]
    public async Task A_key_on_another_curve_and_a_request_signed_by_another_key_are_refused()
    {
        var (_, other) = await OpenSslRequest("secp384r1");
        Assert.Equal(IssuanceRefusal.OutsideProfile, Refusal(await File.ReadAllBytesAsync(other, TestContext.Current.CancellationToken)));
        var der = Requests.Create();
        der[^1] ^= 1;

        Assert.Equal(IssuanceRefusal.RequestInvalid, Refusal(der));
        Assert.Equal(IssuanceRefusal.RequestInvalid, Refusal([]));
        Assert.Equal(IssuanceRefusal.RequestInvalid, Refusal(new byte[1 << 20]));
        Assert.Equal(IssuanceRefusal.RequestInvalid, Refusal([.. Requests.Create(), 0]));
    }

    [Fact]
    public void Five_hundred_damaged_certification_requests_issue_nothing()
    {
        var issued = Certificates();
        foreach (var damaged in Damaged(Requests.Create(), seed: 41, count: 500))
        {
            Assert.Equal(IssuanceRefusal.RequestInvalid, Refusal(damaged));
        }

        Assert.Equal(issued, Certificates());
    }

    [Fact]
    public void Damaged_OCSP_requests_get_an_OCSP_response_and_no_good_status_for_a_stranger()
    {
        var certificate = _pki.OneTime(Subjects.Person("a")).Certificate;
        var issuer = _pki.AuthorityCertificate("persons")!;
        var request = StatusTests.Request(issuer, Convert.FromHexString(certificate.SerialNumber), [4, 3, 1, 2, 3]);
        var malformed = 0;
        foreach (var damaged in Damaged(request, seed: 42, count: 2000))
        {
            var response = _pki.AnswerOcspRequest("persons", damaged);

            var status = StatusTests.ResponseStatus(response);
            Assert.True(status is 0 or 1, $"status {status}");
            malformed += status;
        }

        Assert.InRange(malformed, 500, 2000);
    }

    [Fact]
    public void Damaged_timestamp_requests_get_a_timestamp_response_and_a_token_only_for_a_sound_one()
    {
        var request = TimestampTests.Query("2.16.840.1.101.3.4.2.1", 32, writer => writer.WriteInteger(123456789));
        var (granted, rejected) = (0, 0);
        foreach (var damaged in Damaged(request, seed: 43, count: 2000))
        {
            var (status, failure) = TimestampTests.Read(_pki.AnswerTimestampRequest(damaged));
            Assert.True(status is 0 or 2, $"status {status}");
            Assert.True(status == 0 || failure is 0 or 5 or 15 or 16, $"failure {failure}");
            (granted, rejected) = status == 0 ? (granted + 1, rejected) : (granted, rejected + 1);

            // What was granted is a request by the platform's own reader too.
            Assert.True(status != 0 || Rfc3161TimestampRequestReads(damaged));
        }

        Assert.InRange(rejected, 200, 2000);
    }

    private static bool Rfc3161TimestampRequestReads(byte[] request) =>
        System.Security.Cryptography.Pkcs.Rfc3161TimestampRequest.TryDecode(request, out _, out _);

    /// <summary>One to three octets changed, a piece cut out, or a piece doubled; never the original.</summary>
    private static IEnumerable<byte[]> Damaged(byte[] sound, int seed, int count)
    {
#pragma warning disable RS0030, CA5394 // A fixed seed repeats the same damage; nothing is secret.
        var random = new Random(seed);
        for (var i = 0; i < count; i++)
        {
            var damaged = sound.ToList();
            switch (random.Next(3))
            {
                case 0:
                    for (var changes = random.Next(1, 4); changes > 0; changes--)
                    {
                        damaged[random.Next(damaged.Count)] ^= (byte)random.Next(1, 256);
                    }

                    break;
                case 1:
                    var from = random.Next(damaged.Count - 1);
                    damaged.RemoveRange(from, random.Next(1, damaged.Count - from));
                    break;
                default:
                    var at = random.Next(damaged.Count - 1);
                    damaged.InsertRange(at, damaged.GetRange(at, random.Next(1, damaged.Count - at)));
                    break;
            }
#pragma warning restore RS0030, CA5394

            if (!damaged.SequenceEqual(sound))
            {
                yield return [.. damaged];
            }
        }
    }

    private IssuanceRefusal Refusal(byte[] request) =>
        Assert.Throws<IssuanceRefusedException>(() => _pki.IssueSeal(Subjects.Organisation(), request)).Refusal;

    private long Certificates() => RegisterFile.Scalar(_folder, "SELECT count(*) FROM certificate");

    private async Task<(string Key, string Request)> OpenSslRequest(string curve)
    {
        var (key, request) = (Path.Combine(_folder.Path, curve + ".key"), Path.Combine(_folder.Path, curve + ".csr"));
        var (code, output) = await Tool.Run(
            "openssl", "req", "-new", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:" + curve, "-nodes", "-keyout", key,
            "-out", request, "-subj", "/C=US/CN=Somebody Else", "-addext", "basicConstraints=critical,CA:TRUE");
        Assert.True(code == 0, output);
        return (key, request);
    }
}
