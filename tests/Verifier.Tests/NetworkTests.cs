using System.Diagnostics.Tracing;
using System.Net;
using System.Net.Sockets;
using Xunit;

namespace TrustPlatform.Verifier.Tests;

public sealed class NetworkTests : IDisposable
{
    private readonly CommandLine _here = new();

    public void Dispose() => _here.Dispose();

    [Fact]
    public async Task Verifying_opens_no_socket()
    {
        var file = await _here.SignedAsync("a.pdf");
        using var events = new NetworkEvents();

        var run = await _here.VerifyAsync(file);
        var during = events.Count;
        await ConnectToOneselfAsync();

        Assert.Equal((0, 0), (run.ExitCode, during));
        Assert.True(events.Count > 0, "The listener would have seen a connection.");
    }

    private static async Task ConnectToOneselfAsync()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, ((IPEndPoint)listener.LocalEndpoint).Port, TestContext.Current.CancellationToken);
    }

    private sealed class NetworkEvents : EventListener
    {
        private int _count;

        public int Count => Volatile.Read(ref _count);

        protected override void OnEventSourceCreated(EventSource eventSource)
        {
            if (eventSource.Name is "System.Net.Sockets" or "System.Net.NameResolution" or "System.Net.Http")
            {
                EnableEvents(eventSource, EventLevel.Informational);
            }
        }

        protected override void OnEventWritten(EventWrittenEventArgs eventData) => Interlocked.Increment(ref _count);
    }
}
