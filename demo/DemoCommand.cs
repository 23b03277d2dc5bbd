using System.CommandLine;
using System.Globalization;
using TrustPlatform.Silo;

namespace TrustPlatform.Demo;

/// <summary>The demo's command line.</summary>
internal static class DemoCommand
{
    public static Task<int> Run(string[] args)
    {
        var once = new Option<bool>("--once") { Description = "Stop after the contract is signed and verified." };
        var port = new Option<int>("--port")
        {
            Description = "Port of the site; the four ports after it are the simulators'.",
            DefaultValueFactory = _ => 5080,
        };
        port.Validators.Add(result =>
        {
            if (result.Tokens is [{ Value: var text }, ..]
                && (!int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) || number is < 1024 or > 65000))
            {
                result.AddError("Choose a port between 1024 and 65000.");
            }
        });
        var data = new Option<string>("--data")
        {
            Description = "Folder of the platform's state.",
            DefaultValueFactory = _ => "data",
        };
        var output = new Option<string>("--out")
        {
            Description = "Folder for contract.pdf, evidence.zip and root.pem.",
            DefaultValueFactory = _ => "out",
        };
        var command = new RootCommand(
            "Starts TrustPlatform with simulated surroundings and walks one contract from draft to verified PDF.")
        {
            once, port, data, output,
        };
        command.SetAction((result, cancellationToken) => Run(
            new(result.GetValue(once), result.GetValue(port), result.GetValue(data)!, result.GetValue(output)!),
            cancellationToken));
        var parsed = command.Parse(args);
        return parsed.Errors.Count > 0 && parsed.Action is not System.CommandLine.Help.HelpAction ? Refuse(parsed) : parsed.InvokeAsync();
    }

    private static async Task<int> Refuse(ParseResult parsed)
    {
        await Console.Error.WriteLineAsync($"{parsed.Errors[0].Message} Try --help.");
        return 64;
    }

    private static async Task<int> Run(DemoOptions options, CancellationToken cancellationToken)
    {
        var screen = new Screen(Console.Out);
        try
        {
            await using var surroundings = await Surroundings.StartAsync(options, TimeProvider.System, null, cancellationToken);
            screen.Title($"TrustPlatform chạy tại {options.Site}");
            var passed = await new Walk(options, screen).RunAsync(cancellationToken);
            if (options.Once)
            {
                return passed ? 0 : 1;
            }

            screen.Links(options);
            await Task.Delay(Timeout.Infinite, cancellationToken);
            return 0;
        }
        catch (Exception) when (cancellationToken.IsCancellationRequested)
        {
            // Stopped by the person at the terminal: whatever was cut short is no failure.
            return 0;
        }
        catch (Exception failure) when (SiloCommand.Explain(failure) is { } sentence)
        {
            await Console.Error.WriteLineAsync(sentence);
            return 1;
        }
        catch (WalkFailedException failure)
        {
            await Console.Error.WriteLineAsync(failure.Message);
            return 1;
        }
        catch (Exception failure)
        {
            // The edge of the process.
            await Console.Error.WriteLineAsync(
                $"The demo stopped: {failure.Message} ({failure.GetType().Name}). The platform's log is {Path.Combine(options.DataDirectory, "platform.log")}.");
            return 1;
        }
    }
}
