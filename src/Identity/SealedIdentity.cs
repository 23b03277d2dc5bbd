using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using TrustPlatform.Contracts;

namespace TrustPlatform.Identity;

/// <summary>A personal number with the random key that opens its commitment.</summary>
/// <param name="Salt">32 random octets.</param>
/// <param name="Number">12 digits.</param>
public sealed record OpenedNumber(byte[] Salt, string Number)
{
    /// <summary>HMAC-SHA-256 of the number under the salt, base64.</summary>
    public string Commitment => Convert.ToBase64String(HMACSHA256.HashData(Salt, Encoding.ASCII.GetBytes(Number)));

    /// <summary>Names nobody.</summary>
    public override string ToString() => nameof(OpenedNumber);
}

/// <summary>An assertion as it is sealed.</summary>
/// <param name="Token">The compact JWS.</param>
/// <param name="VerificationKey">The JWK that verified it, JSON.</param>
public sealed record OpenedAssertion(string Token, string VerificationKey)
{
    /// <summary>Names nobody.</summary>
    public override string ToString() => nameof(OpenedAssertion);
}

/// <summary>Seals what a contract keeps of a person, and opens it for the ceremony and the evidence.</summary>
public static class SealedIdentity
{
    private const int SaltLength = 32;

    /// <summary>What a party keeps of the person who must sign.</summary>
    public static PartyIdentity Seal(this PersonalDataProtector protector, PersonalNumber number, string contact)
    {
        var opened = new OpenedNumber(RandomNumberGenerator.GetBytes(SaltLength), number.Digits);
        var plain = (byte[])[.. opened.Salt, .. Encoding.ASCII.GetBytes(opened.Number)];
        return new(
            CitizenId.FromPseudonym(protector.Pseudonym(number.Digits)), number.Masked, opened.Commitment,
            Convert.ToBase64String(protector.Protect(Purposes.Number, plain)),
            Convert.ToBase64String(protector.Protect(Purposes.Contact, Encoding.UTF8.GetBytes(contact))));
    }

    /// <summary>Opens a sealed number.</summary>
    public static OpenedNumber OpenNumber(this PersonalDataProtector protector, string sealedNumber)
    {
        var plain = protector.Unprotect(Purposes.Number, Convert.FromBase64String(sealedNumber));
        return new(plain[..SaltLength], Encoding.ASCII.GetString(plain.AsSpan(SaltLength)));
    }

    /// <summary>Opens a text that was sealed for a purpose.</summary>
    public static string OpenText(this PersonalDataProtector protector, string purpose, string sealedText) =>
        Encoding.UTF8.GetString(protector.Unprotect(purpose, Convert.FromBase64String(sealedText)));

    /// <summary>Seals an assertion; the digest is over its token.</summary>
    public static (string Digest, string Sealed) Seal(this PersonalDataProtector protector, IdentityAssertion assertion)
    {
        var token = Encoding.ASCII.GetBytes(assertion.Token);
        var plain = JsonSerializer.SerializeToUtf8Bytes(new OpenedAssertion(assertion.Token, assertion.VerificationKey));
        return (Convert.ToHexStringLower(SHA256.HashData(token)),
            Convert.ToBase64String(protector.Protect(Purposes.Assertion, plain)));
    }

    /// <summary>Opens an assertion.</summary>
    public static OpenedAssertion OpenAssertion(this PersonalDataProtector protector, string sealedAssertion) =>
        JsonSerializer.Deserialize<OpenedAssertion>(
            protector.Unprotect(Purposes.Assertion, Convert.FromBase64String(sealedAssertion)))
        ?? throw new CryptographicException("The assertion is empty.");
}
