using System.Net.Http.Headers;
using System.Text;
using TrustPlatform.Demo;
using TrustPlatform.Scenarios.Running;

namespace TrustPlatform.Scenarios.Signing;

/// <summary>Bad input gets a problem with a stable code and a sentence that says what to do; nothing is stored half-way.</summary>
public sealed class BadInputTests(RunningPlatform platform) : IClassFixture<RunningPlatform>
{
    private static readonly string[] s_draftOnly = ["contract.created"];

    private HttpClient Sender()
    {
        var http = new HttpClient { BaseAddress = platform.Options.Site };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", platform.ApiKey);
        return http;
    }

    [Theory]
    [InlineData("not a pdf", "document_not_pdf")]
    [InlineData("", "document_empty")]
    [InlineData("%PDF-1.7\nhello", "document_not_pdf")]
    public async Task A_file_that_is_no_pdf_is_refused(string content, string code)
    {
        using var sender = Sender();
        var path = await CreateDraft();

        var problem = await sender.Problem(Http.Post($"{path}/documents", Encoding.UTF8.GetBytes(content)));

        Assert.Equal((422, code, $"/problems/{code}"), (problem.Status, problem.Code, problem.Type));
        Assert.NotEmpty(problem.Detail);
        Assert.Equal(s_draftOnly, await EventTypes(path));
    }

    [Fact]
    public async Task An_encrypted_pdf_is_refused()
    {
        var (plain, locked) = (Path.GetTempFileName(), Path.GetTempFileName());
        await File.WriteAllBytesAsync(
            plain, SampleContract.Create(TimeProvider.System.GetUtcNow()), TestContext.Current.CancellationToken);
        await Tool.Run("qpdf", ["--encrypt", "a", "b", "256", "--", plain, locked], TestContext.Current.CancellationToken);
        using var sender = Sender();
        var path = await CreateDraft();

        var content = await File.ReadAllBytesAsync(locked, TestContext.Current.CancellationToken);
        var problem = await sender.Problem(Http.Post($"{path}/documents", content));

        Assert.Equal((422, "document_encrypted"), (problem.Status, problem.Code));
        Assert.Equal(s_draftOnly, await EventTypes(path));
        File.Delete(plain);
        File.Delete(locked);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_pdf_over_the_limit_is_refused(bool announced)
    {
        using var sender = Sender();
        var path = await CreateDraft();
        var request = Http.Post($"{path}/documents", new byte[(50 << 20) + 1]);
        request.Headers.TransferEncodingChunked = !announced;
        request.Headers.ExpectContinue = announced;

        var problem = await sender.Problem(request);

        Assert.Equal((413, "document_too_large"), (problem.Status, problem.Code));
        Assert.Equal(s_draftOnly, await EventTypes(path));
    }

    [Fact]
    public async Task A_contract_without_document_or_parties_is_not_sent()
    {
        using var sender = Sender();
        var path = await CreateDraft();

        var noDocument = await sender.Problem(Http.Post($"{path}/send", null));
        await platform.Business.Upload(
            $"{path}/documents", RunningPlatform.Key(), SampleContract.Create(TimeProvider.System.GetUtcNow()), CancellationToken.None);
        var noParties = await sender.Problem(Http.Post($"{path}/send", null));
        var empty = await sender.Problem(Http.Post($"{path}/parties", new { parties = Array.Empty<object>() }));

        Assert.Equal("document_missing", noDocument.Code);
        Assert.Equal("parties_missing", noParties.Code);
        Assert.Equal("parties_missing", empty.Code);
    }

    [Theory]
    [InlineData("99909000001", "Nguyễn Văn An", "a@example.vn", "personal_number_invalid", "/parties/0/personalNumber")]
    [InlineData("999090000001", " ", "a@example.vn", "name_invalid", "/parties/0/name")]
    [InlineData("999090000001", "Nguyễn Văn An", "nowhere", "email_invalid", "/parties/0/email")]
    public async Task A_party_that_cannot_be_is_refused_by_name(
        string number, string name, string email, string code, string pointer)
    {
        using var sender = Sender();
        var path = await CreateDraft();

        var problem = await sender.Problem(Http.Post(
            $"{path}/parties", new { parties = new[] { new { name, personalNumber = number, email } } }));

        Assert.Equal((422, code), (problem.Status, problem.Code));
        Assert.Equal(pointer, problem.Json.GetProperty("errors")[0].GetProperty("pointer").GetString());
        Assert.Equal(s_draftOnly, await EventTypes(path));
    }

    [Fact]
    public async Task The_same_person_twice_is_refused()
    {
        using var sender = Sender();
        var path = await CreateDraft();
        var an = new { name = People.An.Name, personalNumber = People.An.Number, email = People.An.Email };

        var problem = await sender.Problem(Http.Post($"{path}/parties", new { parties = new[] { an, an } }));

        Assert.Equal((422, "duplicate_party"), (problem.Status, problem.Code));
        Assert.Equal(s_draftOnly, await EventTypes(path));
    }

    [Fact]
    public async Task A_level_1_account_does_not_open_its_link()
    {
        var contract = await platform.Send(People.Cuong);
        using var browser = await platform.SignIn(People.Cuong);

        var problem = await browser.Http.Problem(Http.Post(
            "/v1/links/open", new { token = await platform.Link(contract, People.Cuong) }));

        Assert.Equal((403, "identity_level_too_low"), (problem.Status, problem.Code));
        Assert.DoesNotContain("party.identified", await EventTypes($"/v1/contracts/{contract}"));
    }

    [Fact]
    public async Task Another_citizens_link_is_refused_before_and_after_its_first_use()
    {
        var contract = await platform.Send(People.An, People.Binh);
        var token = await platform.Link(contract, People.An);
        using var binh = await platform.SignIn(People.Binh);
        using var an = await platform.SignIn(People.An);

        var before = await binh.Http.Problem(Http.Post("/v1/links/open", new { token }));
        await an.Post("/v1/links/open", RunningPlatform.Key(), new { token }, CancellationToken.None);
        var after = await binh.Http.Problem(Http.Post("/v1/links/open", new { token }));

        Assert.Equal((403, "identity_mismatch"), (before.Status, before.Code));
        Assert.Equal((403, "link_of_another_person"), (after.Status, after.Code));
    }

    [Fact]
    public async Task An_authorisation_does_not_serve_a_second_time_nor_another_contract()
    {
        var (first, second) = (await platform.Send(People.An), await platform.Send(People.An));
        using var browser = await platform.SignIn(People.An);
        var path = await platform.Prepare(browser, first, People.An);
        await platform.Prepare(browser, second, People.An);
        var asked = await browser.Post($"{path}/authorisations", RunningPlatform.Key(), null, CancellationToken.None);
        await browser.Confirm(new(asked.GetProperty("authorisationUrl").GetString()!), CancellationToken.None);
        await platform.WaitFor(first, "evidence.ready");

        var again = await Assert.ThrowsAsync<WalkFailedException>(() => browser.Confirm(
            new(asked.GetProperty("authorisationUrl").GetString()!), CancellationToken.None));

        Assert.Contains("already_signed", again.Message, StringComparison.Ordinal);
        Assert.Single(await EventTypes($"/v1/contracts/{first}"), type => type == "party.signed");
        Assert.DoesNotContain("party.signed", await EventTypes($"/v1/contracts/{second}"));
    }

    [Fact]
    public async Task A_question_cannot_be_answered_by_somebody_else()
    {
        var contract = await platform.Send(People.An);
        using var browser = await platform.SignIn(People.An);
        var path = await platform.Prepare(browser, contract, People.An);
        var asked = await browser.Post($"{path}/authorisations", RunningPlatform.Key(), null, CancellationToken.None);

        var refused = await Assert.ThrowsAsync<WalkFailedException>(() => browser.ConfirmAs(
            People.Binh.Number, new(asked.GetProperty("authorisationUrl").GetString()!), CancellationToken.None));

        Assert.Contains("link_of_another_person", refused.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("party.authorised", await EventTypes($"/v1/contracts/{contract}"));
    }

    [Fact]
    public async Task A_key_used_for_another_request_is_refused()
    {
        using var sender = Sender();
        var key = RunningPlatform.Key();
        var deadline = TimeProvider.System.GetUtcNow().AddDays(1);
        await platform.Business.Post("/v1/contracts", key, new { title = "Một", deadline }, CancellationToken.None);

        var repeated = await platform.Business.Post(
            "/v1/contracts", key, new { title = "Một", deadline }, CancellationToken.None);
        var other = await sender.Problem(Http.Post("/v1/contracts", new { title = "Hai", deadline }, key));

        Assert.Equal("Một", repeated.GetProperty("title").GetString());
        Assert.Equal((422, "idempotency_key_reused"), (other.Status, other.Code));
    }

    [Fact]
    public async Task A_command_without_a_key_is_refused_in_the_language_asked_for()
    {
        using var sender = Sender();
        var request = Http.Post("/v1/contracts", new { title = "A", deadline = TimeProvider.System.GetUtcNow().AddDays(1) }, key: null);
        request.Headers.AcceptLanguage.ParseAdd("en");

        var problem = await sender.Problem(request);

        Assert.Equal((400, "idempotency_key_missing"), (problem.Status, problem.Code));
        Assert.Equal("The Idempotency-Key header is missing", problem.Title);
    }

    [Fact]
    public async Task A_voided_contract_refuses_with_its_state()
    {
        using var sender = Sender();
        var contract = await platform.Send(People.Uoc);
        await platform.Business.Post(
            $"/v1/contracts/{contract}/void", RunningPlatform.Key(), new { reason = "Sai" }, CancellationToken.None);

        var problem = await sender.Problem(Http.Post($"/v1/contracts/{contract}/send", null));

        Assert.Equal((409, "illegal_transition"), (problem.Status, problem.Code));
        Assert.Equal("Voided", problem.Json.GetProperty("state").GetString());
    }

    [Theory]
    [InlineData("{")]
    [InlineData("{}")]
    [InlineData("""{"title":null,"deadline":"2030-01-01T00:00:00Z"}""")]
    [InlineData("""{"title":"a","deadline":"tomorrow"}""")]
    public async Task A_request_that_cannot_be_read_is_refused(string json)
    {
        using var sender = Sender();
        var request = Http.Post("/v1/contracts", null);
        request.Content = new StringContent(json, Encoding.UTF8, "application/json");

        var problem = await sender.Problem(request);

        Assert.Equal((400, "malformed_request"), (problem.Status, problem.Code));
    }

    private async Task<string> CreateDraft()
    {
        var created = await platform.Business.Post(
            "/v1/contracts", RunningPlatform.Key(),
            new { title = "Bản nháp", deadline = TimeProvider.System.GetUtcNow().AddDays(1) }, CancellationToken.None);
        return $"/v1/contracts/{created.GetProperty("id").GetString()}";
    }

    private async Task<List<string>> EventTypes(string path)
    {
        var events = await platform.Business.Get($"{path}/events?limit=200", CancellationToken.None);
        return [.. events.GetProperty("items").EnumerateArray().Select(happened => happened.GetProperty("type").GetString()!)];
    }
}
