using TrustPlatform.Cryptography.Revocation;
using TrustPlatform.Cryptography.Issuing;
using TrustPlatform.Cryptography.X509;

namespace TrustPlatform.Pki;

/// <summary>What became of a revocation, suspension or release.</summary>
public enum RevocationOutcome
{
    /// <summary>Done.</summary>
    Done,

    /// <summary>Nothing to do: it was so already; the first time and reason stand.</summary>
    Unchanged,

    /// <summary>No certificate with that serial number was issued.</summary>
    NotIssued,

    /// <summary>Revoked for good; only a suspension can be released.</summary>
    NotOnHold,
}

public sealed partial class PlatformPki
{
    /// <summary>Answers a DER OCSPRequest for certificates of the named CA with a DER OCSPResponse (RFC 6960).</summary>
    public byte[] AnswerOcspRequest(string authorityId, ReadOnlyMemory<byte> request) =>
        AnswerOcsp(authorityId, request).Der;

    /// <summary>The same, with what an HTTP server needs to let caches keep it (RFC 5019, 6).</summary>
    public OcspAnswer AnswerOcsp(string authorityId, ReadOnlyMemory<byte> request)
    {
        ArgumentNullException.ThrowIfNull(authorityId);
        return _authorities.Find(authorityId)?.Responder?.Answer(request) ?? OcspAnswer.Refused(OcspRefusal.Unauthorized);
    }

    /// <summary>
    /// A fresh OCSP response (DER) for one of our own certificates, produced now. Throws <see cref="ArgumentException"/> for
    /// certificates of others and of the root: the root is offline in principle, the status of CAs is its CRL.
    /// </summary>
    public byte[] StatusOf(Certificate certificate)
    {
        ArgumentNullException.ThrowIfNull(certificate);
        return AuthorityOf(certificate) is { } id && _authorities.Find(id)?.Responder is { } responder
            ? responder.StatusOf(Convert.FromHexString(certificate.SerialNumber))
            : throw new ArgumentException("No OCSP responder speaks for the issuer of this certificate.", nameof(certificate));
    }

    /// <summary>The current complete CRL (DER) of the named CA, or null where there is no such CA.</summary>
    public byte[]? CurrentCrl(string authorityId) => Crl(authorityId)?.Der.ToArray();

    /// <summary>The current complete CRL of the named CA, or null where there is no such CA.</summary>
    public PublishedCrl? Crl(string authorityId)
    {
        ArgumentNullException.ThrowIfNull(authorityId);
        return _authorities.Find(authorityId) is { } member ? _crls.Current(member) : null;
    }

    /// <summary>What changed since the oldest complete CRL still valid (RFC 5280, 5.2.4), or null.</summary>
    public PublishedCrl? DeltaCrl(string authorityId)
    {
        ArgumentNullException.ThrowIfNull(authorityId);
        return _authorities.Find(authorityId) is { } member ? _crls.CurrentDelta(member) : null;
    }

    /// <summary>One part of the CRLs of a CA that divides them (RFC 5280, 5.2.5), or null where there is none.</summary>
    public PublishedCrl? CrlPartition(string authorityId, int partition)
    {
        ArgumentNullException.ThrowIfNull(authorityId);
        return _authorities.Find(authorityId) is { } member ? _crls.CurrentPartition(member, partition) : null;
    }

    /// <summary>The certificate (DER) of the named CA, or null.</summary>
    public Certificate? AuthorityCertificate(string authorityId) => _authorities.Find(authorityId)?.Authority.Certificate;

    /// <summary>The id of the CA that signed the certificate, or null when it was none of ours.</summary>
    public string? AuthorityOf(Certificate certificate)
    {
        ArgumentNullException.ThrowIfNull(certificate);
        var issuer = EncodedNames.IssuerOf(certificate.RawData);
        return _authorities.Members.FirstOrDefault(member =>
            member.Authority.Name.Span.SequenceEqual(issuer.Span)
            && certificate.IsSignedBy(member.Authority.Certificate!))?.Plan.Id;
    }

    /// <summary>Revokes for good, from now on; a suspended certificate too. OCSP and CRL say so at once.</summary>
    public RevocationOutcome Revoke(string serialNumber, RevocationReason reason)
    {
        ArgumentOutOfRangeException.ThrowIfEqual(reason, RevocationReason.CertificateHold);
        return Change(serialNumber, row => row switch
        {
            { RevokedAt: null } or { Reason: RevocationReason.CertificateHold } => (RevocationOutcome.Done, reason),
            _ => (RevocationOutcome.Unchanged, null),
        });
    }

    /// <summary>Suspends (certificateHold).</summary>
    public RevocationOutcome Hold(string serialNumber) => Change(serialNumber, row => row switch
    {
        { RevokedAt: null } => (RevocationOutcome.Done, RevocationReason.CertificateHold),
        { Reason: RevocationReason.CertificateHold } => (RevocationOutcome.Unchanged, null),
        _ => (RevocationOutcome.NotOnHold, null),
    });

    /// <summary>Ends a suspension: the certificate is good again, and was so all the time.</summary>
    public RevocationOutcome Release(string serialNumber) => Change(serialNumber, row => row switch
    {
        { RevokedAt: null } => (RevocationOutcome.Unchanged, null),
        { Reason: RevocationReason.CertificateHold } => (RevocationOutcome.Done, null),
        _ => (RevocationOutcome.NotOnHold, null),
    });

    private RevocationOutcome Change(
        string serialNumber, Func<RegisteredCertificate, (RevocationOutcome Outcome, RevocationReason? Reason)> decide)
    {
        ArgumentException.ThrowIfNullOrEmpty(serialNumber);
        var serial = Convert.FromHexString(serialNumber);
        return _store.Register.Write(session =>
        {
            if (Register.FindCertificate(session, serial) is not { } row)
            {
                return RevocationOutcome.NotIssued;
            }

            var (outcome, reason) = decide(row);
            if (outcome == RevocationOutcome.Done)
            {
                var now = _store.Time.GetUtcSecond();
                Register.SetRevocation(session, row, reason is null ? null : now, reason ?? RevocationReason.Unspecified, now);
                CertificateLog.Append(
                    session, reason is null ? LoggedEvent.Released : LoggedEvent.Revoked, row.Authority, row.Serial, row.Digest,
                    reason, now);
                PkiMetrics.Revoked(row.Authority, reason?.ToString() ?? "Released");
            }

            return outcome;
        });
    }
}
