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
    private const int MasterKeyLength = 32;

    private readonly byte[] _masterKey;

    private KeyWrapping(byte[] masterKey) => _masterKey = masterKey;

    /// <summary>
    /// Reads the 32-octet master key from a file that only its owner may read, or makes one. The file appears whole or not
    /// at all, and of two processes that make it at once both use the first. Throws <see cref="IOException"/> for a file
    /// that others may read or that is not 32 octets long.
    /// </summary>
    public static KeyWrapping OpenOrCreate(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        if (!File.Exists(path))
        {
            Create(path);
        }

        if (!OperatingSystem.IsWindows()
            && (File.GetUnixFileMode(path) & ~(UnixFileMode.UserRead | UnixFileMode.UserWrite)) != 0)
        {
            throw new IOException($"The master key {path} may be read by others than its owner; set its mode to 0600.");
        }

        var masterKey = File.ReadAllBytes(path);
        return masterKey.Length == MasterKeyLength
            ? new KeyWrapping(masterKey)
            : throw new IOException($"The master key {path} has {masterKey.Length} octets, not {MasterKeyLength}.");
    }

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

    private static void Create(string path)
    {
        var temporary = $"{path}.{Guid.NewGuid():N}";
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        var masterKey = RandomNumberGenerator.GetBytes(MasterKeyLength);
        using (var file = new FileStream(temporary, options))
        {
            file.Write(masterKey);
            file.Flush(flushToDisk: true);
        }

        CryptographicOperations.ZeroMemory(masterKey);
        try
        {
            File.Move(temporary, path, overwrite: false);
        }
        catch (IOException) when (File.Exists(path))
        {
            File.Delete(temporary);
        }
    }
}
