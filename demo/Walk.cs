using System.Security.Cryptography;
using System.Text.Json;

namespace TrustPlatform.Demo;

/// <summary>One contract from draft to verified PDF, through the public interface alone. Every step can be repeated.</summary>
internal sealed class Walk(DemoOptions options, Screen screen)
{
    private const string TaxCode = "9900000016";
    private const string RepresentativeNumber = "999179000005";
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(90);

    private static readonly (string Name, string Number, string Email)[] s_signers =
    [
        ("Nguyễn Văn An", "999090000001", "an.nguyen@example.vn"),
        ("Trần Thị Bình", "999185000002", "binh.tran@example.vn"),
    ];

    private WalkState _state = WalkState.Load(options.DataDirectory);

    /// <summary>Walks; true when every check of the result passed.</summary>
    public async Task<bool> RunAsync(CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(s_patience);
        try
        {
            return await RunAll(limit.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new WalkFailedException($"The contract did not complete within {s_patience.TotalSeconds:0} seconds.");
        }
    }

    private async Task<bool> RunAll(CancellationToken cancellationToken)
    {
        _state.Save(options.DataDirectory); // its commands have the same keys after a crash
        var apiKey = await Register(cancellationToken);
        using var business = new PlatformClient(options.Site, apiKey);
        var contract = await Send(business, cancellationToken);
        var names = s_signers.Select((signer, i) => (Id: $"p{i + 1}", signer.Name)).ToDictionary(p => p.Id, p => p.Name);

        screen.Title("Diễn biến trực tiếp (SignalR)");
        await using var timeline = new Timeline(options, apiKey, screen);
        var following = timeline.Follow(contract, names, "evidence.ready", cancellationToken);
        foreach (var signer in s_signers)
        {
            await Sign(contract, signer, cancellationToken);
        }

        await following;
        _state = (_state with { Finished = true }).Save(options.DataDirectory);
        return await Verify(business, contract, cancellationToken);
    }

    private async Task<string> Register(CancellationToken cancellationToken)
    {
        if (_state.ApiKey is { } known)
        {
            return known;
        }

        screen.Step("Người đại diện đăng nhập VNeID và đăng ký doanh nghiệp");
        using var representative = new CitizenBrowser(options, RepresentativeNumber);
        await representative.SignIn(cancellationToken);
        var organization = await representative.Post(
            "/v1/organizations", $"{_state.Id}-org", new { taxCode = TaxCode }, cancellationToken);
        _state = (_state with { ApiKey = organization.GetProperty("apiKey").GetString()! }).Save(options.DataDirectory);
        return _state.ApiKey!;
    }

    private async Task<string> Send(PlatformClient business, CancellationToken cancellationToken)
    {
        screen.Step("Doanh nghiệp tạo hợp đồng, tải PDF, thêm hai người ký, gửi");
        var created = await business.Post(
            "/v1/contracts", $"{_state.Id}-create",
            new { title = "Hợp đồng lao động số 12/2026", deadline = _state.Deadline }, cancellationToken);
        var id = created.GetProperty("id").GetString()!;
        if (created.GetProperty("status").GetString() == "Draft")
        {
            var path = $"/v1/contracts/{id}";
            var pdf = SampleContract.Create(_state.Deadline);
            var digest = Convert.ToHexStringLower(SHA256.HashData(pdf));
            await business.Upload($"{path}/documents", $"document-{digest[..40]}", pdf, cancellationToken);
            await business.Post($"{path}/parties", $"{_state.Id}-parties", new
            {
                parties = s_signers.Select(signer => new
                {
                    name = signer.Name,
                    personalNumber = signer.Number,
                    email = signer.Email,
                }),
            }, cancellationToken);
            await business.Post($"{path}/send", $"{_state.Id}-send", null, cancellationToken);
        }

        _state.Save(options.DataDirectory);
        return id;
    }

    private async Task Sign(
        string contract, (string Name, string Number, string Email) signer, CancellationToken cancellationToken)
    {
        var token = await FindLink(contract, signer.Email, cancellationToken);
        using var browser = new CitizenBrowser(options, signer.Number);
        await browser.SignIn(cancellationToken);
        var opened = await browser.Post("/v1/links/open", $"{_state.Id}-open-{signer.Number[^4..]}", new { token }, cancellationToken);
        var path = $"/v1/contracts/{contract}/parties/{opened.GetProperty("party").GetString()}";
        var progress = await Progress(browser, contract, cancellationToken);
        if (progress is "Signed" or "Signing")
        {
            return;
        }

        await browser.Post($"{path}/view", $"{_state.Id}-view-{signer.Number[^4..]}", null, cancellationToken);
        await browser.Download($"/v1/contracts/{contract}/document", cancellationToken);
        await browser.Post($"{path}/consent", $"{_state.Id}-consent-{signer.Number[^4..]}", new { language = "vi" }, cancellationToken);

        // A question that was not answered before a crash may have lapsed: ask anew.
        var asked = await browser.Post($"{path}/authorisations", Guid.NewGuid().ToString("N"), null, cancellationToken);
        await browser.Confirm(new(asked.GetProperty("authorisationUrl").GetString()!), cancellationToken);
    }

    private static async Task<string> Progress(CitizenBrowser browser, string contract, CancellationToken cancellationToken)
    {
        var view = await browser.Get($"/v1/contracts/{contract}", cancellationToken);
        return view.GetProperty("parties").EnumerateArray().First(party => party.GetProperty("isYou").GetBoolean())
            .GetProperty("progress").GetString()!;
    }

    /// <summary>The link reaches the citizen by mail alone; the sender never sees it.</summary>
    private async Task<string> FindLink(string contract, string email, CancellationToken cancellationToken)
    {
        using var inbox = new HttpClient { BaseAddress = options.Inbox };
        while (true)
        {
            var messages = await inbox.GetFromJsonAsync<JsonElement>(
                $"/messages?to={Uri.EscapeDataString(email)}", cancellationToken);
            var link = messages.EnumerateArray()
                .SelectMany(message => message.GetProperty("links").EnumerateArray())
                .Select(link => link.GetString()!)
                .FirstOrDefault(link => link.Contains($"/sign/{contract}.", StringComparison.Ordinal));
            if (link is not null)
            {
                return link[(link.LastIndexOf('/') + 1)..];
            }

            await Task.Delay(TimeSpan.FromMilliseconds(50), cancellationToken);
        }
    }

    private async Task<bool> Verify(PlatformClient business, string contract, CancellationToken cancellationToken)
    {
        screen.Title("Xác minh");
        Directory.CreateDirectory(options.OutDirectory);
        var pdf = await business.Download($"/v1/contracts/{contract}/document", cancellationToken);
        var evidence = await business.Download($"/v1/contracts/{contract}/evidence", cancellationToken);
        var trust = await business.Get("/.well-known/trust", cancellationToken);
        var roots = string.Concat(trust.GetProperty("roots").EnumerateArray().Select(root => root.GetProperty("pem").GetString()));
        await Write("contract.pdf", pdf);
        await Write("evidence.zip", evidence);
        await Write("root.pem", System.Text.Encoding.ASCII.GetBytes(roots));

        var report = await Validate(pdf, cancellationToken);
        var valid = report.GetProperty("verdict").GetString() == "valid";
        foreach (var signature in report.GetProperty("signatures").EnumerateArray())
        {
            var signer = signature.GetProperty("signer").GetProperty("name").GetString();
            var kind = signature.GetProperty("kind").GetString() switch
            {
                "seal" => "con dấu tổ chức",
                "doc_timestamp" => "dấu thời gian của tài liệu",
                _ => "chữ ký cá nhân",
            };
            var level = signature.GetProperty("level").GetString() is { } reached and not "none" ? $", {reached}" : "";
            screen.Verdict(signature.GetProperty("indication").GetString() == "TOTAL-PASSED", $"{signer} – {kind}{level}");
        }

        var package = await Validate(evidence, cancellationToken);
        var proven = package.GetProperty("verdict").GetString() == "valid";
        screen.Verdict(valid, valid ? "contract.pdf: hợp lệ" : $"contract.pdf: không hợp lệ ({report.GetProperty("reason")})");
        screen.Verdict(proven, proven ? "evidence.zip: hợp lệ" : "evidence.zip: không hợp lệ");
        return valid && proven;

        Task Write(string name, byte[] content) =>
            File.WriteAllBytesAsync(Path.Combine(options.OutDirectory, name), content, cancellationToken);
    }

    private async Task<JsonElement> Validate(byte[] file, CancellationToken cancellationToken)
    {
        using var anyone = new HttpClient { BaseAddress = options.Site };
        using var content = new ByteArrayContent(file);
        using var response = await anyone.PostAsync("/v1/validations", content, cancellationToken);
        return await PlatformClient.Read(response, cancellationToken);
    }
}
