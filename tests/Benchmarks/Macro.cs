using System.Buffers;
using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using TrustPlatform.Cryptography.Cms;
using TrustPlatform.Signatures.Pades;
using TrustPlatform.Signatures.Validation;

namespace TrustPlatform.Benchmarks;

/// <summary>Whole files: each line is a ratio to a limit or a peer that was measured in the same run.</summary>
internal static class Macro
{
    private const int MiB = 1024 * 1024;
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(12);

    private static readonly (string Name, Func<Sample, Task> Run)[] All =
    [
        ("page", OnePageAsync), ("throughput", ThroughputAsync), ("large", LargeAsync), ("memory", PeakMemory.RunAsync), ("fiftieth", FiftiethAsync),
        ("pass", OnePassAsync), ("process", ProcessCost.RunAsync),
    ];

    public static async Task<int> RunAsync(string[] names)
    {
        using var sample = new Sample();
        foreach (var (name, run) in All.Where(item => names.Length == 0 || names.Contains(item.Name)))
        {
            await run(sample);
        }

        return 0;
    }

    public static void Report(string what, double value, string unit, string target, string detail) => Console.WriteLine(
        string.Create(CultureInfo.InvariantCulture, $"{what,-46} {value,8:F2} {unit,-4} target {target,-9} {detail}"));

    private static async Task OnePageAsync(Sample sample)
    {
        var document = await Sample.InMemoryAsync(2048, 1);
        using var output = new MemoryStream();
        var (own, limit) = await CompareAsync(
            3000, () => SignAsync(sample, document, output), () => LimitAsync(sample, document));
        Report("sign 1 page / (hash + sign + CMS)", own / limit, "x", "<= 1.5", Microseconds(own, limit));
    }

    private static async Task ThroughputAsync(Sample sample)
    {
        var document = await Sample.InMemoryAsync(100 * 1024, 1);
        using var output = new MemoryStream();
        var (own, limit) = await CompareAsync(
            1500, () => SignAsync(sample, document, output), () => LimitAsync(sample, document));
        Report("B-B of 100 KiB, share of (hash + sign + CMS)", 100 * limit / own, "%", ">= 50", Microseconds(own, limit));
        var openssl = await OpensslAsync(sample, document);
        Report("B-B of 100 KiB / openssl cms -sign (a process)", own / openssl, "x", "-", Microseconds(own, openssl));
    }

    private static async Task LargeAsync(Sample sample)
    {
        using var folder = new Folder();
        var path = folder.PathOf("100MiB.pdf");
        await using (var file = File.Create(path))
        {
            await Sample.WriteAsync(file, 100 * MiB, 1);
        }

        var (own, limit) = await CompareAsync(
            7,
            async () =>
            {
                await using var input = OpenRead(path);
                await using var output = Create(folder.PathOf("signed.pdf"));
                await PadesSigner.SignAsync(input, output, sample.Request(), CancellationToken.None);
            },
            () => HashAndCopyAsync(path, folder.PathOf("copy.pdf")));
        Report("sign 100 MiB / hash and copy", own / limit, "x", "<= 1.3", Microseconds(own, limit));
    }

    private static async Task FiftiethAsync(Sample sample)
    {
        const int Count = 50;
        const int Rounds = 250;
        var first = new List<double>();
        var last = new List<double>();
        var start = await Sample.InMemoryAsync(100 * 1024, Count);
        var (document, output) = (new MemoryStream(), new MemoryStream());
        for (var round = 0; round < 3 * Rounds; round++)
        {
            document.SetLength(0);
            start.WriteTo(document);
            for (var i = 1; i <= Count; i++)
            {
                var started = Stopwatch.GetTimestamp();
                await PadesSigner.SignAsync(document, output, sample.Request($"F{i}"), CancellationToken.None);
                (round < Rounds ? [] /* warm-up */ : i == 1 ? first : i == Count ? last : []).Add(Stopwatch.GetElapsedTime(started).TotalMicroseconds);
                (document, output) = (output, document);
            }
        }

        Report("50th signature / 1st", Median(last) / Median(first), "x", "<= 2", Microseconds(Median(last), Median(first)));
    }

    private static async Task OnePassAsync(Sample sample)
    {
        const int Count = 20;
        var once = Array.Empty<byte>();
        var document = await Sample.InMemoryAsync(20 * MiB, Count);
        for (var i = 1; i <= Count; i++)
        {
            var output = new MemoryStream((int)document.Length + 8192);
            await PadesSigner.SignAsync(document, output, sample.Request($"F{i}"), CancellationToken.None);
            document = output;
            once = i == 1 ? document.ToArray() : once;
        }

        var all = document.ToArray();
        var (many, one) = await CompareAsync(7, () => Validate(all), () => Validate(once));
        Report("judge 20 signatures on 20 MiB / judge 1", many / one, "x", "-", Microseconds(many, one));

        Task Validate(byte[] file)
        {
            using var stream = new MemoryStream(file, writable: false);
            var context = new ValidationContext { TrustAnchors = [], Policy = ValidationPolicy.TestVectors, Time = sample.Request().SigningTime };
            return SignatureValidator.Validate(stream, "file.pdf", context, CancellationToken.None).Signatures.Count > 0
                ? Task.CompletedTask
                : throw new InvalidOperationException("No signature was found.");
        }
    }

    private static async Task SignAsync(Sample sample, MemoryStream document, MemoryStream output)
    {
        await PadesSigner.SignAsync(document, output, sample.Request(), CancellationToken.None);
    }

    private static Task LimitAsync(Sample sample, MemoryStream document)
    {
        CmsSignedData.Sign(new()
        {
            ContentDigest = SHA256.HashData(document.GetBuffer().AsSpan(0, (int)document.Length)),
            Key = sample.Key,
            Certificate = sample.Certificate,
        });
        return Task.CompletedTask;
    }

    private static async Task HashAndCopyAsync(string path, string copy)
    {
        await using var input = OpenRead(path);
        await using var output = Create(copy);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var buffer = ArrayPool<byte>.Shared.Rent(128 * 1024);
        while (await input.ReadAsync(buffer) is > 0 and var read)
        {
            hash.AppendData(buffer, 0, read);
            await output.WriteAsync(buffer.AsMemory(0, read));
        }

        await output.FlushAsync();
        hash.GetHashAndReset();
        ArrayPool<byte>.Shared.Return(buffer);
    }

    private static async Task<double> OpensslAsync(Sample sample, MemoryStream document)
    {
        using var folder = new Folder();
        var (content, key, certificate) = (folder.PathOf("content"), folder.PathOf("key.pem"), folder.PathOf("certificate.pem"));
        await File.WriteAllBytesAsync(content, document.ToArray());
        using (var ecdsa = sample.PfxCertificate.GetECDsaPrivateKey()!) // it was made with one
        {
            await File.WriteAllTextAsync(key, ecdsa.ExportPkcs8PrivateKeyPem());
        }

        await File.WriteAllTextAsync(certificate, sample.PfxCertificate.ExportCertificatePem());
        var times = new List<double>();
        for (var i = 0; i < 20; i++)
        {
            var started = Stopwatch.GetTimestamp();
            using var process = Process.Start("openssl",
            [
                "cms", "-sign", "-binary", "-cades", "-md", "sha256", "-in", content, "-signer", certificate, "-inkey", key, "-outform", "DER", "-out",
                folder.PathOf("signature"),
            ]);
            await process.WaitForExitAsync();
            times.Add(process.ExitCode == 0 ? Stopwatch.GetElapsedTime(started).TotalMicroseconds : throw new InvalidOperationException("openssl failed."));
        }

        return Median(times);
    }

    /// <summary>
    /// Medians in microseconds, the two taking turns so that both meet the same machine; after a time in which the runtime makes
    /// the machine code that a server has.
    /// </summary>
    public static async Task<(double First, double Second)> CompareAsync(int times, Func<Task> first, Func<Task> second)
    {
        var (a, b) = (new List<double>(), new List<double>());
        for (var started = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(started) < WarmUp;)
        {
            await first();
            await second();
        }

        for (var i = 0; i < times; i++)
        {
            a.Add(await TimeAsync(first));
            b.Add(await TimeAsync(second));
        }

        return (Median(a), Median(b));
    }

    private static async Task<double> TimeAsync(Func<Task> work)
    {
        var started = Stopwatch.GetTimestamp();
        await work();
        return Stopwatch.GetElapsedTime(started).TotalMicroseconds;
    }

    public static double Median(List<double> values) => values.Order().ElementAt(values.Count / 2);

    public static string Microseconds(double own, double other) =>
        string.Create(CultureInfo.InvariantCulture, $"({own:F0} us beside {other:F0} us)");

    private static FileStream OpenRead(string path) => new(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1, FileOptions.SequentialScan);

    private static FileStream Create(string path) => new(path, FileMode.Create, FileAccess.ReadWrite, FileShare.None, 1);
}
