using System.Net;
using Microsoft.Extensions.Time.Testing;
using TrustPlatform.Simulators.VneId;

namespace TrustPlatform.Identity.Tests;

/// <summary>The provider itself: what it must refuse, and that its keys outlive it.</summary>
public sealed class VneIdSimulatorTests : IAsyncLifetime
{
    private readonly FakeTimeProvider _time = new(new(2026, 11, 25, 9, 0, 0, TimeSpan.Zero));
    private readonly VneIdFixture _vneId;

    public VneIdSimulatorTests() => _vneId = new() { Time = _time };

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync() => _vneId.InitializeAsync();

    public ValueTask DisposeAsync() => _vneId.DisposeAsync();

    [Fact]
    public async Task A_code_ends_after_a_minute()
    {
        var (transaction, address) = await _vneId.Client.BeginAsync(null, null, Cancellation);
        var answer = await _vneId.DecideAsync(address);
        _time.Advance(TimeSpan.FromSeconds(61));

        var outcome = await _vneId.Client.CompleteAsync(transaction, answer["code"], answer["state"], null, Cancellation);

        Assert.Equal(new IdentificationOutcome.Refused("invalid_grant"), outcome);
    }

    [Fact]
    public async Task A_redirect_address_is_compared_exactly()
    {
        var (_, address) = await _vneId.Client.BeginAsync(null, null, Cancellation);
        var elsewhere = address.OriginalString.Replace("callback", "callback%2F", StringComparison.Ordinal);

        using var response = await _vneId.Http.GetAsync(elsewhere, Cancellation);

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
    }

    [Theory]
    [InlineData("code_challenge_method=S256", "code_challenge_method=plain", "invalid_request")]
    [InlineData("response_type=code", "response_type=token", "unsupported_response_type")]
    [InlineData("scope=openid", "scope=profile", "invalid_scope")]
    [InlineData("max_age=300", "prompt=none", "login_required")]
    public async Task A_faulty_request_goes_back_with_its_error(string right, string wrong, string error)
    {
        var (transaction, address) = await _vneId.Client.BeginAsync(null, null, Cancellation);

        var answer = await _vneId.DecideAsync(new(address.OriginalString.Replace(right, wrong, StringComparison.Ordinal)));

        Assert.Equal((error, transaction.State), (answer["error"], answer["state"]));
    }

    [Fact]
    public async Task Its_keys_survive_a_restart()
    {
        var before = await _vneId.Http.GetStringAsync(new Uri(_vneId.Address, "/jwks"), Cancellation);
        await using var second = VneIdSimulator.Create(new()
        {
            Url = new("http://127.0.0.1:0"),
            DataDirectory = _vneId.DataDirectory,
            Clients = [],
        });
        await second.StartAsync(Cancellation);

        var after = await _vneId.Http.GetStringAsync(new Uri(second.Urls.First() + "/jwks"), Cancellation);

        Assert.Equal(before, after);
    }
}
