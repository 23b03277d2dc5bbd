using System.Net;
using TrustPlatform.Simulators.VneId;

namespace TrustPlatform.Identity.Tests;

/// <summary>A running provider, a client of it and a citizen who presses the buttons.</summary>
public sealed class VneIdFixture : IAsyncLifetime
{
    private static readonly Uri Redirect = new("http://localhost:5000/auth/callback");
    private readonly DirectoryInfo _data = Directory.CreateTempSubdirectory("vneid-");
    private readonly HttpClient _http = new();
    private readonly HttpClient _browser = new(new HttpClientHandler { AllowAutoRedirect = false });
    private Microsoft.AspNetCore.Builder.WebApplication _app = null!; // set by InitializeAsync

    public TimeProvider Time { get; init; } = TimeProvider.System;

    public string DataDirectory => _data.FullName;

    public HttpClient Http => _http;

    public Uri Address => new(_app.Urls.First());

    public VneIdOptions Options { get; private set; } = null!;

    public VneIdClient Client { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        _app = VneIdSimulator.Create(new()
        {
            Url = new("http://127.0.0.1:0"),
            DataDirectory = DataDirectory,
            Clients = [new("trust:platform", "secret/with+signs", [Redirect])],
            TimeProvider = Time,
        });
        await _app.StartAsync();
        Options = new() { Issuer = Address, ClientId = "trust:platform", ClientSecret = "secret/with+signs", RedirectUri = Redirect };
        Client = new(_http, Options, Time);
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _app.DisposeAsync();
        _browser.Dispose();
        _http.Dispose();
        _data.Delete(recursive: true);
    }

    public Task<string> ReadLoginPageAsync(Uri address) => _browser.GetStringAsync(address, TestContext.Current.CancellationToken);

    /// <summary>Presses a button on the login page; what the browser carries back.</summary>
    public async Task<Dictionary<string, string>> DecideAsync(
        Uri address, string citizen = "999090000001", Behaviour behaviour = Behaviour.Normal, string decision = "accept")
    {
        using var form = new FormUrlEncodedContent(
            [new("citizen", citizen), new("behaviour", behaviour.ToString()), new("decision", decision)]);
        using var response = await _browser.PostAsync(address, form, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.Redirect, response.StatusCode);
        var location = response.Headers.Location!;
        Assert.StartsWith(Redirect.OriginalString + "?", location.OriginalString, StringComparison.Ordinal);
        return location.Query[1..].Split('&').Select(pair => pair.Split('=', 2))
            .ToDictionary(pair => pair[0], pair => Uri.UnescapeDataString(pair[1]));
    }

    public async Task<IdentificationOutcome> SignInAsync(
        string citizen = "999090000001", Behaviour behaviour = Behaviour.Normal, ReadOnlyMemory<byte>? challenge = null)
    {
        var (transaction, address) = await Client.BeginAsync(challenge, null, TestContext.Current.CancellationToken);
        var answer = await DecideAsync(address, citizen, behaviour);
        return await Client.CompleteAsync(transaction, answer.GetValueOrDefault("code"), answer.GetValueOrDefault("state"),
            answer.GetValueOrDefault("error"), TestContext.Current.CancellationToken);
    }
}
