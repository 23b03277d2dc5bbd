using System.Net;
using System.Text.Json;
using TrustPlatform.Demo;
using TrustPlatform.Scenarios.Running;

namespace TrustPlatform.Scenarios.Signing;

/// <summary>Each endpoint for each role: who is not named may not, and what one may not see does not exist.</summary>
public sealed class AccessTests(RunningPlatform platform) : IClassFixture<RunningPlatform>, IAsyncLifetime
{
    private string _contract = "";

    public async ValueTask InitializeAsync() => _contract = await platform.Send(People.An, People.Binh);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    public static TheoryData<string, string> Protected => new()
    {
        { "GET", "/v1/contracts" },
        { "POST", "/v1/contracts" },
        { "GET", "/v1/contracts/{id}" },
        { "GET", "/v1/contracts/{id}/events" },
        { "POST", "/v1/contracts/{id}/documents" },
        { "GET", "/v1/contracts/{id}/document" },
        { "GET", "/v1/contracts/{id}/evidence" },
        { "POST", "/v1/contracts/{id}/parties" },
        { "POST", "/v1/contracts/{id}/send" },
        { "POST", "/v1/contracts/{id}/void" },
        { "POST", "/v1/contracts/{id}/parties/p1/view" },
        { "POST", "/v1/contracts/{id}/parties/p1/consent" },
        { "POST", "/v1/contracts/{id}/parties/p1/authorisations" },
        { "POST", "/v1/contracts/{id}/parties/p1/decline" },
        { "POST", "/v1/links/open" },
        { "POST", "/v1/organizations" },
    };

    [Theory]
    [MemberData(nameof(Protected))]
    public async Task Nobody_in_particular_is_asked_to_sign_in(string method, string path)
    {
        using var http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false }) { BaseAddress = platform.Options.Site };

        var problem = await http.Problem(Request(method, path));

        Assert.Equal((401, "unauthenticated"), (problem.Status, problem.Code));
    }

    [Theory]
    [MemberData(nameof(Protected))]
    public async Task A_wrong_key_is_nobody(string method, string path)
    {
        using var http = new HttpClient { BaseAddress = platform.Options.Site };
        var request = Request(method, path);
        request.Headers.Authorization = new("Bearer", platform.ApiKey[..^1] + (platform.ApiKey[^1] == 'A' ? 'B' : 'A'));

        var problem = await http.Problem(request);

        Assert.Equal((401, "unauthenticated"), (problem.Status, problem.Code));
    }

    public static TheoryData<string, string> OfOneContract
    {
        get
        {
            var data = new TheoryData<string, string>();
            foreach (var row in Protected.Where(row => row.Data.Item2.Contains("{id}", StringComparison.Ordinal)))
            {
                data.Add(row.Data.Item1, row.Data.Item2);
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(OfOneContract))]
    public async Task A_stranger_finds_no_contract(string method, string path)
    {
        using var stranger = await platform.SignIn(People.Uoc);

        var problem = await stranger.Http.Problem(Request(method, path));

        Assert.Equal((404, "contract_not_found"), (problem.Status, problem.Code));
    }

    [Theory]
    [InlineData("/v1/contracts/{id}/documents")]
    [InlineData("/v1/contracts/{id}/parties")]
    [InlineData("/v1/contracts/{id}/send")]
    [InlineData("/v1/contracts/{id}/void")]
    public async Task A_party_does_not_act_for_the_owner(string path)
    {
        using var an = await platform.SignIn(People.An);
        await an.Post(
            "/v1/links/open", RunningPlatform.Key(), new { token = await platform.Link(_contract, People.An) }, CancellationToken.None);

        var problem = await an.Http.Problem(Request("POST", path));

        Assert.Equal((404, "contract_not_found"), (problem.Status, problem.Code));
    }

    [Theory]
    [InlineData("view")]
    [InlineData("consent")]
    [InlineData("authorisations")]
    [InlineData("decline")]
    public async Task A_party_does_not_act_for_another(string action)
    {
        using var an = await platform.SignIn(People.An);
        await an.Post(
            "/v1/links/open", RunningPlatform.Key(), new { token = await platform.Link(_contract, People.An) }, CancellationToken.None);

        var problem = await an.Http.Problem(Request("POST", $"/v1/contracts/{{id}}/parties/p2/{action}"));

        Assert.Equal((403, "link_of_another_person"), (problem.Status, problem.Code));
    }

    [Theory]
    [InlineData("view")]
    [InlineData("consent")]
    [InlineData("authorisations")]
    [InlineData("decline")]
    public async Task The_sender_never_acts_for_a_party(string action)
    {
        using var http = new HttpClient { BaseAddress = platform.Options.Site };
        var request = Request("POST", $"/v1/contracts/{{id}}/parties/p1/{action}");
        request.Headers.Authorization = new("Bearer", platform.ApiKey);

        var problem = await http.Problem(request);

        Assert.Equal(404, problem.Status);
    }

    [Fact]
    public async Task The_sender_sees_neither_links_nor_numbers()
    {
        var everything = JsonSerializer.Serialize(await platform.Business.Get($"/v1/contracts/{_contract}", CancellationToken.None))
            + JsonSerializer.Serialize(await platform.Business.Get($"/v1/contracts/{_contract}/events?limit=200", CancellationToken.None))
            + JsonSerializer.Serialize(await platform.Business.Get("/v1/contracts", CancellationToken.None));

        Assert.DoesNotContain(People.An.Number, everything, StringComparison.Ordinal);
        Assert.DoesNotContain(People.Binh.Number, everything, StringComparison.Ordinal);
        Assert.DoesNotContain($"{_contract}.p", everything, StringComparison.Ordinal);
        Assert.Contains("9990\\u2022\\u2022\\u2022\\u20220001", everything, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_party_sees_the_other_partys_number_masked()
    {
        using var an = await platform.SignIn(People.An);
        await an.Post(
            "/v1/links/open", RunningPlatform.Key(), new { token = await platform.Link(_contract, People.An) }, CancellationToken.None);

        var text = (await an.Get($"/v1/contracts/{_contract}", CancellationToken.None)).GetRawText();

        Assert.DoesNotContain(People.Binh.Number, text, StringComparison.Ordinal);
        Assert.DoesNotContain(People.Binh.Email, text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Somebody_who_is_not_the_representative_registers_no_organisation()
    {
        using var an = await platform.SignIn(People.An);

        var problem = await an.Http.Problem(Http.Post("/v1/organizations", new { taxCode = "9900000016" }));

        Assert.Equal((403, "not_the_representative"), (problem.Status, problem.Code));
    }

    [Fact]
    public async Task A_repeated_registration_gives_the_same_api_key_and_another_one_a_further()
    {
        using var representative = await platform.SignIn(People.Representative);
        var command = RunningPlatform.Key();

        var (first, again, other) = (await Register(command), await Register(command), await Register(RunningPlatform.Key()));

        Assert.Equal(first, again);
        Assert.NotEqual(first, other);
        foreach (var key in (string[])[first, other])
        {
            using var business = new PlatformClient(platform.Options.Site, key);
            Assert.Equal(JsonValueKind.Array, (await business.Get("/v1/contracts", CancellationToken.None)).GetProperty("items").ValueKind);
        }

        async Task<string> Register(string idempotencyKey) =>
            (await representative.Post("/v1/organizations", idempotencyKey, new { taxCode = "9900000016" }, CancellationToken.None))
            .GetProperty("apiKey").GetString()!;
    }

    [Theory]
    [InlineData("/v1/validations")]
    [InlineData("/pki/tsa")]
    public async Task What_is_public_needs_no_session(string path)
    {
        using var http = new HttpClient { BaseAddress = platform.Options.Site };

        using var response = await http.SendAsync(Http.Post(path, new byte[] { 1 }), TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    [Theory]
    [InlineData("//evil.example")]
    [InlineData("https://evil.example/")]
    [InlineData("/\\evil.example")]
    public async Task Sign_in_leads_back_to_us_only(string returnUrl)
    {
        using var browser = new Demo.CitizenBrowser(platform.Options, People.An.Number);

        var end = await browser.SignInTo(returnUrl, CancellationToken.None);

        Assert.Equal("/", end);
    }

    private HttpRequestMessage Request(string method, string path)
    {
        var target = path.Replace("{id}", _contract, StringComparison.Ordinal);
        return method == "GET" ? new(HttpMethod.Get, target) : Http.Post(target, path switch
        {
            _ when path.EndsWith("/documents", StringComparison.Ordinal) => new byte[] { 1 },
            _ when path.EndsWith("/contracts", StringComparison.Ordinal) =>
                new { title = "A", deadline = TimeProvider.System.GetUtcNow().AddDays(1) },
            _ when path.EndsWith("/parties", StringComparison.Ordinal) => new { parties = Array.Empty<object>() },
            _ when path.EndsWith("/void", StringComparison.Ordinal) || path.EndsWith("/decline", StringComparison.Ordinal) =>
                new { reason = "x" },
            _ when path.EndsWith("/consent", StringComparison.Ordinal) => new { language = "vi" },
            _ when path.EndsWith("/open", StringComparison.Ordinal) => new { token = "x" },
            _ when path.EndsWith("/organizations", StringComparison.Ordinal) => new { taxCode = "9900000016" },
            _ => null,
        });
    }
}
