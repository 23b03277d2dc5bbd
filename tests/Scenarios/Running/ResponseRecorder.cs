using System.Collections.Concurrent;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;

namespace TrustPlatform.Scenarios.Running;

/// <summary>An answer as it left the platform.</summary>
internal sealed record RecordedResponse(string Request, int Status, string Headers, string Body);

/// <summary>Keeps every answer that is text; documents and packages hold what the law wants in them.</summary>
internal sealed class ResponseRecorder : IStartupFilter
{
    public ConcurrentQueue<RecordedResponse> All { get; } = [];

    public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
    {
        app.Use(Record);
        next(app);
    };

    private async Task Record(HttpContext context, RequestDelegate next)
    {
        if (context.WebSockets.IsWebSocketRequest || context.Request.Path.StartsWithSegments("/hubs"))
        {
            await next(context);
            return;
        }

        var body = context.Response.Body;
        using var copy = new MemoryStream();
        context.Response.Body = copy;
        try
        {
            await next(context);
        }
        finally
        {
            context.Response.Body = body;
            copy.Position = 0;
            await copy.CopyToAsync(body, context.RequestAborted);
        }

        var isText = context.Response.ContentType is not ("application/pdf" or "application/zip");
        var headers = string.Join('\n', context.Response.Headers
            .Where(header => header.Key != "Set-Cookie").Select(header => $"{header.Key}: {header.Value}"));
        All.Enqueue(new(
            $"{context.Request.Method} {context.Request.Path}", context.Response.StatusCode, headers,
            isText ? Encoding.UTF8.GetString(copy.ToArray()) : ""));
    }
}
