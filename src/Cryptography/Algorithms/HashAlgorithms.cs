using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using Org.BouncyCastle.Security;

namespace TrustPlatform.Cryptography.Algorithms;

/// <summary>The hash functions that are known by object identifier (RFC 5754, NIST CSOR).</summary>
public static class HashAlgorithms
{
    private static readonly HashAlgorithmName _sha224 = new("SHA224");
    private static readonly HashAlgorithmName _sha512Over224 = new("SHA512/224");
    private static readonly HashAlgorithmName _sha512Over256 = new("SHA512/256");
    private static readonly HashAlgorithmName _sha3Over224 = new("SHA3-224");
    private static readonly HashAlgorithmName _ripemd160 = new("RIPEMD160");

    private static readonly (string ObjectIdentifier, HashAlgorithmName Name, int LengthInBytes)[] _table =
    [
        ("1.2.840.113549.2.5", HashAlgorithmName.MD5, 16),
        ("1.3.14.3.2.26", HashAlgorithmName.SHA1, 20),
        ("1.3.36.3.2.1", _ripemd160, 20),
        ("2.16.840.1.101.3.4.2.1", HashAlgorithmName.SHA256, 32),
        ("2.16.840.1.101.3.4.2.2", HashAlgorithmName.SHA384, 48),
        ("2.16.840.1.101.3.4.2.3", HashAlgorithmName.SHA512, 64),
        ("2.16.840.1.101.3.4.2.4", _sha224, 28),
        ("2.16.840.1.101.3.4.2.5", _sha512Over224, 28),
        ("2.16.840.1.101.3.4.2.6", _sha512Over256, 32),
        ("2.16.840.1.101.3.4.2.7", _sha3Over224, 28),
        ("2.16.840.1.101.3.4.2.8", HashAlgorithmName.SHA3_256, 32),
        ("2.16.840.1.101.3.4.2.9", HashAlgorithmName.SHA3_384, 48),
        ("2.16.840.1.101.3.4.2.10", HashAlgorithmName.SHA3_512, 64),
    ];

    /// <summary>The hash with an object identifier.</summary>
    public static bool TryFromObjectIdentifier(string objectIdentifier, out HashAlgorithmName hash)
    {
        foreach (var row in _table)
        {
            if (row.ObjectIdentifier == objectIdentifier)
            {
                hash = row.Name;
                return true;
            }
        }

        hash = default;
        return false;
    }

    /// <summary>
    /// The object identifier of a hash. Throws <see cref="ArgumentException"/> for one that is not in the table.
    /// </summary>
    public static string ObjectIdentifierOf(HashAlgorithmName hash) => Row(hash).ObjectIdentifier;

    /// <summary>Octets of a digest. Throws <see cref="ArgumentException"/> for one that is not in the table.</summary>
    public static int LengthInBytes(HashAlgorithmName hash) => Row(hash).LengthInBytes;

    /// <summary>Collisions are known (MD5, SHA-1, RIPEMD-160), whatever the date.</summary>
    public static bool IsBroken(HashAlgorithmName hash) =>
        hash == HashAlgorithmName.MD5 || hash == HashAlgorithmName.SHA1 || hash == _ripemd160;

    /// <summary>Hashes; false where neither the platform nor this room has the function.</summary>
    public static bool TryHash(HashAlgorithmName hash, ReadOnlySpan<byte> data, [NotNullWhen(true)] out byte[]? digest)
    {
        if (IsOfPlatform(hash))
        {
            digest = CryptographicOperations.HashData(hash, data);
            return true;
        }

        if (Array.TrueForAll(_table, row => row.Name != hash))
        {
            digest = null;
            return false;
        }

        // The platform lacks SHA-224, SHA-512/t and RIPEMD-160: they are only met in other people's structures.
        var function = DigestUtilities.GetDigest(BouncyName(hash));
        function.BlockUpdate(data);
        digest = new byte[function.GetDigestSize()];
        function.DoFinal(digest, 0);
        return true;
    }

    internal static string BouncyName(HashAlgorithmName hash) => hash.Name switch
    {
        "SHA1" => "SHA-1",
        "SHA224" => "SHA-224",
        "SHA256" => "SHA-256",
        "SHA384" => "SHA-384",
        "SHA512" => "SHA-512",
        "SHA512/224" => "SHA-512/224",
        "SHA512/256" => "SHA-512/256",
        var name => name!,
    };

    internal static bool IsOfPlatform(HashAlgorithmName hash) =>
        hash == HashAlgorithmName.SHA256 || hash == HashAlgorithmName.SHA384 || hash == HashAlgorithmName.SHA512 ||
        hash == HashAlgorithmName.SHA1 || hash == HashAlgorithmName.MD5 ||
        (hash == HashAlgorithmName.SHA3_256 && SHA3_256.IsSupported) ||
        (hash == HashAlgorithmName.SHA3_384 && SHA3_384.IsSupported) ||
        (hash == HashAlgorithmName.SHA3_512 && SHA3_512.IsSupported);

    private static (string ObjectIdentifier, HashAlgorithmName Name, int LengthInBytes) Row(HashAlgorithmName hash) =>
        Array.Find(_table, row => row.Name == hash) is { ObjectIdentifier: not null } row
            ? row
            : throw new ArgumentException($"{hash.Name} is not in the table of hash functions.", nameof(hash));
}
