using System.Diagnostics;
using System.Text.Json;

namespace TrustPlatform.SigningClient.Tests;

/// <summary>What a process gave.</summary>
internal sealed record Run(int ExitCode, string Output, string Error)
{
    public JsonElement Json => JsonDocument.Parse(Output).RootElement;
}

/// <summary>Runs the client as people do, and other people's programs.</summary>
internal static class Tool
{
    public static Task<Run> SigningClientAsync(params string[] arguments) =>
        RunAsync(Path.Combine(AppContext.BaseDirectory, "TrustPlatform.SigningClient"), arguments);

    public static async Task<Run> RunAsync(string name, params string[] arguments)
    {
        var start = new ProcessStartInfo(name, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync();
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return new(process.ExitCode, output, await error);
    }
}
