using System.Security.Cryptography;
using TrustPlatform.Cryptography.Keys;
using TrustPlatform.Cryptography.X509;

namespace TrustPlatform.Signatures.Tests.Pades;

/// <summary>A key with its certificate, that remembers what it was asked to sign.</summary>
internal sealed class TestSigner(AsymmetricAlgorithm key, SignatureAlgorithm algorithm, Certificate certificate) : ISigningKey
{
    public Certificate Certificate { get; } = certificate;

    public List<string> Digests { get; } = [];

    public SignatureAlgorithm Algorithm => algorithm;

    public ReadOnlyMemory<byte> SubjectPublicKeyInfo { get; } = key.ExportSubjectPublicKeyInfo();

    public byte[] SignHash(ReadOnlySpan<byte> hash)
    {
        Digests.Add(Convert.ToHexString(hash));
        return key switch
        {
            ECDsa ecdsa => ecdsa.SignHash(hash, DSASignatureFormat.Rfc3279DerSequence),
            RSA rsa => rsa.SignHash(
                hash, HashAlgorithmName.SHA256,
                algorithm == SignatureAlgorithm.RsaPssSha256 ? RSASignaturePadding.Pss : RSASignaturePadding.Pkcs1),
            _ => throw new NotSupportedException(),
        };
    }

    public void Dispose() => key.Dispose();
}
