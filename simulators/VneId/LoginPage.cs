using System.Text.Encodings.Web;

namespace TrustPlatform.Simulators.VneId;

/// <summary>The page on which the person chooses who to be. Plain HTML: it works from a browser and from an HTTP client.</summary>
internal static class LoginPage
{
    private static readonly (Behaviour Behaviour, string Label)[] Choices =
    [
        (Behaviour.Normal, "Bình thường"),
        (Behaviour.Refuse, "Người dùng từ chối"),
        (Behaviour.Level1, "Tài khoản chỉ ở mức 1"),
        (Behaviour.ExpiredToken, "Xác nhận đã hết hạn"),
        (Behaviour.StaleAuthentication, "Xác thực từ một giờ trước"),
        (Behaviour.WrongNonce, "Trả lời cho yêu cầu khác"),
        (Behaviour.WrongSignature, "Chữ ký của VNeID sai"),
        (Behaviour.UnknownKey, "Khoá lạ"),
        (Behaviour.WrongAudience, "Cấp cho hệ thống khác"),
        (Behaviour.WrongIssuer, "Nơi cấp khác"),
        (Behaviour.UnsignedToken, "Không có chữ ký"),
        (Behaviour.HugeAnswer, "Câu trả lời quá lớn"),
        (Behaviour.Unavailable, "VNeID không trả lời"),
    ];

    public static string Render(AuthorizationRequest request, IReadOnlyList<Citizen> citizens, Behaviour behaviour) => $"""
        <!doctype html>
        <html lang="vi">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <title>Mô phỏng, không phải VNeID</title>
        <link rel="stylesheet" href="/style.css">
        </head>
        <body>
        <header><p>MÔ PHỎNG – KHÔNG PHẢI VNeID</p></header>
        <main>
        <h1>Xác nhận danh tính (thử nghiệm)</h1>
        <section aria-labelledby="asked">
        <h2 id="asked">Bên yêu cầu</h2>
        <p>{Encode(request.Client.Id)}, tại {Encode(new Uri(request.RedirectUri).Authority)}</p>
        {Asked(request)}
        <p>Sẽ chia sẻ: họ và tên, số định danh cá nhân, ngày sinh, mức tài khoản.</p>
        </section>
        <form method="post">
        <fieldset>
        <legend>Chọn người dùng thử</legend>
        {People(citizens)}
        </fieldset>
        <label for="behaviour">Điều gì xảy ra</label>
        <select id="behaviour" name="behaviour">
        {Options(behaviour)}
        </select>
        <div class="actions">
        <button name="decision" value="accept">Đồng ý</button>
        <button name="decision" value="refuse" class="second">Từ chối</button>
        </div>
        </form>
        </main>
        </body>
        </html>
        """;

    private static string Asked(AuthorizationRequest request)
    {
        var level = request.Acr is null ? "" : $"<p>Cần tài khoản mức {Encode(request.Acr)}.</p>";
        var text = request.DisplayText is null ? "" : $"<p>Bạn đang xác nhận:</p><blockquote>{Encode(request.DisplayText)}</blockquote>";
        return text + level;
    }

    private static string People(IReadOnlyList<Citizen> citizens) => string.Concat(citizens.Select((citizen, index) => $"""
        <label class="person"><input type="radio" name="citizen" value="{Encode(citizen.PersonalNumber)}"{(index == 0 ? " checked" : "")}>
        <span><strong>{Encode(citizen.FullName)}</strong> <small>{Encode(Masked(citizen.PersonalNumber))}, mức {citizen.Level}</small></span></label>
        """));

    private static string Options(Behaviour selected) => string.Concat(Choices.Select(choice =>
        $"""<option value="{choice.Behaviour}"{(choice.Behaviour == selected ? " selected" : "")}>{choice.Label}</option>"""));

    private static string Masked(string number) => string.Concat(number.AsSpan(0, 4), "••••", number.AsSpan(number.Length - 4));

    private static string Encode(string text) => HtmlEncoder.Default.Encode(text);

    public const string Style = """
        :root { color-scheme: light; }
        * { box-sizing: border-box; }
        body { margin: 0; font: 1rem/1.55 system-ui, sans-serif; background: #fbf7ef; color: #2a2110; }
        header { background: repeating-linear-gradient(-45deg, #2a2110 0 24px, #4a3b1c 24px 48px); }
        header p { margin: 0 auto; max-width: 40rem; padding: 16px; color: #ffe08a; font-weight: 700; text-align: center; }
        main { max-width: 40rem; margin: 0 auto; padding: 16px; }
        h1 { font-size: 1.375rem; line-height: 1.3; } h2 { font-size: 1.125rem; line-height: 1.3; margin: 0; }
        section, fieldset { background: #fff; border: 1px solid #8a7a55; border-radius: 12px; padding: 16px; margin: 0 0 16px; }
        blockquote { margin: 8px 0; padding: 8px 12px; border-left: 4px solid #8a5a00; background: #fff6dc; overflow-wrap: anywhere; }
        legend, label { font-weight: 600; }
        .person { display: flex; gap: 12px; align-items: center; min-height: 48px; font-weight: 400; }
        .person input { width: 24px; height: 24px; flex: none; }
        .person span { min-width: 0; }
        small { font-size: .875rem; white-space: nowrap; }
        select { display: block; width: 100%; min-height: 48px; font: inherit; margin: 8px 0 16px; padding: 0 12px;
          background: #fff; color: inherit; border: 1px solid #8a7a55; border-radius: 10px; }
        .actions { display: flex; flex-wrap: wrap; gap: 12px; }
        button { font: inherit; font-weight: 600; min-height: 48px; padding: 0 24px; border-radius: 10px; cursor: pointer;
          border: 2px solid #7a4a00; background: #7a4a00; color: #fff; }
        button.second { background: #fff; color: #7a4a00; }
        :focus-visible { outline: 3px solid #0b57a4; outline-offset: 2px; }
        """;
}
