namespace TrustPlatform.Simulators.VneId;

/// <summary>An authentication request (OpenID Connect Core, 3.1.2.1) whose client and redirect address are known.</summary>
internal sealed record AuthorizationRequest(
    Client Client, string RedirectUri, string? State, string? Nonce, string CodeChallenge, string? DisplayText, string? Acr)
{
    /// <summary>
    /// Reads the query. A wrong client or redirect address stays here, because an answer would go to a stranger
    /// (RFC 6749, 4.1.2.1); every other fault goes back to the client.
    /// </summary>
    public static (AuthorizationRequest? Request, IResult? Refusal) Read(IQueryCollection query, VneIdSimulatorOptions options)
    {
        var client = options.Clients.FirstOrDefault(client => client.Id == query["client_id"]);
        var redirect = query["redirect_uri"].ToString();
        if (client is null || !client.RedirectUris.Any(uri => uri.OriginalString == redirect))
        {
            return (null, Results.Problem("client_id or redirect_uri is not registered.", statusCode: 400));
        }

        var state = One(query, "state");
        var fault = Fault(query);
        return fault is null
            ? (new(client, redirect, state, One(query, "nonce"), query["code_challenge"].ToString(),
                One(query, "display_text"), One(query, "acr_values")), null)
            : (null, Results.Redirect(Answer(redirect, state, ("error", fault))));
    }

    /// <summary>The address that takes the browser back to the client.</summary>
    public string Back(params (string Name, string Value)[] parameters) => Answer(RedirectUri, State, parameters);

    private static string? Fault(IQueryCollection query) => query switch
    {
        _ when query["response_type"] != "code" => "unsupported_response_type",
        _ when !query["scope"].ToString().Split(' ').Contains("openid") => "invalid_scope",
        _ when query["code_challenge_method"] != "S256" || query["code_challenge"].ToString().Length != 43 => "invalid_request",
        _ when query["prompt"].ToString().Split(' ').Contains("none") => "login_required",
        _ => null,
    };

    private static string? One(IQueryCollection query, string name) => query[name] is [{ Length: > 0 } value] ? value : null;

    private static string Answer(string redirect, string? state, params (string Name, string Value)[] parameters)
    {
        var all = state is null ? parameters : [.. parameters, ("state", state)];
        var text = string.Join('&', all.Select(parameter => $"{parameter.Name}={Uri.EscapeDataString(parameter.Value)}"));
        return redirect + (redirect.Contains('?', StringComparison.Ordinal) ? '&' : '?') + text;
    }
}
