using System.Security.Cryptography;

namespace TrustPlatform.Cryptography.Keys;

/// <summary>
/// Keys in this process's memory, kept wrapped under a master key (<see cref="KeyWrapping"/>). For tests and development: who
/// controls the process has the keys. Thread-safe.
/// </summary>
public sealed class SoftwareKeyStore(KeyWrapping wrapping) : IKeyStore
{
    /// <inheritdoc/>
    public string Description => "software keys (THỬ NGHIỆM)";

    /// <inheritdoc/>
    public ISigningKey Create(SignatureAlgorithm algorithm, KeyLife life) => SoftwareSigningKey.Create(algorithm);

    /// <inheritdoc/>
    public byte[]? Keep(ISigningKey key, string keyId, string purpose) => key is SoftwareSigningKey software
        ? software.ExportWrapped(wrapping, keyId, purpose)
        : throw new ArgumentException("The key was not made by this store.", nameof(key));

    /// <inheritdoc/>
    public ISigningKey Open(ReadOnlySpan<byte> reference, string keyId, string purpose, SignatureAlgorithm algorithm)
    {
        try
        {
            return SoftwareSigningKey.ImportWrapped(wrapping, reference, keyId, purpose, algorithm);
        }
        catch (CryptographicException refused)
        {
            throw new KeyStoreException(
                KeyStoreFailure.KeyLost, "The stored key does not open: another master key or key store made it.", refused);
        }
    }

    /// <summary>The wrapped key was the only copy; there is nothing else to end.</summary>
    public void Destroy(ReadOnlySpan<byte> reference) { }

    /// <inheritdoc/>
    public void Dispose() { }
}
