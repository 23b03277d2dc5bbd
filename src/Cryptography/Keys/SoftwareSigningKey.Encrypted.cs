using System.Security.Cryptography;

namespace TrustPlatform.Cryptography.Keys;

public sealed partial class SoftwareSigningKey
{
    /// <summary>
    /// The private key as PEM "ENCRYPTED PRIVATE KEY" (RFC 5958, 3; PBES2 of RFC 8018 with PBKDF2-HMAC-SHA-256 and
    /// AES-256-CBC), which openssl reads: a key that leaves the platform for a medium of its own.
    /// </summary>
    public string ExportEncryptedPem(string passphrase)
    {
        ArgumentException.ThrowIfNullOrEmpty(passphrase);
        var parameters = new PbeParameters(PbeEncryptionAlgorithm.Aes256Cbc, HashAlgorithmName.SHA256, iterationCount: 600_000);
        lock (_gate)
        {
            return _key.ExportEncryptedPkcs8PrivateKeyPem(passphrase, parameters) + "\n";
        }
    }

    /// <summary>
    /// Reads what <see cref="ExportEncryptedPem"/> wrote. Throws <see cref="CryptographicException"/> for another form or
    /// algorithm, or a passphrase that does not open it.
    /// </summary>
    public static SoftwareSigningKey ImportEncryptedPem(string pem, string passphrase, SignatureAlgorithm algorithm)
    {
        AsymmetricAlgorithm key = IsElliptic(algorithm) ? ECDsa.Create() : RSA.Create();
        try
        {
            key.ImportFromEncryptedPem(pem, passphrase);
            return Adopt(key, algorithm);
        }
        catch (ArgumentException malformed)
        {
            key.Dispose();
            throw new CryptographicException("The file holds no encrypted private key in PEM.", malformed);
        }
        catch (CryptographicException)
        {
            key.Dispose();
            throw;
        }
    }
}
