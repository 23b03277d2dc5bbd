using TrustPlatform.Cryptography;
using TrustPlatform.Cryptography.Issuing;

namespace TrustPlatform.Pki;

/// <summary>
/// The OCSP responder of one CA, straight from the register: what is not issued there is unknown, whatever the serial number.
/// Signed for each request, so an answer is never older than the question. Thread-safe.
/// </summary>
internal sealed class OcspResponder(
    Register register, CertificateAuthority authority, Func<HeldKey> responder, TimeProvider time)
{
    private static readonly TimeSpan s_validity = TimeSpan.FromHours(1);

    /// <summary>The OCSPResponse to an OCSPRequest.</summary>
    public byte[] Answer(ReadOnlyMemory<byte> request)
    {
        OcspQuery query;
        try
        {
            query = OcspQuery.Parse(request);
        }
        catch (CmsSyntaxException)
        {
            return OcspResponseBuilder.Refuse(OcspRefusal.MalformedRequest);
        }

        try
        {
            return Sign([.. query.Certificates.Select(certificate => (certificate, StatusOf(certificate)))], query.Nonce);
        }
        catch (IssuanceRefusedException)
        {
            // The responder's certificate has run out, and its CA can no longer certify a new one.
            return OcspResponseBuilder.Refuse(OcspRefusal.InternalError);
        }
    }

    /// <summary>An answer that nobody asked for, about one of the CA's certificates; it carries no nonce.</summary>
    public byte[] StatusOf(byte[] serial)
    {
        var certificate = OcspCertificateId.Create(authority.Name, authority.PublicKeyInfo, serial);
        return Sign([(certificate, StatusOf(certificate))], nonce: null);
    }

    private byte[] Sign(
        IReadOnlyList<(OcspCertificateId Certificate, OcspStatus Status)> answers, ReadOnlyMemory<byte>? nonce)
    {
        var held = responder();
        return OcspResponseBuilder.Build(answers, time.GetUtcSecond(), s_validity, nonce, held.Key, held.Certificate);
    }

    private OcspStatus StatusOf(OcspCertificateId certificate)
    {
        if (!certificate.IsIssuedBy(authority.Name, authority.PublicKeyInfo))
        {
            return new OcspStatus.Unknown();
        }

        var serial = certificate.SerialNumber.ToArray();
        var row = register.Read(session => Register.FindCertificate(session, serial));
        return row switch
        {
            { Der: not null } when row.Authority == authority.Plan.Id => row.RevokedAt is { } at
                ? new OcspStatus.Revoked(DateTimeOffset.FromUnixTimeSeconds(at), row.Reason)
                : new OcspStatus.Good(),
            _ => new OcspStatus.Unknown(),
        };
    }
}
