using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Net.Http.Headers;
using TrustPlatform.Pki;
using TrustPlatform.Web.Language;

namespace TrustPlatform.Silo;

/// <summary><c>/pki</c> and <c>/.well-known/trust</c>: what verifiers ask for; public.</summary>
internal static class PkiEndpoints
{
    private const int MaxRequestLength = 16 << 10;

    /// <summary>How long caches may keep what can change at any time: a revocation is known everywhere after this.</summary>
    private static readonly TimeSpan s_longestKept = TimeSpan.FromMinutes(5);

    private static readonly string[] s_read = [HttpMethods.Get, HttpMethods.Head];

    public static void MapPki(this IEndpointRouteBuilder routes)
    {
        var pki = routes.MapGroup("/pki").WithTags("PKI").AllowAnonymous().RequireRateLimiting(PkiHosting.StatusLimit);
        pki.MapMethods("/ca/{file}", s_read, Certificate);
        pki.MapMethods("/crl/{file}", s_read, CompleteCrl);
        pki.MapMethods("/crl/{id}/{file}", s_read, PartialCrl);
        pki.MapMethods("/policy", s_read, PkiPolicy.Text);
        pki.MapGet("/ocsp/{id}/{**request}", OcspGet);
        pki.MapPost("/ocsp/{id}", OcspPost);
        routes.MapPost("/pki/tsa", Timestamp).WithTags("PKI").AllowAnonymous().RequireRateLimiting(PkiHosting.TimestampLimit);
        routes.MapGet("/.well-known/trust", PkiTrust.Document).WithTags("PKI").AllowAnonymous()
            .RequireRateLimiting(PkiHosting.StatusLimit);
    }

    /// <summary>A certificate as PEM.</summary>
    public static string PemOf(ReadOnlySpan<byte> certificate) => PemEncoding.WriteString("CERTIFICATE", certificate) + "\n";

    private static IResult Certificate(string file, HttpContext context, PlatformPki pki)
    {
        if (Id(file, ".cer") is not { } id || pki.AuthorityCertificate(id) is not { } certificate)
        {
            return Results.NotFound();
        }

        context.Response.Headers.CacheControl = "public, max-age=86400, immutable";
        return Results.Bytes(
            certificate.RawData, "application/pkix-cert", lastModified: certificate.NotBefore, entityTag: TagOf(certificate.RawData));
    }

    private static IResult CompleteCrl(string file, HttpContext context, PlatformPki pki, TimeProvider time) =>
        Crl(Id(file, ".crl") is { } id ? pki.Crl(id) : null, context, time);

    private static IResult PartialCrl(string id, string file, HttpContext context, PlatformPki pki, TimeProvider time) => Crl(
        Id(file, ".crl") switch
        {
            "delta" => pki.DeltaCrl(id),
            { } part when int.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out var number) =>
                pki.CrlPartition(id, number),
            _ => null,
        },
        context, time);

    /// <summary>Whole, in ranges, or not at all when the asker has it (RFC 9110, 13 and 14).</summary>
    private static IResult Crl(PublishedCrl? crl, HttpContext context, TimeProvider time)
    {
        if (crl is null)
        {
            return Results.NotFound();
        }

        KeepUntil(context, crl.NextUpdate, time);
        return Results.Bytes(
            crl.Der, "application/pkix-crl", enableRangeProcessing: true, lastModified: crl.ThisUpdate,
            entityTag: new EntityTagHeaderValue(string.Create(CultureInfo.InvariantCulture, $"\"{crl.Number}\"")));
    }

    private static async Task<IResult> OcspPost(string id, HttpContext context, PlatformPki pki) =>
        await Body(context) is { } request
            ? Results.Bytes(pki.AnswerOcspRequest(id, request), "application/ocsp-response")
            : Results.StatusCode(StatusCodes.Status413PayloadTooLarge);

    /// <summary>RFC 6960, A.1: the base64 of the request in the path; RFC 5019, 6.2: how caches keep the answer.</summary>
    private static IResult OcspGet(string id, string? request, HttpContext context, PlatformPki pki, TimeProvider time)
    {
        var answer = pki.AnswerOcsp(id, FromPath(request ?? ""));
        if (answer.IsCacheable)
        {
            KeepUntil(context, answer.NextUpdate, time);
            return Results.Bytes(
                answer.Der, "application/ocsp-response", lastModified: answer.ProducedAt, entityTag: TagOf(answer.Der));
        }

        context.Response.Headers.CacheControl = "no-store";
        return Results.Bytes(answer.Der, "application/ocsp-response");
    }

    private static async Task<IResult> Timestamp(HttpContext context, PlatformPki pki)
    {
        context.Response.Headers.CacheControl = "no-store";
        return await Body(context) is { } request
            ? Results.Bytes(pki.AnswerTimestampRequest(request), "application/timestamp-reply")
            : Results.StatusCode(StatusCodes.Status413PayloadTooLarge);
    }

    /// <summary>
    /// Standard or URL-safe base64, with or without padding. Kestrel leaves %2F alone, since it would be another path.
    /// What is no base64 becomes no octets, which the responder calls malformed.
    /// </summary>
    private static byte[] FromPath(string path)
    {
        var text = path.Replace("%2F", "/", StringComparison.OrdinalIgnoreCase).Replace('-', '+').Replace('_', '/').TrimEnd('=');
        var buffer = new byte[text.Length];
        return text.Length <= 2 * MaxRequestLength
            && Convert.TryFromBase64String(text.PadRight((text.Length + 3) / 4 * 4, '='), buffer, out var written)
                ? buffer[..written]
                : [];
    }

    private static void KeepUntil(HttpContext context, DateTimeOffset nextUpdate, TimeProvider time)
    {
        var now = time.GetUtcNow();
        var kept = nextUpdate - now < s_longestKept ? nextUpdate - now : s_longestKept;
        var headers = context.Response.GetTypedHeaders();
        headers.Expires = now + kept;
        context.Response.Headers.CacheControl = string.Create(
            CultureInfo.InvariantCulture,
            $"public, no-transform, must-revalidate, max-age={Math.Max(0, (int)kept.TotalSeconds)}");
    }

    private static EntityTagHeaderValue TagOf(ReadOnlyMemory<byte> content) =>
        new($"\"{Convert.ToHexStringLower(SHA256.HashData(content.Span).AsSpan(0, 16))}\"");

    private static string? Id(string file, string extension) =>
        file.EndsWith(extension, StringComparison.Ordinal) ? file[..^extension.Length] : null;

    private static async Task<byte[]?> Body(HttpContext context)
    {
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } feature)
        {
            feature.MaxRequestBodySize = MaxRequestLength + 1;
        }

        if (context.Request.ContentLength > MaxRequestLength)
        {
            return null;
        }

        var buffer = new byte[MaxRequestLength + 1];
        var read = await context.Request.Body.ReadAtLeastAsync(
            buffer, buffer.Length, throwOnEndOfStream: false, context.RequestAborted);
        return read > MaxRequestLength ? null : buffer[..read];
    }
}

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
                // Contracts are proven by their own event chain and evidence package; there is no public log yet.
                logs = Array.Empty<string>(),
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
