using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using TrustPlatform.Pki;

namespace TrustPlatform.Silo.Tests;

/// <summary>The whole server in this process, on a port of its own.</summary>
public sealed class RunningSilo : IAsyncDisposable
{
    private readonly DirectoryInfo _folder;
    private readonly WebApplication _app;

    private RunningSilo(WebApplication app, Uri address, DirectoryInfo folder)
    {
        _app = app;
        _folder = folder;
        Http = new HttpClient { BaseAddress = address };
    }

    public HttpClient Http { get; }

    public PlatformPki Pki => _app.Services.GetRequiredService<PlatformPki>();

    public static async Task<RunningSilo> Start(PkiSettings settings)
    {
        var folder = Directory.CreateTempSubdirectory("trust-silo-");
        var address = new Uri($"http://127.0.0.1:{FreePort()}");
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory });
        builder.WebHost.UseUrls(address.ToString());
        builder.Logging.ClearProviders();
        var app = await TrustHost.BuildAsync(
            new TrustOptions { DataDirectory = folder.FullName, PublicUrl = address, Pki = settings }, builder, CancellationToken.None);
        await app.StartAsync();
        return new(app, address, folder);
    }

    /// <summary>Writes a file for another program and returns its path.</summary>
    public string Write(string name, ReadOnlySpan<byte> content)
    {
        var path = Path.Combine(_folder.FullName, name);
        File.WriteAllBytes(path, content);
        return path;
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await _app.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
