using System.Collections.Concurrent;
using System.Globalization;
using TrustPlatform.Cryptography.Issuing;

namespace TrustPlatform.Pki;

/// <summary>A CRL in force.</summary>
/// <param name="Der">The CertificateList.</param>
/// <param name="Number">Its cRLNumber.</param>
/// <param name="ThisUpdate">When it was made.</param>
/// <param name="NextUpdate">By when the next one will be there; it is made long before.</param>
public sealed record PublishedCrl(ReadOnlyMemory<byte> Der, long Number, DateTimeOffset ThisUpdate, DateTimeOffset NextUpdate);

/// <summary>
/// CRLs, made when they are asked for: none yet, one that is older than its rhythm, one from before a revocation. Entries
/// and number are read in the transaction that stores the CRL, so no copy lags and the number always rises. Complete and delta
/// CRL are made together and say the same (RFC 5280, 5.2.3). Thread-safe.
/// </summary>
internal sealed class CrlPublisher(Register register, PkiAddresses addresses, TimeProvider time)
{
    /// <summary>
    /// RFC 5280, 3.3: an entry stays "until it appears on one regularly scheduled CRL issued beyond the revoked certificate's
    /// validity period"; it stays on about seven.
    /// </summary>
    private const int ListsAfterExpiry = 7;

    private const string Complete = "";
    private const string Delta = "delta";

    // The octets last served; a list of a million entries is not read from the disk for every request.
    private readonly ConcurrentDictionary<(string Authority, string Scope), PublishedCrl> _served = new();

    /// <summary>The complete CRL in force.</summary>
    public PublishedCrl Current(Member member) => Current(member, Complete);

    /// <summary>What changed since the oldest complete CRL that is still valid.</summary>
    public PublishedCrl CurrentDelta(Member member) => Current(member, Delta);

    /// <summary>One part; null where the CA has no such part.</summary>
    public PublishedCrl? CurrentPartition(Member member, int partition) =>
        member.Plan.CrlPartitions > 1 && partition >= 0 && partition < member.Plan.CrlPartitions
            ? Current(member, partition.ToString(CultureInfo.InvariantCulture))
            : null;

    private PublishedCrl Current(Member member, string scope)
    {
        var now = time.GetUtcSecond();
        var id = member.Plan.Id;
        var stored = register.Read(session => Register.FindCrl(session, id, scope));
        if (stored is null || !IsFresh(stored, member, now))
        {
            return _served[(id, scope)] = register.Write(session => Renew(session, member, scope, now));
        }

        if (_served.TryGetValue((id, scope), out var served) && served.Number == stored.Number)
        {
            return served;
        }

        var octets = register.Read(session => Register.FindCrlOctets(session, id, scope, stored.Number));
        return octets is null
            ? Current(member, scope)
            : _served[(id, scope)] = new(octets, stored.Number, stored.ThisUpdate, stored.NextUpdate);
    }

    private PublishedCrl Renew(SqlSession session, Member member, string scope, DateTimeOffset now)
    {
        var id = member.Plan.Id;
        var previous = Register.FindCrl(session, id, scope);
        if (previous is not null && IsFresh(previous, member, now))
        {
            return new(
                Register.FindCrlOctets(session, id, scope, previous.Number), previous.Number, previous.ThisUpdate,
                previous.NextUpdate);
        }

        var rules = member.Profile.CertificateAuthority!;
        int? partition = scope is Complete or Delta ? null : int.Parse(scope, CultureInfo.InvariantCulture);
        var template = new CrlTemplate
        {
            Issuer = member.Authority.Name,
            Number = Math.Max(now.ToUnixTimeSeconds(), (previous?.Number ?? 0) + 1),
            ThisUpdate = now,
            NextUpdate = now + rules.CrlLifetime,
            Entries = Register.Revoked(session, member.Plan, partition, now - (ListsAfterExpiry * rules.CrlLifetime)),
            Partition = partition is null ? null : addresses.Crl(id, partition),
            Freshest = partition is null ? addresses.DeltaCrl(id) : null,
        };
        var made = Store(session, member, partition is null ? Complete : scope, template);
        if (partition is not null)
        {
            return made;
        }

        var start = Register.AddCrlBase(
            session, id, new(made.Number, made.ThisUpdate, made.NextUpdate, Stale: false), now);
        var delta = Store(session, member, Delta, template with
        {
            BaseNumber = start.Number,
            Freshest = null,
            Entries = start.Number == made.Number ? [] : Register.Changed(session, id, start.ThisUpdate),
        });
        return scope == Delta ? delta : made;
    }

    private static PublishedCrl Store(SqlSession session, Member member, string scope, CrlTemplate template)
    {
        var der = CrlBuilder.Build(template, member.Authority.Key);
        Register.StoreCrl(
            session, member.Plan.Id, scope, new(template.Number, template.ThisUpdate, template.NextUpdate, Stale: false), der);
        PkiMetrics.CrlPublished(member.Plan.Id);
        return new(der, template.Number, template.ThisUpdate, template.NextUpdate);
    }

    private static bool IsFresh(RegisteredCrl crl, Member member, DateTimeOffset now) =>
        !crl.Stale && crl.ThisUpdate <= now && now < crl.ThisUpdate + member.Profile.CertificateAuthority!.CrlRenewal;
}
