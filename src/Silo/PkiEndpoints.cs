using System.Globalization;
using System.Security.Cryptography;
using Microsoft.Net.Http.Headers;
using TrustPlatform.Pki;

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
        pki.MapMethods("/log/checkpoint", s_read, PkiLog.Checkpoint);
        pki.MapMethods("/log/tile/entries/{**index}", s_read, PkiLog.Entries);
        pki.MapMethods("/log/tile/{level:int}/{**index}", s_read, PkiLog.Tile);
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
                answer.Der, "application/ocsp-response", lastModified: answer.ProducedAt,
                entityTag: new EntityTagHeaderValue(answer.EntityTag));
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
        context.Response.Headers.Expires = (now + kept).ToString("R", CultureInfo.InvariantCulture);
        context.Response.Headers.CacheControl = string.Create(
            CultureInfo.InvariantCulture,
            $"public, no-transform, must-revalidate, max-age={Math.Max(0, (int)kept.TotalSeconds)}");
    }

    private static EntityTagHeaderValue TagOf(ReadOnlyMemory<byte> content) =>
        new($"\"{Convert.ToHexStringLower(SHA256.HashData(content.Span).AsSpan(0, 16))}\"");

    private static string? Id(string file, string extension) =>
        file.EndsWith(extension, StringComparison.Ordinal) ? file[..^extension.Length] : null;

    /// <summary>
    /// Null for more than anybody has to ask. What is left of such a body the server reads away within its own limits of size and
    /// time, since who still sends when the connection is cut does not see the answer.
    /// </summary>
    private static async Task<byte[]?> Body(HttpContext context)
    {
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
