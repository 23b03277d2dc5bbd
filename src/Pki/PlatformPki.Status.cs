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
        _authorities.Responder(authorityId)?.Answer(request) ?? OcspResponseBuilder.Refuse(OcspRefusal.Unauthorized);

    /// <summary>
    /// A fresh OCSP response (DER) for one of our own certificates, produced now. Throws <see cref="ArgumentException"/> for
    /// certificates of others and of the root: the root is offline in principle, the status of CAs is its CRL.
    /// </summary>
    public byte[] StatusOf(Certificate certificate)
    {
        ArgumentNullException.ThrowIfNull(certificate);
        return AuthorityOf(certificate) is { } id && _authorities.Responder(id) is { } responder
            ? responder.StatusOf(Convert.FromHexString(certificate.SerialNumber))
            : throw new ArgumentException("No OCSP responder speaks for the issuer of this certificate.", nameof(certificate));
    }

    /// <summary>The current CRL (DER) of the named CA, or null where there is no such CA.</summary>
    public byte[]? CurrentCrl(string authorityId) =>
        _authorities.Find(authorityId) is { } found ? _crls.Current(found.Authority, found.Profile.CertificateAuthority!) : null;

    /// <summary>The certificate (DER) of the named CA, or null.</summary>
    public Certificate? AuthorityCertificate(string authorityId) => _authorities.Find(authorityId)?.Authority.Certificate;

    /// <summary>The id of the CA that signed the certificate, or null when it was none of ours.</summary>
    public string? AuthorityOf(Certificate certificate)
    {
        ArgumentNullException.ThrowIfNull(certificate);
        var issuer = EncodedNames.IssuerOf(certificate.RawData);
        return _authorities.Ids.FirstOrDefault(id =>
            _authorities.Find(id)!.Value.Authority is { } authority && authority.Name.Span.SequenceEqual(issuer.Span)
            && certificate.IsSignedBy(authority.Certificate!));
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
            if (Register.FindCertificate(session, serial) is not { Der: not null } row)
            {
                return RevocationOutcome.NotIssued;
            }

            var (outcome, reason) = decide(row);
            if (outcome == RevocationOutcome.Done)
            {
                Register.SetRevocation(
                    session, row, reason is null ? null : _store.Time.GetUtcSecond(), reason ?? RevocationReason.Unspecified);
            }

            return outcome;
        });
    }
}
