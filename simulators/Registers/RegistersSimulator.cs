namespace TrustPlatform.Simulators.Registers;

/// <summary>What simulated registers need.</summary>
public sealed record RegistersSimulatorOptions
{
    /// <summary>Loopback address and port; port 0 takes a free one, which <c>WebApplication.Urls</c> names after the start.</summary>
    public required Uri Url { get; init; }

    /// <summary>The entries.</summary>
    public IReadOnlyList<Enterprise> Enterprises { get; init; } = Enterprise.Defaults;
}

/// <summary>The enterprise register over HTTP.</summary>
public static class RegistersSimulator
{
    /// <summary>
    /// The application, not yet started. Reads no configuration of its surroundings, so that it can live inside another process.
    /// </summary>
    public static WebApplication Create(RegistersSimulatorOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseKestrelCore().UseUrls(options.Url.GetLeftPart(UriPartial.Authority));
        builder.Services.AddRoutingCore();
        builder.Logging.AddSimpleConsole().SetMinimumLevel(LogLevel.Warning)
            .AddFilter("Microsoft.Extensions.Hosting.Internal.Host", LogLevel.None); // a failed start is said by who starts it

        var app = builder.Build();
        app.MapGet("/enterprises/{taxCode}", (string taxCode) =>
            options.Enterprises.FirstOrDefault(enterprise => enterprise.TaxCode == taxCode) is { } found
                ? Results.Json(found)
                : Results.NotFound());
        return app;
    }
}
