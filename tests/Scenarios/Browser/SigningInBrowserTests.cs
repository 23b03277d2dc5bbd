using Deque.AxeCore.Playwright;
using Microsoft.Playwright;
using TrustPlatform.Scenarios.Running;
using Xunit;

namespace TrustPlatform.Scenarios.Browser;

/// <summary>A citizen signs in a real Chromium, on a phone's screen.</summary>
public sealed class SigningInBrowserTests(RunningPlatform platform) : IClassFixture<RunningPlatform>
{
    private static readonly string[] s_arguments =
    [
        "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
        "--disable-component-update", "--disable-sync",
    ];

    [Fact]
    public async Task A_citizen_reads_consents_and_signs()
    {
        var contract = await platform.Send(People.An);
        var token = await platform.Link(contract, People.An);
        using var playwright = await Playwright.CreateAsync();
        await using var browser = await playwright.Chromium.LaunchAsync(new()
        {
            ExecutablePath = Environment.GetEnvironmentVariable("CHROMIUM") ?? "/usr/bin/chromium",
            Args = s_arguments,
        });
        var page = await browser.NewPageAsync(new() { ViewportSize = new() { Width = 360, Height = 740 }, Locale = "vi-VN" });
        var complaints = new List<string>();
        page.Console += (_, message) => AddError(complaints, message);
        page.Request += (_, request) => AddForeign(complaints, request.Url);

        await page.GotoAsync(new Uri(platform.Options.Site, $"/sign/{token}").AbsoluteUri);
        Assert.Empty((await page.RunAxe()).Violations.Select(violation => violation.Id));
        await page.Locator("a.button.primary").ClickAsync();
        await AnswerAtVneId(page);
        if (await page.Locator("form.sticky button.primary").CountAsync() > 0)
        {
            await page.Locator("form.sticky button.primary").ClickAsync();
        }

        await page.WaitForURLAsync($"**/contracts/{contract}/sign**");
        await Assertions.Expect(page.Locator("#pages canvas").First).ToBeVisibleAsync(new() { Timeout = 30_000 });
        await page.Locator("input[name=Agreed]").CheckAsync();
        await page.Locator("[data-sign]").ClickAsync();
        await AnswerAtVneId(page);
        await page.WaitForURLAsync($"**/contracts/{contract}/sign**");

        await platform.WaitFor(contract, "evidence.ready");
        var events = await platform.Events(contract);
        Assert.Single(events, happened => happened.GetProperty("type").GetString() == "party.signed");
        Assert.Empty(complaints);
    }

    private async Task AnswerAtVneId(IPage page)
    {
        await page.WaitForURLAsync($"{platform.Options.VneId}**");
        await page.Locator($"input[name=citizen][value='{People.An.Number}']").CheckAsync();
        await page.Locator("button[value=accept]").ClickAsync();
    }

    private static void AddError(List<string> complaints, IConsoleMessage message)
    {
        if (message.Type == "error")
        {
            complaints.Add(message.Text);
        }
    }

    private void AddForeign(List<string> complaints, string url)
    {
        if (!url.StartsWith(platform.Options.Site.ToString(), StringComparison.Ordinal)
            && !url.StartsWith(platform.Options.VneId.ToString(), StringComparison.Ordinal)
            && !url.StartsWith("blob:", StringComparison.Ordinal) && !url.StartsWith("data:", StringComparison.Ordinal))
        {
            complaints.Add(url);
        }
    }
}
