using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.Client;
using TrustPlatform.Demo;
using TrustPlatform.Scenarios.Running;

namespace TrustPlatform.Scenarios.Signing;

/// <summary>The status hub: pushed, resumable, and only for those who may see the contract.</summary>
public sealed class StatusTests(RunningPlatform platform) : IClassFixture<RunningPlatform>
{
    [Fact]
    public async Task A_client_whose_connection_is_cut_again_and_again_misses_nothing()
    {
        var contract = await platform.Send(People.An, People.Binh);
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        var received = new List<long>();
        var following = Task.Run(async () =>
        {
            while (true)
            {
                // A new connection for every three events: the one before is cut without a word.
                await using var connection = Connect(platform.ApiKey);
                await connection.StartAsync(limit.Token);
                var taken = 0;
                await foreach (var happened in connection.StreamAsync<PushedEvent>(
                    "Subscribe", contract, received.LastOrDefault(), limit.Token))
                {
                    received.Add(happened.Sequence);
                    if (happened.Type == "evidence.ready")
                    {
                        return;
                    }

                    if (++taken == 3)
                    {
                        break;
                    }
                }
            }
        }, limit.Token);

        await platform.Sign(contract, People.An);
        await platform.Sign(contract, People.Binh);
        await following;

        Assert.Equal(Enumerable.Range(1, received.Count).Select(i => (long)i), received);
        Assert.Equal((await platform.Events(contract)).Count, received.Count);
    }

    [Fact]
    public async Task A_stranger_and_nobody_are_told_nothing()
    {
        var contract = await platform.Send(People.An);
        await using var nobody = new HubConnectionBuilder().WithUrl(new Uri(platform.Options.Site, "/hubs/status")).Build();
        await using var other = Connect(await OtherKey());
        await other.StartAsync(TestContext.Current.CancellationToken);

        await Assert.ThrowsAsync<HttpRequestException>(() => nobody.StartAsync(TestContext.Current.CancellationToken));
        var refused = await Assert.ThrowsAsync<HubException>(async () =>
        {
            await foreach (var _ in other.StreamAsync<PushedEvent>("Subscribe", contract, 0L, TestContext.Current.CancellationToken))
            {
            }
        });

        Assert.Contains("contract_not_found", refused.Message, StringComparison.Ordinal);
    }

    private async Task<string> OtherKey()
    {
        using var representative = await platform.SignIn(People.Binh);
        var organization = await representative.Post(
            "/v1/organizations", RunningPlatform.Key(), new { taxCode = "9900000023" }, CancellationToken.None);
        return organization.GetProperty("apiKey").GetString()!;
    }

    private HubConnection Connect(string apiKey) => new HubConnectionBuilder()
        .WithUrl(new Uri(platform.Options.Site, "/hubs/status"), hub => hub.Headers["Authorization"] = $"Bearer {apiKey}")
        .Build();
}
