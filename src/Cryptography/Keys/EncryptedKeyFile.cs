using System.Security.Cryptography;
using System.Text;

namespace TrustPlatform.Cryptography.Keys;

/// <summary>
/// One private key in a file of its own, encrypted under a passphrase, readable by its owner only: made to leave the machine.
/// </summary>
/// <param name="Path">The file.</param>
/// <param name="Passphrase">At least 12 characters for a new file.</param>
public sealed record EncryptedKeyFile(string Path, string Passphrase)
{
    private const int MinPassphraseLength = 12;

    /// <summary>Writes the key, once it was seen to open again; the file appears whole or not at all, and none is overwritten.</summary>
    public void Write(SoftwareSigningKey key)
    {
        ArgumentNullException.ThrowIfNull(key);
        if (Passphrase.Length < MinPassphraseLength)
        {
            throw new ArgumentException($"A passphrase for {Path} needs at least {MinPassphraseLength} characters.");
        }

        var pem = key.ExportEncryptedPem(Passphrase);
        using var again = SoftwareSigningKey.ImportEncryptedPem(pem, Passphrase, key.Algorithm);
        if (!again.SubjectPublicKeyInfo.Span.SequenceEqual(key.SubjectPublicKeyInfo.Span))
        {
            throw new CryptographicException("The key written is not the key read.");
        }

        if (!KeyFile.TryCreate(Path, Encoding.ASCII.GetBytes(pem)))
        {
            throw new IOException($"There is a key file {Path} already.");
        }
    }

    /// <summary>
    /// Reads the key. Throws <see cref="KeyStoreException"/> for a passphrase that does not open it or was tried too often,
    /// and for a file that is not there.
    /// </summary>
    public SoftwareSigningKey Read(SignatureAlgorithm algorithm, TimeProvider time)
    {
        if (!File.Exists(Path))
        {
            throw new KeyStoreException(KeyStoreFailure.Unavailable, $"There is no key file {Path}.");
        }

        var guard = new PassphraseGuard(Path, time);
        guard.Enter();
        try
        {
            var key = SoftwareSigningKey.ImportEncryptedPem(File.ReadAllText(Path), Passphrase, algorithm);
            guard.Succeed();
            return key;
        }
        catch (CryptographicException)
        {
            throw guard.Refuse();
        }
    }

    /// <summary>Shows no passphrase.</summary>
    public override string ToString() => $"EncryptedKeyFile {{ Path = {Path} }}";
}
