using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Npgsql;

[assembly: AssemblyFixture(typeof(TrustPlatform.Storage.Tests.PostgresServer))]

namespace TrustPlatform.Storage.Tests;

/// <summary>
/// A real PostgreSQL for the tests: the one that TRUST_TEST_POSTGRES names, else one started from the installed binaries in a
/// folder of its own. Each test takes a fresh database.
/// </summary>
public sealed class PostgresServer : IAsyncLifetime
{
    private readonly SemaphoreSlim _starting = new(1);
    private string? _folder;
    private string? _binaries;
    private string? _connectionString;

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        if (_folder is not null)
        {
            await RunAsync("pg_ctl", "-D", Path.Combine(_folder, "data"), "-m", "immediate", "-w", "stop");
            Directory.Delete(_folder, recursive: true);
        }
    }

    /// <summary>The connection string of a new, empty database; skips the test where there is no PostgreSQL.</summary>
    public async Task<string> CreateDatabaseAsync(CancellationToken cancellationToken)
    {
        var server = await ServerAsync(cancellationToken);
        Assert.SkipWhen(server is null, "PostgreSQL is not installed (apt-get install postgresql).");
        var name = $"test_{Guid.NewGuid():n}";
        await using var connection = new NpgsqlConnection(server);
        await connection.OpenAsync(cancellationToken);
        await using var command = new NpgsqlCommand($"CREATE DATABASE {name}", connection);
        await command.ExecuteNonQueryAsync(cancellationToken);
        return new NpgsqlConnectionStringBuilder(server) { Database = name, Pooling = true }.ToString();
    }

    private async Task<string?> ServerAsync(CancellationToken cancellationToken)
    {
        await _starting.WaitAsync(cancellationToken);
        try
        {
            _connectionString ??= Environment.GetEnvironmentVariable("TRUST_TEST_POSTGRES") is { Length: > 0 } given
                ? given
                : await StartAsync();
            return _connectionString;
        }
        finally
        {
            _starting.Release();
        }
    }

    private async Task<string?> StartAsync()
    {
        _binaries = Directory.Exists("/usr/lib/postgresql")
            ? Directory.EnumerateDirectories("/usr/lib/postgresql").Select(version => Path.Combine(version, "bin"))
                .Where(bin => File.Exists(Path.Combine(bin, "initdb"))).Order(StringComparer.Ordinal).LastOrDefault()
            : null;
        if (_binaries is null)
        {
            return null;
        }

        _folder = Directory.CreateTempSubdirectory("trust-postgres-").FullName;
        if (Environment.UserName == "root")
        {
            await RunAsync(asServer: false, "chown", "postgres", _folder);
        }

        var port = FreePort();
        await RunAsync("initdb", "-D", Path.Combine(_folder, "data"), "-U", "trust", "-A", "trust", "-E", "UTF8", "--locale=C");
        await RunAsync("pg_ctl", "-D", Path.Combine(_folder, "data"), "-w", "-l", Path.Combine(_folder, "log"), "-o",
            $"-p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories= -c max_connections=200", "start");
        return $"Host=127.0.0.1;Port={port};Username=trust;Database=postgres;Pooling=false";
    }

    private Task RunAsync(string program, params string[] arguments) =>
        RunAsync(asServer: true, Path.Combine(_binaries!, program), arguments);

    /// <summary>PostgreSQL refuses to run as root.</summary>
    private static async Task RunAsync(bool asServer, string program, params string[] arguments)
    {
        string[] line = asServer && Environment.UserName == "root"
            ? ["runuser", "-u", "postgres", "--", program, .. arguments]
            : [program, .. arguments];
        // Output goes nowhere: a server that inherits a pipe keeps its reader waiting.
        using var process = Process.Start(new ProcessStartInfo("/bin/sh", ["-c", "exec \"$@\" >/dev/null 2>&1 </dev/null", "sh", .. line])
        {
            WorkingDirectory = "/",
        })!;
        await process.WaitForExitAsync();
        Assert.True(process.ExitCode == 0, $"{string.Join(' ', line)} ended with {process.ExitCode}");
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
