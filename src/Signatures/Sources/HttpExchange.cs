using System.Buffers.Binary;
using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;

namespace TrustPlatform.Signatures.Sources;

/// <summary>One question and its answer over HTTP, bounded in time, size and number of attempts.</summary>
internal sealed class HttpExchange(HttpClient client, SourceOptions options, TimeProvider time)
{
    /// <summary>Posts a body and gives the answer's body.</summary>
    public Task<byte[]> PostAsync(Uri address, ReadOnlyMemory<byte> body, string mediaType, CancellationToken cancellationToken) =>
        SendAsync(
            address,
            () => new HttpRequestMessage(HttpMethod.Post, address)
            {
                Content = new ReadOnlyMemoryContent(body) { Headers = { ContentType = new MediaTypeHeaderValue(mediaType) } },
            },
            cancellationToken);

    /// <summary>Gets what stands at an address.</summary>
    public Task<byte[]> GetAsync(Uri address, CancellationToken cancellationToken) =>
        SendAsync(address, () => new HttpRequestMessage(HttpMethod.Get, address), cancellationToken);

    /// <summary>The addresses of a certificate that this client can ask: HTTP and HTTPS, not LDAP.</summary>
    public static IEnumerable<Uri> Addresses(IReadOnlyList<string> locations) => locations
        .Select(location => Uri.TryCreate(location, UriKind.Absolute, out var address) ? address : null)
        .OfType<Uri>()
        .Where(address => address.Scheme == Uri.UriSchemeHttp || address.Scheme == Uri.UriSchemeHttps);

    private async Task<byte[]> SendAsync(Uri address, Func<HttpRequestMessage> create, CancellationToken cancellationToken)
    {
        var delay = options.FirstDelay;
        for (var attempt = 1; ; attempt++)
        {
            Exception failure;
            try
            {
                using var limit = new CancellationTokenSource(options.Timeout, time);
                using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, limit.Token);
                using var request = create();
                using var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, either.Token);
                if (response.IsSuccessStatusCode)
                {
                    return await ReadAsync(response.Content, either.Token);
                }

                if (!MayPass(response.StatusCode))
                {
                    throw new SourceUnavailableException($"{address} answered with status {(int)response.StatusCode}.");
                }

                failure = new HttpRequestException($"Status {(int)response.StatusCode}.");
            }
            catch (OperationCanceledException exception) when (!cancellationToken.IsCancellationRequested)
            {
                failure = exception;
            }
            catch (Exception exception) when (exception is HttpRequestException or IOException)
            {
                failure = exception;
            }

            if (attempt >= options.Attempts)
            {
                throw new SourceUnavailableException($"{address} did not answer in {attempt} attempts.", failure);
            }

            await Task.Delay(delay + delay * 0.5 * Fraction(), time, cancellationToken);
            delay *= 2;
        }
    }

    private static bool MayPass(HttpStatusCode status) =>
        status is HttpStatusCode.RequestTimeout or HttpStatusCode.TooManyRequests || (int)status >= 500;

    private static double Fraction() => BinaryPrimitives.ReadUInt32LittleEndian(RandomNumberGenerator.GetBytes(4)) / (double)uint.MaxValue;

    private async Task<byte[]> ReadAsync(HttpContent content, CancellationToken cancellationToken)
    {
        await using var stream = await content.ReadAsStreamAsync(cancellationToken);
        using var bytes = new MemoryStream();
        var buffer = new byte[16 * 1024];
        while (await stream.ReadAsync(buffer, cancellationToken) is > 0 and var read)
        {
            if (bytes.Length + read > options.MaxResponseBytes)
            {
                throw new SourceUnavailableException($"The answer is longer than {options.MaxResponseBytes} bytes.");
            }

            bytes.Write(buffer, 0, read);
        }

        return bytes.ToArray();
    }
}
