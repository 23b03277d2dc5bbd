using TrustPlatform.Storage.Tests;
using Xunit.MicrosoftTestingPlatform;
using Xunit.Runner.InProc.SystemConsole;

// What xunit.v3 would generate, and the writer that the crash test starts and kills.
if (args is [CrashWriter.Verb, ..])
{
    return await CrashWriter.RunAsync(args[1], args[2]);
}

return args.Contains("--server") || args.Contains("--internal-msbuild-node")
    ? await TestPlatformTestFramework.RunAsync(args, SelfRegisteredExtensions.AddSelfRegisteredExtensions)
    : await ConsoleRunner.Run(args);
