using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using TrustPlatform.Cryptography.Keys;
using TrustPlatform.Cryptography.X509;

namespace TrustPlatform.Pki;

/// <summary>
/// Keys that sign once. Stored wrapped from the moment they exist, so that a crash between certificate and signature loses
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
    private readonly Lock[] _gates = [.. Enumerable.Range(0, 64).Select(_ => new Lock())];

    /// <summary>The key and certificate of an authorisation, made at the first call.</summary>
    public (ISigningKey Key, Certificate Certificate, string Authority) Get(CertificateAuthority authority, CeremonySubject subject)
    {
        ArgumentException.ThrowIfNullOrEmpty(subject.AuthorisationId);
        var attributes = SubjectNames.Of(subject, time.GetUtcNow());
        var digest = SubjectNames.Digest(subject);
        IssuanceRequest Request(ISigningKey key) => new(attributes, key, [subject.AssertionDigest, subject.ContractDigest]);

        lock (_gates[(uint)subject.AuthorisationId.GetHashCode(StringComparison.Ordinal) % (uint)_gates.Length])
        {
            // Each turn either returns or finds that another process went further; two of those cannot chase each other long.
            for (var attempt = 0; attempt < 8; attempt++)
            {
                var row = Find(subject.AuthorisationId);
                if (row is not null && !CryptographicOperations.FixedTimeEquals(row.SubjectDigest, digest))
                {
                    throw new InvalidOperationException("The authorisation was used for another subject.");
                }

                var made = row switch
                {
                    null => Make(authority, subject.AuthorisationId, digest, Request),
                    { Certificate: { } stored } when IsUsable(subject.AuthorisationId, row) =>
                        (new OneTimeKey(this, subject.AuthorisationId, row.PublicKeyInfo, null),
                            issuance.Restore(row.Serial, stored)!, row.Authority),
                    { Certificate: null, State: OneTimeKeyState.Ready } when IsUsable(subject.AuthorisationId, row) =>
                        Resume(authority, subject.AuthorisationId, row, Request),
                    _ => throw Expired(),
                };
                if (made is { } credential)
                {
                    // A signature that waited for its timestamp longer than its certificate lives can never be proven any more.
                    return credential.Item2.NotAfter > time.GetUtcNow() ? credential : throw Expired();
                }
            }
        }

        throw new InvalidOperationException("Other processes keep issuing for the same authorisation.");
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
        register.Write(session =>
        {
            Register.ExpireOneTimeKeys(session, time.GetUtcSecond() - Lifetime);
            return true;
        });
        foreach (var authorisation in _unkept.Keys)
        {
            if (Find(authorisation) is not { State: OneTimeKeyState.Ready })
            {
                DestroyUnkept(authorisation);
            }
        }
    }

    private (ISigningKey, Certificate, string)? Make(
        CertificateAuthority authority, string authorisation, byte[] subjectDigest, Func<ISigningKey, IssuanceRequest> request)
    {
        var key = keys.Create(profile.KeyAlgorithm, KeyLife.OneTime);
        var wrapped = keys.Keep(key, KeyId(authorisation), Purpose);
        var now = time.GetUtcSecond();
        var certificate = issuance.Issue(
            authority, profile, request(key),
            (session, serial) =>
            {
                Register.ExpireOneTimeKeys(session, now - Lifetime);
                return Register.AddOneTimeKey(session, authorisation, subjectDigest, serial, key, wrapped, now);
            },
            (session, serial) => Register.IsBoundOneTimeKey(session, authorisation, serial));
        if (certificate is null)
        {
            key.Dispose();
            return null;
        }

        if (wrapped is null)
        {
            _unkept[authorisation] = key;
        }

        return (new OneTimeKey(this, authorisation, key.SubjectPublicKeyInfo, wrapped is null ? null : key), certificate,
            authority.Plan.Id);
    }

    private (ISigningKey, Certificate, string)? Resume(
        CertificateAuthority authority, string authorisation, RegisteredOneTimeKey row,
        Func<ISigningKey, IssuanceRequest> request)
    {
        var key = Open(authorisation, row);
        var certificate = issuance.Issue(
            authority, profile, request(key),
            (session, serial) => Register.RebindOneTimeKey(session, authorisation, row.Serial, serial),
            (session, serial) => Register.IsBoundOneTimeKey(session, authorisation, serial));
        if (certificate is null)
        {
            key.Dispose();
            return null;
        }

        return (new OneTimeKey(this, authorisation, key.SubjectPublicKeyInfo, key), certificate, authority.Plan.Id);
    }

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
