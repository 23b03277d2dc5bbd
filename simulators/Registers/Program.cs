using TrustPlatform.Simulators.Registers;

var configuration = new ConfigurationBuilder().AddEnvironmentVariables("REGISTERS_").AddCommandLine(args).Build();
await using var app = RegistersSimulator.Create(new() { Url = new(configuration["Url"] ?? "http://127.0.0.1:5103") });
await app.StartAsync();
Console.WriteLine($"Registers: {app.Urls.First()}");
await app.WaitForShutdownAsync();
