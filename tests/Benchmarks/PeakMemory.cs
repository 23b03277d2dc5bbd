using System.Diagnostics;
using System.Globalization;
using TrustPlatform.Signatures.Pades;

namespace TrustPlatform.Benchmarks;

/// <summary>The greatest resident set of a process that signs one file and ends.</summary>
internal static class PeakMemory
{
    public static async Task RunAsync(Sample sample)
    {
        ArgumentNullException.ThrowIfNull(sample);
        using var folder = new Folder();
        var small = await MeasureAsync(folder, 1);
        var large = await MeasureAsync(folder, 1024);
        Macro.Report(
            "peak memory, 1 GiB more than 1 MiB", large - small, "MiB", "<= 32",
            string.Create(CultureInfo.InvariantCulture, $"({large:F0} MiB beside {small:F0} MiB)"));
    }

    /// <summary>The child's work: signs and prints its peak in KiB.</summary>
    public static async Task<int> SignOnceAsync(string input, string output)
    {
        using var sample = new Sample();
        await using (var source = File.OpenRead(input))
        await using (var target = new FileStream(output, FileMode.Create, FileAccess.ReadWrite))
        {
            await PadesSigner.SignAsync(source, target, sample.Request(), CancellationToken.None);
        }

        var peak = File.ReadLines("/proc/self/status").First(line => line.StartsWith("VmHWM:", StringComparison.Ordinal));
        Console.WriteLine(peak.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1]);
        return 0;
    }

    private static async Task<double> MeasureAsync(Folder folder, int mebibytes)
    {
        var (input, output) = (folder.PathOf("input.pdf"), folder.PathOf("output.pdf"));
        await using (var file = File.Create(input))
        {
            await Sample.WriteAsync(file, mebibytes * 1024L * 1024, 1);
        }

        var start = new ProcessStartInfo(Environment.ProcessPath!, ["sign-once", input, output]) { RedirectStandardOutput = true }; // an apphost
        using var process = Process.Start(start)!; // it was started
        var peak = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return double.Parse(peak, CultureInfo.InvariantCulture) / 1024;
    }
}
