using TrustPlatform.Simulators.VneId;

var configuration = new ConfigurationBuilder().AddEnvironmentVariables("VNEID_").AddCommandLine(args).Build();
var redirect = configuration["RedirectUri"] ?? "http://localhost:5000/auth/callback";
await using var app = VneIdSimulator.Create(new()
{
    Url = new(configuration["Url"] ?? "http://127.0.0.1:5101"),
    DataDirectory = configuration["DataDirectory"] ?? Path.Combine("data", "vneid"),
    Clients = [new(configuration["ClientId"] ?? "trustplatform", configuration["ClientSecret"] ?? "only-for-development", [new(redirect)])],
});
await app.StartAsync();
Console.WriteLine($"Simulated VNeID: {app.Urls.First()} (sends people back to {redirect})");
await app.WaitForShutdownAsync();
