using System.Diagnostics;

namespace TrustPlatform.Scenarios.Running;

/// <summary>What a program printed, and how it ended.</summary>
internal sealed record ToolResult(int ExitCode, string Output, string Error);

/// <summary>Runs other people's tools, and ours as other people would.</summary>
internal static class Tool
{
    public static Task<ToolResult> Run(string program, IEnumerable<string> arguments, CancellationToken cancellationToken) =>
        Run(program, arguments, [], cancellationToken);

    /// <summary>With settings in the environment.</summary>
    public static async Task<ToolResult> Run(
        string program, IEnumerable<string> arguments, Dictionary<string, string> settings, CancellationToken cancellationToken)
    {
        using var process = Start(program, arguments, settings);
        var output = process.StandardOutput.ReadToEndAsync(cancellationToken);
        var error = process.StandardError.ReadToEndAsync(cancellationToken);
        await process.WaitForExitAsync(cancellationToken);
        return new(process.ExitCode, await output, await error);
    }

    public static Process Start(string program, IEnumerable<string> arguments, Dictionary<string, string>? settings = null)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
            Environment = { ["NO_COLOR"] = "1" },
        };
        foreach (var (name, value) in settings ?? [])
        {
            start.Environment[name] = value;
        }

        return Process.Start(start) ?? throw new InvalidOperationException($"{program} did not start.");
    }

    /// <summary>A program of ours, as it was built beside the tests.</summary>
    public static string Ours(string name) => Path.Combine(AppContext.BaseDirectory, $"TrustPlatform.{name}");
}
