using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using TrustPlatform.Cryptography.Keys;

namespace TrustPlatform.Pki;

/// <summary>
/// The public key of a PKCS#10 request (RFC 2986) whose signature holds: the sender has the private key. It signs nothing here.
/// </summary>
internal sealed class RequestedKey : ISigningKey
{
    private const int MaxLengthInBytes = 16 << 10;

    private RequestedKey(SignatureAlgorithm algorithm, byte[] publicKeyInfo) =>
        (Algorithm, SubjectPublicKeyInfo) = (algorithm, publicKeyInfo);

    public SignatureAlgorithm Algorithm { get; }

    public ReadOnlyMemory<byte> SubjectPublicKeyInfo { get; }

    /// <summary>Throws <see cref="IssuanceRefusedException"/> for anything but a sound request, DER or PEM.</summary>
    public static RequestedKey Read(ReadOnlyMemory<byte> request)
    {
        try
        {
            var der = request.Span.StartsWith("-----"u8) ? FromPem(request.Span) : request.ToArray();
            if (der.Length > MaxLengthInBytes)
            {
                throw Refuse("The request is too long.");
            }

            var parsed = CertificateRequest.LoadSigningRequest(
                der, HashAlgorithmName.SHA256, out var read, CertificateRequestLoadOptions.UnsafeLoadCertificateExtensions);
            if (read != der.Length)
            {
                throw Refuse("Octets follow the request.");
            }

            using var key = parsed.PublicKey.GetECDsaPublicKey();
            var algorithm = key?.ExportParameters(includePrivateParameters: false).Curve.Oid?.Value switch
            {
                "1.2.840.10045.3.1.7" => SignatureAlgorithm.EcdsaP256Sha256,
                "1.3.132.0.34" => SignatureAlgorithm.EcdsaP384Sha384,
                _ => throw Refuse("The requested key is neither on P-256 nor on P-384."),
            };
            return new RequestedKey(algorithm, key!.ExportSubjectPublicKeyInfo());
        }
        catch (Exception malformed) when (malformed is CryptographicException or ArgumentException or NotSupportedException)
        {
            throw Refuse("The request is no PKCS#10 with a signature by its own key.");
        }
    }

    public byte[] SignHash(ReadOnlySpan<byte> hash) => throw new NotSupportedException("The private key is with the requester.");

    public void Dispose() { }

    private static byte[] FromPem(ReadOnlySpan<byte> pem)
    {
        var text = System.Text.Encoding.ASCII.GetString(pem);
        var fields = PemEncoding.Find(text);
        return Convert.FromBase64String(text[fields.Base64Data]);
    }

    private static IssuanceRefusedException Refuse(string sentence) => new(IssuanceRefusal.RequestInvalid, sentence);
}
