using TrustPlatform.Cryptography.Keys;
using TrustPlatform.Cryptography.X509;

namespace TrustPlatform.SigningClient;

/// <summary>A key with its certificate and chain, wherever the key is.</summary>
internal sealed record Credential(ISigningKey Key, Certificate Certificate, IReadOnlyList<Certificate> Chain) : IDisposable
{
    public void Dispose() => Key.Dispose();
}
