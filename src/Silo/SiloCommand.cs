using System.ComponentModel.DataAnnotations;
using System.Net.Sockets;
using Microsoft.Extensions.Options;
using TrustPlatform.Cryptography.Keys;
using TrustPlatform.Storage;

namespace TrustPlatform.Silo;

/// <summary>The server's command line.</summary>
public static class SiloCommand
{
    private const string Help = """
        TrustPlatform: silo, HTTP interface and pages in one process.

        Usage: Silo [run] [--urls URL] [--Trust:Setting value …]
               Silo pki init|status|issue|revoke|crl|rekey|lint   (pki --help says more)

        Settings come from appsettings.json, the environment (TRUST_Trust__DataDirectory, …) and the command line:
          Trust:Storage          sqlite (default) or postgres
          Trust:DataDirectory    folder of databases, documents and keys (default: data)
          Trust:ConnectionString PostgreSQL's connection string
          Trust:PublicUrl        the address under which people reach the platform
          Trust:Keys             software (default, THỬ NGHIỆM) or pkcs11
          Trust:KeyPassphraseFile, Trust:Pkcs11:Module, Trust:Pkcs11:Token, Trust:Pkcs11:PinFile
          Trust:Pki:StatusPerSecond, Trust:Pki:TimestampsPerSecond, Trust:Pki:CheckpointFile,
          Trust:Pki:Proxies:0, …, Trust:Pki:TimeServers:0, …
          Trust:VneId:Issuer, Trust:VneId:ClientId, Trust:VneId:ClientSecret
          Trust:EnterpriseRegister, Trust:Smtp:Host, Trust:Smtp:Port

        Exit codes: 0 stopped as asked, 1 could not start, 64 wrong usage, 70 internal error.
        """;

    /// <summary>Runs a command; the result is the exit code.</summary>
    public static async Task<int> Run(string[] args)
    {
        if (args is ["--help" or "-h" or "help", ..])
        {
            Console.WriteLine(Help);
            return 0;
        }

        if (args is ["--version", ..])
        {
            Console.WriteLine(typeof(SiloCommand).Assembly.GetName().Version?.ToString(3));
            return 0;
        }

        if (args is ["pki", .. var verb])
        {
            return await PkiCommand.Run(verb);
        }

        if (args.Length > 0 && !args[0].StartsWith('-') && args[0] != "run")
        {
            await Console.Error.WriteLineAsync($"There is no command {args[0]}; --help lists them.");
            return 64;
        }

        try
        {
            var builder = WebApplication.CreateBuilder(new WebApplicationOptions
            {
                Args = args is ["run", ..] ? args[1..] : args,
                ContentRootPath = AppContext.BaseDirectory,
            });
            builder.Configuration.AddEnvironmentVariables("TRUST_");
            var options = TrustOptions.Read(builder.Configuration);
            await using var app = await TrustHost.BuildAsync(options, builder, CancellationToken.None);
            await app.RunAsync();
            return 0;
        }
        catch (Exception failure) when (Explain(failure) is { } sentence)
        {
            await Console.Error.WriteLineAsync(sentence);
            return 1;
        }
    }

    /// <summary>One sentence for a failure of the surroundings; null for a fault of ours.</summary>
    public static string? Explain(Exception failure) => failure switch
    {
        StorageUnavailableException or ValidationException or OptionsValidationException or KeyStoreException
            or InvalidDataException => failure.Message,
        InvalidOperationException { Source: "Microsoft.Extensions.Configuration.Binder" } => failure.Message,
        IOException { InnerException: SocketException or Microsoft.AspNetCore.Connections.AddressInUseException } =>
            $"{failure.Message} Stop the other program or choose another port.",
        _ => null,
    };
}
