namespace TrustPlatform.Cryptography.Keys;

/// <summary>A signature algorithm with its parameters, by the names of RFC 5480, 8017 and 8032.</summary>
public enum SignatureAlgorithm
{
    /// <summary>ECDSA on P-256 with SHA-256 (RFC 5758).</summary>
    EcdsaP256Sha256,

    /// <summary>ECDSA on P-384 with SHA-384 (RFC 5758).</summary>
    EcdsaP384Sha384,

    /// <summary>RSASSA-PSS with SHA-256, MGF1 with SHA-256, 32-octet salt (RFC 8017, 8.1).</summary>
    RsaPssSha256,

    /// <summary>RSASSA-PKCS1-v1_5 with SHA-256 (RFC 8017, 8.2).</summary>
    RsaPkcs1Sha256,
}

/// <summary>
/// A private key that signs and is never seen: in software, on a PKCS#11 token or somewhere else. Thread-safe.
/// </summary>
public interface ISigningKey : IDisposable
{
    /// <summary>What its signatures are.</summary>
    SignatureAlgorithm Algorithm { get; }

    /// <summary>The public key as SubjectPublicKeyInfo (RFC 5280, 4.1.2.7), DER.</summary>
    ReadOnlyMemory<byte> SubjectPublicKeyInfo { get; }

    /// <summary>Signs a digest of the algorithm's hash. ECDSA signatures are DER (RFC 3279, 2.2.3).</summary>
    byte[] SignHash(ReadOnlySpan<byte> hash);
}
