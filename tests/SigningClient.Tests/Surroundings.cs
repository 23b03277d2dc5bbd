using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Security.Cryptography.Pkcs;
using System.Security.Cryptography.X509Certificates;
using TrustPlatform.SigningClient.Tests;
using TrustPlatform.Testing;
using Xunit;

[assembly: AssemblyFixture(typeof(Surroundings))]

namespace TrustPlatform.SigningClient.Tests;

/// <summary>
/// A folder, a PKI whose certificates name a server on this machine, and that server: OpenSSL answers timestamp and status requests
/// behind it, .NET makes certificates and lists.
/// </summary>
public sealed class Surroundings : IDisposable
{
    public const string Password = "mật khẩu 1";

    private static readonly DateTimeOffset NotBefore = new(2020, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset NotAfter = new(2044, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly LocalServer _server;
    private readonly ECDsa _rootKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private readonly ECDsa _issuingKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private readonly X509Certificate2 _root;
    private readonly X509Certificate2 _issuing;
    private readonly Dictionary<string, byte[]> _lists;
    private readonly ConcurrentDictionary<string, byte[]> _replayed = new();
    private byte _serial = 1;

    public Surroundings()
    {
        Folder = Directory.CreateTempSubdirectory("signing-client-").FullName;
        _server = new(async (path, request) => await AnswerAsync(path, request) is { } answer ? (200, answer) : (404, []));
        var root = Request("CN=Client Root", _rootKey, isAuthority: true);
        _root = root.CreateSelfSigned(NotBefore, NotAfter);
        var issuing = Request("CN=Client Issuing CA", _issuingKey, isAuthority: true);
        AddLocations(issuing, "root");
        _issuing = issuing.Create(_root.SubjectName, X509SignatureGenerator.CreateForECDsa(_rootKey), NotBefore, NotAfter, Serial());
        _lists = new() { ["root"] = List(_root, _rootKey), ["issuing"] = List(_issuing, _issuingKey) };
        WriteTimestampAuthority();
        File.WriteAllText(PathOf("root.pem"), _root.ExportCertificatePem());
        File.WriteAllText(PathOf("password"), Password + "\n");
        File.WriteAllText(PathOf("wrong-password"), "other\n");
    }

    public string Folder { get; }

    /// <summary>The server: /tsa, /tsa-replay, /tsa-refuses, /ocsp, /crl/…, /ca/….</summary>
    public Uri Address => _server.Address;

    public string PathOf(string name) => Path.Combine(Folder, name);

    /// <summary>A PKCS#12 file with a key, its certificate and the issuing CA.</summary>
    public string Pkcs12(
        string name, AsymmetricAlgorithm? key = null, int fromYear = 2020, int toYear = 2043,
        X509KeyUsageFlags usage = X509KeyUsageFlags.NonRepudiation)
    {
        using var own = key ?? ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var certificate = Issue(own, "CN=Nguyễn Văn Ất", fromYear, toYear, usage);
        using var withKey = own is ECDsa ecdsa ? certificate.CopyWithPrivateKey(ecdsa) : certificate.CopyWithPrivateKey((RSA)own);
        var path = PathOf(name + ".p12");
        File.WriteAllBytes(path, new X509Certificate2Collection { withKey, _issuing }.Export(X509ContentType.Pkcs12, Password)!);
        return path;
    }

    /// <summary>A file whose key and certificate say that they belong together, and do not.</summary>
    public string Pkcs12OfAnotherKey(string name)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var other = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var certificate = Issue(key, "CN=Nguyễn Văn Ất");
        var sameId = new Pkcs9LocalKeyId([1]);
        var contents = new Pkcs12SafeContents();
        contents.AddCertificate(certificate).Attributes.Add(sameId);
        contents.AddShroudedKey(other, Password, new PbeParameters(PbeEncryptionAlgorithm.Aes256Cbc, HashAlgorithmName.SHA256, 2_000))
            .Attributes.Add(sameId);
        var builder = new Pkcs12Builder();
        builder.AddSafeContentsUnencrypted(contents);
        builder.SealWithMac(Password, HashAlgorithmName.SHA256, 2_000);
        var path = PathOf(name + ".p12");
        File.WriteAllBytes(path, builder.Encode());
        return path;
    }

    public X509Certificate2 Issue(
        AsymmetricAlgorithm key, string subject, int fromYear = 2020, int toYear = 2043,
        X509KeyUsageFlags usage = X509KeyUsageFlags.NonRepudiation)
    {
        var request = Request(subject, key, isAuthority: false);
        request.CertificateExtensions.Add(new X509KeyUsageExtension(usage, critical: true));
        AddLocations(request, "issuing");
        return request.Create(
            _issuing.SubjectName, X509SignatureGenerator.CreateForECDsa(_issuingKey), new(fromYear, 1, 1, 0, 0, 0, TimeSpan.Zero),
            new(toYear, 1, 1, 0, 0, 0, TimeSpan.Zero), Serial());
    }

    /// <summary>A one-page A4 file.</summary>
    public string Document(string name, string pageEntries = "", string? trailer = null)
    {
        string[] objects =
        [
            "<</Type/Catalog/Pages 2 0 R>>", "<</Type/Pages/Count 1/Kids[3 0 R]>>",
            $"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]{pageEntries}>>",
        ];
        var text = "%PDF-1.7\n";
        var table = $"xref\n0 {objects.Length + 1}\n0000000000 65535 f \n";
        for (var i = 0; i < objects.Length; i++)
        {
            table += $"{text.Length:D10} 00000 n \n";
            text += $"{i + 1} 0 obj\n{objects[i]}\nendobj\n";
        }

        var path = PathOf(name);
        File.WriteAllText(path, $"{text}{table}trailer\n<</Size {objects.Length + 1}/Root 1 0 R{trailer}>>\nstartxref\n{text.Length}\n%%EOF\n");
        return path;
    }

    public void Dispose()
    {
        _server.Dispose();
        _rootKey.Dispose();
        _issuingKey.Dispose();
        _root.Dispose();
        _issuing.Dispose();
        Directory.Delete(Folder, recursive: true);
    }

    private async Task<byte[]?> AnswerAsync(string path, byte[] request)
    {
        switch (path)
        {
            case "/tsa":
                return await TimestampAsync(request);
            case "/tsa-replay":
                return _replayed.TryGetValue(path, out var first) ? first : _replayed[path] = await TimestampAsync(request);
            case "/ocsp":
                return await StatusAsync(request);
            case "/crl/root" or "/crl/issuing":
                return _lists[path[5..]];
            case "/ca/root":
                return _root.RawData;
            case "/ca/issuing":
                return _issuing.RawData;
            default:
                return null;
        }
    }

    private async Task<byte[]> TimestampAsync(byte[] request)
    {
        var (query, reply) = (PathOf(Guid.NewGuid().ToString("N")), PathOf(Guid.NewGuid().ToString("N")));
        await File.WriteAllBytesAsync(query, request);
        await Tool.RunAsync("openssl", "ts", "-reply", "-config", PathOf("tsa.cnf"), "-queryfile", query, "-out", reply);
        return await File.ReadAllBytesAsync(reply);
    }

    private async Task<byte[]> StatusAsync(byte[] request)
    {
        var (query, reply) = (PathOf(Guid.NewGuid().ToString("N")), PathOf(Guid.NewGuid().ToString("N")));
        await File.WriteAllBytesAsync(query, request);
        await Tool.RunAsync(
            "openssl", "ocsp", "-index", PathOf("index.txt"), "-CA", PathOf("issuing.pem"), "-rsigner", PathOf("issuing.pem"),
            "-rkey", PathOf("issuing.key"), "-reqin", query, "-respout", reply, "-ndays", "1");
        return await File.ReadAllBytesAsync(reply);
    }

    private void WriteTimestampAuthority()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = Request("CN=Client TSA", key, isAuthority: false);
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid("1.3.6.1.5.5.7.3.8")], critical: true));
        AddLocations(request, "issuing");
        using var certificate = request.Create(
            _issuing.SubjectName, X509SignatureGenerator.CreateForECDsa(_issuingKey), NotBefore, NotAfter, Serial());
        File.WriteAllText(PathOf("issuing.pem"), _issuing.ExportCertificatePem());
        File.WriteAllText(PathOf("issuing.key"), _issuingKey.ExportPkcs8PrivateKeyPem());
        File.WriteAllText(PathOf("index.txt"), "");
        File.WriteAllText(PathOf("tsa.pem"), certificate.ExportCertificatePem());
        File.WriteAllText(PathOf("tsa.key"), key.ExportPkcs8PrivateKeyPem());
        File.WriteAllText(PathOf("serial"), "01\n");
        File.WriteAllText(PathOf("tsa.cnf"), $"""
            [tsa]
            default_tsa = t
            [t]
            serial = {Folder}/serial
            crypto_device = builtin
            signer_cert = {Folder}/tsa.pem
            certs = {Folder}/issuing.pem
            signer_key = {Folder}/tsa.key
            signer_digest = sha256
            default_policy = 1.2.3.4.1
            digests = sha256
            ess_cert_id_alg = sha256
            """);
    }

    private void AddLocations(CertificateRequest request, string issuer)
    {
        // The root has no responder here: the status of the issuing CA is in a list.
        string[]? responders = issuer == "root" ? null : [$"{Address}ocsp"];
        request.CertificateExtensions.Add(new X509AuthorityInformationAccessExtension(responders, [$"{Address}ca/{issuer}"]));
        request.CertificateExtensions.Add(
            CertificateRevocationListBuilder.BuildCrlDistributionPointExtension([$"{Address}crl/{issuer}"]));
    }

    private static byte[] List(X509Certificate2 issuer, ECDsa key) => new CertificateRevocationListBuilder().Build(
        issuer.SubjectName, X509SignatureGenerator.CreateForECDsa(key), 1, NotAfter, HashAlgorithmName.SHA256,
        X509AuthorityKeyIdentifierExtension.CreateFromCertificate(issuer, true, false), NotBefore);

    private byte[] Serial() => [0x11, 0x22, 0x33, 0x44, _serial++];

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
