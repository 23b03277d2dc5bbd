using System.CommandLine;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Data.Sqlite;
using TrustPlatform.Cryptography.Keys;
using TrustPlatform.Pki;

namespace TrustPlatform.Silo;

/// <summary>What a verb has to say: an object for <c>--json</c>, sentences for people, an exit code.</summary>
internal sealed record PkiResult(JsonObject Json, string Vietnamese, string English, int ExitCode = 0);

/// <summary>Input that a verb will not take; the message is the sentence to print.</summary>
internal sealed class PkiInputException(string message) : Exception(message);

/// <summary>
/// <c>Silo pki …</c>: the operator's verbs. They open the PKI's folder themselves, beside a running server or without one;
/// the register sorts out who writes.
/// </summary>
internal static class PkiCommand
{
    public const int Refused = 4;
    private const int Failed = 1;
    private const int Usage = 64;

    public static async Task<int> Run(string[] args)
    {
        var shared = new PkiCommandOptions();
        var root = new RootCommand("The platform's test PKI: root, issuing CAs, revocation. THỬ NGHIỆM.")
        {
            shared.Data, shared.PublicUrl, shared.Json, shared.Language,
        };
        root.Subcommands.Add(PkiInitVerb.Create(shared));
        root.Subcommands.Add(PkiStatusVerb.Create(shared));
        root.Subcommands.Add(PkiIssueVerb.Create(shared));
        root.Subcommands.Add(PkiRevokeVerb.Create(shared));
        root.Subcommands.Add(PkiCrlVerb.Create(shared));
        root.Subcommands.Add(PkiRekeyVerb.Create(shared));
        root.Subcommands.Add(PkiLintVerb.Create(shared));
        var parsed = root.Parse(args);
        if (parsed.Errors.Count > 0)
        {
            await Console.Error.WriteLineAsync(parsed.Errors[0].Message.ReplaceLineEndings(" "));
            return Usage;
        }

        return await parsed.InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false });
    }

    /// <summary>Runs a verb: prints its result, or one sentence on standard error.</summary>
    public static int Act(PkiCommandOptions shared, ParseResult parsed, Func<PkiResult> act)
    {
        try
        {
            var result = act();
            Console.WriteLine(parsed.GetValue(shared.Json)
                ? result.Json.ToJsonString(new JsonSerializerOptions { WriteIndented = true })
                : parsed.GetValue(shared.Language) == "vi" ? result.Vietnamese : result.English);
            return result.ExitCode;
        }
        catch (PkiInputException refused)
        {
            Console.Error.WriteLine(refused.Message);
            return Refused;
        }
        catch (IssuanceRefusedException refused)
        {
            Console.Error.WriteLine(refused.Message);
            return Refused;
        }
        catch (Exception failure) when (failure is KeyStoreException or InvalidDataException or IOException or SqliteException
            or UnauthorizedAccessException or ArgumentException or InvalidOperationException or CryptographicException)
        {
            Console.Error.WriteLine(failure.Message.ReplaceLineEndings(" "));
            return Failed;
        }
    }
}

/// <summary>The options that all verbs share.</summary>
internal sealed class PkiCommandOptions
{
    public Option<string?> Data { get; } = new("--data")
    {
        Description = "Folder of the platform's state (Trust:DataDirectory)",
        Recursive = true,
    };

    public Option<Uri?> PublicUrl { get; } = new("--public-url")
    {
        Description = "The address that certificates carry (Trust:PublicUrl)",
        Recursive = true,
        CustomParser = result => Uri.TryCreate(result.Tokens[0].Value, UriKind.Absolute, out var url)
            && url.Scheme is "http" or "https" ? url : Refuse(result),
    };

    public Option<bool> Json { get; } = new("--json") { Description = "One JSON object on standard output", Recursive = true };

    public Option<string> Language { get; } = new("--lang")
    {
        Description = "vi | en",
        DefaultValueFactory = _ => "en",
        Recursive = true,
    };

    public Option<string?> RootKey { get; } = new("--root-key") { Description = "The root's key file, brought for this act" };

    public Option<string?> PassphraseFile { get; } = new("--passphrase-file")
    {
        Description = "File whose first line is the passphrase of the root's key file",
    };

    public PkiCommandOptions() => Language.AcceptOnlyFromAmong("vi", "en");

    /// <summary>Opens the PKI; unless it is to be made, it must be there.</summary>
    public PlatformPki Open(ParseResult parsed, EncryptedKeyFile? rootKey = null, Func<PkiOptions, PkiOptions>? change = null)
    {
        var options = Options(parsed, rootKey);
        if (change is null && !IsThere(options))
        {
            throw new PkiInputException($"There is no PKI in {options.Directory}; make one with pki init.");
        }

        return PlatformPki.Open(change?.Invoke(options) ?? options, TimeProvider.System);
    }

    public PkiOptions Options(ParseResult parsed, EncryptedKeyFile? rootKey = null)
    {
        var configuration = new ConfigurationBuilder()
            .AddJsonFile(Path.Combine(AppContext.BaseDirectory, "appsettings.json"), optional: true)
            .AddEnvironmentVariables("TRUST_").Build();
        var options = TrustOptions.Read(configuration);
        if (parsed.GetValue(PublicUrl) is { } publicUrl)
        {
            options = options with { PublicUrl = publicUrl };
        }

        return PkiHosting.OptionsOf(options, Path.GetFullPath(parsed.GetValue(Data) ?? options.DataDirectory), rootKey);
    }

    /// <summary>The key file that was brought, or null.</summary>
    public EncryptedKeyFile? Brought(ParseResult parsed) => KeyFile(parsed.GetValue(RootKey), parsed.GetValue(PassphraseFile));

    /// <summary>A key file and its passphrase, both or neither.</summary>
    public static EncryptedKeyFile? KeyFile(string? path, string? passphraseFile) => (path, passphraseFile) switch
    {
        (null, null) => null,
        ({ } file, { } secret) => new EncryptedKeyFile(Path.GetFullPath(file), PkiHosting.Secret(secret)),
        _ => throw new PkiInputException("A root key file and --passphrase-file go together."),
    };

    public static bool IsThere(PkiOptions options) => File.Exists(Path.Combine(options.Directory, "register.db"));

    private static Uri? Refuse(System.CommandLine.Parsing.ArgumentResult result)
    {
        result.AddError("--public-url wants an http or https address.");
        return null;
    }
}
