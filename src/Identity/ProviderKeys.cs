using System.Net;
using System.Text.Json;

namespace TrustPlatform.Identity;

/// <summary>
/// The provider's configuration and public keys, kept for an hour. A token that names an unknown key makes them be fetched once
/// more: that is how a rotation is noticed (OpenID Connect Core 10.1.1). Thread-safe.
/// </summary>
internal sealed class ProviderKeys(HttpClient http, Uri issuer, TimeProvider time) : IDisposable
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromHours(1);
    private readonly SemaphoreSlim _gate = new(1);
    private Snapshot? _snapshot;

    public async Task<ProviderMetadata> MetadataAsync(CancellationToken cancellationToken) =>
        (await CurrentAsync(stale: null, cancellationToken)).Metadata;

    /// <summary>The JWK of this name, as JSON, or null when the provider does not publish it.</summary>
    public async Task<string?> FindAsync(string keyId, CancellationToken cancellationToken)
    {
        var snapshot = await CurrentAsync(stale: null, cancellationToken);
        if (!snapshot.Keys.ContainsKey(keyId))
        {
            snapshot = await CurrentAsync(stale: snapshot, cancellationToken);
        }

        return snapshot.Keys.GetValueOrDefault(keyId);
    }

    public void Dispose() => _gate.Dispose();

    private async Task<Snapshot> CurrentAsync(Snapshot? stale, CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken);
        try
        {
            if (_snapshot is null || _snapshot == stale || time.GetUtcNow() - _snapshot.FetchedAt > Lifetime)
            {
                var metadata = await ProviderMetadata.FetchAsync(http, issuer, cancellationToken);
                _snapshot = new(metadata, await FetchKeysAsync(metadata.JwksUri, cancellationToken), time.GetUtcNow());
            }

            return _snapshot;
        }
        finally
        {
            _gate.Release();
        }
    }

    private async Task<IReadOnlyDictionary<string, string>> FetchKeysAsync(Uri address, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, address);
        var (status, body) = await BoundedHttp.SendAsync(http, request, cancellationToken);
        using (body)
        {
            if (status != HttpStatusCode.OK || body?.RootElement is not { ValueKind: JsonValueKind.Object } root
                || !root.TryGetProperty("keys", out var keys) || keys.ValueKind != JsonValueKind.Array)
            {
                throw new HttpRequestException(HttpRequestError.InvalidResponse, "The provider's keys cannot be read.");
            }

            var byId = new Dictionary<string, string>(StringComparer.Ordinal);
            foreach (var key in keys.EnumerateArray().Where(key => key.ValueKind == JsonValueKind.Object))
            {
                if (key.Text("kid") is { Length: > 0 } keyId && key.Text("use") is null or "sig")
                {
                    byId[keyId] = key.GetRawText();
                }
            }

            return byId;
        }
    }

    private sealed record Snapshot(ProviderMetadata Metadata, IReadOnlyDictionary<string, string> Keys, DateTimeOffset FetchedAt);
}
