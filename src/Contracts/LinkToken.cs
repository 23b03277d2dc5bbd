using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;

namespace TrustPlatform.Contracts;

/// <summary>
/// The secret of a one-time link: contract, party and 32 random octets, <c>con-….p1.…</c>. The platform keeps its digest only;
/// the sender never sees it.
/// </summary>
public readonly record struct LinkToken(ContractId Contract, PartyId Party, string Digest)
{
    /// <summary>Reads the text form; the secret itself is not kept.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out LinkToken token)
    {
        token = default;
        if (text?.Split('.') is not [var contract, var party, { Length: 43 }]
            || !ContractId.TryParse(contract, out var contractId) || !PartyId.TryParse(party, out var partyId))
        {
            return false;
        }

        token = new(contractId, partyId, DigestOf(text));
        return true;
    }

    /// <summary>SHA-256 of the text form, hexadecimal.</summary>
    public static string DigestOf(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}
