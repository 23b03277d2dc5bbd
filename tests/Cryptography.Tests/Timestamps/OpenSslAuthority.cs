using TrustPlatform.Cryptography.X509;

namespace TrustPlatform.Cryptography.Tests.Timestamps;

/// <summary>A time stamping authority run by openssl.</summary>
internal sealed class OpenSslAuthority : IDisposable
{
    private readonly OpenSsl _openSsl = new();

    public OpenSslAuthority(string extendedKeyUsage = "critical,timeStamping", string essAlgorithm = "sha256")
    {
        _openSsl.Write("tsa.cnf", $"""
            [tsa]
            default_tsa = authority
            [authority]
            serial = serial
            signer_digest = sha256
            default_policy = 1.2.3.4.1
            other_policies = 1.2.3.4.5
            digests = sha1, sha256, sha384, sha512
            accuracy = secs:1, millisecs:500
            ess_cert_id_alg = {essAlgorithm}
            ordering = yes
            """);
        _openSsl.Write("serial", "0A01");
        _openSsl.Run("req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout tsa.key -out tsa.pem -days 3650 " +
            $"-subj /C=VN/CN=TSA -addext keyUsage=critical,digitalSignature -addext extendedKeyUsage={extendedKeyUsage}");
        Certificate = Certificate.Parse(_openSsl.Read("tsa.pem"));
    }

    public Certificate Certificate { get; }

    public byte[] Reply(ReadOnlySpan<byte> request)
    {
        _openSsl.Write("query.tsq", request);
        _openSsl.Run("ts -reply -config tsa.cnf -queryfile query.tsq -signer tsa.pem -inkey tsa.key -out reply.tsr");
        return _openSsl.Read("reply.tsr");
    }

    public void Dispose() => _openSsl.Dispose();
}
