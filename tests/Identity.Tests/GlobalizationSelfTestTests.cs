using System.Diagnostics;

namespace TrustPlatform.Identity.Tests;

public sealed class GlobalizationSelfTestTests
{
    // The child of the test below is this very program, filtered down to the test after it.
    private const string Child = "TRUST_TEST_INVARIANT_CHILD";

    [Fact]
    public async Task Invariant_mode_is_refused()
    {
        Assert.SkipWhen(Environment.GetEnvironmentVariable(Child) is not null, "Runs in the parent only.");
        var start = new ProcessStartInfo(Environment.ProcessPath!)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            ArgumentList = { "-method", $"{typeof(GlobalizationSelfTestTests).FullName}.{nameof(The_process_can_compare_names)}" },
        };
        if (Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet")
        {
            start.ArgumentList.Insert(0, typeof(GlobalizationSelfTestTests).Assembly.Location);
        }

        start.Environment["DOTNET_SYSTEM_GLOBALIZATION_INVARIANT"] = "1";
        start.Environment[Child] = "1";
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        var errors = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);

        Assert.NotEqual(0, process.ExitCode);
        Assert.Contains("install ICU", await output + await errors, StringComparison.Ordinal);
    }

    [Fact]
    public void The_process_can_compare_names() => Assert.Null(Record.Exception(GlobalizationSelfTest.Run));
}
