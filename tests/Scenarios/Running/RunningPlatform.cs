using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using TrustPlatform.Demo;

namespace TrustPlatform.Scenarios.Running;

/// <summary>A platform with its surroundings in this process, on ports of its own, and people to use it.</summary>
public sealed class RunningPlatform : IAsyncLifetime
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("trust-platform-");
    private Surroundings? _surroundings;
    private PlatformClient? _business;

    internal DemoOptions Options { get; private set; } = null!;

    internal ShiftedClock Clock { get; } = new();

    /// <summary>Services in the place of the platform's own; added at each start.</summary>
    internal Action<IServiceCollection>? Replacements { get; init; }

    /// <summary>Every answer that left the platform.</summary>
    internal ResponseRecorder Responses { get; } = new();

    internal PlatformClient Business => _business!;

    internal string ApiKey { get; private set; } = "";

    public string LogFile => Path.Combine(Options.DataDirectory, "platform.log");

    public async ValueTask InitializeAsync()
    {
        Options = new(true, Ports.FreeBlock(), Path.Combine(_folder.FullName, "data"), Path.Combine(_folder.FullName, "out"));
        await Start();
        using var representative = await SignIn(People.Representative);
        var organization = await representative.Post(
            "/v1/organizations", Key(), new { taxCode = "9900000016" }, CancellationToken.None);
        ApiKey = organization.GetProperty("apiKey").GetString()!;
        _business = new(Options.Site, ApiKey);
    }

    public async ValueTask DisposeAsync()
    {
        _business?.Dispose();
        if (_surroundings is not null)
        {
            await _surroundings.DisposeAsync();
        }

        _folder.Delete(recursive: true);
    }

    /// <summary>Stops everything and starts it again on the same data.</summary>
    internal async Task Restart()
    {
        await _surroundings!.DisposeAsync();
        await Start();
    }

    private async Task Start() => _surroundings = await Surroundings.StartAsync(
        Options, Clock, services =>
        {
            services.AddSingleton<IStartupFilter>(Responses);
            Replacements?.Invoke(services);
        }, CancellationToken.None);

    /// <summary>A fresh idempotency key.</summary>
    public static string Key() => Guid.NewGuid().ToString("N");

    internal async Task<CitizenBrowser> SignIn(Person person)
    {
        var browser = new CitizenBrowser(Options, person.Number);
        await browser.SignIn(CancellationToken.None);
        return browser;
    }

    /// <summary>A contract sent to people; its id.</summary>
    internal async Task<string> Send(params Person[] parties)
    {
        var path = await Draft(parties);
        await Business.Post($"{path}/send", Key(), null, CancellationToken.None);
        return path[(path.LastIndexOf('/') + 1)..];
    }

    /// <summary>A draft with document and parties; its path.</summary>
    internal async Task<string> Draft(params Person[] parties)
    {
        var deadline = TimeProvider.System.GetUtcNow().AddDays(3);
        var created = await Business.Post(
            "/v1/contracts", Key(), new { title = "Hợp đồng thử", deadline }, CancellationToken.None);
        var path = $"/v1/contracts/{created.GetProperty("id").GetString()}";
        await Business.Upload($"{path}/documents", Key(), SampleContract.Create(deadline), CancellationToken.None);
        await Business.Post($"{path}/parties", Key(), new
        {
            parties = parties.Select(person => new { name = person.Name, personalNumber = person.Number, email = person.Email }),
        }, CancellationToken.None);
        return path;
    }

    /// <summary>The token of the link that a person received for a contract.</summary>
    internal async Task<string> Link(string contract, Person person)
    {
        using var inbox = new HttpClient { BaseAddress = Options.Inbox };
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (true)
        {
            var messages = await inbox.GetFromJsonAsync<JsonElement>($"/messages?to={person.Email}", limit.Token);
            var link = messages.EnumerateArray().SelectMany(message => message.GetProperty("links").EnumerateArray())
                .Select(link => link.GetString()!)
                .FirstOrDefault(link => link.Contains($"/sign/{contract}.", StringComparison.Ordinal));
            if (link is not null)
            {
                return link[(link.LastIndexOf('/') + 1)..];
            }

            await Task.Delay(TimeSpan.FromMilliseconds(30), limit.Token);
        }
    }

    /// <summary>Opens the link, reads and consents; the path of the party.</summary>
    internal async Task<string> Prepare(CitizenBrowser browser, string contract, Person person)
    {
        var opened = await browser.Post(
            "/v1/links/open", Key(), new { token = await Link(contract, person) }, CancellationToken.None);
        var path = $"/v1/contracts/{contract}/parties/{opened.GetProperty("party").GetString()}";
        await browser.Post($"{path}/view", Key(), null, CancellationToken.None);
        await browser.Post($"{path}/consent", Key(), new { language = "vi" }, CancellationToken.None);
        return path;
    }

    /// <summary>The whole way of one signer.</summary>
    internal async Task Sign(string contract, Person person)
    {
        using var browser = await SignIn(person);
        var path = await Prepare(browser, contract, person);
        var asked = await browser.Post($"{path}/authorisations", Key(), null, CancellationToken.None);
        await browser.Confirm(new(asked.GetProperty("authorisationUrl").GetString()!), CancellationToken.None);
    }

    /// <summary>Waits until the contract has an event of a type.</summary>
    internal async Task WaitFor(string contract, string type)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (!(await Events(contract)).Any(happened => happened.GetProperty("type").GetString() == type))
        {
            await Task.Delay(TimeSpan.FromMilliseconds(50), limit.Token);
        }
    }

    internal async Task<List<JsonElement>> Events(string contract) =>
        [.. (await Business.Get($"/v1/contracts/{contract}/events?limit=200", CancellationToken.None))
            .GetProperty("items").EnumerateArray()];
}
