using System.Collections.Concurrent;
using System.Security.Cryptography;

namespace TrustPlatform.Simulators.VneId;

/// <summary>What a code stands for.</summary>
internal sealed record Grant(
    string ClientId, string RedirectUri, string CodeChallenge, string? Nonce, Citizen Citizen, Behaviour Behaviour,
    DateTimeOffset AuthenticatedAt);

/// <summary>Codes that were handed out: each is redeemed once, within a minute (RFC 6749, 4.1.2).</summary>
internal sealed class Grants(TimeProvider time)
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromSeconds(60);
    private readonly ConcurrentDictionary<string, Grant> _grants = new(StringComparer.Ordinal);

    public string Add(Grant grant)
    {
        foreach (var (old, _) in _grants.Where(entry => Ended(entry.Value)))
        {
            _grants.TryRemove(old, out _);
        }

        var code = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32));
        _grants[code] = grant;
        return code;
    }

    public Grant? Redeem(string code) => _grants.TryRemove(code, out var grant) && !Ended(grant) ? grant : null;

    private bool Ended(Grant grant) => time.GetUtcNow() - grant.AuthenticatedAt > Lifetime;
}
