using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace TrustPlatform.Simulators.VneId;

/// <summary>Makes ID tokens, right ones and wrong ones.</summary>
internal static class IdTokens
{
    public static string Issue(Grant grant, string issuer, SigningKeys keys, DateTimeOffset now)
    {
        var citizen = grant.Citizen;
        var behaviour = grant.Behaviour;
        var issued = behaviour == Behaviour.ExpiredToken ? now - TimeSpan.FromHours(2) : now;
        var authenticated = grant.AuthenticatedAt - (behaviour == Behaviour.StaleAuthentication ? TimeSpan.FromHours(1) : TimeSpan.Zero);
        var claims = new Dictionary<string, object>
        {
            ["iss"] = behaviour == Behaviour.WrongIssuer ? "https://issuer.invalid" : issuer,
            ["sub"] = citizen.Subject,
            ["aud"] = behaviour == Behaviour.WrongAudience ? "another-client" : grant.ClientId,
            ["exp"] = (issued + TimeSpan.FromHours(1)).ToUnixTimeSeconds(),
            ["iat"] = issued.ToUnixTimeSeconds(),
            ["auth_time"] = authenticated.ToUnixTimeSeconds(),
            ["acr"] = behaviour == Behaviour.Level1 ? "1" : citizen.Level.ToString(CultureInfo.InvariantCulture),
            ["azp"] = grant.ClientId,
            ["preferred_username"] = citizen.PersonalNumber,
            ["SoDinhDanh"] = citizen.PersonalNumber,
            ["HoVaTen"] = citizen.FullName,
            ["NgayThangNamSinh"] = citizen.BirthDate.ToString("yyyyMMdd", CultureInfo.InvariantCulture),
        };
        if (grant.Nonce is not null)
        {
            claims["nonce"] = behaviour == Behaviour.WrongNonce
                ? Base64UrlEncoder.Encode(RandomNumberGenerator.GetBytes(32))
                : grant.Nonce;
        }

        return Sign(claims, keys, behaviour);
    }

    private static string Sign(Dictionary<string, object> claims, SigningKeys keys, Behaviour behaviour)
    {
        var key = behaviour == Behaviour.UnknownKey ? SigningKeys.Stranger() : keys.Current;
        var token = new JsonWebTokenHandler { SetDefaultTimesOnTokenCreation = false }.CreateToken(new SecurityTokenDescriptor
        {
            Claims = claims,
            SigningCredentials = behaviour == Behaviour.UnsignedToken ? null : new(key, SecurityAlgorithms.EcdsaSha256),
        });
        if (behaviour != Behaviour.WrongSignature)
        {
            return token;
        }

        var parts = token.Split('.');
        var other = key.ECDsa.SignData(Encoding.ASCII.GetBytes(parts[0] + ".other"), HashAlgorithmName.SHA256);
        return $"{parts[0]}.{parts[1]}.{Base64UrlEncoder.Encode(other)}";
    }
}
