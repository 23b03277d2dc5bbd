using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace TrustPlatform.Contracts;

/// <summary>
/// The document-bound question that a signer's authenticator answers. Whoever has the evidence recomputes it: SHA-256 over the
/// fields in order, each as its length (4 octets, big-endian) and its UTF-8 text.
/// </summary>
public static class SigningChallenge
{
    /// <summary>First field; changes when the list of fields does.</summary>
    public const string Domain = "trust.signing-challenge.v1";

    /// <summary>Policy under which one-time certificates are issued (pki/policy); private test arc.</summary>
    public const string PolicyIdentifier = "1.3.6.1.4.1.99999.1.2.2";

    /// <summary>The challenge, 64 lower-case hexadecimal digits.</summary>
    public static string Compute(
        ContractId contract, DocumentDigest frozen, PartyId party, CitizenId citizen, string consentDigest, string nonce)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Span<byte> length = stackalloc byte[4];
        foreach (var field in (ReadOnlySpan<string>)
            [
                Domain, contract.ToString(), frozen.ToString(), party.ToString(), citizen.ToString(), consentDigest,
                PolicyIdentifier, nonce,
            ])
        {
            var bytes = Encoding.UTF8.GetBytes(field);
            BinaryPrimitives.WriteInt32BigEndian(length, bytes.Length);
            hash.AppendData(length);
            hash.AppendData(bytes);
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    /// <summary>SHA-256 of a consent text (UTF-8), hexadecimal.</summary>
    public static string DigestOf(string consentText) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(consentText)));
}
