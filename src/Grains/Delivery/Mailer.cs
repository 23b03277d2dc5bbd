using System.Globalization;
using System.Net;
using MailKit.Net.Smtp;
using MailKit.Security;
using Microsoft.Extensions.Options;
using MimeKit;
using TrustPlatform.Contracts;
using TrustPlatform.Identity;

namespace TrustPlatform.Grains.Delivery;

/// <summary>Sends the platform's mails over SMTP.</summary>
internal sealed class Mailer(PersonalDataProtector protector, IOptions<GrainsOptions> options)
{
    private static readonly TimeSpan s_vietNam = TimeSpan.FromHours(7);

    /// <summary>Sends a party its one-time link; returns when the server has taken the mail.</summary>
    public async Task SendInvitation(Contract contract, Party party, string sealedLink)
    {
        var token = protector.OpenText(Purposes.Link, sealedLink);
        var link = new Uri(options.Value.PublicUrl, $"/sign/{token}").ToString();
        var deadline = contract.Deadline.ToOffset(s_vietNam)
            .ToString("dd/MM/yyyy HH:mm '(GMT+7)'", CultureInfo.InvariantCulture);
        var body = new BodyBuilder
        {
            TextBody = $"""
                Chào {party.Name},

                {contract.OwnerName} đề nghị bạn đọc và ký: {contract.Title}.
                Hạn ký: {deadline}.

                Mở liên kết này để đọc và ký. Liên kết chỉ dành cho bạn, đừng chuyển cho người khác:
                {link}

                Nếu bạn không biết bên gửi, hãy bỏ qua thư này. Không ai có thể ký thay bạn bằng liên kết này:
                người mở phải xác nhận danh tính của bạn bằng VNeID.
                """,
            HtmlBody = $"""
                <p>Chào {WebUtility.HtmlEncode(party.Name)},</p>
                <p><strong>{WebUtility.HtmlEncode(contract.OwnerName)}</strong> đề nghị bạn đọc và ký:
                <strong>{WebUtility.HtmlEncode(contract.Title)}</strong>.<br>Hạn ký: {deadline}.</p>
                <p><a href="{WebUtility.HtmlEncode(link)}">Đọc và ký</a></p>
                <p>Liên kết chỉ dành cho bạn, đừng chuyển cho người khác. Nếu bạn không biết bên gửi, hãy bỏ qua thư này.
                Không ai có thể ký thay bạn bằng liên kết này: người mở phải xác nhận danh tính của bạn bằng VNeID.</p>
                """,
        };
        using var message = new MimeMessage
        {
            Subject = $"{contract.OwnerName} đề nghị bạn ký: {contract.Title}",
            Body = body.ToMessageBody(),
        };
        message.From.Add(new MailboxAddress("TrustPlatform", options.Value.MailFrom));
        message.To.Add(new MailboxAddress(party.Name, protector.OpenText(Purposes.Contact, party.Identity.SealedContact)));
        using var client = new SmtpClient();
        await client.ConnectAsync(options.Value.SmtpHost, options.Value.SmtpPort, SecureSocketOptions.StartTlsWhenAvailable);
        await client.SendAsync(message);
        await client.DisconnectAsync(quit: true);
    }
}
