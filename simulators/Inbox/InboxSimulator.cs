namespace TrustPlatform.Simulators.Inbox;

/// <summary>A mail server that keeps what it receives and shows it to developers and tests.</summary>
public static class InboxSimulator
{
    // The page never runs what arrived: a message is shown in a sandboxed frame without scripts and without the network.
    private const string PagePolicy = "default-src 'none'; style-src 'self'; frame-src 'self'; form-action 'self'; base-uri 'none'";
    private const string MailPolicy = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; sandbox";

    /// <summary>
    /// The application, not yet started. Reads no configuration of its surroundings, so that it can live inside another process.
    /// </summary>
    public static WebApplication Create(InboxSimulatorOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseKestrelCore().UseUrls(options.Url.GetLeftPart(UriPartial.Authority));
        builder.Services.AddRoutingCore();
        builder.Services.AddSingleton(new MessageStore(options));
        builder.Services.AddSingleton(services => new SmtpListener(options, services.GetRequiredService<MessageStore>()));
        builder.Services.AddHostedService(services => services.GetRequiredService<SmtpListener>());
        builder.Logging.AddSimpleConsole().SetMinimumLevel(LogLevel.Warning)
            .AddFilter("Microsoft.Extensions.Hosting.Internal.Host", LogLevel.None); // a failed start is said by who starts it

        var app = builder.Build();
        app.MapGet("/", (HttpContext http, MessageStore store) => Page(http, InboxPages.List(store.Messages)));
        app.MapGet("/messages", (string? to, MessageStore store) => Results.Json(store.Messages.Where(message =>
            to is null || message.To.Contains(to, StringComparer.OrdinalIgnoreCase))));
        app.MapGet("/messages/{id}", (string id, HttpContext http, MessageStore store) => store.Find(id) is { } message
            ? Page(http, InboxPages.Message(message, message.To.Any(to => store.Undeliverable.Contains(to))))
            : Results.NotFound());
        app.MapGet("/messages/{id}/html", (string id, HttpContext http, MessageStore store) =>
            store.Find(id)?.Html is { } html ? Page(http, html, MailPolicy) : Results.NotFound());
        app.MapPost("/undeliverable", RefuseAsync);
        app.MapPost("/clear", (MessageStore store) =>
        {
            store.Clear();
            return Results.LocalRedirect("/");
        });
        app.MapGet("/style.css", () => Results.Text(InboxPages.Style, "text/css"));
        return app;
    }

    private static async Task<IResult> RefuseAsync(HttpContext http, MessageStore store, CancellationToken cancellationToken)
    {
        var form = await http.Request.ReadFormAsync(cancellationToken);
        if (form["address"] is not [{ Length: > 0 } address])
        {
            return Results.BadRequest();
        }

        store.Refuse(address);
        return Results.LocalRedirect("/");
    }

    private static IResult Page(HttpContext http, string html, string policy = PagePolicy)
    {
        http.Response.Headers.ContentSecurityPolicy = policy;
        http.Response.Headers["Referrer-Policy"] = "no-referrer";
        return Results.Text(html, "text/html; charset=utf-8");
    }
}
