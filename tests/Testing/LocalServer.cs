using System.Net;
using System.Net.Sockets;

namespace TrustPlatform.Testing;

/// <summary>An HTTP server on this machine that answers as it is told: a status and a body for each path and request.</summary>
public sealed class LocalServer : IDisposable
{
    private const int Attempts = 10;

    private HttpListener _listener = new();
    private readonly Func<string, byte[], Task<(int Status, byte[] Body)>> _answer;
    private int _requests;

    public LocalServer(Func<byte[], Task<(int Status, byte[] Body)>> answer)
        : this((_, body) => answer(body))
    {
    }

    public LocalServer(Func<string, byte[], Task<(int Status, byte[] Body)>> answer)
    {
        _answer = answer;
        Address = Listen();
        _ = RunAsync(); // ends with the listener
    }

    public Uri Address { get; }

    public int Requests => _requests;

    public void Dispose() => _listener.Close();

    /// <summary>A free port may be somebody else's a moment later: then another one is taken.</summary>
    private Uri Listen()
    {
        for (var attempt = 1; ; attempt++)
        {
            using var probe = new TcpListener(IPAddress.Loopback, 0);
            probe.Start();
            var address = new Uri($"http://localhost:{((IPEndPoint)probe.LocalEndpoint).Port}/");
            probe.Stop();
            _listener = new();
            _listener.Prefixes.Add(address.ToString());
            try
            {
                _listener.Start();
                return address;
            }
            catch (HttpListenerException) when (attempt < Attempts)
            {
                _listener.Close();
            }
        }
    }

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
            var (status, answer) = await _answer(context.Request.Url!.AbsolutePath, body.ToArray());
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
