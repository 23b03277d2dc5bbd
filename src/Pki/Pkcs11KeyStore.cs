using System.Security.Cryptography;
using Net.Pkcs11Interop.Common;
using Net.Pkcs11Interop.HighLevelAPI;
using TrustPlatform.Cryptography.Keys;

namespace TrustPlatform.Pki;

/// <summary>Which token holds the keys.</summary>
/// <param name="Module">Path of the vendor's PKCS#11 library.</param>
/// <param name="Label">The token's label.</param>
/// <param name="Pin">The user PIN.</param>
public sealed record Pkcs11Options(string Module, string Label, string Pin)
{
    /// <summary>Most sessions open at once.</summary>
    public int MaxSessions { get; init; } = 8;

    /// <summary>How long a caller waits for one of them.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Shows no PIN.</summary>
    public override string ToString() => $"Pkcs11Options {{ Module = {Module}, Label = {Label} }}";
}

/// <summary>
/// Keys on a PKCS#11 token (v2.40), made there, sensitive and not extractable. Lasting keys are token objects found by their
/// CKA_ID; one-time keys are session objects and end with the session. When the token was restarted, the next call logs in
/// again and finds its keys again; a wrong PIN is tried once and never repeated, since a token locks after a few. Thread-safe.
/// </summary>
public sealed class Pkcs11KeyStore : IKeyStore
{
    private const byte ReferenceKind = 2;
    private const int IdLength = 16;

    private readonly Pkcs11Connection _connection;

    private Pkcs11KeyStore(Pkcs11Connection connection) => _connection = connection;

    /// <summary>Opens the token. Throws <see cref="KeyStoreException"/> when it is not there or the PIN is wrong.</summary>
    public static Pkcs11KeyStore Open(Pkcs11Options options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return new(Pkcs11Connection.Open(options));
    }

    /// <inheritdoc/>
    public string Description => $"PKCS#11 token {_connection.Label}";

    /// <inheritdoc/>
    public ISigningKey Create(SignatureAlgorithm algorithm, KeyLife life)
    {
        var id = RandomNumberGenerator.GetBytes(IdLength);
        var onToken = life == KeyLife.Lasting;
        var (handle, publicKeyInfo, epoch) = _connection.Use((session, epoch) =>
        {
            var attributes = session.Factories.ObjectAttributeFactory;
            using var mechanism = session.Factories.MechanismFactory.Create(CKM.CKM_EC_KEY_PAIR_GEN);
            session.GenerateKeyPair(
                mechanism,
                [
                    attributes.Create(CKA.CKA_TOKEN, onToken),
                    attributes.Create(CKA.CKA_ID, id),
                    attributes.Create(CKA.CKA_EC_PARAMS, EllipticPoints.ParametersOf(algorithm)),
                    attributes.Create(CKA.CKA_VERIFY, true),
                ],
                [
                    attributes.Create(CKA.CKA_TOKEN, onToken),
                    attributes.Create(CKA.CKA_ID, id),
                    attributes.Create(CKA.CKA_PRIVATE, true),
                    attributes.Create(CKA.CKA_SENSITIVE, true),
                    attributes.Create(CKA.CKA_EXTRACTABLE, false),
                    attributes.Create(CKA.CKA_SIGN, true),
                ],
                out var publicKey, out var privateKey);
            return (privateKey, PublicKeyInfo(session, publicKey, algorithm), epoch);
        });
        return new Pkcs11SigningKey(_connection, id, algorithm, publicKeyInfo, onToken) { Found = (handle, epoch) };
    }

    /// <inheritdoc/>
    public byte[]? Keep(ISigningKey key, string keyId, string purpose) => key is Pkcs11SigningKey onToken
        ? onToken.IsLasting ? [ReferenceKind, .. onToken.Id] : null
        : throw new ArgumentException("The key was not made by this store.", nameof(key));

    /// <inheritdoc/>
    public ISigningKey Open(ReadOnlySpan<byte> reference, string keyId, string purpose, SignatureAlgorithm algorithm)
    {
        var id = IdIn(reference);
        var publicKeyInfo = _connection.Use((session, _) =>
            Pkcs11Connection.Find(session, CKO.CKO_PUBLIC_KEY, id) is { } found
                ? PublicKeyInfo(session, found, algorithm)
                : throw new KeyStoreException(KeyStoreFailure.KeyLost, $"The token {_connection.Label} does not hold {keyId}."));
        return new Pkcs11SigningKey(_connection, id, algorithm, publicKeyInfo, isLasting: true);
    }

    /// <inheritdoc/>
    public void Destroy(ReadOnlySpan<byte> reference)
    {
        var id = IdIn(reference);
        _connection.Use((session, _) => Pkcs11Connection.Destroy(session, id));
    }

    /// <inheritdoc/>
    public void Dispose() => _connection.Dispose();

    private static byte[] IdIn(ReadOnlySpan<byte> reference) => reference.Length == 1 + IdLength && reference[0] == ReferenceKind
        ? reference[1..].ToArray()
        : throw new KeyStoreException(
            KeyStoreFailure.KeyLost, "The stored key is not one of a token; it was made with another setting of Trust:Keys.");

    private static byte[] PublicKeyInfo(ISession session, IObjectHandle publicKey, SignatureAlgorithm algorithm)
    {
        var point = session.GetAttributeValue(publicKey, [CKA.CKA_EC_POINT])[0].GetValueAsByteArray();
        return EllipticPoints.PublicKeyInfo(point, algorithm);
    }
}

/// <summary>A private key on a token, by its CKA_ID.</summary>
internal sealed class Pkcs11SigningKey(
    Pkcs11Connection connection, byte[] id, SignatureAlgorithm algorithm, byte[] publicKeyInfo, bool isLasting) : ISigningKey
{
    private readonly Lock _gate = new();

    public ReadOnlySpan<byte> Id => id;

    public bool IsLasting => isLasting;

    /// <summary>The object's handle, good for one login.</summary>
    public (IObjectHandle Handle, int Epoch)? Found { get; set; }

    public SignatureAlgorithm Algorithm => algorithm;

    public ReadOnlyMemory<byte> SubjectPublicKeyInfo => publicKeyInfo;

    public byte[] SignHash(ReadOnlySpan<byte> hash)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(
            hash.Length, algorithm == SignatureAlgorithm.EcdsaP384Sha384 ? SHA384.HashSizeInBytes : SHA256.HashSizeInBytes,
            nameof(hash));
        var digest = hash.ToArray();
        return EllipticPoints.ToDer(connection.Use((session, epoch) =>
        {
            using var mechanism = session.Factories.MechanismFactory.Create(CKM.CKM_ECDSA);
            return session.Sign(mechanism, HandleIn(session, epoch), digest);
        }));
    }

    /// <summary>Ends a one-time key; a lasting one stays on the token.</summary>
    public void Dispose()
    {
        if (isLasting)
        {
            return;
        }

        try
        {
            connection.Use((session, epoch) =>
                Found is { } found && found.Epoch == epoch && Pkcs11Connection.Destroy(session, id));
        }
        catch (KeyStoreException)
        {
            // The token is away, and with it the session that the key lived in.
        }
    }

    private IObjectHandle HandleIn(ISession session, int epoch)
    {
        lock (_gate)
        {
            if (Found is { } found && found.Epoch == epoch)
            {
                return found.Handle;
            }

            var handle = (isLasting ? Pkcs11Connection.Find(session, CKO.CKO_PRIVATE_KEY, id) : null)
                ?? throw new KeyStoreException(KeyStoreFailure.KeyLost, $"The token {connection.Label} no longer holds the key.");
            Found = (handle, epoch);
            return handle;
        }
    }
}
