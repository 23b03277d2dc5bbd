using System.Globalization;
using Microsoft.Playwright;
using TrustPlatform.Demo;
using TrustPlatform.Scenarios.Running;

namespace TrustPlatform.Scenarios.Browser;

/// <summary>A business at its desk: registers, sends, watches, downloads and verifies, in a real Chromium.</summary>
public sealed class BusinessInBrowserTests(RunningPlatform platform) : IClassFixture<RunningPlatform>
{
    [Theory]
    [InlineData(1280, 800)]
    [InlineData(360, 740)]
    public async Task A_business_sends_a_contract_watches_it_and_verifies_the_result(int width, int height)
    {
        await using var chromium = await Chromium.Start(platform.Options, width, height);
        var page = chromium.Page;
        await chromium.Open("/contracts/new");
        await chromium.AnswerAtVneId(People.Representative);
        await Register(chromium);

        await page.Locator("main a[href='/contracts/new']").ClickAsync();
        var title = $"Hợp đồng mua bán căn hộ {width}";
        var contract = await Send(chromium, title);
        await chromium.AssertGoodPage();
        var chip = page.Locator("[data-overall]");
        await Assertions.Expect(chip).ToHaveTextAsync("Đã gửi");

        // The page follows by itself: nothing is reloaded until the contract ends.
        await platform.Sign(contract, People.An);
        await Assertions.Expect(page.Locator("[data-step=p1] .step-state")).ToContainTextAsync("Đã ký", new() { Timeout = 20_000 });
        await platform.Sign(contract, People.Binh);
        await Assertions.Expect(chip).ToHaveTextAsync("Mọi bên đã ký", new() { Timeout = 20_000 });
        await platform.WaitFor(contract, "evidence.ready");

        await chromium.Open("/contracts?status=Completed");
        await chromium.AssertGoodPage();
        await page.GetByRole(AriaRole.Link, new() { Name = title }).ClickAsync();
        await chromium.AssertGoodPage();
        await AssertVerdict(chromium, await platform.Business.Download($"/v1/contracts/{contract}/document", CancellationToken.None));
        Assert.DoesNotContain(chromium.Complaints, text => !text.Contains("422", StringComparison.Ordinal)); // the mistaken form
    }

    /// <summary>The representative's first visit; sending the form a second time shows the same key.</summary>
    private static async Task Register(Chromium chromium)
    {
        var page = chromium.Page;
        await chromium.Reach("**/organizations/new");
        await page.Locator("#taxCode").WaitForAsync();
        await chromium.AssertGoodPage();
        await page.Locator("#taxCode").FillAsync("9900000016");
        await page.Locator("form button.primary").ClickAsync();
        var key = await page.Locator("code.secret").TextContentAsync();
        await chromium.AssertGoodPage();
        await page.ReloadAsync();
        Assert.Equal(key, await page.Locator("code.secret").TextContentAsync());
    }

    /// <summary>Once with a mistake, which is named and leaves nothing behind, then right; the contract's id.</summary>
    private async Task<string> Send(Chromium chromium, string title)
    {
        var page = chromium.Page;
        var deadline = TimeProvider.System.GetUtcNow().AddDays(3).ToOffset(TimeSpan.FromHours(7));
        await chromium.AssertGoodPage();
        await page.Locator("#title").FillAsync(title);
        await page.Locator("#deadline").FillAsync(deadline.ToString("yyyy-MM-dd'T'HH:mm", CultureInfo.InvariantCulture));
        await Choose();
        await Fill(0, People.An);
        await page.Locator("[data-add-party]").ClickAsync();
        await Fill(1, People.An);
        var before = await Count();
        await page.Locator(".sticky button.primary").ClickAsync();
        await Assertions.Expect(page.Locator("[role=alert]")).ToBeVisibleAsync();
        Assert.Equal(before, await Count());
        Assert.Equal(title, await page.Locator("#title").InputValueAsync());
        await chromium.AssertGoodPage();

        await Choose(); // a browser never gives a file back by itself
        await Fill(1, People.Binh);
        await page.Locator(".sticky button.primary").ClickAsync();
        await chromium.Reach("**/contracts/c*");
        return new Uri(page.Url).Segments[^1];

        Task Choose() => page.Locator("#document").SetInputFilesAsync(new FilePayload
        {
            Name = "hợp đồng.pdf",
            MimeType = "application/pdf",
            Buffer = SampleContract.Create(deadline),
        });

        async Task Fill(int row, Person person)
        {
            await page.Locator($"#parties-{row}-name").FillAsync(person.Name);
            await page.Locator($"#parties-{row}-number").FillAsync(person.Number);
            await page.Locator($"#parties-{row}-email").FillAsync(person.Email);
        }

        async Task<int> Count() =>
            (await platform.Business.Get("/v1/contracts?limit=100", CancellationToken.None)).GetProperty("items").GetArrayLength();
    }

    /// <summary>The signed file is valid, and with one byte changed it is not.</summary>
    private static async Task AssertVerdict(Chromium chromium, byte[] signed)
    {
        await Judge(signed);
        await Assertions.Expect(chromium.Page.Locator(".verdict.ok")).ToBeVisibleAsync(new() { Timeout = 20_000 });
        await chromium.AssertGoodPage();
        var changed = (byte[])signed.Clone();
        changed[signed.AsSpan().IndexOf("/MediaBox"u8) + 10]++;
        await Judge(changed);
        await Assertions.Expect(chromium.Page.Locator(".verdict.bad")).ToBeVisibleAsync(new() { Timeout = 20_000 });
        await chromium.AssertGoodPage();

        async Task Judge(byte[] file)
        {
            await chromium.Open("/verify");
            await chromium.AssertGoodPage();
            await chromium.Page.Locator("#file").SetInputFilesAsync(new FilePayload
            {
                Name = "đã ký.pdf",
                MimeType = "application/pdf",
                Buffer = file,
            });
            await chromium.Page.Locator("form.drop button.primary").ClickAsync();
        }
    }
}
