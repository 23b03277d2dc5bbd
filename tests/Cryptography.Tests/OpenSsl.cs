using System.Diagnostics;
using Xunit;

namespace TrustPlatform.Cryptography.Tests;

/// <summary>The openssl command in a folder of its own, removed at the end.</summary>
internal sealed class OpenSsl : IDisposable
{
    public string Folder { get; } = Directory.CreateTempSubdirectory("openssl-").FullName;

    public string Path(string name) => System.IO.Path.Combine(Folder, name);

    public byte[] Read(string name) => File.ReadAllBytes(Path(name));

    public void Write(string name, ReadOnlySpan<byte> content) => File.WriteAllBytes(Path(name), content);

    public void Write(string name, string content) => File.WriteAllText(Path(name), content);

    /// <summary>Runs a command that must succeed; returns both outputs.</summary>
    public string Run(string arguments)
    {
        var (exitCode, output) = Try(arguments);
        return exitCode == 0 ? output : throw new InvalidOperationException($"openssl {arguments}: {output}");
    }

    public (int ExitCode, string Output) Try(string arguments)
    {
        using var process = Process.Start(new ProcessStartInfo("openssl", arguments)
        {
            WorkingDirectory = Folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
        })!;
        process.StandardInput.Close();
        var errors = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output + errors.GetAwaiter().GetResult());
    }

    public void Dispose() => Directory.Delete(Folder, recursive: true);
}
