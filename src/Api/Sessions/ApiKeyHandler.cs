using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using TrustPlatform.Contracts;
using TrustPlatform.GrainInterfaces;

namespace TrustPlatform.Api.Sessions;

/// <summary>Authenticates organisations by <c>Authorization: Bearer tpk.{tax code}.{secret}</c>.</summary>
internal sealed class ApiKeyHandler(
    IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logger, UrlEncoder encoder, IGrainFactory grains)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
{
    public const string SchemeName = "ApiKey";

    private const int MaxLength = 200;

    /// <summary>An organisation's key from its secret part.</summary>
    public static string KeyOf(TaxCode taxCode, ReadOnlySpan<byte> secret) =>
        $"tpk.{taxCode}.{Base64Url.EncodeToString(secret)}";

    /// <summary>What is kept of a key.</summary>
    public static byte[] DigestOf(string key) => SHA256.HashData(Encoding.UTF8.GetBytes(key));

    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        var header = Request.Headers.Authorization.ToString();
        if (!header.StartsWith("Bearer ", StringComparison.Ordinal))
        {
            return AuthenticateResult.NoResult();
        }

        var key = header["Bearer ".Length..].Trim();
        if (key.Length > MaxLength || key.Split('.') is not ["tpk", var code, { Length: > 0 }]
            || !TaxCode.TryParse(code, out var taxCode))
        {
            return AuthenticateResult.Fail("The API key is not valid.");
        }

        var organization = OrganizationId.For(taxCode);
        if (await grains.Organization(organization).Authenticate(new(DigestOf(key))) is not { } record)
        {
            return AuthenticateResult.Fail("The API key is not valid.");
        }

        var session = new Session(null, record.LegalName, 0, organization);
        return AuthenticateResult.Success(new(session.ToPrincipal(SchemeName), SchemeName));
    }
}
