using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using TrustPlatform.Api.Problems;
using TrustPlatform.Contracts;
using TrustPlatform.Identity;

namespace TrustPlatform.Api.Contracts;

/// <summary>A client's command by its Idempotency-Key and the digest of what it asks.</summary>
internal readonly record struct ClientCommand(IdempotencyKey Key, string RequestDigest)
{
    /// <summary>Reads the header; the digest covers method, path and request, and is keyed because requests hold personal numbers.</summary>
    public static ClientCommand? Read<T>(HttpContext context, T request, JsonTypeInfo<T> type) =>
        Read(context, JsonSerializer.Serialize(request, type));

    public static ClientCommand? Read(HttpContext context, string request) =>
        IdempotencyKey.TryParse(context.Request.Headers["Idempotency-Key"], out var key)
            ? new(key, context.RequestServices.GetRequiredService<PersonalDataProtector>()
                .Pseudonym($"{context.Request.Method}\n{context.Request.Path}\n{request}"))
            : null;

    public static IResult Missing(HttpContext context) => Problem.Of(context, ProblemCatalogue.IdempotencyKeyMissing);
}
