using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;

namespace TrustPlatform.Cryptography.Keys;

/// <summary>
/// Encrypts private keys at rest: AES-256-GCM (NIST SP 800-38D) with the key's id and purpose as additional data, so that a
/// wrapped key moved to another row or another use does not open. Protects against a stolen register, not against the
/// process that holds the master key. Thread-safe.
/// </summary>
public sealed class KeyWrapping : IDisposable
{
    private const byte Version = 2;
    private const int SaltLength = 16;
    private const int CounterLength = 8;
    private const int TagLength = 16;
    private const int HeaderLength = 1 + SaltLength + CounterLength;

    private readonly byte[] _masterKey;

    // Each is used by one caller at a time.
    private readonly ConcurrentBag<Cipher> _ciphers = [];

    private KeyWrapping(byte[] masterKey) => _masterKey = masterKey;

    /// <summary>
    /// Reads the master key from its file, or makes one; see <see cref="MasterKeyFile"/>. The file is protected by its mode
    /// alone, or by a passphrase too.
    /// </summary>
    public static KeyWrapping OpenOrCreate(string path, string? passphrase, TimeProvider time)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentNullException.ThrowIfNull(time);
        return new KeyWrapping(MasterKeyFile.ReadOrCreate(path, passphrase, time));
    }

    /// <summary>The same for a file that its mode alone protects.</summary>
    public static KeyWrapping OpenOrCreate(string path) => OpenOrCreate(path, passphrase: null, TimeProvider.System);

    /// <summary>Encrypts; the result is bound to the id and the purpose.</summary>
    public byte[] Wrap(ReadOnlySpan<byte> secret, string keyId, string purpose)
    {
        var wrapped = new byte[HeaderLength + secret.Length + TagLength];
        var context = Context(keyId, purpose);
        if (!_ciphers.TryTake(out var cipher))
        {
            cipher = new Cipher(_masterKey, RandomNumberGenerator.GetBytes(SaltLength));
        }

        wrapped[0] = Version;
        cipher.Salt.CopyTo(wrapped.AsSpan(1));
        BinaryPrimitives.WriteInt64BigEndian(wrapped.AsSpan(1 + SaltLength), cipher.Used++);
        cipher.Aes.Encrypt(
            NonceOf(wrapped, stackalloc byte[12]), secret, wrapped.AsSpan(HeaderLength, secret.Length), wrapped.AsSpan()[^TagLength..],
            context);
        _ciphers.Add(cipher);
        return wrapped;
    }

    /// <summary>
    /// Decrypts; the caller zeroes the result. Throws <see cref="CryptographicException"/> when the bytes, the id or the
    /// purpose are not the ones that were wrapped.
    /// </summary>
    public byte[] Unwrap(ReadOnlySpan<byte> wrapped, string keyId, string purpose)
    {
        if (wrapped.Length < HeaderLength + TagLength || wrapped[0] != Version)
        {
            throw new CryptographicException("The wrapped key has an unknown form.");
        }

        var secret = new byte[wrapped.Length - HeaderLength - TagLength];
        using var cipher = new Cipher(_masterKey, wrapped.Slice(1, SaltLength).ToArray());
        cipher.Aes.Decrypt(
            NonceOf(wrapped, stackalloc byte[12]), wrapped.Slice(HeaderLength, secret.Length), wrapped[^TagLength..], secret,
            Context(keyId, purpose));
        return secret;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        while (_ciphers.TryTake(out var cipher))
        {
            cipher.Dispose();
        }

        CryptographicOperations.ZeroMemory(_masterKey);
    }

    /// <summary>The counter, in the last octets: a nonce that one key never sees twice (SP 800-38D, 8.2.1).</summary>
    private static ReadOnlySpan<byte> NonceOf(ReadOnlySpan<byte> wrapped, Span<byte> nonce)
    {
        nonce.Clear();
        wrapped.Slice(1 + SaltLength, CounterLength).CopyTo(nonce[^CounterLength..]);
        return nonce;
    }

    private static byte[] Context(string keyId, string purpose)
    {
        ArgumentException.ThrowIfNullOrEmpty(keyId);
        ArgumentException.ThrowIfNullOrEmpty(purpose);
        var id = Encoding.UTF8.GetBytes(keyId);
        byte[] context = [0, 0, 0, 0, .. id, .. Encoding.UTF8.GetBytes(purpose)];
        BinaryPrimitives.WriteInt32BigEndian(context, id.Length);
        return context;
    }

    /// <summary>
    /// A key of its own (HKDF, RFC 5869), with a counter for its nonces. One key with random nonces is good for 2³² messages
    /// (SP 800-38D, 8.3), which a national day-to-day load passes within weeks; these have no such end.
    /// </summary>
    private sealed class Cipher : IDisposable
    {
        public Cipher(ReadOnlySpan<byte> masterKey, byte[] salt)
        {
            Span<byte> derived = stackalloc byte[32];
            HKDF.DeriveKey(HashAlgorithmName.SHA256, masterKey, derived, salt, "key wrapping 2"u8);
            Aes = new AesGcm(derived, TagLength);
            CryptographicOperations.ZeroMemory(derived);
            Salt = salt;
        }

        public AesGcm Aes { get; }

        public byte[] Salt { get; }

        public long Used { get; set; }

        public void Dispose() => Aes.Dispose();
    }
}
