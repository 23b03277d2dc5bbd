namespace TrustPlatform.Cryptography.Keys;

/// <summary>How long a key shall live.</summary>
public enum KeyLife
{
    /// <summary>Beyond this process: a CA, a responder, a seal.</summary>
    Lasting,

    /// <summary>For one signature; a store may let it end with the process.</summary>
    OneTime,
}

/// <summary>
/// Where private keys are made and kept: in software, or on a PKCS#11 token. They sign by handle and are never seen.
/// Implementations are thread-safe and throw <see cref="KeyStoreException"/> when the store cannot do its work.
/// </summary>
public interface IKeyStore : IDisposable
{
    /// <summary>What it is, for operators; names a software store as a test.</summary>
    string Description { get; }

    /// <summary>Makes a key pair; the caller disposes it.</summary>
    ISigningKey Create(SignatureAlgorithm algorithm, KeyLife life);

    /// <summary>
    /// The octets by which <see cref="Open"/> finds a key that this store made, bound to the id and purpose; they are not
    /// secret. Null where the key ends with the process.
    /// </summary>
    byte[]? Keep(ISigningKey key, string keyId, string purpose);

    /// <summary>Opens a key that was kept; the caller disposes it.</summary>
    ISigningKey Open(ReadOnlySpan<byte> reference, string keyId, string purpose, SignatureAlgorithm algorithm);

    /// <summary>Ends a kept key for good. Whoever stores the reference forgets it beforehand.</summary>
    void Destroy(ReadOnlySpan<byte> reference);
}

/// <summary>Why a key store cannot do its work.</summary>
public enum KeyStoreFailure
{
    /// <summary>The token or its module is not there, or does not answer.</summary>
    Unavailable,

    /// <summary>The passphrase or PIN is wrong; it was counted.</summary>
    WrongPassphrase,

    /// <summary>Too many wrong passphrases or PINs: wait, or have the token unlocked.</summary>
    Locked,

    /// <summary>The token has no room for another key.</summary>
    Full,

    /// <summary>The key is not in the store: it was made by another one, destroyed, or ended with a restart.</summary>
    KeyLost,
}

/// <summary>A key store that cannot do its work. The message names no secret.</summary>
public sealed class KeyStoreException(KeyStoreFailure failure, string message, Exception? inner = null)
    : Exception(message, inner)
{
    /// <summary>Why.</summary>
    public KeyStoreFailure Failure { get; } = failure;
}
