using System.Text.RegularExpressions;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;
using TrustPlatform.Demo;
using TrustPlatform.Scenarios.Running;

namespace TrustPlatform.Scenarios.Browser;

/// <summary>A person with a real Chromium; whatever the browser complains about is kept.</summary>
internal sealed class Chromium : IAsyncDisposable
{
    private static readonly string[] s_arguments =
    [
        "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
        "--disable-component-update", "--disable-sync",
    ];

    private readonly IPlaywright _playwright;
    private readonly IBrowser _browser;
    private readonly DemoOptions _options;

    private Chromium(IPlaywright playwright, IBrowser browser, IPage page, DemoOptions options) =>
        (_playwright, _browser, Page, _options) = (playwright, browser, page, options);

    public IPage Page { get; }

    /// <summary>Errors on the console, and requests to anywhere but the platform and VNeID.</summary>
    public List<string> Complaints { get; } = [];

    public static async Task<Chromium> Start(DemoOptions options, int width, int height)
    {
        var playwright = await Playwright.CreateAsync();
        var browser = await playwright.Chromium.LaunchAsync(new()
        {
            ExecutablePath = Environment.GetEnvironmentVariable("CHROMIUM") ?? "/usr/bin/chromium",
            Args = s_arguments,
        });
        var page = await browser.NewPageAsync(new() { ViewportSize = new() { Width = width, Height = height }, Locale = "vi-VN" });
        var chromium = new Chromium(playwright, browser, page, options);
        page.Console += (_, message) => chromium.Complain(message.Type == "error", message.Text);
        page.PageError += (_, error) => chromium.Complain(true, error);
        page.Request += (_, request) => chromium.Complain(!chromium.IsOurs(request.Url), request.Url);
        return chromium;
    }

    public Task Open(string path) => Page.GotoAsync(new Uri(_options.Site, path).AbsoluteUri);

    /// <summary>
    /// Waits for the address alone, by looking at it again and again: an event of the navigation may pass between two looks. What a
    /// page shows is waited for by its name. ** stands for anything, * for anything without a slash.
    /// </summary>
    public Task Reach(string url) => Assertions.Expect(Page).ToHaveURLAsync(
        new Regex($"^{Regex.Escape(url).Replace(@"\*\*", ".*", StringComparison.Ordinal).Replace(@"\*", "[^/]*", StringComparison.Ordinal)}$"),
        new() { Timeout = 30_000 });

    /// <summary>Says yes at the simulated VNeID.</summary>
    public async Task AnswerAtVneId(Person person)
    {
        await Reach($"{_options.VneId}**");
        await Page.Locator($"input[name=citizen][value='{person.Number}']").CheckAsync();
        await Page.Locator("button[value=accept]").ClickAsync();
    }

    /// <summary>What axe finds wrong with the page, and whether it is wider than the screen.</summary>
    public async Task AssertGoodPage()
    {
        Assert.Empty((await Page.RunAxe()).Violations.Select(violation => $"{Page.Url}: {violation.Id}: {violation.Help}"));
        Assert.Equal(0, await Page.EvaluateAsync<int>(
            "document.documentElement.scrollWidth - document.documentElement.clientWidth"));
    }

    public async ValueTask DisposeAsync()
    {
        await _browser.DisposeAsync();
        _playwright.Dispose();
    }

    private bool IsOurs(string url) =>
        url.StartsWith(_options.Site.ToString(), StringComparison.Ordinal)
        || url.StartsWith(_options.VneId.ToString(), StringComparison.Ordinal)
        || url.StartsWith("blob:", StringComparison.Ordinal) || url.StartsWith("data:", StringComparison.Ordinal);

    private void Complain(bool wrong, string text)
    {
        if (wrong)
        {
            Complaints.Add(text);
        }
    }
}
