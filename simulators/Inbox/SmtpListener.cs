using System.Net;
using System.Net.Sockets;
using SmtpServer;
using SmtpServer.Net;

namespace TrustPlatform.Simulators.Inbox;

/// <summary>The SMTP side; starts and stops with the application.</summary>
public sealed class SmtpListener : IHostedService, IDisposable
{
    private readonly TaskCompletionSource<int> _started = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly CancellationTokenSource _stop = new();
    private readonly SmtpServer.SmtpServer _server;
    private readonly int _port;
    private Task _running = Task.CompletedTask;

    internal SmtpListener(InboxSimulatorOptions options, MessageStore store)
    {
        _port = options.SmtpPort;
        var listeners = new EndpointListenerFactory();
        listeners.EndpointStarted += (_, started) => _started.TrySetResult(((IPEndPoint)started.LocalEndPoint).Port);
        var services = new SmtpServer.ComponentModel.ServiceProvider();
        services.Add((IEndpointListenerFactory)listeners);
        services.Add((SmtpServer.Storage.IMessageStore)store);
        services.Add((SmtpServer.Storage.IMailboxFilter)store);
        _server = new(new SmtpServerOptionsBuilder()
            .ServerName("localhost")
            .MaxMessageSize(32 << 20, MaxMessageSizeHandling.Strict)
            .Endpoint(endpoint => endpoint.Endpoint(new(IPAddress.Loopback, options.SmtpPort)))
            .Build(), services);
    }

    /// <summary>The port that it listens on; 0 before the start.</summary>
    public int Port { get; private set; }

    /// <inheritdoc/>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        _running = _server.StartAsync(_stop.Token);
        var first = await Task.WhenAny(_started.Task, _running).WaitAsync(cancellationToken);
        try
        {
            await first;
        }
        catch (SocketException refused)
        {
            throw new IOException($"SMTP cannot listen on port {_port}: {refused.Message}.", refused);
        }

        Port = await _started.Task;
    }

    /// <inheritdoc/>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await _stop.CancelAsync();
        await _running.WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    /// <inheritdoc/>
    public void Dispose() => _stop.Dispose();
}
