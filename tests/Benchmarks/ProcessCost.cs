using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography.X509Certificates;

namespace TrustPlatform.Benchmarks;

/// <summary>CPU time of the signing client as a process, published ahead of time as it is shipped.</summary>
internal static class ProcessCost
{
    public static async Task RunAsync(Sample sample)
    {
        using var folder = new Folder();
        var root = FindRoot();
        var program = folder.PathOf("client/TrustPlatform.SigningClient");
        await RunAsync("dotnet", "publish", Path.Combine(root, "src/SigningClient"), "-c", "Release", "-o", folder.PathOf("client"), "--nologo", "-v", "q");
        var (input, key) = (folder.PathOf("input.pdf"), folder.PathOf("key.p12"));
        await using (var file = File.Create(input))
        {
            await Sample.WriteAsync(file, 2048, 1);
        }

        await File.WriteAllBytesAsync(key, sample.PfxCertificate.Export(X509ContentType.Pkcs12, "")!); // a key was given
        var times = new List<double>();
        for (var i = 0; i < 15; i++)
        {
            // bash's own clock of its children: user and system time
            var output = await RunAsync(
                "bash", "-c", $"TIMEFORMAT='%U %S'; time '{program}' sign '{input}' --out '{folder.PathOf("signed.pdf")}' --p12 '{key}' >/dev/null");
            times.Add(output.Trim().Split(' ').Sum(number => double.Parse(number, CultureInfo.InvariantCulture)));
        }

        Macro.Report("SigningClient sign, CPU of the process", Macro.Median(times), "s", "<= 0.25", "");
    }

    public static async Task<string> RunAsync(string name, params string[] arguments)
    {
        var start = new ProcessStartInfo(name, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        using var process = Process.Start(start)!; // it was started
        var output = process.StandardOutput.ReadToEndAsync();
        var error = await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return process.ExitCode == 0 ? error : throw new InvalidOperationException(await output + error);
    }

    public static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "TrustPlatform.sln")))
        {
            folder = folder.Parent ?? throw new InvalidOperationException("The benchmarks run outside the repository.");
        }

        return folder.FullName;
    }
}
