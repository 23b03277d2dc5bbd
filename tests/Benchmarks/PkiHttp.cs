using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using TrustPlatform.Cryptography.Revocation;
using TrustPlatform.Cryptography.X509;

namespace TrustPlatform.Benchmarks;

/// <summary>OCSP answers of the whole server over HTTP, server and askers on the same cores.</summary>
internal static class PkiHttp
{
    private const int Connections = 32;
    private static readonly TimeSpan s_warmUp = TimeSpan.FromSeconds(4);
    private static readonly TimeSpan s_turn = TimeSpan.FromSeconds(6);

    public static async Task OcspAsync()
    {
        using var folder = new Folder();
        var port = FreePort();
        using var server = Start(folder, port);
        try
        {
            using var http = new HttpClient { BaseAddress = new Uri($"http://localhost:{port}") };
            var request = await RequestAsync(http);
            var get = $"GET /pki/ocsp/tsa/{Uri.EscapeDataString(Convert.ToBase64String(request))} HTTP/1.1\r\nHost: localhost\r\n\r\n";
            var post = $"POST /pki/ocsp/tsa HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/ocsp-request\r\nContent-Length: {request.Length}\r\n\r\n";
            await RateAsync(port, Encoding.ASCII.GetBytes(get), s_warmUp);
            await ReportAsync(server, port, "GET", Encoding.ASCII.GetBytes(get), ">= 5000");
            await ReportAsync(server, port, "POST", [.. Encoding.ASCII.GetBytes(post), .. request], "-");
        }
        finally
        {
            server.Kill();
        }
    }

    /// <summary>The rate, and what the server alone could do with both cores by the processor time that an answer costs it.</summary>
    private static async Task ReportAsync(Process server, int port, string method, byte[] request, string target)
    {
        server.Refresh();
        var before = server.TotalProcessorTime;
        var rate = await RateAsync(port, request, s_turn);
        server.Refresh();
        var microseconds = (server.TotalProcessorTime - before).TotalMicroseconds / (rate * s_turn.TotalSeconds);
        Macro.Report($"OCSP over HTTP, {method}, cached", rate, "/s", target, $"({Connections} connections)");
        Macro.Report("  by the server's processor time", 2e6 / microseconds, "/s", "-", string.Create(
            CultureInfo.InvariantCulture, $"({microseconds:F0} us an answer, two cores)"));
    }

    /// <summary>A request for the timestamping unit's certificate, the commonest of all.</summary>
    private static async Task<byte[]> RequestAsync(HttpClient http)
    {
        for (var attempt = 0; ; attempt++)
        {
            try
            {
                var authority = Certificate.Parse(await http.GetByteArrayAsync("/pki/ca/tsa.cer"));
                using var content = new ByteArrayContent(Cryptography.Timestamps.TimeStampRequest.Create(
                    System.Security.Cryptography.HashAlgorithmName.SHA256, new byte[32]).Encoded.ToArray());
                using var stamped = await http.PostAsync("/pki/tsa", content);
                var response = Cryptography.Timestamps.TimeStampResponse.Parse(await stamped.Content.ReadAsByteArrayAsync());
                var unit = response.Token!.SignedData.Certificates.First(c => !c.IsCertificateAuthority); // it was granted
                return OcspRequest.CreateCacheable(unit, authority).Encoded.ToArray();
            }
            catch (HttpRequestException) when (attempt < 120)
            {
                await Task.Delay(500);
            }
        }
    }

    private static Process Start(Folder folder, int port)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!, ["serve", "--urls", $"http://localhost:{port}"]) // an apphost
        {
            RedirectStandardOutput = true,
            Environment =
            {
                ["TRUST_Trust__DataDirectory"] = folder.PathOf("data"),
                ["TRUST_Trust__PublicUrl"] = $"http://localhost:{port}",
                ["TRUST_Trust__Pki__StatusPerSecond"] = "1000000",
            },
        };
        var server = Process.Start(start)!; // it was started
        server.OutputDataReceived += (_, _) => { };
        server.BeginOutputReadLine();
        return server;
    }

    /// <summary>Answers a second; every one must be a 200 with a body as long as it says.</summary>
    private static async Task<double> RateAsync(int port, byte[] request, TimeSpan span)
    {
        var started = Stopwatch.GetTimestamp();
        var counts = await Task.WhenAll(Enumerable.Range(0, Connections).Select(_ => Task.Run(async () =>
        {
            using var client = new TcpClient { NoDelay = true };
            await client.ConnectAsync(IPAddress.Loopback, port);
            var stream = client.GetStream();
            var buffer = new byte[16 << 10];
            var count = 0L;
            for (; Stopwatch.GetElapsedTime(started) < span; count++)
            {
                await stream.WriteAsync(request);
                await ReadAnswerAsync(stream, buffer);
            }

            return count;
        })));
        return counts.Sum() / Stopwatch.GetElapsedTime(started).TotalSeconds;
    }

    private static async Task ReadAnswerAsync(NetworkStream stream, byte[] buffer)
    {
        var read = 0;
        int head;
        while ((head = buffer.AsSpan(0, read).IndexOf("\r\n\r\n"u8)) < 0)
        {
            var some = await stream.ReadAsync(buffer.AsMemory(read));
            read += some > 0 ? some : throw new InvalidOperationException("The server closed the connection.");
        }

        var lines = Encoding.ASCII.GetString(buffer, 0, head).Split("\r\n");
        if (!lines[0].StartsWith("HTTP/1.1 200", StringComparison.Ordinal))
        {
            throw new InvalidOperationException(lines[0]);
        }

        const string Name = "Content-Length:";
        var length = int.Parse(
            lines.First(line => line.StartsWith(Name, StringComparison.OrdinalIgnoreCase)).AsSpan(Name.Length), CultureInfo.InvariantCulture);
        while (read < head + 4 + length)
        {
            read += await stream.ReadAsync(buffer.AsMemory(read));
        }
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
