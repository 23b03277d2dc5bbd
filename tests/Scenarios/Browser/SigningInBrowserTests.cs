using Microsoft.Playwright;
using TrustPlatform.Scenarios.Running;

namespace TrustPlatform.Scenarios.Browser;

/// <summary>A citizen signs in a real Chromium, on a phone's screen.</summary>
public sealed class SigningInBrowserTests(RunningPlatform platform) : IClassFixture<RunningPlatform>
{
    [Fact]
    public async Task A_citizen_reads_consents_and_signs()
    {
        var contract = await platform.Send(People.An);
        await using var chromium = await Chromium.Start(platform.Options, 360, 740);
        var page = chromium.Page;
        await chromium.Open($"/sign/{await platform.Link(contract, People.An)}");
        await chromium.AssertGoodPage();
        await page.Locator("a.button.primary").ClickAsync();
        await chromium.AnswerAtVneId(People.An);
        if (await page.Locator("form.sticky button.primary").CountAsync() > 0)
        {
            await page.Locator("form.sticky button.primary").ClickAsync();
        }

        await chromium.Reach($"**/contracts/{contract}/sign**");
        await Assertions.Expect(page.Locator("#pages canvas").First).ToBeVisibleAsync(new() { Timeout = 30_000 });
        await chromium.AssertGoodPage();
        await page.Locator("input[name=Agreed]").CheckAsync();
        await page.Locator("[data-sign]").ClickAsync();
        await chromium.AnswerAtVneId(People.An);
        await chromium.Reach($"**/contracts/{contract}/sign**");

        await platform.WaitFor(contract, "evidence.ready");
        var events = await platform.Events(contract);
        Assert.Single(events, happened => happened.GetProperty("type").GetString() == "party.signed");
        await page.ReloadAsync();
        await chromium.AssertGoodPage();
        Assert.Empty(chromium.Complaints);
    }
}
