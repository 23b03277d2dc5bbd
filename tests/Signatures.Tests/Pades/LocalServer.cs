using System.Net;
using System.Net.Sockets;

namespace TrustPlatform.Signatures.Tests.Pades;

/// <summary>An HTTP server on this machine that answers as it is told: a status and a body for each request.</summary>
internal sealed class LocalServer : IDisposable
{
    private readonly HttpListener _listener = new();
    private readonly Func<byte[], Task<(int Status, byte[] Body)>> _answer;
    private int _requests;

    public LocalServer(Func<byte[], Task<(int Status, byte[] Body)>> answer)
    {
        _answer = answer;
        using (var probe = new TcpListener(IPAddress.Loopback, 0))
        {
            probe.Start();
            Address = new Uri($"http://localhost:{((IPEndPoint)probe.LocalEndpoint).Port}/");
        }

        _listener.Prefixes.Add(Address.ToString());
        _listener.Start();
        _ = RunAsync(); // ends with the listener
    }

    public Uri Address { get; }

    public int Requests => _requests;

    public void Dispose() => _listener.Close();

    private async Task RunAsync()
    {
        while (_listener.IsListening)
        {
            HttpListenerContext context;
            try
            {
                context = await _listener.GetContextAsync();
            }
            catch (Exception exception) when (exception is HttpListenerException or ObjectDisposedException)
            {
                return;
            }

            Interlocked.Increment(ref _requests);
            using var body = new MemoryStream();
            await context.Request.InputStream.CopyToAsync(body);
            var (status, answer) = await _answer(body.ToArray());
            context.Response.StatusCode = status;
            try
            {
                await context.Response.OutputStream.WriteAsync(answer);
                context.Response.Close();
            }
            catch (Exception exception) when (exception is HttpListenerException or ObjectDisposedException)
            {
                // The client has gone, as it should when an answer is too long or too late.
            }
        }
    }
}
