using System.Globalization;
using System.Text.Json;
using TrustPlatform.Contracts;

namespace TrustPlatform.Identity;

/// <summary>What a request demands of the ID token that answers it.</summary>
internal sealed record IdTokenDemands(string Issuer, string ClientId, DateTimeOffset At)
{
    /// <summary>The request's nonce; null when a stored token is verified again.</summary>
    public string? Nonce { get; init; }

    /// <summary>The earliest moment of authentication that is taken.</summary>
    public DateTimeOffset? AuthenticatedSince { get; init; }
}

/// <summary>The claims of an ID token whose signature holds, checked in the order of OpenID Connect Core 3.1.3.7.</summary>
internal static class IdToken
{
    /// <summary>Clocks may differ by this much.</summary>
    public static readonly TimeSpan Skew = TimeSpan.FromSeconds(60);

    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false, MaxDepth = 16 };

    public static IdentificationOutcome Check(ReadOnlyMemory<byte> payload, string token, string key, IdTokenDemands demands)
    {
        JsonDocument document;
        try
        {
            document = JsonDocument.Parse(payload, Strict);
        }
        catch (JsonException)
        {
            return new IdentificationOutcome.Rejected("payload");
        }

        using (document)
        {
            var claims = document.RootElement;
            var fault = claims.ValueKind == JsonValueKind.Object ? Fault(claims, demands) : "payload";
            return fault is null ? Identify(claims, token, key, demands.At) : new IdentificationOutcome.Rejected(fault);
        }
    }

    private static string? Fault(JsonElement claims, IdTokenDemands demands)
    {
        // 2: the issuer is the one that was discovered.
        if (claims.Text("iss")?.TrimEnd('/') != demands.Issuer.TrimEnd('/'))
        {
            return "iss";
        }

        // 3: we are the audience, and the only one.
        if (!claims.TryGetProperty("aud", out var audience) || !IsOnly(audience, demands.ClientId))
        {
            return "aud";
        }

        // 4, 5: an authorised party, if named, is us.
        if (claims.TryGetProperty("azp", out _) && claims.Text("azp") != demands.ClientId)
        {
            return "azp";
        }

        // 9, 10: between issue and expiry.
        if (claims.Time("exp") is not { } expires || demands.At >= expires + Skew)
        {
            return "exp";
        }

        if (claims.Time("iat") is not { } issued || demands.At < issued - Skew)
        {
            return "iat";
        }

        // 11: the token answers this request.
        if (claims.Text("nonce") is not { Length: > 0 } nonce || (demands.Nonce is not null && !FixedTime.Equals(nonce, demands.Nonce)))
        {
            return "nonce";
        }

        // 13: the authentication is as fresh as was asked for.
        return claims.Time("auth_time") is not { } authenticated || authenticated > issued + Skew
            || authenticated < demands.AuthenticatedSince - Skew
                ? "auth_time"
                : null;
    }

    private static bool IsOnly(JsonElement audience, string clientId) => audience.ValueKind switch
    {
        JsonValueKind.String => audience.ValueEquals(clientId),
        JsonValueKind.Array => audience.GetArrayLength() == 1 && audience[0] is { ValueKind: JsonValueKind.String } only
            && only.ValueEquals(clientId),
        _ => false,
    };

    private static IdentificationOutcome Identify(JsonElement claims, string token, string key, DateTimeOffset at)
    {
        if (claims.Text("sub") is not { Length: > 0 and <= 255 } subject)
        {
            return new IdentificationOutcome.Rejected("sub");
        }

        // The number comes twice; a provider that contradicts itself vouches for nobody.
        var number = claims.Text("SoDinhDanh");
        if (!PersonalNumber.TryParse(number, DateOnly.FromDateTime(at.UtcDateTime), out _)
            || claims.Text("preferred_username") is { } username && username != number)
        {
            return new IdentificationOutcome.Rejected("SoDinhDanh");
        }

        if (PersonName.Normalize(claims.Text("HoVaTen")) is not { } name)
        {
            return new IdentificationOutcome.Rejected("HoVaTen");
        }

        return Level(claims.Text("acr")) is not { } level
            ? new IdentificationOutcome.Rejected("acr")
            : new IdentificationOutcome.Identified(new(subject, number, name, BirthDate(claims), level, claims.Text("nonce")!,
                claims.Time("auth_time")!.Value, token, key));
    }

    /// <summary>The one place that knows how the provider tells a level.</summary>
    private static int? Level(string? acr) => acr switch
    {
        "1" => 1,
        "2" => 2,
        _ => null,
    };

    /// <summary>Records of old people hold a year only; then there is no date.</summary>
    private static DateOnly? BirthDate(JsonElement claims) => DateOnly.TryParseExact(
        claims.Text("NgayThangNamSinh"), "yyyyMMdd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date) ? date : null;
}
