using System.Net.Http.Json;
using MailKit.Net.Smtp;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using MimeKit;
using TrustPlatform.Simulators.Inbox;

namespace TrustPlatform.Identity.Tests;

/// <summary>The simulated inbox, reached by a real mail client.</summary>
public sealed class InboxTests : IAsyncLifetime
{
    private readonly DirectoryInfo _data = Directory.CreateTempSubdirectory("inbox-");
    private readonly HttpClient _http = new();
    private WebApplication _app = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => await (_app = Create()).StartAsync(Cancellation);

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        _http.Dispose();
        _data.Delete(recursive: true);
    }

    [Fact]
    public async Task A_message_is_kept_with_its_link_and_survives_a_restart()
    {
        await SendAsync("an@example.test", "Mời ký: Hợp đồng lao động", "Mở http://localhost:5000/sign/abc_DEF-123.");
        await _app.DisposeAsync();
        _app = Create();
        await _app.StartAsync(Cancellation);

        var messages = await ReadAsync("AN@example.test");

        var message = Assert.Single(messages);
        Assert.Equal("Mời ký: Hợp đồng lao động", message.Subject);
        Assert.Equal(["http://localhost:5000/sign/abc_DEF-123"], message.Links);
        Assert.Equal(["an@example.test"], message.To);
        Assert.Empty(await ReadAsync("binh@example.test"));
    }

    [Fact]
    public async Task The_newest_message_comes_first()
    {
        await SendAsync("an@example.test", "một", "1");
        await SendAsync("an@example.test", "hai", "2");

        Assert.Equal(["hai", "một"], (await ReadAsync("an@example.test")).Select(message => message.Subject));
    }

    [Fact]
    public async Task A_dead_mailbox_is_refused()
    {
        using var form = new FormUrlEncodedContent([new("address", "an@example.test")]);
        using var marked = await _http.PostAsync(Page("/undeliverable"), form, Cancellation);

        var refusal = await Assert.ThrowsAsync<SmtpCommandException>(() => SendAsync("an@example.test", "x", "x"));

        Assert.Equal((SmtpStatusCode)550, refusal.StatusCode);
        Assert.Empty(await ReadAsync("an@example.test"));
    }

    [Fact]
    public async Task What_arrived_is_shown_without_its_scripts()
    {
        await SendAsync("an@example.test", "<script>alert(1)</script>", "x", "<p>Chào bạn</p><script>alert(1)</script>");
        var id = Assert.Single(await ReadAsync("an@example.test")).Id;

        var list = await _http.GetStringAsync(Page("/"), Cancellation);
        using var html = await _http.GetAsync(Page($"/messages/{id}/html"), Cancellation);

        Assert.DoesNotContain("<script>", list, StringComparison.Ordinal);
        Assert.Contains("sandbox", Assert.Single(html.Headers.GetValues("Content-Security-Policy")), StringComparison.Ordinal);
    }

    private WebApplication Create() => InboxSimulator.Create(new() { Url = new("http://127.0.0.1:0"), DataDirectory = _data.FullName });

    private Uri Page(string path) => new(new Uri(_app.Urls.First()), path);

    private async Task<ReceivedMessage[]> ReadAsync(string to) =>
        (await _http.GetFromJsonAsync<ReceivedMessage[]>(Page($"/messages?to={Uri.EscapeDataString(to)}"), Cancellation))!;

    private async Task SendAsync(string to, string subject, string text, string? html = null)
    {
        using var message = new MimeMessage(
            [new MailboxAddress("TrustPlatform", "no-reply@example.test")], [new MailboxAddress("", to)], subject,
            new BodyBuilder { TextBody = text, HtmlBody = html }.ToMessageBody());
        using var client = new SmtpClient();
        await client.ConnectAsync("127.0.0.1", _app.Services.GetRequiredService<SmtpListener>().Port, false, Cancellation);
        await client.SendAsync(message, Cancellation);
        await client.DisconnectAsync(true, Cancellation);
    }
}
