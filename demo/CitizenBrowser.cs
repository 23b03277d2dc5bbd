using System.Net;
using System.Text.Json;

namespace TrustPlatform.Demo;

/// <summary>A person with a browser: follows redirects, keeps cookies, fills in the forms of the simulated VNeID.</summary>
internal sealed class CitizenBrowser(DemoOptions options, string personalNumber) : IDisposable
{
    private readonly HttpClient _http = new(new SocketsHttpHandler
    {
        CookieContainer = new CookieContainer(),
        AllowAutoRedirect = false,
    })
    { BaseAddress = options.Site };

    /// <summary>Signs in; ends at the address that the platform sends the person back to.</summary>
    public Task SignIn(CancellationToken cancellationToken) => SignInTo("/", cancellationToken);

    /// <summary>Signs in on the way to an address; gives where the platform leads to.</summary>
    public Task<string> SignInTo(string returnUrl, CancellationToken cancellationToken) =>
        VisitVneId(personalNumber, $"/auth/login?returnUrl={Uri.EscapeDataString(returnUrl)}", cancellationToken);

    /// <summary>Answers the document-bound question.</summary>
    public Task Confirm(Uri authorisationUrl, CancellationToken cancellationToken) =>
        ConfirmAs(personalNumber, authorisationUrl, cancellationToken);

    /// <summary>Lets somebody answer at VNeID, who need not be the person that is signed in.</summary>
    public Task ConfirmAs(string number, Uri authorisationUrl, CancellationToken cancellationToken) =>
        VisitVneId(number, authorisationUrl.PathAndQuery, cancellationToken);

    /// <summary>Sends a request with the person's cookies.</summary>
    public HttpClient Http => _http;

    /// <summary>Gives a command.</summary>
    public async Task<JsonElement> Post(string path, string idempotencyKey, object? body, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path)
        {
            Content = body is null ? null : JsonContent.Create(body),
        };
        request.Headers.Add("Idempotency-Key", idempotencyKey);
        using var response = await _http.SendAsync(request, cancellationToken);
        return await PlatformClient.Read(response, cancellationToken);
    }

    /// <summary>Reads something.</summary>
    public async Task<JsonElement> Get(string path, CancellationToken cancellationToken)
    {
        using var response = await _http.GetAsync(path, cancellationToken);
        return await PlatformClient.Read(response, cancellationToken);
    }

    /// <summary>Downloads something.</summary>
    public Task<byte[]> Download(string path, CancellationToken cancellationToken) =>
        _http.GetByteArrayAsync(path, cancellationToken);

    public void Dispose() => _http.Dispose();

    private async Task<string> VisitVneId(string number, string path, CancellationToken cancellationToken)
    {
        using var asked = await _http.GetAsync(path, cancellationToken);
        var question = asked.Headers.Location
            ?? throw new WalkFailedException($"VNeID was not asked: {await asked.Content.ReadAsStringAsync(cancellationToken)}");
        using var page = await _http.GetAsync(question, cancellationToken);
        page.EnsureSuccessStatusCode();
        using var form = new FormUrlEncodedContent(new Dictionary<string, string>
        {
            ["citizen"] = number,
            ["decision"] = "accept",
        });
        using var answered = await _http.PostAsync(question, form, cancellationToken);
        var callback = answered.Headers.Location ?? throw new WalkFailedException("VNeID did not answer.");
        using var back = await _http.GetAsync(callback, cancellationToken);
        if (back.StatusCode != HttpStatusCode.Redirect)
        {
            throw new WalkFailedException(
                $"The platform refused the identity: {await back.Content.ReadAsStringAsync(cancellationToken)}");
        }

        return back.Headers.Location!.ToString();
    }
}
