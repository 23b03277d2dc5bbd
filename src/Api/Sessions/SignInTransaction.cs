using System.Text.Json;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Http;
using TrustPlatform.Identity;

namespace TrustPlatform.Api.Sessions;

/// <summary>What the callback needs to know of the request that began it.</summary>
/// <param name="Authorization">State, nonce and code verifier.</param>
/// <param name="ReturnUrl">A local address to go back to.</param>
/// <param name="Contract">The contract of a step-up, or null for a plain sign-in.</param>
/// <param name="Party">Its party.</param>
internal sealed record SignInTransaction(
    AuthorizationTransaction Authorization, string ReturnUrl, string? Contract, string? Party);

/// <summary>Keeps a transaction in an encrypted cookie of the browser that began it, for ten minutes and one use.</summary>
internal sealed class SignInTransactions(IDataProtectionProvider protection)
{
    private const string CookieName = "trust.signin";
    private static readonly TimeSpan s_lifetime = TimeSpan.FromMinutes(10);

    private readonly ITimeLimitedDataProtector _protector =
        protection.CreateProtector("trust.signin.v1").ToTimeLimitedDataProtector();

    public void Write(HttpContext context, SignInTransaction transaction) =>
        context.Response.Cookies.Append(
            CookieName, _protector.Protect(JsonSerializer.Serialize(transaction), s_lifetime), Options(context));

    public SignInTransaction? Take(HttpContext context)
    {
        if (context.Request.Cookies[CookieName] is not { } cookie)
        {
            return null;
        }

        context.Response.Cookies.Delete(CookieName, Options(context));
        try
        {
            return JsonSerializer.Deserialize<SignInTransaction>(_protector.Unprotect(cookie));
        }
        catch (System.Security.Cryptography.CryptographicException)
        {
            return null;
        }
    }

    private static CookieOptions Options(HttpContext context) => new()
    {
        HttpOnly = true,
        SameSite = SameSiteMode.Lax,
        Secure = context.Request.IsHttps,
        IsEssential = true,
        Path = "/auth",
    };
}
