using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using TrustPlatform.Cryptography.Keys;
using TrustPlatform.Cryptography.Timestamps;
using TrustPlatform.Cryptography.X509;
using TrustPlatform.Signatures.Sources;

namespace TrustPlatform.Signatures.Tests.Pades;

/// <summary>A root, an issuing CA, signers, CRLs by .NET and a timestamp authority by OpenSSL, in a folder of their own.</summary>
public sealed class TestAuthority : ITimestampSource, IRevocationSource, IDisposable
{
    private static readonly DateTimeOffset NotBefore = new(2020, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset NotAfter = new(2044, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly ECDsa _rootKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private readonly ECDsa _issuingKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private readonly X509Certificate2 _root;
    private readonly X509Certificate2 _issuing;
    private readonly ConcurrentDictionary<string, byte[]> _lists = new();
    private byte _serial = 1;

    public TestAuthority()
    {
        Folder = Directory.CreateTempSubdirectory("pades-").FullName;
        var root = Request("CN=Test Root", _rootKey, isAuthority: true);
        _root = root.CreateSelfSigned(NotBefore, NotAfter);
        var issuing = Request("CN=Test Issuing CA", _issuingKey, isAuthority: true);
        _issuing = issuing.Create(_root.SubjectName, X509SignatureGenerator.CreateForECDsa(_rootKey), NotBefore, NotAfter, Serial());
        using var timestampKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var timestamp = Request("CN=Test TSA", timestampKey, isAuthority: false);
        timestamp.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid("1.3.6.1.5.5.7.3.8")], critical: true));
        using var timestampCertificate = Issue(timestamp);
        File.WriteAllText(PathOf("root.pem"), _root.ExportCertificatePem());
        File.WriteAllText(PathOf("chain.pem"), _issuing.ExportCertificatePem());
        File.WriteAllText(PathOf("tsa.pem"), timestampCertificate.ExportCertificatePem());
        File.WriteAllText(PathOf("tsa.key"), timestampKey.ExportPkcs8PrivateKeyPem());
        File.WriteAllText(PathOf("serial"), "01\n");
        File.WriteAllText(PathOf("tsa.cnf"), $"""
            [tsa]
            default_tsa = t
            [t]
            dir = {Folder}
            serial = $dir/serial
            crypto_device = builtin
            signer_cert = $dir/tsa.pem
            certs = $dir/chain.pem
            signer_key = $dir/tsa.key
            signer_digest = sha256
            default_policy = 1.2.3.4.1
            digests = sha256, sha384, sha512
            ess_cert_id_chain = no
            ess_cert_id_alg = sha256
            """);
    }

    public string Folder { get; }

    public Certificate Root => Certificate.Parse(_root.RawData);

    public Certificate Issuing => Certificate.Parse(_issuing.RawData);

    public string PathOf(string name) => Path.Combine(Folder, name);

    internal TestSigner Signer(
        string commonName, SignatureAlgorithm algorithm = SignatureAlgorithm.EcdsaP256Sha256,
        X509KeyUsageFlags usage = X509KeyUsageFlags.NonRepudiation)
    {
        AsymmetricAlgorithm key = algorithm switch
        {
            SignatureAlgorithm.EcdsaP256Sha256 => ECDsa.Create(ECCurve.NamedCurves.nistP256),
            SignatureAlgorithm.EcdsaP384Sha384 => ECDsa.Create(ECCurve.NamedCurves.nistP384),
            _ => RSA.Create(2048),
        };
        var request = Request($"CN={commonName}", key, isAuthority: false);
        request.CertificateExtensions.Add(new X509KeyUsageExtension(usage, critical: true));
        using var certificate = Issue(request);
        return new(key, algorithm, Certificate.Parse(certificate.RawData));
    }

    public async Task<TimeStampToken> TimestampAsync(ReadOnlyMemory<byte> sha256Digest, CancellationToken cancellationToken)
    {
        var name = Convert.ToHexString(sha256Digest.Span);
        await Tool.RunAsync(
            "openssl", "ts", "-query", "-digest", name, "-sha256", "-cert", "-out", PathOf(name + ".tsq"));
        var (exitCode, output) = await Tool.RunAsync(
            "openssl", "ts", "-reply", "-config", PathOf("tsa.cnf"), "-queryfile", PathOf(name + ".tsq"),
            "-out", PathOf(name + ".tst"), "-token_out");
        return exitCode == 0
            ? TimeStampToken.Parse(await File.ReadAllBytesAsync(PathOf(name + ".tst"), cancellationToken))
            : throw new SourceUnavailableException(output);
    }

    public Task<RevocationMaterial> FindAsync(Certificate certificate, Certificate issuer, CancellationToken cancellationToken)
    {
        var (name, key) = issuer.Subject.CommonName == "Test Root" ? (_root, _rootKey) : (_issuing, _issuingKey);
        var list = _lists.GetOrAdd(issuer.Thumbprint, _ => new CertificateRevocationListBuilder().Build(
            name.SubjectName, X509SignatureGenerator.CreateForECDsa(key), 1, NotAfter, HashAlgorithmName.SHA256,
            X509AuthorityKeyIdentifierExtension.CreateFromCertificate(name, true, false), NotBefore));
        return Task.FromResult(new RevocationMaterial([], [list]));
    }

    /// <summary>What OpenSSL answers to a TimeStampReq.</summary>
    public async Task<byte[]> AnswerTimestampAsync(byte[] request)
    {
        var (query, reply) = (PathOf(Guid.NewGuid().ToString("N")), PathOf(Guid.NewGuid().ToString("N")));
        await File.WriteAllBytesAsync(query, request);
        await Tool.RunAsync("openssl", "ts", "-reply", "-config", PathOf("tsa.cnf"), "-queryfile", query, "-out", reply);
        return await File.ReadAllBytesAsync(reply);
    }

    /// <summary>What OpenSSL answers to an OCSPRequest, as the issuing CA itself.</summary>
    public async Task<byte[]> AnswerStatusAsync(byte[] request)
    {
        var (query, reply) = (PathOf(Guid.NewGuid().ToString("N")), PathOf(Guid.NewGuid().ToString("N")));
        await File.WriteAllBytesAsync(query, request);
        await File.WriteAllTextAsync(PathOf("issuing.key"), _issuingKey.ExportPkcs8PrivateKeyPem());
        await File.WriteAllTextAsync(PathOf("index.txt"), "");
        await Tool.RunAsync(
            "openssl", "ocsp", "-index", PathOf("index.txt"), "-CA", PathOf("chain.pem"), "-rsigner", PathOf("chain.pem"),
            "-rkey", PathOf("issuing.key"), "-reqin", query, "-respout", reply, "-ndays", "1");
        return await File.ReadAllBytesAsync(reply);
    }

    /// <summary>A certificate of the issuing CA that points to a server for its issuer and its status.</summary>
    public Certificate CertificateWithLocations(Uri address, bool ocsp)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = Request("CN=Located", key, isAuthority: false);
        request.CertificateExtensions.Add(new X509AuthorityInformationAccessExtension(
            ocsp ? [address.ToString()] : null, [address.ToString()]));
        request.CertificateExtensions.Add(CertificateRevocationListBuilder.BuildCrlDistributionPointExtension([address.ToString()]));
        using var certificate = Issue(request);
        return Certificate.Parse(certificate.RawData);
    }

    public void Dispose()
    {
        _rootKey.Dispose();
        _issuingKey.Dispose();
        _root.Dispose();
        _issuing.Dispose();
        Directory.Delete(Folder, recursive: true);
    }

    private X509Certificate2 Issue(CertificateRequest request) =>
        request.Create(_issuing.SubjectName, X509SignatureGenerator.CreateForECDsa(_issuingKey), NotBefore, NotAfter, Serial());

    private byte[] Serial() => [0x10, 0x20, 0x30, 0x40, _serial++];

    private static CertificateRequest Request(string subject, AsymmetricAlgorithm key, bool isAuthority)
    {
        var name = new X500DistinguishedName(subject);
        var request = key is ECDsa ecdsa
            ? new CertificateRequest(name, ecdsa, HashAlgorithmName.SHA256)
            : new CertificateRequest(name, (RSA)key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(isAuthority, false, 0, critical: true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, false));
        return request;
    }
}
