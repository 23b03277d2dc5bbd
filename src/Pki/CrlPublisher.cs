using TrustPlatform.Cryptography.Issuing;

namespace TrustPlatform.Pki;

/// <summary>
/// Full CRLs, made when they are asked for: none yet, one that is older than its rhythm, one from before a revocation. Entries
/// and number are read in the transaction that stores the CRL, so no copy lags and the number always rises. Thread-safe.
/// </summary>
internal sealed class CrlPublisher(Register register, TimeProvider time)
{
    /// <summary>
    /// RFC 5280, 3.3: an entry stays "until it appears on one regularly scheduled CRL issued beyond the revoked certificate's
    /// validity period"; it stays on about seven.
    /// </summary>
    private const int ListsAfterExpiry = 7;

    /// <summary>The CRL in force, DER.</summary>
    public byte[] Current(CertificateAuthority authority, AuthorityRules rules)
    {
        var now = time.GetUtcSecond();
        var stored = register.Read(session => Register.FindCrl(session, authority.Plan.Id));
        return stored is not null && IsFresh(stored, rules, now)
            ? stored.Der
            : register.Write(session => Renew(session, authority, rules, now));
    }

    private static byte[] Renew(SqlSession session, CertificateAuthority authority, AuthorityRules rules, DateTimeOffset now)
    {
        var previous = Register.FindCrl(session, authority.Plan.Id);
        if (previous is not null && IsFresh(previous, rules, now))
        {
            return previous.Der;
        }

        var template = new CrlTemplate
        {
            Issuer = authority.Name,
            Number = Math.Max(now.ToUnixTimeSeconds(), (previous?.Number ?? 0) + 1),
            ThisUpdate = now,
            NextUpdate = now + rules.CrlLifetime,
            Entries = Register.Revoked(session, authority.Plan.Id, now - (ListsAfterExpiry * rules.CrlLifetime)),
        };
        var der = CrlBuilder.Build(template, authority.Key);
        Register.StoreCrl(
            session, authority.Plan.Id, new(template.Number, template.ThisUpdate, template.NextUpdate, Stale: false, der));
        return der;
    }

    private static bool IsFresh(RegisteredCrl crl, AuthorityRules rules, DateTimeOffset now) =>
        !crl.Stale && crl.ThisUpdate <= now && now < crl.ThisUpdate + rules.CrlRenewal;
}
