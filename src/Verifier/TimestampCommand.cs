using System.CommandLine;
using System.Security.Cryptography;
using TrustPlatform.Cryptography;
using TrustPlatform.Cryptography.Algorithms;
using TrustPlatform.Cryptography.Timestamps;
using TrustPlatform.Signatures.Validation;

namespace TrustPlatform.Verifier;

/// <summary><c>timestamp TOKEN</c>: one RFC 3161 token or response over given data.</summary>
internal sealed class TimestampCommand(TextWriter output, TimeProvider time)
{
    private readonly SharedOptions _shared = new();

    private readonly Argument<string> _token = new("TOKEN") { Description = "A timestamp token or response, DER or BER." };

    private readonly Option<string?> _data = new("--data") { Description = "The stamped file.", HelpName = "FILE" };

    private readonly Option<string?> _digest = new("--digest") { Description = "Or its digest in hexadecimal.", HelpName = "HEX" };

    public Command Build()
    {
        var command = new Command("timestamp", "Validates one RFC 3161 timestamp.");
        command.Arguments.Add(_token);
        command.Options.Add(_data);
        command.Options.Add(_digest);
        _shared.AddTo(command);
        command.SetAction(RunAsync);
        return command;
    }

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        var context = _shared.Context(parsed, time);
        var (data, digest) = (parsed.GetValue(_data), parsed.GetValue(_digest));
        if (data is null == digest is null)
        {
            throw new UsageException("Name the stamped data with either --data or --digest.");
        }

        var given = digest is null ? null : Hexadecimal(digest);
        var token = ReadToken(parsed.GetValue(_token)!); // a required argument
        var stamped = given ?? await HashAsync(data!, token.HashAlgorithm, cancellationToken); // one of both
        var report = TimestampValidator.Validate(token, stamped, context);
        var outcome = new PathOutcome(
            report.Indication, report.SubIndication, report.Path, [],
            report.Rules.Select(finding => new ShownCheck(finding.Rule.Id, finding.Rule.Clause, Result(finding), finding.Detail)).ToList())
        {
            Facts =
            [
                new("genTime", token.GenTime.ToUniversalTime().ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'", System.Globalization.CultureInfo.InvariantCulture)),
                new("serial", token.SerialNumber),
                new("policy", token.Policy),
            ],
        };
        await output.WriteAsync(parsed.GetValue(_shared.Json) ? outcome.ToJson() : outcome.ToText(_shared.LanguageOf(parsed)));
        return ExitCodes.Of(outcome.Indication);
    }

    private static CheckResult Result(RuleFinding finding) => finding.Result switch
    {
        RuleResult.Ok => CheckResult.Passed,
        RuleResult.Warn => CheckResult.Warning,
        _ => CheckResult.Failed,
    };

    private static TimeStampToken ReadToken(string file)
    {
        if (!File.Exists(file))
        {
            throw new InputException($"There is no file '{file}'.");
        }

        try
        {
            return TimestampValidator.Read(Inputs.ReadSmall(file));
        }
        catch (CmsSyntaxException exception)
        {
            throw new InputException($"'{file}' is no timestamp: {exception.Message}", exception);
        }
    }

    private static byte[] Hexadecimal(string text)
    {
        try
        {
            return Convert.FromHexString(text);
        }
        catch (FormatException exception)
        {
            throw new UsageException($"'{text}' is no hexadecimal digest.", exception);
        }
    }

    private static async Task<byte[]> HashAsync(string file, HashAlgorithmName hash, CancellationToken cancellationToken)
    {
        try
        {
            using var stream = File.OpenRead(file);
            using var running = IncrementalHash.CreateHash(hash);
            var buffer = new byte[128 * 1024];
            for (int read; (read = await stream.ReadAsync(buffer, cancellationToken)) > 0;)
            {
                running.AppendData(buffer, 0, read);
            }

            return running.GetHashAndReset();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new InputException($"'{file}' cannot be read: {exception.Message}", exception);
        }
        catch (Exception exception) when (exception is CryptographicException or ArgumentException or PlatformNotSupportedException)
        {
            return HashAlgorithms.TryHash(hash, Inputs.ReadSmall(file), out var digest)
                ? digest : throw new InputException($"The token's hash {hash.Name} is not known here.", exception);
        }
    }
}
