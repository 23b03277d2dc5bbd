using System.Security.Cryptography;
using TrustPlatform.Cryptography;
using TrustPlatform.Cryptography.Timestamps;

namespace TrustPlatform.Signatures.Sources;

/// <summary>
/// A timestamp authority over HTTP (RFC 3161, 3.4). Each request carries a fresh nonce and asks for the certificate; status,
/// imprint, nonce and signature of the answer are checked. Whether the authority is trusted is for a validator to say.
/// Thread-safe.
/// </summary>
/// <param name="client">Sends the requests; its own time-out should be longer than that of the options.</param>
/// <param name="address">The authority.</param>
/// <param name="options">Bounds.</param>
/// <param name="time">The clock of time-outs and delays.</param>
public sealed class HttpTimestampSource(HttpClient client, Uri address, SourceOptions options, TimeProvider time)
    : ITimestampSource
{
    private readonly HttpExchange _exchange = new(client, options, time);

    /// <inheritdoc/>
    public async Task<TimeStampToken> TimestampAsync(ReadOnlyMemory<byte> sha256Digest, CancellationToken cancellationToken)
    {
        var request = TimeStampRequest.Create(HashAlgorithmName.SHA256, sha256Digest.Span);
        var answer = await _exchange.PostAsync(address, request.Encoded, "application/timestamp-query", cancellationToken);
        try
        {
            var response = TimeStampResponse.Parse(answer);
            var verification = response.Verify(request);
            return verification.IsIntact && response.Token is { } token
                ? token
                : throw new SourceUnavailableException(
                    $"The timestamp of {address} is refused: {verification.FirstProblem?.Detail ?? "it has no token."}");
        }
        catch (CmsSyntaxException exception)
        {
            throw new SourceUnavailableException($"The answer of {address} is no timestamp response: {exception.Message}", exception);
        }
    }
}
