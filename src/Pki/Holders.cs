using System.Collections.Concurrent;
using System.Security.Cryptography;
using TrustPlatform.Cryptography.Issuing;
using TrustPlatform.Cryptography.Keys;
using TrustPlatform.Cryptography.Revocation;
using TrustPlatform.Cryptography.X509;

namespace TrustPlatform.Pki;

/// <summary>Who holds a long-lived key, and what its certificate shall say.</summary>
internal sealed record HolderPlan(
    string Name, CertificateAuthority Authority, CertificateProfile Profile, IReadOnlyList<AttributeTypeAndValue> Subject)
{
    /// <summary>SHA-256 of the subject: the key in use is for exactly this one.</summary>
    public byte[] SubjectDigest { get; } = SHA256.HashData(AttributeTypeAndValue.EncodeName(Subject));
}

/// <summary>A long-lived key with its certificate and the id of the CA that issued it.</summary>
internal sealed record HeldKey(ISigningKey Key, Certificate Certificate, string Authority);

/// <summary>
/// Long-lived keys (authorities, timestamping unit, OCSP responders, seals): made at first need, kept wrapped in the register
/// and open in memory, replaced by new ones in time. Thread-safe.
/// </summary>
internal sealed class Holders(Register register, Issuance issuance, IKeyStore keys, TimeProvider time) : IDisposable
{
    private const string Purpose = "holder";

    private readonly ConcurrentDictionary<string, (byte[] Serial, HeldKey Held)> _open = new(StringComparer.Ordinal);

    // Keys that were replaced stay open until the end: somebody may be signing with them.
    private readonly ConcurrentBag<ISigningKey> _retired = [];
    private readonly Lock _making = new();

    /// <summary>The holder's key in use; the first call, and one near its end, make a new key and certificate.</summary>
    public HeldKey Get(HolderPlan plan)
    {
        if (Current(plan) is { } held)
        {
            return held;
        }

        lock (_making)
        {
            return Current(plan) ?? Make(plan);
        }
    }

    public void Dispose()
    {
        foreach (var (_, held) in _open.Values)
        {
            held.Key.Dispose();
        }

        foreach (var key in _retired)
        {
            key.Dispose();
        }
    }

    private HeldKey? Current(HolderPlan plan)
    {
        var row = register.Read(session => Register.FindHolder(session, plan.Name));
        if (row?.Certificate is null || row.WrappedKey is null)
        {
            return null;
        }

        // A revoked CA is not replaced on its own: it keeps answering for what it issued, and issues nothing (Register.Reserve).
        if (row.RevokedAt is not null && plan.Profile.CertificateAuthority is null)
        {
            return row.Reason == RevocationReason.CertificateHold
                ? throw new IssuanceRefusedException(IssuanceRefusal.OnHold, "The certificate of this key is suspended.")
                : null;
        }

        if (!CryptographicOperations.FixedTimeEquals(row.SubjectDigest, plan.SubjectDigest))
        {
            throw new InvalidOperationException(
                "The holder's certificate says another name or number; revoke it, then the next call issues a new one.");
        }

        var held = Open(plan.Name, row);
        return IsDue(plan.Profile, held.Certificate) ? null : held;
    }

    private bool IsDue(CertificateProfile profile, Certificate certificate)
    {
        if (profile.RenewBefore is not { } before)
        {
            return false;
        }

        var end = profile.PrivateKeyUsage is { } usage ? certificate.NotBefore + usage : certificate.NotAfter;
        return time.GetUtcNow() > end - before;
    }

    private HeldKey Open(string name, RegisteredHolder row)
    {
        if (_open.TryGetValue(name, out var known) && known.Serial.AsSpan().SequenceEqual(row.Serial))
        {
            return known.Held;
        }

        lock (_making)
        {
            if (_open.TryGetValue(name, out known) && known.Serial.AsSpan().SequenceEqual(row.Serial))
            {
                return known.Held;
            }

            var key = keys.Open(row.WrappedKey, KeyId(name, row.Serial), Purpose, row.Algorithm);
            return Keep(name, row.Serial, new HeldKey(key, Certificate.Parse(row.Certificate), row.Authority));
        }
    }

    private HeldKey Make(HolderPlan plan)
    {
        var previous = register.Read(session => Register.FindHolder(session, plan.Name));
        var key = keys.Create(plan.Profile.KeyAlgorithm, KeyLife.Lasting);
        byte[]? reference = null;
        byte[] serial = [];
        var certificate = issuance.Issue(
            plan.Authority, plan.Profile, new IssuanceRequest(plan.Subject, key, []),
            (session, reserved) =>
            {
                serial = reserved;
                reference ??= keys.Keep(key, KeyId(plan.Name, reserved), Purpose);
                return Register.ReplaceHolder(
                    session, plan.Name, previous?.Serial, reserved, key.Algorithm, reference, plan.SubjectDigest);
            });
        if (certificate is not null)
        {
            return Keep(plan.Name, serial, new HeldKey(key, certificate, plan.Authority.Plan.Id));
        }

        if (reference is not null)
        {
            keys.Destroy(reference);
        }

        key.Dispose();
        return Current(plan) ?? throw new InvalidOperationException($"Another process is making the key of {plan.Name}.");
    }

    private HeldKey Keep(string name, byte[] serial, HeldKey held)
    {
        if (_open.TryGetValue(name, out var replaced))
        {
            _retired.Add(replaced.Held.Key);
        }

        _open[name] = (serial, held);
        return held;
    }

    private static string KeyId(string name, byte[] serial) => $"{name}/{Convert.ToHexString(serial)}";
}
