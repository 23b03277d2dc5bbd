using System.Diagnostics.Metrics;
using TrustPlatform.Cryptography.Keys;
using TrustPlatform.Cryptography.X509;

namespace TrustPlatform.Pki;

/// <summary>How urgent something is.</summary>
public enum PkiAlarm
{
    /// <summary>Nothing to do.</summary>
    None,

    /// <summary>Somebody must act before long.</summary>
    Soon,

    /// <summary>It has ended, or was revoked.</summary>
    Over,
}

/// <summary>One of the PKI's own certificates.</summary>
/// <param name="Name">The CA's id, or the common name of a unit or responder.</param>
/// <param name="Certificate">The certificate.</param>
/// <param name="Issues">A CA that issues, a unit or responder in use; false for a CA that only answers for what it issued.</param>
/// <param name="DaysLeft">Until its end, or the end of its private key's use.</param>
/// <param name="Alarm">Whether somebody must act.</param>
public sealed record OwnCertificate(string Name, Certificate Certificate, bool Issues, double DaysLeft, PkiAlarm Alarm);

/// <summary>How the PKI stands.</summary>
/// <param name="KeyStore">Where keys lie.</param>
/// <param name="RootKeyIsHere">The root's key lies in the online folder: fit for development only.</param>
/// <param name="Issued">Certificates issued, ever.</param>
/// <param name="Revoked">Of them, revoked or suspended.</param>
/// <param name="ClockIsRight">Timestamps are given; false while the clock cannot be relied upon.</param>
/// <param name="Certificates">The PKI's own certificates.</param>
/// <param name="ClockOffset">How far the time servers were ahead when last asked; null without any.</param>
/// <param name="LogSize">Entries of the certificate log that its last checkpoint covers.</param>
/// <param name="LogFault">Why the certificate log stands still and nothing is issued, or null.</param>
/// <param name="Crls">Per CA, when its CRL ends; null for a root's that was not published yet.</param>
public sealed record PkiStatus(
    string KeyStore, bool RootKeyIsHere, long Issued, long Revoked, bool ClockIsRight, TimeSpan? ClockOffset, long LogSize, string? LogFault,
    IReadOnlyList<OwnCertificate> Certificates, IReadOnlyDictionary<string, DateTimeOffset?> Crls)
{
    /// <summary>The most urgent alarm.</summary>
    public PkiAlarm Alarm => Certificates.Select(certificate => certificate.Alarm)
        .Append(LogFault is null ? PkiAlarm.None : PkiAlarm.Over).Max();

    /// <summary>The PKI cannot do its work any more: a certificate that issues is over, or the log stands still.</summary>
    public bool HasEnded => LogFault is not null || Certificates.Any(own => own is { Issues: true, Alarm: PkiAlarm.Over });
}

public sealed partial class PlatformPki
{
    /// <summary>A share of its life before which a certificate that nobody renews by itself raises the alarm.</summary>
    private const double AlarmShare = 0.1;

    /// <summary>How long after its end the octets of a one-time certificate are kept.</summary>
    private static readonly TimeSpan s_keepShortTerm = TimeSpan.FromDays(7);

    /// <summary>
    /// What must happen from time to time, also when nobody asks for anything; call it every minute. Compares the clock with the
    /// time servers, takes up CAs that another process made, destroys one-time keys not used in time and what the write-ahead log still holds of destroyed ones, erases
    /// the octets of one-time certificates long over, renews responders, units and CRLs in time, signs the certificate log's next
    /// checkpoint. Safe to call at any time.
    /// </summary>
    public void Maintain()
    {
        _clock.Compare();
        _authorities.Refresh();
        _oneTimeKeys.Expire();
        _store.Register.Write(session => Register.EraseShortTerm(
            session, _store.Profiles.Ceremony.Name, _store.Time.GetUtcSecond() - s_keepShortTerm));
        _ = _authorities.Certificates;
        foreach (var member in _authorities.Members.Where(member => member.Plan.Kind != AuthorityKind.Root))
        {
            _crls.Current(member);
        }

        _store.Log.Publish();
        _store.Register.TruncateLog();
    }

    /// <summary>How the PKI stands, for status pages, health checks and <c>pki status</c>.</summary>
    public PkiStatus Status()
    {
        var (issued, revoked) = _store.Register.Read(Register.Count);
        var crls = _authorities.Members.ToDictionary(
            member => member.Plan.Id,
            member => _store.Register.Read(session => Register.FindCrl(session, member.Plan.Id, ""))?.NextUpdate);
        return new(
            _store.Keys.Description, _authorities.Roots.Any(root => _store.RootKeys.AreHere(root.Plan.Id)), issued, revoked,
            _clock.IsRight, _clock.Offset, _store.Log.Size, _store.Log.Fault, [.. OwnCertificates()], crls);
    }

    /// <summary>
    /// Makes another CA of the kind of the named one, which from then on issues instead of it, or with
    /// <paramref name="beside"/> as well as it; the old one goes on answering with OCSP and CRL for what it issued. Needs the
    /// root's key (<see cref="PkiOptions.RootKey"/>). For a root, <paramref name="newRootKey"/> is the file of the new key;
    /// null leaves it in the folder. Returns the new CA's id. Throws <see cref="ArgumentException"/> for an unknown CA.
    /// </summary>
    public string Rekey(string authorityId, bool beside = false, EncryptedKeyFile? newRootKey = null)
    {
        ArgumentNullException.ThrowIfNull(authorityId);
        var old = _authorities.Find(authorityId)
            ?? throw new ArgumentException($"There is no CA {authorityId}; there are {string.Join(", ", AuthorityIds)}.");
        return old.IsRetired
            ? throw new ArgumentException($"The CA {authorityId} was renewed already; name the one that issues.")
            : _authorities.Renew(old, beside, newRootKey).Plan.Id;
    }

    /// <summary>
    /// Certifies an organisation's key that lies in its own custody: the key of a PKCS#10 request whose signature proves that
    /// the sender holds it (RFC 2986, 3). Nothing else is taken from the request. Throws
    /// <see cref="IssuanceRefusedException"/>.
    /// </summary>
    public (Certificate Certificate, IReadOnlyList<Certificate> Chain) IssueSeal(
        SealSubject subject, ReadOnlyMemory<byte> certificationRequest)
    {
        ArgumentNullException.ThrowIfNull(subject);
        var key = RequestedKey.Read(certificationRequest);
        var issuing = _authorities.Issuing(AuthorityKind.Organisations, subject.OrganizationId);
        var certificate = _store.Issuance.Issue(
            issuing.Authority, _store.Profiles.Seal, new IssuanceRequest(SubjectNames.Of(subject), key, []),
            (_, _) => true)!;
        return (certificate, issuing.Chain);
    }

    /// <summary>
    /// Lints every certificate whose octets the register keeps, and reads the whole certificate log anew; one sentence for each
    /// broken rule, with the serial number, and for each thing wrong with the log.
    /// </summary>
    public (int Checked, IReadOnlyList<string> Findings) Lint()
    {
        List<string> findings = [];
        var kept = _store.Register.Read(Register.KeptCertificates);
        foreach (var (serial, authority, profile, stored) in kept)
        {
            var issuer = _authorities.Find(authority);
            var broken = issuer is null || _store.Profiles.Find(profile) is not { } rules
                ? ["names a CA or profile that is not here."]
                : CertificateLint.Check(_store.Issuance.Restore(serial, stored)!.RawData, rules, issuer.Authority);
            findings.AddRange(broken.Select(sentence => $"{Convert.ToHexString(serial)}: {sentence}"));
        }

        findings.AddRange(_store.Log.Audit());
        return (kept.Count, findings);
    }

    private IEnumerable<OwnCertificate> OwnCertificates()
    {
        foreach (var member in _authorities.Members)
        {
            yield return Judge(member.Plan.Id, member.Authority.Certificate!, !member.IsRetired, member.Profile);
        }

        foreach (var certificate in _authorities.Certificates.Where(certificate => !certificate.IsCertificateAuthority))
        {
            var profile = certificate.ExtendedKeyUsages.Contains(Oids.OcspSigning)
                ? _store.Profiles.OcspResponder
                : _store.Profiles.TimestampUnit;
            yield return Judge(certificate.Subject.CommonName ?? certificate.SerialNumber, certificate, issues: true, profile);
        }
    }

    private OwnCertificate Judge(string name, Certificate certificate, bool issues, CertificateProfile profile)
    {
        var now = _store.Time.GetUtcNow();
        var end = profile.PrivateKeyUsage is { } usage ? certificate.NotBefore + usage : certificate.NotAfter;

        // What renews itself should have done so by half of its time; what does not, needs a person with the root's key.
        var warnBefore = profile.RenewBefore is { } before ? before / 2 : profile.Validity * AlarmShare;
        var serial = Convert.FromHexString(certificate.SerialNumber);
        var isRevoked = _store.Register.Read(session => Register.FindCertificate(session, serial)) is { RevokedAt: not null };
        var alarm = now > end || isRevoked ? PkiAlarm.Over : issues && now > end - warnBefore ? PkiAlarm.Soon : PkiAlarm.None;
        return new(name, certificate, issues, (end - now).TotalDays, alarm);
    }

    private IEnumerable<Measurement<double>> DaysLeft() => OwnCertificates().Select(own =>
        new Measurement<double>(own.DaysLeft, new KeyValuePair<string, object?>("certificate", own.Name)));
}
