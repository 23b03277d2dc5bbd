using System.Buffers.Text;
using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace TrustPlatform.Identity;

/// <summary>Signs citizens in at VNeID: OpenID Connect code flow with PKCE (S256). Thread-safe.</summary>
public sealed class VneIdClient(HttpClient http, VneIdOptions options, TimeProvider time) : IDisposable
{
    /// <summary>How long ago a person may have been authenticated when the answer arrives.</summary>
    public static readonly TimeSpan MaxAuthenticationAge = TimeSpan.FromMinutes(5);

    private const int MaxDisplayTextLength = 500;
    private readonly ProviderKeys _keys = new(http, options.Issuer, time);

    /// <summary>
    /// A new transaction and the address to send the browser to. With a challenge the provider is asked to authenticate anew
    /// (<c>prompt=login</c>, <c>max_age=0</c>, <c>acr_values=2</c>) and to sign the challenge as the nonce. Throws
    /// <see cref="HttpRequestException"/> when the provider is out of reach.
    /// </summary>
    public async Task<(AuthorizationTransaction Transaction, Uri Address)> BeginAsync(
        ReadOnlyMemory<byte>? challenge, string? displayText, CancellationToken cancellationToken)
    {
        // A null array converts to an empty challenge: a step-up that asks nothing must not pass for a sign-in.
        ArgumentOutOfRangeException.ThrowIfZero(challenge?.Length ?? 1, nameof(challenge));
        var metadata = await _keys.MetadataAsync(cancellationToken);
        var transaction = new AuthorizationTransaction(
            RandomText(), challenge is { } bytes ? Base64Url.EncodeToString(bytes.Span) : RandomText(), RandomText())
        {
            FreshSince = challenge is null ? null : time.GetUtcNow(),
        };
        List<(string Name, string Value)> query =
        [
            ("response_type", "code"), ("client_id", options.ClientId), ("redirect_uri", options.RedirectUri.OriginalString),
            ("scope", "openid"), ("state", transaction.State), ("nonce", transaction.Nonce),
            ("code_challenge", Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(transaction.CodeVerifier)))),
            ("code_challenge_method", "S256"),
        ];
        query.AddRange(challenge is null
            ? [("max_age", MaxAuthenticationAge.TotalSeconds.ToString(System.Globalization.CultureInfo.InvariantCulture))]
            : [("prompt", "login"), ("max_age", "0"), ("acr_values", "2")]);
        if (displayText is not null)
        {
            query.Add(("display_text", displayText.Length <= MaxDisplayTextLength ? displayText : displayText[..MaxDisplayTextLength]));
        }

        var encoded = string.Join('&', query.Select(parameter => $"{parameter.Name}={Uri.EscapeDataString(parameter.Value)}"));
        var separator = metadata.AuthorizationEndpoint.Query.Length > 0 ? '&' : '?';
        return (transaction, new Uri($"{metadata.AuthorizationEndpoint}{separator}{encoded}"));
    }

    /// <summary>Redeems the code and verifies the ID token.</summary>
    public async Task<IdentificationOutcome> CompleteAsync(
        AuthorizationTransaction transaction, string? code, string? state, string? error, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(transaction);
        if (state is null || !FixedTime.Equals(state, transaction.State))
        {
            return new IdentificationOutcome.Rejected("state");
        }

        if (error is not null || code is null)
        {
            return new IdentificationOutcome.Refused(error ?? "no_code");
        }

        try
        {
            var (token, refusal) = await RedeemAsync(transaction, code, cancellationToken);
            return refusal ?? await VerifyAsync(token!, transaction, cancellationToken);
        }
        catch (HttpRequestException)
        {
            return new IdentificationOutcome.Unavailable();
        }
    }

    /// <summary>
    /// Verifies a stored assertion again, offline, with the key kept beside it, as of a moment between its issue and its expiry.
    /// Whether the nonce is the challenge of the case is the caller's to compare.
    /// </summary>
    public static IdentificationOutcome Reverify(string token, string verificationKey, VneIdOptions options, DateTimeOffset at)
    {
        ArgumentNullException.ThrowIfNull(options);
        return TokenSignature.Read(token) is { } jws && TokenSignature.Holds(jws, verificationKey)
            ? IdToken.Check(jws.Payload, token, verificationKey, new(options.Issuer.OriginalString, options.ClientId, at))
            : new IdentificationOutcome.Rejected("signature");
    }

    /// <inheritdoc/>
    public void Dispose() => _keys.Dispose();

    private async Task<(string? Token, IdentificationOutcome? Refusal)> RedeemAsync(
        AuthorizationTransaction transaction, string code, CancellationToken cancellationToken)
    {
        var metadata = await _keys.MetadataAsync(cancellationToken);
        using var request = new HttpRequestMessage(HttpMethod.Post, metadata.TokenEndpoint);
        // RFC 6749, 2.3.1: both halves are form-encoded before they are joined.
        var credentials = $"{Uri.EscapeDataString(options.ClientId)}:{Uri.EscapeDataString(options.ClientSecret)}";
        request.Headers.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.ASCII.GetBytes(credentials)));
        request.Content = new FormUrlEncodedContent(
        [
            new("grant_type", "authorization_code"), new("code", code), new("redirect_uri", options.RedirectUri.OriginalString),
            new("code_verifier", transaction.CodeVerifier),
        ]);
        var (status, body) = await BoundedHttp.SendAsync(http, request, cancellationToken);
        using (body)
        {
            if (status >= HttpStatusCode.InternalServerError)
            {
                return (null, new IdentificationOutcome.Unavailable());
            }

            var answer = body?.RootElement is { ValueKind: JsonValueKind.Object } root ? root : default(JsonElement?);
            return status != HttpStatusCode.OK
                ? (null, new IdentificationOutcome.Refused(answer?.Text("error") ?? "token_endpoint"))
                : answer?.Text("id_token") is { } token
                    ? (token, null)
                    : (null, new IdentificationOutcome.Rejected("token_response"));
        }
    }

    private async Task<IdentificationOutcome> VerifyAsync(
        string token, AuthorizationTransaction transaction, CancellationToken cancellationToken)
    {
        if (TokenSignature.Read(token) is not { KeyId: { } keyId } jws
            || await _keys.FindAsync(keyId, cancellationToken) is not { } key || !TokenSignature.Holds(jws, key))
        {
            return new IdentificationOutcome.Rejected("signature");
        }

        var now = time.GetUtcNow();
        var metadata = await _keys.MetadataAsync(cancellationToken);
        return IdToken.Check(jws.Payload, token, key, new(metadata.Issuer, options.ClientId, now)
        {
            Nonce = transaction.Nonce,
            AuthenticatedSince = transaction.FreshSince ?? now - MaxAuthenticationAge,
        });
    }

    private static string RandomText() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));
}
