using System.Security.Cryptography;
using TrustPlatform.Cryptography.Keys;
using TrustPlatform.Cryptography.X509;

namespace TrustPlatform.Pki;

/// <summary>A certificate that the CA has signed and nobody has seen: it counts from the commit that stores it.</summary>
/// <param name="Prepared">What was linted.</param>
/// <param name="Certificate">What was signed.</param>
/// <param name="Stored">The octets as the register keeps them.</param>
/// <param name="Digest">SHA-256 of the certificate.</param>
/// <param name="IssuerSerial">Serial number of the issuer's certificate; null for a root's own.</param>
/// <param name="PublicKeyDigest">SHA-256 of the SubjectPublicKeyInfo.</param>
/// <param name="LogEntry">The entry of the certificate log.</param>
/// <param name="At">When it was signed.</param>
/// <param name="Began">Monotonic timestamp of the issuance's begin.</param>
internal sealed record SignedCertificate(
    PreparedCertificate Prepared, Certificate Certificate, byte[] Stored, byte[] Digest, byte[]? IssuerSerial, byte[] PublicKeyDigest,
    byte[] LogEntry, DateTimeOffset At, long Began);

/// <summary>
/// The order that survives a crash: store the serial number, lint, sign, store the certificate, who holds it and its entry in the
/// log in one transaction, hand it out. A crash before that transaction leaves a spent serial number and nothing else.
/// </summary>
internal sealed class Issuance(Register register, CertificateLog log, KeyWrapping wrapping, TimeProvider time)
{
    /// <summary>A clock under correction may step this far back.</summary>
    private const long ToleranceInSeconds = 5;

    private const string SealedCertificate = "certificate";

    private readonly ReservedSerials _serials = new(register, time);
    private long _clock;

    /// <summary>
    /// Issues one certificate. <paramref name="bind"/> records the holder in the same transaction; when it says no, somebody else
    /// was faster and the result is null. Throws <see cref="IssuanceRefusedException"/>.
    /// </summary>
    public Certificate? Issue(
        CertificateAuthority authority, CertificateProfile profile, IssuanceRequest request, Func<SqlSession, byte[], bool> bind)
    {
        var signed = Sign(authority, profile, request);
        return HandOut(signed, register.Write(session => Record(session, signed, bind)));
    }

    /// <summary>The same, without a thread that waits for the disk.</summary>
    public async Task<Certificate?> IssueAsync(
        CertificateAuthority authority, CertificateProfile profile, IssuanceRequest request, Func<SqlSession, byte[], bool> bind)
    {
        var signed = Sign(authority, profile, request);
        return HandOut(signed, await register.WriteAsync(session => Record(session, signed, bind)));
    }

    /// <summary>The certificate of a register's row, or null where the row no longer holds its octets.</summary>
    public Certificate? Restore(byte[] serial, byte[]? stored) => stored switch
    {
        null => null,
        [0x30, ..] => Certificate.Parse(stored),
        _ => Certificate.Parse(wrapping.Unwrap(stored, Convert.ToHexString(serial), SealedCertificate)),
    };

    private SignedCertificate Sign(CertificateAuthority authority, CertificateProfile profile, IssuanceRequest request)
    {
        log.ThrowIfAtFault();
        var began = time.GetTimestamp();
        var now = time.GetUtcSecond();
        var prepared = authority.Prepare(profile, request, _serials.Next(authority.Plan), now);
        ThrowIfClockWentBack(now);
        var issuerSerial = authority.Certificate is { } issuer ? Convert.FromHexString(issuer.SerialNumber) : null;
        var publicKeyDigest = SHA256.HashData(request.Key.SubjectPublicKeyInfo.Span);
        register.Read(session =>
        {
            ThrowIfRefused(session, authority.Plan.Id, issuerSerial, publicKeyDigest);
            return true;
        });
        var certificate = prepared.Redeem();
        var digest = SHA256.HashData(certificate.RawData.Span);
        var entry = new CertificateLogEntry(now, LoggedEvent.Issued, prepared.AuthorityId, prepared.Serial, digest, Reason: null);
        return new(
            prepared, certificate, Stored(prepared, certificate), digest, issuerSerial, publicKeyDigest, entry.Encode(), now, began);
    }

    private static Certificate? Record(SqlSession session, SignedCertificate signed, Func<SqlSession, byte[], bool> bind)
    {
        if (!bind(session, signed.Prepared.Serial))
        {
            return null;
        }

        if (!Register.Issue(session, signed))
        {
            ThrowIfRefused(session, signed.Prepared.AuthorityId, signed.IssuerSerial, signed.PublicKeyDigest);
            throw new InvalidOperationException("The serial number was used before.");
        }

        Register.AppendToLog(session, signed.LogEntry);
        return signed.Certificate;
    }

    private Certificate? HandOut(SignedCertificate signed, Certificate? certificate)
    {
        if (certificate is not null)
        {
            PkiMetrics.Issued(signed.Prepared.AuthorityId, signed.Prepared.Profile.Name, time.GetElapsedTime(signed.Began));
        }

        return certificate;
    }

    /// <summary>A key that is known to others must not come back under another certificate, so none comes back at all.</summary>
    private static void ThrowIfRefused(SqlSession session, string authorityId, byte[]? issuerSerial, byte[] publicKeyDigest)
    {
        if (Register.HasCertificate(session, publicKeyDigest))
        {
            throw new IssuanceRefusedException(IssuanceRefusal.KeyInUse, "The key has a certificate already.");
        }

        if (Register.IsRevoked(session, issuerSerial))
        {
            throw new IssuanceRefusedException(IssuanceRefusal.AuthorityUnusable, $"The CA {authorityId} is revoked.");
        }
    }

    /// <summary>The register knows the last second in which something was issued, by whichever process; it is told each new one.</summary>
    private void ThrowIfClockWentBack(DateTimeOffset now)
    {
        var second = now.ToUnixTimeSeconds();
        if (second > Volatile.Read(ref _clock))
        {
            Volatile.Write(ref _clock, register.Write(session => Register.AdvanceClock(session, "issuance", now)).ToUnixTimeSeconds());
        }

        if (Volatile.Read(ref _clock) - second > ToleranceInSeconds)
        {
            throw new IssuanceRefusedException(
                IssuanceRefusal.ClockWentBack, "The clock is behind the last issuance; nothing is issued until it has caught up.");
        }
    }

    /// <summary>
    /// What the register keeps: a person's certificate names him by number, so it lies there sealed (D-11) and is erased some
    /// days after its end; those of the PKI and of organisations are public.
    /// </summary>
    private byte[] Stored(PreparedCertificate prepared, Certificate certificate) => prepared.Profile.ShortTerm
        ? wrapping.Wrap(certificate.RawData.Span, Convert.ToHexString(prepared.Serial), SealedCertificate)
        : certificate.RawData.ToArray();
}
