using System.Net;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using Npgsql;
using Orleans.Configuration;
using TrustPlatform.Api;
using TrustPlatform.Grains;
using TrustPlatform.Identity;
using TrustPlatform.Storage;
using TrustPlatform.Web;

namespace TrustPlatform.Silo;

/// <summary>Puts the rooms together: one process with silo, HTTP interface and pages.</summary>
public static class TrustHost
{
    /// <summary>
    /// Opens the stores and the PKI, and builds the application, not yet started. Throws
    /// <see cref="StorageUnavailableException"/> when the data folder or the database cannot be used.
    /// </summary>
    public static async Task<WebApplication> BuildAsync(
        TrustOptions options, WebApplicationBuilder builder, CancellationToken cancellationToken)
    {
        GlobalizationSelfTest.Run();
        var folder = DataFolder.Open(options.DataDirectory);
        var store = await OpenEventStore(options, folder, cancellationToken);
        await CreateOrleansTables(options, folder, cancellationToken);

        builder.Host.UseOrleans(silo => Configure(silo, options, folder));
        builder.Services.TryAddSingleton(TimeProvider.System);
        builder.Services.AddSingleton(_ => store); // by factory, so that the host closes it
        builder.Services.AddSingleton<IDocumentStore>(FileDocumentStore.Open(folder.Path("documents")));
        builder.Services.AddSingleton(_ => PersonalDataProtector.Open(folder.Path("keys", "personal-data.key")));
        builder.Services.AddPki(options, folder.Path());
        AddIdentity(builder.Services, options);
        builder.Services.AddDataProtection().SetApplicationName("TrustPlatform")
            .PersistKeysToFileSystem(new DirectoryInfo(folder.Path("keys", "session")));
        builder.Services.AddSingleton(Options.Create(new GrainsOptions
        {
            PublicUrl = options.PublicUrl,
            WorkDirectory = folder.Path("work"),
            FontFile = Path.Combine(AppContext.BaseDirectory, "fonts", "BeVietnamPro-Regular.ttf"),
            MaxDocumentLength = options.MaxDocumentLength,
            SmtpHost = options.Smtp.Host,
            SmtpPort = options.Smtp.Port,
        }));
        builder.Services.AddSingleton(Options.Create(new ApiOptions
        {
            PublicUrl = options.PublicUrl,
            MaxDocumentLength = options.MaxDocumentLength,
        }));
        builder.Services.AddTrustGrains();
        builder.Services.AddTrustApi();
        builder.Services.AddTrustWeb();
        builder.Services.AddHealthChecks();

        var app = builder.Build();
        app.Lifetime.ApplicationStopped.Register(folder.Dispose);
        app.UseConfiguredProxies(options.Pki);
        app.UseExceptionHandler();
        app.UseStatusCodePages();
        app.UseRouting();
        app.UseAuthentication();
        app.UseAuthorization();
        app.UseAntiforgery();
        app.UseRateLimiter();
        app.MapTrustApi();
        app.MapTrustWeb();
        app.MapPki();
        app.MapHealthChecks("/health");
        return app;
    }

    private static async Task<IEventStore> OpenEventStore(
        TrustOptions options, DataFolder folder, CancellationToken cancellationToken) => options.Storage switch
        {
            StorageKind.Sqlite => await SqliteEventStore.OpenAsync(folder.Path("events.db"), cancellationToken),
            _ => await PostgresEventStore.OpenAsync(
                options.ConnectionString
                    ?? throw new StorageUnavailableException("Set Trust:ConnectionString to use PostgreSQL."),
                cancellationToken),
        };

    private static async Task CreateOrleansTables(
        TrustOptions options, DataFolder folder, CancellationToken cancellationToken)
    {
        if (options.Storage == StorageKind.Sqlite)
        {
            await using var sqlite = new SqliteConnection(ColdStore(folder));
            await sqlite.OpenAsync(cancellationToken);
            await OrleansSchema.CreateAsync(sqlite, cancellationToken);
        }
        else
        {
            await using var postgres = new NpgsqlConnection(options.ConnectionString);
            await postgres.OpenAsync(cancellationToken);
            await OrleansSchema.CreateAsync(postgres, cancellationToken);
        }
    }

    private static void Configure(ISiloBuilder silo, TrustOptions options, DataFolder folder)
    {
        var (invariant, connection) = options.Storage == StorageKind.Sqlite
            ? ("System.Data.SQLite", ColdStore(folder))
            : ("Npgsql", options.ConnectionString!);
        if (options.Storage == StorageKind.Sqlite)
        {
            // Two demos on one machine must not meet: the embedded silo takes free ports and is a cluster of its own.
            var (siloPort, gatewayPort) = (FreePort(), FreePort());
            silo.UseLocalhostClustering(siloPort, gatewayPort, null, "trust", $"embedded-{siloPort}");
        }
        else
        {
            silo.Configure<ClusterOptions>(cluster => (cluster.ClusterId, cluster.ServiceId) = ("trust", "trust"));
            silo.UseAdoNetClustering(clustering =>
                (clustering.Invariant, clustering.ConnectionString) = (invariant, connection));
            silo.ConfigureEndpoints(IPAddress.Loopback, FreePort(), FreePort());
            silo.Configure<ClusterMembershipOptions>(membership =>
            {
                // PLATFORM measurements: a killed silo's actors are back within about 4 s; fewer probes risk false deaths.
                membership.ProbeTimeout = TimeSpan.FromSeconds(2);
                membership.NumMissedProbesLimit = 2;
                membership.NumVotesForDeathDeclaration = 1;
            });
        }

        silo.AddAdoNetGrainStorageAsDefault(storage =>
        {
            (storage.Invariant, storage.ConnectionString) = (invariant, connection);
            storage.GrainStorageSerializer = new ColdStateSerializer();
        });
        silo.UseAdoNetReminderService(reminders =>
            (reminders.Invariant, reminders.ConnectionString) = (invariant, connection));
    }

    private static void AddIdentity(IServiceCollection services, TrustOptions options)
    {
        var vneId = new VneIdOptions
        {
            Issuer = options.VneId.Issuer,
            ClientId = options.VneId.ClientId,
            ClientSecret = options.VneId.ClientSecret,
            RedirectUri = new(options.PublicUrl, "/auth/callback"),
        };
        services.AddSingleton(vneId);
        services.AddHttpClient(nameof(VneIdClient));
        services.AddHttpClient(nameof(EnterpriseRegister));
        services.AddSingleton(provider => new VneIdClient(
            provider.GetRequiredService<IHttpClientFactory>().CreateClient(nameof(VneIdClient)), vneId,
            provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton(provider => new EnterpriseRegister(
            provider.GetRequiredService<IHttpClientFactory>().CreateClient(nameof(EnterpriseRegister)),
            options.EnterpriseRegister));
    }

    private static string ColdStore(DataFolder folder) =>
        new SqliteConnectionStringBuilder { DataSource = folder.Path("orleans.db") }.ToString();

    private static int FreePort()
    {
        using var listener = new System.Net.Sockets.TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
