namespace TrustPlatform.Identity;

/// <summary>
/// Personal data at rest: AES-256-GCM with a versioned key and the purpose as associated data; a keyed hash to find it again
/// (ADR on personal data). Thread-safe. The key lives in a file of its own with mode 0600, made at the first start.
/// </summary>
public sealed class PersonalDataProtector : IDisposable
{
    private PersonalDataProtector() { }

    /// <summary>Opens the key file, or makes one.</summary>
    public static PersonalDataProtector Open(string keyFile) => throw new NotImplementedException();

    /// <summary>Encrypts; the result names the key's version.</summary>
    public byte[] Protect(string purpose, ReadOnlySpan<byte> plaintext) => throw new NotImplementedException();

    /// <summary>Decrypts. Throws <see cref="System.Security.Cryptography.CryptographicException"/> for changed bytes or another purpose.</summary>
    public byte[] Unprotect(string purpose, ReadOnlySpan<byte> sealedBytes) => throw new NotImplementedException();

    /// <summary>The pseudonym of a personal number: HMAC-SHA-256, base32 in lower case, 26 characters or more.</summary>
    public string Pseudonym(string personalNumber) => throw new NotImplementedException();

    /// <inheritdoc/>
    public void Dispose() { }
}
