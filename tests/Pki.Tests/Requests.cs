using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace TrustPlatform.Pki.Tests;

/// <summary>PKCS#10 requests of keys made for the test.</summary>
internal static class Requests
{
    public static byte[] Create()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        return new CertificateRequest("CN=x", key, HashAlgorithmName.SHA256).CreateSigningRequest();
    }
}
