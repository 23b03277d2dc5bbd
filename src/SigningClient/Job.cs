using System.CommandLine;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using TrustPlatform.Cryptography;
using TrustPlatform.Cryptography.Keys;
using TrustPlatform.Signatures.Pades;
using TrustPlatform.Signatures.Sources;

namespace TrustPlatform.SigningClient;

/// <summary>The command line is understood and yet asks for something that does not go together.</summary>
internal sealed class UsageException(string message) : Exception(message);

/// <summary>Runs a command's work and turns what comes of it into output and exit code: the edge of the process.</summary>
internal sealed class Job(string language, bool isJson)
{
    private static readonly JsonSerializerOptions Readable = new()
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, // for a terminal, not for a page
    };

    public static Job Of(ParseResult parsed, Option<string> language, Option<bool> json) =>
        new(parsed.GetValue(language) ?? "en", parsed.GetValue(json));

    /// <summary>Runs the work; it gives the object of <c>--json</c> and the sentence that is printed otherwise.</summary>
    public async Task<int> RunAsync(Func<Task<(JsonObject Result, string Sentence)>> work)
    {
        try
        {
            var (result, sentence) = await work();
            Console.Out.WriteLine(isJson ? result.ToJsonString(Readable) : sentence);
            return ExitCode.Done;
        }
        catch (UsageException exception)
        {
            return Fail(ExitCode.Usage, "usage", exception.Message);
        }
        catch (PadesRefusedException exception)
        {
            return Fail(ExitCode.Refused, exception.Reason.ToString(), Sentences.Of(exception, language));
        }
        catch (Pkcs12Exception exception)
        {
            return Fail(ExitCode.Refused, exception.Refusal.ToString(), exception.Message);
        }
        catch (Pkcs11TokenException exception)
        {
            return Fail(ExitCode.Refused, "Pkcs11", exception.Message);
        }
        catch (CmsSyntaxException exception)
        {
            return Fail(ExitCode.Refused, "certificate", exception.Message);
        }
        catch (SourceUnavailableException exception)
        {
            return Fail(ExitCode.Failed, "source", exception.Message);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return Fail(ExitCode.Refused, "file", exception.Message);
        }
        catch (OperationCanceledException)
        {
            return Fail(ExitCode.Failed, "cancelled", Sentences.Cancelled(language));
        }
        catch (Exception exception)
        {
            return Fail(ExitCode.Internal, "internal", $"{exception.GetType().Name}: {exception.Message}");
        }
    }

    private int Fail(int exitCode, string code, string sentence)
    {
        if (isJson)
        {
            Console.Out.WriteLine(new JsonObject { ["error"] = new JsonObject { ["code"] = code, ["message"] = sentence } }.ToJsonString(Readable));
        }

        Console.Error.WriteLine(sentence.ReplaceLineEndings(" "));
        return exitCode;
    }
}
