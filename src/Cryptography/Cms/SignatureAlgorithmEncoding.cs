using System.Diagnostics;
using System.Security.Cryptography;
using TrustPlatform.Cryptography.Keys;

namespace TrustPlatform.Cryptography.Cms;

/// <summary>DER of the AlgorithmIdentifier, and the hash, of each algorithm that our keys sign with.</summary>
internal static class SignatureAlgorithmEncoding
{
    /// <summary>
    /// AlgorithmIdentifier, DER. ECDSA carries no parameters (RFC 5758, 3.2), PKCS#1 v1.5 carries NULL (RFC 4055, 5).
    /// </summary>
    public static byte[] Of(SignatureAlgorithm algorithm) => algorithm switch
    {
        SignatureAlgorithm.EcdsaP256Sha256 => Convert.FromHexString("300A06082A8648CE3D040302"),
        SignatureAlgorithm.EcdsaP384Sha384 => Convert.FromHexString("300A06082A8648CE3D040303"),
        SignatureAlgorithm.RsaPkcs1Sha256 => Convert.FromHexString("300D06092A864886F70D01010B0500"),
        // RSASSA-PSS-params: SHA-256, MGF1 with SHA-256, salt length 32 (RFC 4055, 3.1; hash parameters NULL as in
        // 2.1).
        SignatureAlgorithm.RsaPssSha256 => Convert.FromHexString(
            "304106092A864886F70D01010A3034A00F300D06096086480165030402010500"
            + "A11C301A06092A864886F70D010108300D06096086480165030402010500A203020120"),
        _ => throw new UnreachableException(),
    };

    /// <summary>The hash that the key expects a digest of.</summary>
    public static HashAlgorithmName HashOf(SignatureAlgorithm algorithm) => algorithm switch
    {
        SignatureAlgorithm.EcdsaP256Sha256 or SignatureAlgorithm.RsaPssSha256 or SignatureAlgorithm.RsaPkcs1Sha256 =>
            HashAlgorithmName.SHA256,
        SignatureAlgorithm.EcdsaP384Sha384 => HashAlgorithmName.SHA384,
        _ => throw new UnreachableException(),
    };
}
