using System.Net;
using System.Net.Sockets;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;
using Orleans.Configuration;

namespace TrustPlatform.Storage.Tests;

/// <summary>A real silo over a database that <see cref="OrleansSchema"/> prepared.</summary>
internal sealed class CounterSilo : IAsyncDisposable
{
    private readonly IHost _host;
    private bool _stopped;

    private CounterSilo(IHost host) => _host = host;

    public FiredReminders Fired => _host.Services.GetRequiredService<FiredReminders>();

    public ICounterGrain Counter(string key) =>
        _host.Services.GetRequiredService<IGrainFactory>().GetGrain<ICounterGrain>(key);

    /// <summary>Returns when this silo knows of so many active ones.</summary>
    public async Task WaitForSilosAsync(int count, CancellationToken cancellationToken)
    {
        var membership = _host.Services.GetRequiredService<IClusterMembershipService>();
        await foreach (var snapshot in membership.MembershipUpdates.WithCancellation(cancellationToken))
        {
            if (snapshot.Members.Values.Count(member => member.Status == SiloStatus.Active) == count)
            {
                return;
            }
        }
    }

    /// <summary>On SQLite alone; on PostgreSQL with the other silos of the database.</summary>
    public static async Task<CounterSilo> StartAsync(string kind, string connectionString, CancellationToken cancellationToken)
    {
        await using (System.Data.Common.DbConnection connection = kind == "sqlite"
            ? new SqliteConnection(connectionString) : new NpgsqlConnection(connectionString))
        {
            await connection.OpenAsync(cancellationToken);
            await OrleansSchema.CreateAsync(connection, cancellationToken);
        }

        var invariant = kind == "sqlite" ? OrleansSchema.SqliteInvariant : OrleansSchema.PostgresInvariant;
        var (siloPort, gatewayPort) = (FreePort(), FreePort());
        var builder = Host.CreateApplicationBuilder();
        builder.Logging.SetMinimumLevel(LogLevel.Critical);
        builder.Services.AddSingleton<FiredReminders>();
        builder.UseOrleans(silo =>
        {
            silo.AddAdoNetGrainStorageAsDefault(options =>
                (options.Invariant, options.ConnectionString) = (invariant, connectionString));
            silo.UseAdoNetReminderService(options =>
                (options.Invariant, options.ConnectionString) = (invariant, connectionString));
            silo.Configure<ReminderOptions>(options => options.MinimumReminderPeriod = TimeSpan.FromMilliseconds(100));
            if (kind == "sqlite")
            {
                silo.UseLocalhostClustering(siloPort, gatewayPort);
                return;
            }

            silo.UseAdoNetClustering(options =>
                (options.Invariant, options.ConnectionString) = (invariant, connectionString));
            silo.Configure<ClusterOptions>(options => (options.ClusterId, options.ServiceId) = ("tests", "tests"));
            silo.ConfigureEndpoints(IPAddress.Loopback, siloPort, gatewayPort);
        });
        var host = builder.Build();
        await host.StartAsync(cancellationToken);
        return new CounterSilo(host);
    }

    public async ValueTask DisposeAsync()
    {
        if (!_stopped)
        {
            _stopped = true;
            await _host.StopAsync();
            _host.Dispose();
        }
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
