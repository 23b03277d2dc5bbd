using System.Buffers.Binary;
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
    private const byte Version = 1;
    private const int SaltLength = 16;
    private const int TagLength = 16;

    private readonly byte[] _masterKey;

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
        var wrapped = new byte[1 + SaltLength + secret.Length + TagLength];
        wrapped[0] = Version;
        RandomNumberGenerator.Fill(wrapped.AsSpan(1, SaltLength));
        var context = Context(keyId, purpose);
        using var cipher = Derive(wrapped.AsSpan(1, SaltLength), context, out var nonce);
        var sealedPart = wrapped.AsSpan(1 + SaltLength);
        cipher.Encrypt(nonce, secret, sealedPart[..secret.Length], sealedPart[secret.Length..], context);
        return wrapped;
    }

    /// <summary>
    /// Decrypts; the caller zeroes the result. Throws <see cref="CryptographicException"/> when the bytes, the id or the
    /// purpose are not the ones that were wrapped.
    /// </summary>
    public byte[] Unwrap(ReadOnlySpan<byte> wrapped, string keyId, string purpose)
    {
        if (wrapped.Length < 1 + SaltLength + TagLength || wrapped[0] != Version)
        {
            throw new CryptographicException("The wrapped key has an unknown form.");
        }

        var secret = new byte[wrapped.Length - 1 - SaltLength - TagLength];
        var context = Context(keyId, purpose);
        using var cipher = Derive(wrapped.Slice(1, SaltLength), context, out var nonce);
        cipher.Decrypt(nonce, wrapped.Slice(1 + SaltLength, secret.Length), wrapped[^TagLength..], secret, context);
        return secret;
    }

    /// <inheritdoc/>
    public void Dispose() => CryptographicOperations.ZeroMemory(_masterKey);

    /// <summary>
    /// A key and nonce for one wrapping (HKDF, RFC 5869). One AES-GCM key with random nonces is good for 2³² messages
    /// (SP 800-38D, 8.3), which a national day-to-day load passes within weeks; a key of its own for each has no such end.
    /// </summary>
    private AesGcm Derive(ReadOnlySpan<byte> salt, ReadOnlySpan<byte> context, out byte[] nonce)
    {
        Span<byte> derived = stackalloc byte[32 + 12];
        HKDF.DeriveKey(HashAlgorithmName.SHA256, _masterKey, derived, salt, context);
        nonce = derived[32..].ToArray();
        var cipher = new AesGcm(derived[..32], TagLength);
        CryptographicOperations.ZeroMemory(derived);
        return cipher;
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
}
