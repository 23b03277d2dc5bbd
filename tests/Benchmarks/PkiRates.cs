using System.Diagnostics;
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
    private const int Callers = 32;

    public static Task IssueAsync()
    {
        using var folder = new PkiFolder();
        using var authority = SoftwareSigningKey.Create(SignatureAlgorithm.EcdsaP256Sha256);
        var digest = PkiFolder.Digest("to be signed");
        var next = 0;
        var (own, bare) = Compare(
            () => folder.Pki.OneTime(PkiFolder.Person($"a{Interlocked.Increment(ref next)}")).Key.Dispose(),
            () =>
            {
                using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
                authority.SignHash(digest);
            });
        Macro.Report("one-time key + certificate, share of bare cost", 100 * own / bare, "%", ">= 50",
            PkiBench.Rates(own, "P-256 key + CA signature", bare));
        return Task.CompletedTask;
    }

    public static Task TimestampAsync()
    {
        using var folder = new PkiFolder();
        using var key = SoftwareSigningKey.Create(SignatureAlgorithm.EcdsaP256Sha256);
        var digest = PkiFolder.Digest("stamped");
        var request = Cryptography.Timestamps.TimeStampRequest.Create(HashAlgorithmName.SHA256, digest).Encoded;
        var (own, raw) = Compare(() => folder.Pki.AnswerTimestampRequest(request), () => key.SignHash(digest));
        Macro.Report("timestamp, share of raw P-256 signatures", 100 * own / raw, "%", ">= 25", PkiBench.Rates(own, "raw", raw));
        var batch = Enumerable.Repeat(request, 64).ToList();
        var (batches, _) = Compare(() => folder.Pki.AnswerTimestampRequests(batch), () => key.SignHash(digest));
        Macro.Report("timestamps in batches of 64", 64 * batches / own, "x", "-", PkiBench.Rates(64 * batches, "one by one", own));
        var stock = StockIssuer(folder);
        var (again, peer) = Compare(() => folder.Pki.AnswerTimestampRequest(request), () => stock(request.ToArray()));
        Macro.Report("timestamp / stock BouncyCastle issuer", again / peer, "x", ">= 2", PkiBench.Rates(again, "BouncyCastle", peer));
        return Task.CompletedTask;
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

    /// <summary>Median rates of the two, taking turns so that both meet the same machine.</summary>
    private static (double First, double Second) Compare(Action first, Action second)
    {
        var (a, b) = (new List<double>(), new List<double>());
        for (var round = -WarmUp; round < Rounds; round++)
        {
            var (one, two) = (Rate(first), Rate(second));
            if (round >= 0)
            {
                a.Add(one);
                b.Add(two);
            }
        }

        return (Macro.Median(a), Macro.Median(b));
    }

    private static double Rate(Action work)
    {
        var done = 0L;
        var started = Stopwatch.GetTimestamp();
        var callers = Enumerable.Range(0, Callers).Select(_ => new Thread(() =>
        {
            var own = 0L;
            for (; Stopwatch.GetElapsedTime(started) < s_turn; own++)
            {
                work();
            }

            Interlocked.Add(ref done, own);
        })).ToList();
        callers.ForEach(caller => caller.Start());
        callers.ForEach(caller => caller.Join());
        return done / Stopwatch.GetElapsedTime(started).TotalSeconds;
    }
}
