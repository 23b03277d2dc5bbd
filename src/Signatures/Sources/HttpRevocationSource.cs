using TrustPlatform.Cryptography;
using TrustPlatform.Cryptography.Algorithms;
using TrustPlatform.Cryptography.Revocation;
using TrustPlatform.Cryptography.X509;

namespace TrustPlatform.Signatures.Sources;

/// <summary>
/// Asks the OCSP responders that a certificate names (RFC 6960, A.1), and fetches its CRLs where none of them answers. An answer
/// is taken when it is about the certificate and signed by who may; what it says is for a validator to weigh. Thread-safe.
/// </summary>
/// <param name="client">Sends the requests.</param>
/// <param name="options">Bounds.</param>
/// <param name="time">The clock of time-outs and delays.</param>
public sealed class HttpRevocationSource(HttpClient client, SourceOptions options, TimeProvider time) : IRevocationSource
{
    private readonly HttpExchange _exchange = new(client, options, time);

    /// <summary>
    /// The first answer that holds. Empty when the certificate names no place to ask; <see cref="SourceUnavailableException"/>
    /// when it names some and none of them gives an answer that holds.
    /// </summary>
    public async Task<RevocationMaterial> FindAsync(Certificate certificate, Certificate issuer, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(certificate);
        ArgumentNullException.ThrowIfNull(issuer);
        var failures = new List<SourceUnavailableException>();
        foreach (var address in HttpExchange.Addresses(certificate.OcspLocations))
        {
            try
            {
                return new([await AskAsync(address, certificate, issuer, cancellationToken)], []);
            }
            catch (SourceUnavailableException exception)
            {
                failures.Add(exception);
            }
        }

        foreach (var address in HttpExchange.Addresses(certificate.CrlLocations))
        {
            try
            {
                return new([], [await FetchAsync(address, issuer, cancellationToken)]);
            }
            catch (SourceUnavailableException exception)
            {
                failures.Add(exception);
            }
        }

        return failures.Count == 0
            ? RevocationMaterial.None
            : throw new SourceUnavailableException(
                "No status was found. " + string.Join(' ', failures.Select(failure => failure.Message)), failures[0]);
    }

    private async Task<ReadOnlyMemory<byte>> AskAsync(
        Uri address, Certificate certificate, Certificate issuer, CancellationToken cancellationToken)
    {
        var request = OcspRequest.Create(certificate, issuer);
        var answer = await _exchange.PostAsync(address, request.Encoded, "application/ocsp-request", cancellationToken);
        try
        {
            var response = OcspResponse.Parse(answer);
            var verification = response.Verify(issuer);
            if (!verification.IsIntact)
            {
                throw new SourceUnavailableException($"The answer of {address} is refused: {verification.FirstProblem?.Detail}");
            }

            // RFC 8954, 2.1: a responder may leave the nonce out, but must not give another one.
            if (!response.Nonce.IsEmpty && !response.Nonce.Span.SequenceEqual(request.Nonce.Span))
            {
                throw new SourceUnavailableException($"The answer of {address} is to another request.");
            }

            return response.Find(certificate, issuer) is not null
                ? response.Encoded
                : throw new SourceUnavailableException($"The answer of {address} is about another certificate.");
        }
        catch (CmsSyntaxException exception)
        {
            throw new SourceUnavailableException($"The answer of {address} is no OCSP response: {exception.Message}", exception);
        }
    }

    private async Task<ReadOnlyMemory<byte>> FetchAsync(Uri address, Certificate issuer, CancellationToken cancellationToken)
    {
        var answer = await _exchange.GetAsync(address, cancellationToken);
        try
        {
            var list = CertificateRevocationList.Parse(answer);
            return issuer.PublicKey is { } key && list.VerifySignature(key) == SignatureOutcome.Valid
                ? list.RawData
                : throw new SourceUnavailableException($"The list at {address} is not signed by the certificate's issuer.");
        }
        catch (CmsSyntaxException exception)
        {
            throw new SourceUnavailableException($"{address} holds no certificate revocation list: {exception.Message}", exception);
        }
    }
}
