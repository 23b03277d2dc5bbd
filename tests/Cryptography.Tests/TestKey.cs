using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using TrustPlatform.Cryptography.Keys;
using TrustPlatform.Cryptography.X509;

namespace TrustPlatform.Cryptography.Tests;

/// <summary>A key of each algorithm that counts how often it is asked.</summary>
internal sealed class TestKey : ISigningKey
{
    private readonly AsymmetricAlgorithm _key;

    public TestKey(SignatureAlgorithm algorithm)
    {
        Algorithm = algorithm;
        _key = algorithm switch
        {
            SignatureAlgorithm.EcdsaP256Sha256 => ECDsa.Create(ECCurve.NamedCurves.nistP256),
            SignatureAlgorithm.EcdsaP384Sha384 => ECDsa.Create(ECCurve.NamedCurves.nistP384),
            _ => RSA.Create(2048),
        };
        SubjectPublicKeyInfo = _key.ExportSubjectPublicKeyInfo();
    }

    public SignatureAlgorithm Algorithm { get; }

    public ReadOnlyMemory<byte> SubjectPublicKeyInfo { get; }

    public int Calls { get; private set; }

    public byte[] SignHash(ReadOnlySpan<byte> hash)
    {
        Calls++;
        return _key switch
        {
            ECDsa ecdsa => ecdsa.SignHash(hash, DSASignatureFormat.Rfc3279DerSequence),
            RSA rsa => rsa.SignHash(
                hash.ToArray(), HashAlgorithmName.SHA256,
                Algorithm == SignatureAlgorithm.RsaPssSha256 ? RSASignaturePadding.Pss : RSASignaturePadding.Pkcs1),
            _ => throw new InvalidOperationException(),
        };
    }

    /// <summary>A self-signed certificate of the key.</summary>
    public Certificate SelfSigned(string subject)
    {
        var name = new X500DistinguishedName(subject);
        var request = _key is ECDsa ecdsa
            ? new CertificateRequest(name, ecdsa, HashAlgorithmName.SHA256)
            : new CertificateRequest(name, (RSA)_key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, false));
        using var certificate = request.CreateSelfSigned(
            new DateTimeOffset(2020, 1, 1, 0, 0, 0, TimeSpan.Zero), new DateTimeOffset(2045, 1, 1, 0, 0, 0, TimeSpan.Zero));
        return Certificate.Parse(certificate.RawData);
    }

    public void Dispose() => _key.Dispose();
}
