using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using TrustPlatform.Cryptography.X509;

namespace TrustPlatform.Cryptography.Keys;

/// <summary>Why a PKCS#12 file was refused.</summary>
public enum Pkcs12Refusal
{
    /// <summary>The bytes are not a PKCS#12 file, or use an encryption that this platform lacks.</summary>
    Unreadable,

    /// <summary>The password does not open it.</summary>
    WrongPassword,

    /// <summary>It holds no private key with its certificate.</summary>
    NoPrivateKey,

    /// <summary>It holds several private keys, and nothing says which one signs.</summary>
    SeveralPrivateKeys,

    /// <summary>The key is neither P-256, P-384 nor RSA of at least 2048 bits.</summary>
    UnsupportedKey,
}

/// <summary>A PKCS#12 file that cannot be used for signing.</summary>
public sealed class Pkcs12Exception(Pkcs12Refusal refusal, string message, Exception? inner = null)
    : Exception(message, inner)
{
    /// <summary>Why.</summary>
    public Pkcs12Refusal Refusal { get; } = refusal;
}

/// <summary>
/// The key, certificate and further certificates of a PKCS#12 file (RFC 7292). The key belongs to the caller, who disposes it.
/// </summary>
/// <param name="Key">The private key.</param>
/// <param name="Certificate">The certificate of that key.</param>
/// <param name="Chain">Its issuers as far as the file holds them, nearest first.</param>
public sealed record Pkcs12Credential(ISigningKey Key, Certificate Certificate, IReadOnlyList<Certificate> Chain)
    : IDisposable
{
    /// <summary>
    /// Opens a file. An RSA key signs with RSASSA-PSS unless <paramref name="rsaAlgorithm"/> says PKCS#1 v1.5.
    /// Throws <see cref="Pkcs12Exception"/> and nothing else for what the file contains.
    /// </summary>
    public static Pkcs12Credential Load(
        ReadOnlySpan<byte> pkcs12, ReadOnlySpan<char> password,
        SignatureAlgorithm rsaAlgorithm = SignatureAlgorithm.RsaPssSha256)
    {
        var content = Open(pkcs12, password);
        try
        {
            var owners = content.Where(certificate => certificate.HasPrivateKey).ToList();
            if (owners.Count != 1)
            {
                throw owners.Count == 0
                    ? new Pkcs12Exception(
                        Pkcs12Refusal.NoPrivateKey, "The PKCS#12 file holds no private key with a certificate.")
                    : new Pkcs12Exception(
                        Pkcs12Refusal.SeveralPrivateKeys,
                        $"The PKCS#12 file holds {owners.Count} private keys; it must hold one.");
            }

            var certificate = Certificate.Parse(owners[0].RawDataMemory.Span);
            var others = content.Where(other => other != owners[0])
                .Select(other => Certificate.Parse(other.RawDataMemory.Span)).ToList();
            return new Pkcs12Credential(TakeKey(owners[0], rsaAlgorithm), certificate, Order(certificate, others));
        }
        catch (CmsSyntaxException malformed)
        {
            throw new Pkcs12Exception(
                Pkcs12Refusal.Unreadable, "The PKCS#12 file holds a certificate that cannot be read.", malformed);
        }
        finally
        {
            foreach (var certificate in content)
            {
                certificate.Dispose();
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose() => Key.Dispose();

    private static X509Certificate2Collection Open(ReadOnlySpan<byte> pkcs12, ReadOnlySpan<char> password)
    {
        const int invalidPassword = unchecked((int)0x80070056);
        try
        {
            return X509CertificateLoader.LoadPkcs12Collection(
                pkcs12, password, X509KeyStorageFlags.Exportable | X509KeyStorageFlags.EphemeralKeySet);
        }
        catch (CryptographicException refused) when (refused.HResult == invalidPassword)
        {
            throw new Pkcs12Exception(Pkcs12Refusal.WrongPassword, "The password does not open the PKCS#12 file.", refused);
        }
        catch (CryptographicException refused)
        {
            throw new Pkcs12Exception(
                Pkcs12Refusal.Unreadable,
                "The file is not PKCS#12, or uses an encryption that this platform lacks (RC2, for one).", refused);
        }
    }

    private static SoftwareSigningKey TakeKey(X509Certificate2 owner, SignatureAlgorithm rsaAlgorithm)
    {
        if (owner.GetECDsaPrivateKey() is { } ecdsa)
        {
            return Adopt(ecdsa, SoftwareSigningKey.AlgorithmOf(ecdsa));
        }

        return owner.GetRSAPrivateKey() is { } rsa ? Adopt(rsa, rsaAlgorithm) : throw Unsupported(null);
    }

    private static SoftwareSigningKey Adopt(AsymmetricAlgorithm key, SignatureAlgorithm? algorithm)
    {
        try
        {
            return algorithm is { } known ? SoftwareSigningKey.Adopt(key, known) : throw Unsupported(null);
        }
        catch (Exception refused) when (refused is CryptographicException or Pkcs12Exception)
        {
            key.Dispose();
            throw refused as Pkcs12Exception ?? Unsupported(refused);
        }
    }

    private static Pkcs12Exception Unsupported(Exception? cause) => new(
        Pkcs12Refusal.UnsupportedKey, "The private key is neither P-256, P-384 nor RSA of at least 2048 bits.", cause);

    private static List<Certificate> Order(Certificate leaf, List<Certificate> others)
    {
        List<Certificate> chain = [];
        for (var current = leaf; others.Find(current.IsSignedBy) is { } issuer; current = issuer)
        {
            others.Remove(issuer);
            chain.Add(issuer);
        }

        return chain;
    }
}
