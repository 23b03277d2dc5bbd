using System.Globalization;
using System.Text.Encodings.Web;

namespace TrustPlatform.Simulators.Inbox;

/// <summary>The page "Hộp thư thử".</summary>
internal static class InboxPages
{
    public static string List(IReadOnlyList<ReceivedMessage> messages) => Page("Hộp thư thử", $"""
        <h1>Hộp thư thử</h1>
        <form method="post" action="/clear"><button class="second">Xoá hết</button></form>
        {(messages.Count == 0
            ? "<p>Chưa có thư nào. Thư mà hệ thống gửi sẽ ở đây.</p>"
            : $"<ol>{string.Concat(messages.Select(Row))}</ol>")}
        """);

    public static string Message(ReceivedMessage message, bool undeliverable) => Page(message.Subject, $"""
        <p><a href="/">Hộp thư thử</a></p>
        <h1>{Encode(message.Subject)}</h1>
        <dl>
        <dt>Gửi tới</dt><dd>{Encode(string.Join(", ", message.To))}</dd>
        <dt>Từ</dt><dd>{Encode(message.From)}</dd>
        <dt>Lúc</dt><dd>{Time(message)}</dd>
        </dl>
        {string.Concat(message.Links.Select((link, index) => $"""<p><a class="button" href="{Encode(link)}">Mở liên kết{(index == 0 ? "" : $" {index + 1}")}</a></p>"""))}
        {(message.Text is null ? "" : $"<h2>Văn bản</h2><pre>{Encode(message.Text)}</pre>")}
        {(message.Html is null ? "" : $"""<h2>Như người nhận thấy</h2><iframe sandbox="" title="Nội dung thư" src="/messages/{Encode(message.Id)}/html"></iframe>""")}
        {(undeliverable
            ? "<p>Địa chỉ này đang được đánh dấu là không gửi được.</p>"
            : $"""<form method="post" action="/undeliverable"><input type="hidden" name="address" value="{Encode(message.To[0])}"><button class="second">Đánh dấu không gửi được</button></form>""")}
        """);

    private static string Row(ReceivedMessage message) => $"""
        <li><a href="/messages/{Encode(message.Id)}">{Encode(message.Subject)}</a>
        <span>{Encode(string.Join(", ", message.To))}</span> <time>{Time(message)}</time></li>
        """;

    private static string Page(string title, string body) => $"""
        <!doctype html>
        <html lang="vi">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <title>{Encode(title)}</title>
        <link rel="stylesheet" href="/style.css">
        </head>
        <body>
        <header><p>MÔ PHỎNG – Không gửi ra ngoài</p></header>
        <main>
        {body}
        </main>
        </body>
        </html>
        """;

    private static string Time(ReceivedMessage message) =>
        message.ReceivedAt.ToOffset(TimeSpan.FromHours(7)).ToString("dd/MM/yyyy HH:mm:ss '(GMT+7)'", CultureInfo.InvariantCulture);

    private static string Encode(string text) => HtmlEncoder.Default.Encode(text);

    public const string Style = """
        * { box-sizing: border-box; }
        body { margin: 0; font: 1rem/1.55 system-ui, sans-serif; background: #fbf7ef; color: #2a2110; }
        header { background: repeating-linear-gradient(-45deg, #2a2110 0 24px, #4a3b1c 24px 48px); }
        header p { margin: 0 auto; max-width: 60rem; padding: 12px 16px; color: #ffe08a; font-weight: 700; }
        main { max-width: 60rem; margin: 0 auto; padding: 16px; overflow-wrap: anywhere; }
        h1 { font-size: 1.375rem; line-height: 1.3; } h2 { font-size: 1.125rem; }
        ol { list-style: none; padding: 0; margin: 16px 0; display: grid; gap: 8px; }
        li { background: #fff; border: 1px solid #8a7a55; border-radius: 12px; padding: 12px 16px; display: flex; flex-wrap: wrap; gap: 4px 16px; align-items: center; }
        li a { flex: 1 0 100%; font-weight: 600; min-height: 44px; display: flex; align-items: center; } time { font-variant-numeric: tabular-nums; }
        dl { display: grid; grid-template-columns: max-content 1fr; gap: 4px 16px; } dt { font-weight: 600; } dd { margin: 0; }
        a { color: #7a4a00; }
        pre, iframe { background: #fff; border: 1px solid #8a7a55; border-radius: 12px; padding: 16px; width: 100%; }
        pre { white-space: pre-wrap; font: inherit; } iframe { height: 32rem; }
        button, .button { font: inherit; font-weight: 600; min-height: 48px; padding: 0 24px; border-radius: 10px; cursor: pointer; border: 2px solid #7a4a00; background: #7a4a00; color: #fff; display: inline-flex; align-items: center; text-decoration: none; }
        button.second { background: #fff; color: #7a4a00; }
        :focus-visible { outline: 3px solid #0b57a4; outline-offset: 2px; }
        """;
}
