using System.Collections.Concurrent;
using System.Security.Cryptography;

namespace TrustPlatform.Cryptography.Keys;

/// <summary>
/// A private key in this process's memory, as a live handle of the platform's library: importing a key costs several
/// signatures. It leaves only wrapped. Thread-safe: the library's handles are for one caller at a time, so callers who meet get
/// copies.
/// </summary>
public sealed partial class SoftwareSigningKey : ISigningKey
{
    private const string NistP256 = "1.2.840.10045.3.1.7";
    private const string NistP384 = "1.3.132.0.34";

    /// <summary>Circular 15/2025/TT-BKHCN, Annex I 1.2.</summary>
    private const int MinRsaKeySizeInBits = 2048;

    private readonly Lock _gate = new();
    private readonly AsymmetricAlgorithm _key;

    // Made when two callers meet, which those of a one-time key never do.
    private ConcurrentBag<AsymmetricAlgorithm>? _copies;
    private volatile bool _disposed;

    private SoftwareSigningKey(AsymmetricAlgorithm key, SignatureAlgorithm algorithm)
    {
        _key = key;
        Algorithm = algorithm;
        SubjectPublicKeyInfo = key.ExportSubjectPublicKeyInfo();
    }

    /// <inheritdoc/>
    public SignatureAlgorithm Algorithm { get; }

    /// <inheritdoc/>
    public ReadOnlyMemory<byte> SubjectPublicKeyInfo { get; }

    /// <summary>Makes a key: P-256, P-384 or RSA of the given size (at least 2048 bits).</summary>
    public static SoftwareSigningKey Create(SignatureAlgorithm algorithm, int rsaKeySizeInBits = 3072)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(rsaKeySizeInBits, MinRsaKeySizeInBits);
        AsymmetricAlgorithm key = algorithm switch
        {
            SignatureAlgorithm.EcdsaP256Sha256 => ECDsa.Create(ECCurve.NamedCurves.nistP256),
            SignatureAlgorithm.EcdsaP384Sha384 => ECDsa.Create(ECCurve.NamedCurves.nistP384),
            SignatureAlgorithm.RsaPssSha256 or SignatureAlgorithm.RsaPkcs1Sha256 => RSA.Create(rsaKeySizeInBits),
            _ => throw new ArgumentOutOfRangeException(nameof(algorithm)),
        };
        return new SoftwareSigningKey(key, algorithm);
    }

    /// <summary>
    /// Imports a PKCS#8 PrivateKeyInfo (RFC 5958). Throws <see cref="CryptographicException"/> when it is malformed or does
    /// not fit the algorithm.
    /// </summary>
    public static SoftwareSigningKey Import(ReadOnlySpan<byte> pkcs8, SignatureAlgorithm algorithm)
    {
        AsymmetricAlgorithm key = IsElliptic(algorithm) ? ECDsa.Create() : RSA.Create();
        try
        {
            key.ImportPkcs8PrivateKey(pkcs8, out var read);
            if (read != pkcs8.Length)
            {
                throw new CryptographicException("Octets follow the private key.");
            }

            return Adopt(key, algorithm);
        }
        catch (CryptographicException)
        {
            key.Dispose();
            throw;
        }
    }

    /// <summary>Imports what <see cref="ExportWrapped"/> gave for the same id and purpose.</summary>
    public static SoftwareSigningKey ImportWrapped(
        KeyWrapping wrapping, ReadOnlySpan<byte> wrapped, string keyId, string purpose, SignatureAlgorithm algorithm)
    {
        ArgumentNullException.ThrowIfNull(wrapping);
        var pkcs8 = wrapping.Unwrap(wrapped, keyId, purpose);
        try
        {
            return Import(pkcs8, algorithm);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(pkcs8);
        }
    }

    /// <summary>Takes over a key of the platform's library; throws when it does not fit the algorithm.</summary>
    internal static SoftwareSigningKey Adopt(AsymmetricAlgorithm key, SignatureAlgorithm algorithm)
    {
        var fits = (key, algorithm) switch
        {
            (ECDsa ecdsa, SignatureAlgorithm.EcdsaP256Sha256) => CurveOf(ecdsa) == NistP256,
            (ECDsa ecdsa, SignatureAlgorithm.EcdsaP384Sha384) => CurveOf(ecdsa) == NistP384,
            (RSA rsa, SignatureAlgorithm.RsaPssSha256 or SignatureAlgorithm.RsaPkcs1Sha256) =>
                rsa.KeySize >= MinRsaKeySizeInBits,
            _ => false,
        };
        return fits
            ? new SoftwareSigningKey(key, algorithm)
            : throw new CryptographicException($"The private key is not one for {algorithm}.");
    }

    /// <summary>The algorithm of an elliptic-curve key, or null for a curve that is not supported.</summary>
    internal static SignatureAlgorithm? AlgorithmOf(ECDsa key) => CurveOf(key) switch
    {
        NistP256 => SignatureAlgorithm.EcdsaP256Sha256,
        NistP384 => SignatureAlgorithm.EcdsaP384Sha384,
        _ => null,
    };

    /// <summary>The private key, encrypted and bound to its id and purpose.</summary>
    public byte[] ExportWrapped(KeyWrapping wrapping, string keyId, string purpose)
    {
        ArgumentNullException.ThrowIfNull(wrapping);
        byte[] pkcs8;
        lock (_gate)
        {
            pkcs8 = _key.ExportPkcs8PrivateKey();
        }

        try
        {
            return wrapping.Wrap(pkcs8, keyId, purpose);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(pkcs8);
        }
    }

    /// <inheritdoc/>
    public byte[] SignHash(ReadOnlySpan<byte> hash)
    {
        var expected = Algorithm == SignatureAlgorithm.EcdsaP384Sha384 ? SHA384.HashSizeInBytes : SHA256.HashSizeInBytes;
        ArgumentOutOfRangeException.ThrowIfNotEqual(hash.Length, expected, nameof(hash));
        if (_gate.TryEnter())
        {
            try
            {
                return Sign(_key, hash);
            }
            finally
            {
                _gate.Exit();
            }
        }

        var copies = LazyInitializer.EnsureInitialized(ref _copies, () => []);
        var copy = copies.TryTake(out var idle) ? idle : Copy();
        try
        {
            return Sign(copy, hash);
        }
        finally
        {
            copies.Add(copy);
            if (_disposed)
            {
                DisposeCopies();
            }
        }
    }

    /// <summary>Frees the handle; the platform's library clears the key's memory.</summary>
    public void Dispose()
    {
        _disposed = true;
        lock (_gate)
        {
            _key.Dispose();
        }

        DisposeCopies();
    }

    private byte[] Sign(AsymmetricAlgorithm key, ReadOnlySpan<byte> hash) => (key, Algorithm) switch
    {
        (ECDsa ecdsa, _) => ecdsa.SignHash(hash, DSASignatureFormat.Rfc3279DerSequence),
        (RSA rsa, SignatureAlgorithm.RsaPssSha256) => rsa.SignHash(hash, HashAlgorithmName.SHA256, RSASignaturePadding.Pss),
        (RSA rsa, _) => rsa.SignHash(hash, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1),
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    private AsymmetricAlgorithm Copy()
    {
        byte[] pkcs8;
        lock (_gate)
        {
            pkcs8 = _key.ExportPkcs8PrivateKey();
        }

        try
        {
            AsymmetricAlgorithm copy = IsElliptic(Algorithm) ? ECDsa.Create() : RSA.Create();
            copy.ImportPkcs8PrivateKey(pkcs8, out _);
            return copy;
        }
        finally
        {
            CryptographicOperations.ZeroMemory(pkcs8);
        }
    }

    private void DisposeCopies()
    {
        while (_copies?.TryTake(out var copy) == true)
        {
            copy.Dispose();
        }
    }

    private static bool IsElliptic(SignatureAlgorithm algorithm) =>
        algorithm is SignatureAlgorithm.EcdsaP256Sha256 or SignatureAlgorithm.EcdsaP384Sha384;

    private static string? CurveOf(ECDsa key) => key.ExportParameters(includePrivateParameters: false).Curve.Oid?.Value;
}
