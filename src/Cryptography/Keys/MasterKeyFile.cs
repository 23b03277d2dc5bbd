using System.Buffers.Binary;
using System.Security.Cryptography;

namespace TrustPlatform.Cryptography.Keys;

/// <summary>
/// The file of the 32-octet master key, readable by its owner only. Without a passphrase it holds the key; with one, "TPMK",
/// version, PBKDF2 iterations, salt, nonce and the key under AES-256-GCM. It appears whole or not at all, and of two
/// processes that make it at once both use the first.
/// </summary>
internal static class MasterKeyFile
{
    private const int KeyLength = 32;
    private const int SaltLength = 16;
    private const int NonceLength = 12;
    private const int TagLength = 16;
    private const int HeaderLength = 4 + 1 + 4 + SaltLength;
    private const int ProtectedLength = HeaderLength + NonceLength + KeyLength + TagLength;

    /// <summary>OWASP's figure for PBKDF2 with HMAC-SHA-256; about 0.2 s here.</summary>
    private const int Iterations = 600_000;

    private const int MaxIterations = 10_000_000;

    private static ReadOnlySpan<byte> Magic => "TPMK\u0001"u8;

    /// <summary>
    /// Throws <see cref="IOException"/> for a file that others may read or that has another form, and
    /// <see cref="KeyStoreException"/> for a passphrase that is wrong, missing or tried too often.
    /// </summary>
    public static byte[] ReadOrCreate(string path, string? passphrase, TimeProvider time)
    {
        if (!File.Exists(path))
        {
            Create(path, passphrase);
        }

        if (!OperatingSystem.IsWindows()
            && (File.GetUnixFileMode(path) & ~(UnixFileMode.UserRead | UnixFileMode.UserWrite)) != 0)
        {
            throw new IOException($"The master key {path} may be read by others than its owner; set its mode to 0600.");
        }

        var content = File.ReadAllBytes(path);
        return content.Length switch
        {
            KeyLength when passphrase is null => content,
            KeyLength => throw new IOException(
                $"The master key {path} has no passphrase; leave the setting out, or start in a new folder."),
            ProtectedLength when content.AsSpan().StartsWith(Magic) => Open(path, content, passphrase, time),
            _ => throw new IOException($"The master key {path} has {content.Length} octets and no known form."),
        };
    }

    private static byte[] Open(string path, byte[] content, string? passphrase, TimeProvider time)
    {
        if (passphrase is null)
        {
            throw new KeyStoreException(
                KeyStoreFailure.WrongPassphrase, $"The master key {path} needs a passphrase; set Trust:KeyPassphraseFile.");
        }

        var guard = new PassphraseGuard(path, time);
        guard.Enter();
        var iterations = BinaryPrimitives.ReadInt32BigEndian(content.AsSpan(Magic.Length));
        if (iterations is < 1 or > MaxIterations)
        {
            throw new IOException($"The master key {path} has no known form.");
        }

        var key = new byte[KeyLength];
        using var cipher = CipherOf(passphrase, content.AsSpan(Magic.Length + 4, SaltLength), iterations);
        try
        {
            cipher.Decrypt(
                content.AsSpan(HeaderLength, NonceLength), content.AsSpan(HeaderLength + NonceLength, KeyLength),
                content.AsSpan(^TagLength..), key, content.AsSpan(0, HeaderLength));
        }
        catch (AuthenticationTagMismatchException)
        {
            throw guard.Refuse();
        }

        guard.Succeed();
        return key;
    }

    /// <summary>Another's file that came first is as good.</summary>
    private static void Create(string path, string? passphrase)
    {
        var masterKey = RandomNumberGenerator.GetBytes(KeyLength);
        _ = KeyFile.TryCreate(path, passphrase is null ? masterKey : Protect(masterKey, passphrase));
        CryptographicOperations.ZeroMemory(masterKey);
    }

    private static byte[] Protect(byte[] masterKey, string passphrase)
    {
        var content = new byte[ProtectedLength];
        Magic.CopyTo(content);
        BinaryPrimitives.WriteInt32BigEndian(content.AsSpan(Magic.Length), Iterations);
        RandomNumberGenerator.Fill(content.AsSpan(Magic.Length + 4, SaltLength + NonceLength));
        using var cipher = CipherOf(passphrase, content.AsSpan(Magic.Length + 4, SaltLength), Iterations);
        cipher.Encrypt(
            content.AsSpan(HeaderLength, NonceLength), masterKey, content.AsSpan(HeaderLength + NonceLength, KeyLength),
            content.AsSpan(^TagLength..), content.AsSpan(0, HeaderLength));
        return content;
    }

    private static AesGcm CipherOf(string passphrase, ReadOnlySpan<byte> salt, int iterations)
    {
        var key = Rfc2898DeriveBytes.Pbkdf2(passphrase, salt, iterations, HashAlgorithmName.SHA256, KeyLength);
        try
        {
            return new AesGcm(key, TagLength);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(key);
        }
    }
}
