using System.CommandLine;

namespace TrustPlatform.Verifier;

/// <summary>The command line: what it accepts, and how failures end.</summary>
internal static class VerifierCommand
{
    /// <summary>Runs one command line. Never throws; bugs end as one sentence and code 70.</summary>
    public static async Task<int> RunAsync(string[] args, TextWriter output, TextWriter error, TimeProvider time)
    {
        var root = new VerifyCommand(output, error, time).Build();
        root.Subcommands.Add(new CertificateCommand(output, time).Build());
        root.Subcommands.Add(new TimestampCommand(output, time).Build());
        var parsed = root.Parse(args);
        if (parsed.Errors.Count > 0)
        {
            await error.WriteLineAsync(OneSentence(parsed.Errors[0].Message));
            return ExitCodes.Usage;
        }

        try
        {
            var configuration = new InvocationConfiguration { Output = output, Error = error, EnableDefaultExceptionHandler = false };
            return await parsed.InvokeAsync(configuration);
        }
        catch (UsageException exception)
        {
            await error.WriteLineAsync(exception.Message);
            return ExitCodes.Usage;
        }
        catch (InputException exception)
        {
            await error.WriteLineAsync(exception.Message);
            return ExitCodes.Unreadable;
        }
        catch (OperationCanceledException)
        {
            await error.WriteLineAsync("Stopped.");
            return ExitCodes.Internal;
        }
        catch (Exception exception)
        {
            // The edge of the process: whatever is left is a bug, and must not look like a verdict.
            await error.WriteLineAsync($"Internal error: {exception.GetType().Name}: {exception.Message}");
            return ExitCodes.Internal;
        }
    }

    private static string OneSentence(string message) => string.Join(' ', message.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
}
