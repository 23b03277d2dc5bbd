using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.Net.Http.Headers;
using TrustPlatform.Pki;
using TrustPlatform.Web.Language;

namespace TrustPlatform.Silo;

/// <summary><c>/.well-known/trust</c>: what somebody needs to verify what this platform signs.</summary>
internal static class PkiTrust
{
    public static IResult Document(HttpContext context, PlatformPki pki)
    {
        context.Response.Headers.CacheControl = "public, max-age=300";
        return Results.Bytes(
            JsonSerializer.SerializeToUtf8Bytes(new
            {
                notice = "THỬ NGHIỆM: private test PKI. Not a public or qualified certification service.",
                roots = pki.Roots.Select(root => new
                {
                    subject = root.Subject.ToString(),
                    sha256 = root.Thumbprint,
                    publicKeySha256 = Convert.ToHexString(SHA256.HashData(root.SubjectPublicKeyInfo.Span)),
                    notAfter = root.NotAfter,
                    pem = PkiEndpoints.PemOf(root.RawData.Span),
                }),
                authorities = pki.AuthorityIds.Select(id => (Id: id, Certificate: pki.AuthorityCertificate(id)!)).Select(ca => new
                {
                    id = ca.Id,
                    subject = ca.Certificate.Subject.ToString(),
                    sha256 = ca.Certificate.Thumbprint,
                    notAfter = ca.Certificate.NotAfter,
                    certificate = pki.Addresses.AuthorityCertificate(ca.Id),
                    crl = pki.Addresses.Crl(ca.Id),
                    ocsp = pki.Addresses.Ocsp(ca.Id),
                }),
                timestamps = pki.Addresses.Timestamp,
                policies = PkiPolicy.Titles.Select(policy => new
                {
                    oid = policy.Oid,
                    vi = policy.Vietnamese,
                    en = policy.English,
                    document = pki.Addresses.Policy,
                }),
                logs = new[]
                {
                    new
                    {
                        origin = pki.LogKey.Origin,
                        key = pki.LogKey.VerifierKey,
                        publicKey = PemEncoding.WriteString("PUBLIC KEY", pki.LogKey.PublicKeyInfo.Span) + "\n",
                        url = pki.Addresses.Log,
                        what = "certificates issued and revoked",
                    },
                },
            }),
            "application/json");
    }
}

/// <summary><c>/pki/policy</c>: the certificate policy that every certificate names, in Vietnamese or English.</summary>
internal static class PkiPolicy
{
    public static readonly (string Oid, string Vietnamese, string English)[] Titles =
    [
        (Oids.CeremonyPolicy, "Cá nhân, danh tính mức 2, chứng thư dùng một lần", "Person, identity of level 2, one-time certificate"),
        (Oids.SealPolicy, "Con dấu của tổ chức", "Seal of an organisation"),
        (Oids.TimestampPolicy, "Dấu thời gian", "Timestamps"),
        (Oids.InfrastructurePolicy, "Khóa của chính hệ thống", "Keys of the PKI itself"),
    ];

    public static IResult Text(HttpContext context, string? lang)
    {
        var language = lang is "vi" or "en" ? lang : PageLanguage.Of(context);
        context.Response.Headers.ContentLanguage = language;
        context.Response.Headers.Vary = HeaderNames.AcceptLanguage;
        context.Response.Headers.CacheControl = "public, max-age=3600";
        return Results.File(
            Path.Combine(AppContext.BaseDirectory, "pki", "policy", $"policy.{language}.md"), "text/plain; charset=utf-8");
    }
}
