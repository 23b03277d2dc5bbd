using System.Text;
using TrustPlatform.Cryptography.Keys;
using TrustPlatform.Cryptography.X509;

namespace TrustPlatform.Signatures.Pades;

/// <summary>
/// How many bytes /Contents must hold, added up from the lengths of what goes into the signature: all of them are known before it
/// is made but that of its value, which has a bound.
/// </summary>
internal static class SignatureRoom
{
    /// <summary>
    /// What is the same in every signature: tags and lengths, identifiers, the attributes content-type and message-digest, the
    /// hash of signing-certificate-v2, the frame of a timestamp attribute (RFC 5652, 5; RFC 5035, 4).
    /// </summary>
    private const int Frame = 312;

    /// <summary>commitment-type-indication (EN 319 122-1, 5.2.3).</summary>
    private const int CommitmentLength = 40;

    /// <summary>What stands around a claimed role, and once around them all (5.2.6).</summary>
    private const int RoleFrame = 48;

    private const int Step = 64;

    /// <summary>Bytes that the signature takes without a timestamp, and what a timestamp needs around it.</summary>
    public static int Of(PadesCmsRequest request)
    {
        // The signer is named twice: by sid and by signing-certificate-v2.
        var certificate = request.Certificate;
        var room = Frame + certificate.RawData.Length
            + 2 * (certificate.Issuer.RawData.Length + certificate.SerialNumber.Length / 2)
            + LongestValue(request.SignatureAlgorithm, certificate);
        foreach (var issuer in request.Chain)
        {
            room += issuer.RawData.Length;
        }

        foreach (var role in request.ClaimedRoles)
        {
            room += RoleFrame + Encoding.UTF8.GetByteCount(role);
        }

        return room + (request.Commitment is null ? 0 : CommitmentLength);
    }

    /// <summary>Up to a multiple, so that small differences of what is measured do not show.</summary>
    public static int Round(int room) => (room + Step - 1) / Step * Step;

    private static int LongestValue(SignatureAlgorithm algorithm, Certificate certificate) => algorithm switch
    {
        SignatureAlgorithm.EcdsaP256Sha256 => 72, // RFC 3279, 2.2.3: two integers, each with a leading zero octet
        SignatureAlgorithm.EcdsaP384Sha384 => 104,
        // RFC 8017, 8: as long as the modulus, for which the whole key is a bound
        SignatureAlgorithm.RsaPssSha256 or SignatureAlgorithm.RsaPkcs1Sha256 => certificate.SubjectPublicKeyInfo.Length,
        _ => throw new System.Diagnostics.UnreachableException(),
    };
}
