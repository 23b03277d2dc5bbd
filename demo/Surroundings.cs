using TrustPlatform.Silo;
using TrustPlatform.Simulators.Inbox;
using TrustPlatform.Simulators.Registers;
using TrustPlatform.Simulators.VneId;

namespace TrustPlatform.Demo;

/// <summary>The platform and everything around it, on loopback.</summary>
internal sealed class Surroundings : IAsyncDisposable
{
    private const string ClientSecret = "demo-only-secret-of-the-simulated-vneid";

    private readonly List<WebApplication> _running = [];

    private Surroundings() { }

    /// <summary>Starts everything; <paramref name="replace"/> adds to the platform's services.</summary>
    public static async Task<Surroundings> StartAsync(
        DemoOptions options, TimeProvider time, Action<IServiceCollection>? replace, CancellationToken cancellationToken)
    {
        var surroundings = new Surroundings();
        try
        {
            // First, because it makes sure of the folder; it starts last, when those whom it asks are there.
            var platform = await Platform(options, time, replace, cancellationToken);
            surroundings._running.Add(platform);
            await surroundings.Start(VneIdSimulator.Create(new()
            {
                Url = options.VneId,
                DataDirectory = Path.Combine(options.DataDirectory, "simulators", "vneid"),
                Clients = [new("trustplatform", ClientSecret, [new(options.Site, "/auth/callback")])],
                TimeProvider = time,
            }), cancellationToken);
            await surroundings.Start(InboxSimulator.Create(new()
            {
                Url = options.Inbox,
                SmtpPort = options.SmtpPort,
                DataDirectory = Path.Combine(options.DataDirectory, "simulators", "inbox"),
            }), cancellationToken);
            await surroundings.Start(RegistersSimulator.Create(new() { Url = options.Registers }), cancellationToken);
            await platform.StartAsync(cancellationToken);
            return surroundings;
        }
        catch
        {
            // Not stopped: to stop a host that did not start fails, and would hide why.
            foreach (var app in surroundings._running)
            {
                await app.DisposeAsync();
            }

            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var app in _running)
        {
            await app.StopAsync();
            await app.DisposeAsync();
        }
    }

    private async Task Start(WebApplication app, CancellationToken cancellationToken)
    {
        _running.Add(app);
        await app.StartAsync(cancellationToken);
    }

    private static Task<WebApplication> Platform(
        DemoOptions options, TimeProvider time, Action<IServiceCollection>? replace, CancellationToken cancellationToken)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions
        {
            ContentRootPath = AppContext.BaseDirectory,
            EnvironmentName = Environments.Production,
            ApplicationName = "TrustPlatform.Demo",
        });
        builder.WebHost.UseUrls(options.Site.ToString());
        builder.Logging.ClearProviders();
        builder.Logging.AddProvider(new FileLog(Path.Combine(options.DataDirectory, "platform.log")));
        builder.Services.AddSingleton(time);
        replace?.Invoke(builder.Services);
        builder.Configuration.AddEnvironmentVariables("TRUST_");
        return TrustHost.BuildAsync(
            TrustOptions.Read(builder.Configuration) with
            {
                DataDirectory = options.DataDirectory,
                PublicUrl = options.Site,
                VneId = new() { Issuer = options.VneId, ClientSecret = ClientSecret },
                EnterpriseRegister = options.Registers,
                Smtp = new() { Port = options.SmtpPort },
            },
            builder, cancellationToken);
    }
}
