using System.Text.Json;
using Microsoft.AspNetCore.Http.Features;
using TrustPlatform.Pki;

namespace TrustPlatform.Silo;

/// <summary><c>/pki</c> and <c>/.well-known/trust</c>: what verifiers ask for; public.</summary>
internal static class PkiEndpoints
{
    private const int MaxRequestLength = 16 << 10;

    public static void MapPki(this IEndpointRouteBuilder routes)
    {
        var pki = routes.MapGroup("/pki").WithTags("PKI").AllowAnonymous();
        pki.MapGet("/ca/{file}", (string file, PlatformPki authority) =>
            Id(file, ".cer") is { } id && authority.AuthorityCertificate(id) is { } certificate
                ? Results.Bytes(certificate.RawData.ToArray(), "application/pkix-cert")
                : Results.NotFound());
        pki.MapGet("/crl/{file}", (string file, PlatformPki authority) =>
            Id(file, ".crl") is { } id && authority.CurrentCrl(id) is { } crl
                ? Results.Bytes(crl, "application/pkix-crl")
                : Results.NotFound());
        pki.MapPost("/ocsp/{id}", async (string id, HttpContext context, PlatformPki authority) =>
            await Body(context) is { } request
                ? Results.Bytes(authority.AnswerOcspRequest(id, request), "application/ocsp-response")
                : Results.StatusCode(StatusCodes.Status413PayloadTooLarge));
        pki.MapPost("/tsa", async (HttpContext context, PlatformPki authority) =>
            await Body(context) is { } request
                ? Results.Bytes(authority.AnswerTimestampRequest(request), "application/timestamp-reply")
                : Results.StatusCode(StatusCodes.Status413PayloadTooLarge));
        routes.MapGet("/.well-known/trust", (PlatformPki authority) => Results.Bytes(
            JsonSerializer.SerializeToUtf8Bytes(new
            {
                notice = "THỬ NGHIỆM: private test PKI. Not a public or qualified certification service.",
                roots = authority.Roots.Select(root => new
                {
                    subject = root.Subject.ToString(),
                    sha256 = root.Thumbprint,
                    pem = PemOf(root.RawData.Span),
                }),
            }), "application/json")).AllowAnonymous();
    }

    /// <summary>A certificate as PEM.</summary>
    public static string PemOf(ReadOnlySpan<byte> certificate) =>
        System.Security.Cryptography.PemEncoding.WriteString("CERTIFICATE", certificate) + "\n";

    private static string? Id(string file, string extension) =>
        file.EndsWith(extension, StringComparison.Ordinal) ? file[..^extension.Length] : null;

    private static async Task<byte[]?> Body(HttpContext context)
    {
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } feature)
        {
            feature.MaxRequestBodySize = MaxRequestLength + 1;
        }

        var buffer = new byte[MaxRequestLength + 1];
        var read = await context.Request.Body.ReadAtLeastAsync(
            buffer, buffer.Length, throwOnEndOfStream: false, context.RequestAborted);
        return read > MaxRequestLength ? null : buffer[..read];
    }
}
