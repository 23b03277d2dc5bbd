using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using Org.BouncyCastle.Crypto.Parameters;
using Org.BouncyCastle.Math;
using Org.BouncyCastle.Security;
using Org.BouncyCastle.Tsp;
using Org.BouncyCastle.Utilities.Collections;
using TrustPlatform.Cryptography.Keys;

namespace TrustPlatform.Benchmarks;

/// <summary>Certificates and timestamps a second beside the bare cryptography that they cannot do without.</summary>
internal static class PkiRates
{
    private const int Rounds = 7;
    private const int WarmUp = 4;
    private static readonly TimeSpan s_turn = TimeSpan.FromSeconds(2);

    /// <summary>Callers at once: enough that a commit is shared, as in a server.</summary>
    private const int Callers = 128;

    public static async Task IssueAsync()
    {
        using var folder = new PkiFolder();
        using var authority = SoftwareSigningKey.Create(SignatureAlgorithm.EcdsaP256Sha256);
        var digest = PkiFolder.Digest("to be signed");
        var next = 0;
        var (own, bare) = await CompareAsync(
            async () => (await folder.Pki.OneTimeAsync(PkiFolder.Person($"a{Interlocked.Increment(ref next)}"))).Key.Dispose(),
            Synchronous(() =>
            {
                using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
                authority.SignHash(digest);
            }));
        Report("one-time key + certificate, share of bare cost", own, "P-256 key + CA signature", bare, ">= 50");
    }

    public static async Task TimestampAsync()
    {
        using var folder = new PkiFolder();
        using var key = SoftwareSigningKey.Create(SignatureAlgorithm.EcdsaP256Sha256);
        var digest = PkiFolder.Digest("stamped");
        var request = Cryptography.Timestamps.TimeStampRequest.Create(HashAlgorithmName.SHA256, digest).Encoded;
        var (own, raw) = await CompareAsync(
            Synchronous(() => folder.Pki.AnswerTimestampRequest(request)), Synchronous(() => key.SignHash(digest)));
        Report("timestamp, share of raw P-256 signatures", own, "raw", raw, ">= 25");
        var batch = Enumerable.Repeat(request, 64).ToList();
        var (batches, _) = await CompareAsync(
            Synchronous(() => folder.Pki.AnswerTimestampRequests(batch)), Synchronous(() => key.SignHash(digest)));
        Macro.Report(
            "timestamps in batches of 64", 64 * batches.Rate / own.Rate, "x", "-", PkiBench.Rates(64 * batches.Rate, "one by one", own.Rate));
        var stock = StockIssuer(folder);
        var (again, peer) = await CompareAsync(
            Synchronous(() => folder.Pki.AnswerTimestampRequest(request)), Synchronous(() => stock(request.ToArray())));
        Macro.Report(
            "timestamp / stock BouncyCastle issuer", again.Rate / peer.Rate, "x", ">= 2", PkiBench.Rates(again.Rate, "BouncyCastle", peer.Rate));
    }

    /// <summary>What its documentation shows: one generator, a P-256 key, our unit's certificate in the token.</summary>
    private static Func<byte[], byte[]> StockIssuer(PkiFolder folder)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var unit = folder.Pki.Certificates.Single(c => c.ExtendedKeyUsages.Contains("1.3.6.1.5.5.7.3.8")).RawData.ToArray();
        var certificate = new Org.BouncyCastle.X509.X509Certificate(unit);
        var parameters = (ECPrivateKeyParameters)PrivateKeyFactory.CreateKey(key.ExportPkcs8PrivateKey());
        var serial = 0L;
        return request =>
        {
            var generator = new TimeStampTokenGenerator(
                parameters, certificate, TspAlgorithms.Sha256, "1.3.6.1.4.1.32473.1.1.3");
            generator.SetAccuracySeconds(1);
            generator.SetCertificates(CollectionUtilities.CreateStore([certificate]));
            var response = new TimeStampResponseGenerator(generator, TspAlgorithms.Allowed).Generate(
                new Org.BouncyCastle.Tsp.TimeStampRequest(request),
                BigInteger.ValueOf(Interlocked.Increment(ref serial)), TimeProvider.System.GetUtcNow().UtcDateTime);
            return response.GetEncoded();
        };
    }

    /// <summary>The share as a rate, and by processor time, which other programs on the machine do not change.</summary>
    private static void Report(string what, (double Rate, double Microseconds) own, string peer, (double Rate, double Microseconds) bare, string target)
    {
        Macro.Report(what, 100 * own.Rate / bare.Rate, "%", target, PkiBench.Rates(own.Rate, peer, bare.Rate));
        Macro.Report("  by processor time", 100 * bare.Microseconds / own.Microseconds, "%", target, string.Create(
            CultureInfo.InvariantCulture, $"({own.Microseconds:F0} us beside {bare.Microseconds:F0} us)"));
    }

    /// <summary>Medians of the two, rate and processor time of one, taking turns so that both meet the same machine.</summary>
    private static async Task<((double Rate, double Microseconds) First, (double Rate, double Microseconds) Second)> CompareAsync(
        Func<Task> first, Func<Task> second)
    {
        List<(double Rate, double Microseconds)> a = [], b = [];
        for (var round = -WarmUp; round < Rounds; round++)
        {
            var (one, two) = (await MeasureAsync(first), await MeasureAsync(second));
            if (round >= 0)
            {
                a.Add(one);
                b.Add(two);
            }
        }

        return (Medians(a), Medians(b));
    }

    private static Func<Task> Synchronous(Action work) => () =>
    {
        work();
        return Task.CompletedTask;
    };

    private static (double Rate, double Microseconds) Medians(List<(double Rate, double Microseconds)> values) =>
        (Macro.Median([.. values.Select(value => value.Rate)]), Macro.Median([.. values.Select(value => value.Microseconds)]));

    private static async Task<(double Rate, double Microseconds)> MeasureAsync(Func<Task> work)
    {
        var done = 0L;
        var processor = Environment.CpuUsage.TotalTime;
        var started = Stopwatch.GetTimestamp();
        await Task.WhenAll(Enumerable.Range(0, Callers).Select(_ => Task.Run(async () =>
        {
            var own = 0L;
            for (; Stopwatch.GetElapsedTime(started) < s_turn; own++)
            {
                await work();
            }

            Interlocked.Add(ref done, own);
        })));
        return (done / Stopwatch.GetElapsedTime(started).TotalSeconds, (Environment.CpuUsage.TotalTime - processor).TotalMicroseconds / done);
    }
}
