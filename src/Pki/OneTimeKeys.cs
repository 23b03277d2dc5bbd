using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using TrustPlatform.Cryptography.Issuing;
using TrustPlatform.Cryptography.Keys;
using TrustPlatform.Cryptography.X509;

namespace TrustPlatform.Pki;

/// <summary>
/// Keys that sign once. Stored wrapped together with their certificate, so that a crash between certificate and signature loses
/// nothing; the signature is stored and the key destroyed in one transaction, before anybody sees the signature. On a token
/// they live in its memory only: there a crash destroys them, and the signer is asked again. Thread-safe.
/// </summary>
internal sealed class OneTimeKeys(
    Register register, Issuance issuance, IKeyStore keys, CertificateProfile profile, TimeProvider time)
{
    /// <summary>DESIGN D-5: a key that nobody used by then is destroyed.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromSeconds(120);

    private const string Purpose = "one-time";

    // Keys that only this process can use, by authorisation; from a store that keeps no one-time keys.
    private readonly ConcurrentDictionary<string, ISigningKey> _unkept = new(StringComparer.Ordinal);

    // Two calls for one authorisation go one after the other; the register would sort them out too, but at a key's cost.
    private readonly SemaphoreSlim[] _gates = [.. Enumerable.Range(0, 64).Select(_ => new SemaphoreSlim(1))];

    // The second in which keys were last looked at.
    private long _expired;

    /// <summary>The key and certificate of an authorisation, made at the first call.</summary>
    public async Task<(ISigningKey Key, Certificate Certificate, string Authority)> GetAsync(
        CertificateAuthority authority, CeremonySubject subject)
    {
        var attributes = SubjectNames.Of(subject, time.GetUtcNow());
        var digest = SubjectNames.Digest(subject);
        var gate = _gates[(uint)subject.AuthorisationId.GetHashCode(StringComparison.Ordinal) % (uint)_gates.Length];
        await gate.WaitAsync();
        try
        {
            var credential = Restore(subject.AuthorisationId, digest)
                ?? await MakeAsync(authority, subject, attributes, digest)
                ?? Restore(subject.AuthorisationId, digest)!.Value; // another process made it

            // A signature that waited for its timestamp longer than its certificate lives can never be proven any more.
            return credential.Item2.NotAfter > time.GetUtcNow() ? credential : throw Expired();
        }
        finally
        {
            gate.Release();
        }
    }

    /// <summary>Signs, stores and destroys; or returns what was stored for the same digest.</summary>
    public byte[] Sign(string authorisation, ISigningKey? live, ReadOnlySpan<byte> digest)
    {
        var row = Find(authorisation) ?? throw new InvalidOperationException("The key is not in the register.");
        if (row.State == OneTimeKeyState.Ready && IsUsable(authorisation, row))
        {
            var signature = SignWith(authorisation, row, live, digest);
            var stored = digest.ToArray();
            if (register.Write(session => Register.UseOneTimeKey(
                session, authorisation, stored, signature, time.GetUtcSecond() - Lifetime)))
            {
                DestroyUnkept(authorisation);
                return signature;
            }

            row = Find(authorisation)!;
        }

        return row.State != OneTimeKeyState.Used
            ? throw Expired()
            : CryptographicOperations.FixedTimeEquals(row.Digest, digest)
                ? row.Signature!
                : throw new InvalidOperationException("The one-time key has signed another digest and is destroyed.");
    }

    /// <summary>Destroys what was not used in time.</summary>
    public void Expire()
    {
        register.Write(ExpireKept);
        foreach (var authorisation in _unkept.Keys)
        {
            if (Find(authorisation) is not { State: OneTimeKeyState.Ready })
            {
                DestroyUnkept(authorisation);
            }
        }
    }

    private (ISigningKey, Certificate, string)? Restore(string authorisation, byte[] subjectDigest)
    {
        if (Find(authorisation) is not { } row)
        {
            return null;
        }

        if (!CryptographicOperations.FixedTimeEquals(row.SubjectDigest, subjectDigest))
        {
            throw new InvalidOperationException("The authorisation was used for another subject.");
        }

        return row.Certificate is { } stored && IsUsable(authorisation, row)
            ? (new OneTimeKey(this, authorisation, row.PublicKeyInfo, null), issuance.Restore(row.Serial, stored)!, row.Authority)
            : throw Expired();
    }

    private async Task<(ISigningKey, Certificate, string)?> MakeAsync(
        CertificateAuthority authority, CeremonySubject subject, IReadOnlyList<AttributeTypeAndValue> attributes, byte[] subjectDigest)
    {
        var now = time.GetUtcSecond();
        var second = now.ToUnixTimeSeconds();
        if (Interlocked.Exchange(ref _expired, second) != second)
        {
            await register.WriteAsync(ExpireKept);
        }

        var authorisation = subject.AuthorisationId;
        var key = keys.Create(profile.KeyAlgorithm, KeyLife.OneTime);
        Certificate? certificate = null;
        byte[]? wrapped;
        try
        {
            wrapped = keys.Keep(key, KeyId(authorisation), Purpose);
            certificate = await issuance.IssueAsync(
                authority, profile, new IssuanceRequest(attributes, key, [subject.AssertionDigest, subject.ContractDigest]),
                (session, serial) => Register.AddOneTimeKey(session, authorisation, subjectDigest, serial, key, wrapped, now));
        }
        finally
        {
            if (certificate is null)
            {
                key.Dispose();
            }
        }

        if (certificate is null)
        {
            return null;
        }

        if (wrapped is null)
        {
            _unkept[authorisation] = key;
        }

        return (new OneTimeKey(this, authorisation, key.SubjectPublicKeyInfo, wrapped is null ? null : key), certificate,
            authority.Plan.Id);
    }

    private int ExpireKept(SqlSession session) => Register.ExpireOneTimeKeys(session, time.GetUtcSecond() - Lifetime);

    private byte[] SignWith(string authorisation, RegisteredOneTimeKey row, ISigningKey? live, ReadOnlySpan<byte> digest)
    {
        if (_unkept.TryGetValue(authorisation, out var unkept))
        {
            try
            {
                return unkept.SignHash(digest);
            }
            catch (KeyStoreException lost) when (lost.Failure == KeyStoreFailure.KeyLost)
            {
                DestroyUnkept(authorisation);
                throw Expired();
            }
        }

        using var opened = live is null ? Open(authorisation, row) : null;
        return (live ?? opened!).SignHash(digest);
    }

    private void DestroyUnkept(string authorisation)
    {
        if (_unkept.TryRemove(authorisation, out var key))
        {
            key.Dispose();
        }
    }

    private RegisteredOneTimeKey? Find(string authorisation) =>
        register.Read(session => Register.FindOneTimeKey(session, authorisation));

    private ISigningKey Open(string authorisation, RegisteredOneTimeKey row) =>
        keys.Open(row.WrappedKey, KeyId(authorisation), Purpose, profile.KeyAlgorithm);

    private bool IsUsable(string authorisation, RegisteredOneTimeKey row) => row.State switch
    {
        OneTimeKeyState.Ready => (row.WrappedKey is not null || _unkept.ContainsKey(authorisation))
            && row.CreatedAt > (time.GetUtcSecond() - Lifetime).ToUnixTimeSeconds(),
        OneTimeKeyState.Used => true,
        OneTimeKeyState.Expired => false,
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    private static string KeyId(string authorisation) =>
        Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(authorisation)));

    private static IssuanceRefusedException Expired() =>
        new(IssuanceRefusal.KeyExpired, $"The one-time key was not used within {Lifetime.TotalSeconds} s, or its certificate has ended; it is destroyed.");
}

/// <summary>The handle of one one-time key. Holds the live key when it was made in this process.</summary>
internal sealed class OneTimeKey(
    OneTimeKeys keys, string authorisation, ReadOnlyMemory<byte> publicKeyInfo, ISigningKey? live) : ISigningKey
{
    private readonly Lock _gate = new();
    private ISigningKey? _live = live;

    public SignatureAlgorithm Algorithm => SignatureAlgorithm.EcdsaP256Sha256;

    public ReadOnlyMemory<byte> SubjectPublicKeyInfo => publicKeyInfo;

    public byte[] SignHash(ReadOnlySpan<byte> hash)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(hash.Length, SHA256.HashSizeInBytes, nameof(hash));
        lock (_gate)
        {
            var signature = keys.Sign(authorisation, _live, hash);
            Destroy();
            return signature;
        }
    }

    public void Dispose()
    {
        lock (_gate)
        {
            Destroy();
        }
    }

    private void Destroy()
    {
        _live?.Dispose();
        _live = null;
    }
}
