using TrustPlatform.Cryptography;
using TrustPlatform.Cryptography.X509;

namespace TrustPlatform.Signatures.Sources;

/// <summary>Fetches the issuers of a certificate from where its authority information access points (RFC 5280, 4.2.2.1).</summary>
/// <param name="client">Sends the requests.</param>
/// <param name="options">Bounds.</param>
/// <param name="time">The clock of time-outs and delays.</param>
public sealed class HttpIssuerSource(HttpClient client, SourceOptions options, TimeProvider time)
{
    private const int MaxChainLength = 8;
    private readonly HttpExchange _exchange = new(client, options, time);

    /// <summary>
    /// The chain above a certificate as far as it can be fetched, the direct issuer first. An issuer is taken only when its key
    /// verifies the signature below it, so the answer need not be trusted.
    /// </summary>
    public async Task<IReadOnlyList<Certificate>> FindChainAsync(Certificate certificate, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(certificate);
        var chain = new List<Certificate>();
        for (var current = certificate; chain.Count < MaxChainLength && !current.IsSelfIssued;)
        {
            if (await FindIssuerAsync(current, cancellationToken) is not { } issuer || chain.Contains(issuer))
            {
                break;
            }

            chain.Add(issuer);
            current = issuer;
        }

        return chain;
    }

    /// <summary>
    /// The chains above those certificates whose issuer is not among them. A place that does not answer is given to
    /// <paramref name="unavailable"/>; without one, <see cref="SourceUnavailableException"/> ends the search.
    /// </summary>
    internal async Task<IReadOnlyList<Certificate>> FindMissingAsync(
        IReadOnlyList<Certificate> known, Action<SourceUnavailableException>? unavailable, CancellationToken cancellationToken)
    {
        var found = new List<Certificate>();
        foreach (var certificate in known)
        {
            if (known.Concat(found).Any(certificate.IsSignedBy))
            {
                continue;
            }

            try
            {
                found.AddRange(await FindChainAsync(certificate, cancellationToken));
            }
            catch (SourceUnavailableException exception) when (unavailable is not null)
            {
                unavailable(exception);
            }
        }

        return found;
    }

    private async Task<Certificate?> FindIssuerAsync(Certificate certificate, CancellationToken cancellationToken)
    {
        foreach (var address in HttpExchange.Addresses(certificate.IssuerLocations))
        {
            var answer = await _exchange.GetAsync(address, cancellationToken);
            try
            {
                if (Certificate.ParseAll(answer).FirstOrDefault(certificate.IsSignedBy) is { } issuer)
                {
                    return issuer;
                }
            }
            catch (CmsSyntaxException exception)
            {
                throw new SourceUnavailableException($"{address} holds no certificate: {exception.Message}", exception);
            }
        }

        return null;
    }
}
