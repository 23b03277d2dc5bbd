using System.Diagnostics;

namespace TrustPlatform.Scenarios.Running;

/// <summary>What a program printed, and how it ended.</summary>
internal sealed record ToolResult(int ExitCode, string Output, string Error);

/// <summary>Runs other people's tools, and ours as other people would.</summary>
internal static class Tool
{
    public static async Task<ToolResult> Run(string program, IEnumerable<string> arguments, CancellationToken cancellationToken)
    {
        using var process = Start(program, arguments);
        var output = process.StandardOutput.ReadToEndAsync(cancellationToken);
        var error = process.StandardError.ReadToEndAsync(cancellationToken);
        await process.WaitForExitAsync(cancellationToken);
        return new(process.ExitCode, await output, await error);
    }

    public static Process Start(string program, IEnumerable<string> arguments) =>
        Process.Start(new ProcessStartInfo(program, arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
            Environment = { ["NO_COLOR"] = "1" },
        }) ?? throw new InvalidOperationException($"{program} did not start.");

    /// <summary>A program of ours, as it was built beside the tests.</summary>
    public static string Ours(string name) => Path.Combine(AppContext.BaseDirectory, $"TrustPlatform.{name}");
}
