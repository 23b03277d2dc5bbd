using System.Globalization;
using TrustPlatform.Cryptography.X509;

namespace TrustPlatform.Cryptography.Tests.Revocation;

/// <summary>A certification authority with CRL and OCSP run by openssl.</summary>
internal sealed class OpenSslRevocation : IDisposable
{
    private readonly OpenSsl _openSsl = new();

    public OpenSslRevocation()
    {
        _openSsl.Write("ca.cnf", """
            [ca]
            default_ca = authority
            [authority]
            database = index.txt
            serial = serial
            crlnumber = crlnumber
            new_certs_dir = .
            certificate = ca.pem
            private_key = ca.key
            default_md = sha256
            default_days = 30
            default_crl_days = 7
            policy = any
            unique_subject = no
            crl_extensions = crl
            [any]
            commonName = supplied
            [crl]
            authorityKeyIdentifier = keyid
            [leaf]
            keyUsage = critical,nonRepudiation
            subjectKeyIdentifier = hash
            authorityKeyIdentifier = keyid
            [responder]
            keyUsage = critical,digitalSignature
            extendedKeyUsage = OCSPSigning
            noCheck = ignored
            authorityKeyIdentifier = keyid
            [responderwithstatus]
            keyUsage = critical,digitalSignature
            extendedKeyUsage = OCSPSigning
            authorityKeyIdentifier = keyid
            [ca_extensions]
            basicConstraints = critical,CA:TRUE
            keyUsage = critical,keyCertSign,cRLSign,digitalSignature
            subjectKeyIdentifier = hash
            """);
        _openSsl.Write("index.txt", "");
        _openSsl.Write("serial", "4A01");
        _openSsl.Write("crlnumber", "05");
        _openSsl.Run("req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout ca.key -out ca.pem -days 365 -subj /CN=CA "
            + "-addext basicConstraints=critical,CA:TRUE -addext keyUsage=critical,keyCertSign,cRLSign,digitalSignature");
        Issuer = Certificate.Parse(_openSsl.Read("ca.pem"));
    }

    public Certificate Issuer { get; }

    public Certificate Issue(string name, string extensions = "leaf")
    {
        _openSsl.Run($"req -new -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout {name}.key -out {name}.csr -subj /CN={name}");
        _openSsl.Run($"ca -batch -config ca.cnf -in {name}.csr -out {name}.pem -notext -extensions {extensions}");
        return Certificate.Parse(_openSsl.Read($"{name}.pem"));
    }

    public void Revoke(string name, string reason) => _openSsl.Run($"ca -config ca.cnf -revoke {name}.pem -crl_reason {reason}");

    public byte[] Crl()
    {
        _openSsl.Run("ca -gencrl -config ca.cnf -out list.pem");
        return _openSsl.Read("list.pem");
    }

    /// <summary>Answers with the authority's own key, or that of a responder that was issued before.</summary>
    public byte[] Respond(ReadOnlySpan<byte> request, string signer = "ca", string options = "")
    {
        _openSsl.Write("request.der", request);
        _openSsl.Run(string.Create(CultureInfo.InvariantCulture,
            $"ocsp -index index.txt -CA ca.pem -rsigner {signer}.pem -rkey {signer}.key -reqin request.der -respout response.der -ndays 1 {options}"));
        return _openSsl.Read("response.der");
    }

    public void Dispose() => _openSsl.Dispose();
}
