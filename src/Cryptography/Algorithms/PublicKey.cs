using System.Formats.Asn1;
using System.Security.Cryptography;
using TrustPlatform.Cryptography.Asn1;

namespace TrustPlatform.Cryptography.Algorithms;

/// <summary>Families of public keys.</summary>
public enum PublicKeyKind
{
    /// <summary>Not an algorithm that this room verifies.</summary>
    Unknown,

    /// <summary>RSA for any scheme (RFC 3279, 2.3.1).</summary>
    Rsa,

    /// <summary>RSA for PSS alone (RFC 4055, 1.2).</summary>
    RsaPss,

    /// <summary>A point of a named curve (RFC 5480).</summary>
    EllipticCurve,

    /// <summary>DSA (RFC 3279, 2.3.2).</summary>
    Dsa,

    /// <summary>Ed25519 (RFC 8410).</summary>
    Ed25519,
}

/// <summary>
/// A SubjectPublicKeyInfo (RFC 5280, 4.1.2.7), understood as far as verification needs. Immutable, thread-safe.
/// </summary>
public sealed class PublicKey
{
    private const string Clause = "RFC 5280, 4.1.2.7";

    private static readonly Dictionary<string, (string Name, int Bits)> _curves = new()
    {
        ["1.2.840.10045.3.1.7"] = ("P-256", 256),
        ["1.3.132.0.34"] = ("P-384", 384),
        ["1.3.132.0.35"] = ("P-521", 521),
        ["1.3.36.3.3.2.8.1.1.7"] = ("brainpoolP256r1", 256),
        ["1.3.36.3.3.2.8.1.1.11"] = ("brainpoolP384r1", 384),
        ["1.3.36.3.3.2.8.1.1.13"] = ("brainpoolP512r1", 512),
        ["1.3.132.0.10"] = ("secp256k1", 256),
        ["1.2.840.10045.3.1.1"] = ("P-192", 192),
        ["1.3.132.0.33"] = ("P-224", 224),
    };

    private ECDsa?[]? _kept;

    private PublicKey(ReadOnlyMemory<byte> subjectPublicKeyInfo, AlgorithmIdentifier algorithm, ReadOnlyMemory<byte> key)
    {
        SubjectPublicKeyInfo = subjectPublicKeyInfo;
        Algorithm = algorithm;
        Key = key;
    }

    /// <summary>The encoding as it came.</summary>
    public ReadOnlyMemory<byte> SubjectPublicKeyInfo { get; }

    /// <summary>The algorithm of the key.</summary>
    public AlgorithmIdentifier Algorithm { get; }

    /// <summary>Family.</summary>
    public PublicKeyKind Kind { get; private init; }

    /// <summary>Bits of the modulus, of the field or of the prime; 0 where they are not known.</summary>
    public int SizeInBits { get; private init; }

    /// <summary>Name of the curve, or null.</summary>
    public string? Curve { get; private init; }

    /// <summary>
    /// Contents of the subjectPublicKey bit string: what RFC 5280, 4.2.1.2 hashes for key identifiers.
    /// </summary>
    public ReadOnlyMemory<byte> Key { get; }

    /// <summary>Parameters are left out, to be taken from the issuer's key (RFC 3279, 2.3.2); DSA only.</summary>
    internal bool InheritsParameters => Kind == PublicKeyKind.Dsa && Algorithm.HasNullOrNoParameters;

    internal BigIntegers? DsaParameters { get; private init; }

    /// <summary>The same key with the same parameters.</summary>
    internal bool IsSame(PublicKey other) =>
        ReferenceEquals(this, other) || (SubjectPublicKeyInfo.Span.SequenceEqual(other.SubjectPublicKeyInfo.Span) && DsaParameters == other.DsaParameters);

    /// <summary>
    /// The platform's object for the key, for one use at a time. To make one costs more than a verification, since the point is
    /// checked to be of the group's order, so that one a core is kept. Throws <see cref="CryptographicException"/>.
    /// </summary>
    internal ECDsa TakeEcdsa()
    {
        for (var i = 0; i < _kept?.Length; i++)
        {
            if (Interlocked.Exchange(ref _kept[i], null) is { } kept)
            {
                return kept;
            }
        }

        var ecdsa = ECDsa.Create();
        try
        {
            ecdsa.ImportSubjectPublicKeyInfo(SubjectPublicKeyInfo.Span, out _);
            return ecdsa;
        }
        catch (CryptographicException)
        {
            ecdsa.Dispose();
            throw;
        }
    }

    /// <summary>Gives it back.</summary>
    internal void Keep(ECDsa ecdsa)
    {
        var kept = LazyInitializer.EnsureInitialized(ref _kept, static () => new ECDsa?[Environment.ProcessorCount]);
        for (var i = 0; i < kept.Length; i++)
        {
            if (Interlocked.CompareExchange(ref kept[i], ecdsa, null) is null)
            {
                return;
            }
        }

        ecdsa.Dispose();
    }

    /// <summary>Parses a SubjectPublicKeyInfo. Throws <see cref="CmsSyntaxException"/>.</summary>
    public static PublicKey Parse(ReadOnlyMemory<byte> subjectPublicKeyInfo)
    {
        var (algorithm, key) = Asn.ReadWhole(subjectPublicKeyInfo, Clause, reader =>
        {
            var sequence = reader.ReadSequence();
            var identifier = AlgorithmIdentifier.Read(sequence);
            var bits = sequence.ReadBitString(out var unused);
            sequence.ThrowIfNotEmpty();
            return unused == 0
                ? (identifier, bits)
                : throw new CmsSyntaxException(Clause, "The public key does not end at an octet.");
        });

        return algorithm.ObjectIdentifier switch
        {
            Oids.RsaEncryption or Oids.RsassaPss => new PublicKey(subjectPublicKeyInfo, algorithm, key)
            {
                Kind = algorithm.ObjectIdentifier == Oids.RsassaPss ? PublicKeyKind.RsaPss : PublicKeyKind.Rsa,
                SizeInBits = RsaModulusBits(key),
            },
            Oids.EcPublicKey => OfCurve(subjectPublicKeyInfo, algorithm, key),
            Oids.Dsa => OfDsa(subjectPublicKeyInfo, algorithm, key),
            Oids.Ed25519 => new PublicKey(subjectPublicKeyInfo, algorithm, key)
            {
                Kind = key.Length == 32 && algorithm.Parameters.IsEmpty ? PublicKeyKind.Ed25519 : PublicKeyKind.Unknown,
                SizeInBits = 256,
                Curve = "Ed25519",
            },
            _ => new PublicKey(subjectPublicKeyInfo, algorithm, key),
        };
    }

    /// <summary>
    /// This key with the domain parameters of <paramref name="issuer"/> where it has none of its own.
    /// </summary>
    internal PublicKey WithParametersOf(PublicKey issuer) => !InheritsParameters || issuer.DsaParameters is null
        ? this
        : new PublicKey(SubjectPublicKeyInfo, Algorithm, Key)
        {
            Kind = Kind,
            SizeInBits = issuer.SizeInBits,
            DsaParameters = issuer.DsaParameters,
        };

    private static int RsaModulusBits(ReadOnlyMemory<byte> key) => Asn.ReadWhole(key, "RFC 8017, A.1.1", reader =>
    {
        var sequence = reader.ReadSequence();
        var modulus = sequence.ReadInteger();
        var exponent = sequence.ReadInteger();
        sequence.ThrowIfNotEmpty();
        return modulus.Sign > 0 && exponent.Sign > 0
            ? checked((int)modulus.GetBitLength())
            : throw new CmsSyntaxException("RFC 8017, A.1.1", "An RSA key has a modulus and an exponent above zero.");
    });

    private static PublicKey OfCurve(ReadOnlyMemory<byte> encoded, AlgorithmIdentifier algorithm, ReadOnlyMemory<byte> key)
    {
        // RFC 5480, 2.1.1: namedCurve alone; explicit parameters have served to forge keys (CVE-2020-0601).
        var curve = Asn.Read(algorithm.Parameters, "RFC 5480, 2.1.1", reader =>
            reader.NextIs(Asn1Tag.ObjectIdentifier) ? reader.ReadObjectIdentifier() : null);
        var known = curve is not null && _curves.TryGetValue(curve, out var row) ? row : default;
        return new PublicKey(encoded, algorithm, key)
        {
            Kind = known.Name is null ? PublicKeyKind.Unknown : PublicKeyKind.EllipticCurve,
            SizeInBits = known.Bits,
            Curve = known.Name ?? curve,
        };
    }

    private static PublicKey OfDsa(ReadOnlyMemory<byte> encoded, AlgorithmIdentifier algorithm, ReadOnlyMemory<byte> key)
    {
        var parameters = algorithm.HasNullOrNoParameters ? null : Asn.ReadWhole(algorithm.Parameters, "RFC 3279, 2.3.2", reader =>
        {
            var sequence = reader.ReadSequence();
            return new BigIntegers(Unsigned(sequence), Unsigned(sequence), Unsigned(sequence));
        });
        return new PublicKey(encoded, algorithm, key)
        {
            Kind = PublicKeyKind.Dsa,
            SizeInBits = parameters is null ? 0 : parameters.P.Length * 8,
            DsaParameters = parameters,
        };
    }

    private static byte[] Unsigned(AsnReader reader) => reader.ReadInteger() is { Sign: > 0 } value
        ? value.ToByteArray(isUnsigned: true, isBigEndian: true)
        : throw new CmsSyntaxException("RFC 3279, 2.3.2", "A domain parameter is not above zero.");

    /// <summary>p, q and g, most significant octet first.</summary>
    internal sealed record BigIntegers(byte[] P, byte[] Q, byte[] G);
}
