using System.ComponentModel.DataAnnotations;
using System.Net;

namespace TrustPlatform.Silo.Tests;

/// <summary>Rate limits are each sender's own, also behind a proxy, and only a configured proxy is believed.</summary>
public sealed class PkiLimitTests
{
    /// <summary>So few a second that a slow machine does not give permits back as fast as requests come; twice as many at once.</summary>
    private const int PerSecond = 1;

    private const int Many = 60;

    [Fact]
    public async Task Whoever_asks_too_often_is_told_when_to_come_back()
    {
        await using var silo = await RunningSilo.Start(new() { TimestampsPerSecond = PerSecond });
        var answers = await Ask(silo, Many, _ => "203.0.113.1");

        var refused = answers.Where(answer => answer.StatusCode == HttpStatusCode.TooManyRequests).ToList();
        Assert.InRange(refused.Count, 1, Many - 2 * PerSecond);
        Assert.All(refused, answer => Assert.Equal("1", answer.Headers.RetryAfter!.ToString()));
        Assert.Equal(Many - refused.Count, answers.Count(answer => answer.StatusCode == HttpStatusCode.OK));

        // Status information has a limit of its own, and nobody gets another one by saying he is somebody else.
        using var status = await silo.Http.GetAsync("/pki/ca/root.cer", TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.OK, status.StatusCode);
        Assert.Contains(await Ask(silo, Many, i => $"203.0.113.{i}"), answer => answer.StatusCode == HttpStatusCode.TooManyRequests);
    }

    [Fact]
    public async Task Behind_a_configured_proxy_every_sender_has_his_own_limit()
    {
        await using var silo = await RunningSilo.Start(new() { TimestampsPerSecond = PerSecond, Proxies = ["127.0.0.0/8", "::1"] });

        Assert.DoesNotContain(
            await Ask(silo, Many, i => $"203.0.113.{i}"), answer => answer.StatusCode == HttpStatusCode.TooManyRequests);
        Assert.Contains(
            await Ask(silo, Many, i => $"198.51.100.{i}, 203.0.113.200"),
            answer => answer.StatusCode == HttpStatusCode.TooManyRequests);
    }

    [Fact]
    public async Task A_proxy_that_is_no_address_stops_the_process_with_a_sentence()
    {
        var refused = await Assert.ThrowsAsync<ValidationException>(() => RunningSilo.Start(new() { Proxies = ["proxy.example"] }));

        Assert.Equal("Trust:Pki:Proxies: proxy.example is no address or network.", refused.Message);
    }

    private static async Task<List<HttpResponseMessage>> Ask(RunningSilo silo, int times, Func<int, string> sender) =>
        [.. await Task.WhenAll(Enumerable.Range(0, times).Select(async i =>
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, "/pki/tsa") { Content = new ByteArrayContent([0x30, 0]) };
            request.Headers.Add("X-Forwarded-For", sender(i));
            return await silo.Http.SendAsync(request, TestContext.Current.CancellationToken);
        }))];
}
