using TrustPlatform.Simulators.Inbox;

var configuration = new ConfigurationBuilder().AddEnvironmentVariables("INBOX_").AddCommandLine(args).Build();
await using var app = InboxSimulator.Create(new()
{
    Url = new(configuration["Url"] ?? "http://127.0.0.1:5102"),
    SmtpPort = configuration.GetValue("SmtpPort", 2525),
    DataDirectory = configuration["DataDirectory"] ?? Path.Combine("data", "inbox"),
});
await app.StartAsync();
Console.WriteLine($"Inbox: {app.Urls.First()}, SMTP on port {app.Services.GetRequiredService<SmtpListener>().Port}");
await app.WaitForShutdownAsync();
