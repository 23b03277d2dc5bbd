using System.Text.RegularExpressions;
using MimeKit;

namespace TrustPlatform.Simulators.Inbox;

/// <summary>A message as it arrived, read for people and for tests.</summary>
/// <param name="Id">Names the message; ids sort by arrival.</param>
/// <param name="ReceivedAt">When it arrived, UTC.</param>
/// <param name="From">The sender's address.</param>
/// <param name="To">The envelope's recipients: who really gets it, whatever the header says.</param>
/// <param name="Subject">Decoded.</param>
/// <param name="Text">The plain part, or null.</param>
/// <param name="Html">The HTML part, or null.</param>
/// <param name="Links">The web addresses in the plain part, else in the HTML part.</param>
public sealed partial record ReceivedMessage(
    string Id, DateTimeOffset ReceivedAt, string From, IReadOnlyList<string> To, string Subject, string? Text, string? Html,
    IReadOnlyList<string> Links)
{
    /// <summary>Shows no address and no text.</summary>
    public override string ToString() => $"ReceivedMessage {{ Id = {Id} }}";

    internal static ReceivedMessage Read(string id, DateTimeOffset receivedAt, IReadOnlyList<string> to, Stream eml)
    {
        using var message = MimeMessage.Load(eml);
        var links = Link().Matches(message.TextBody ?? System.Net.WebUtility.HtmlDecode(message.HtmlBody) ?? "");
        return new(id, receivedAt, message.From.Mailboxes.FirstOrDefault()?.Address ?? "", to, message.Subject ?? "",
            message.TextBody, message.HtmlBody, [.. links.Select(match => match.Value).Distinct(StringComparer.Ordinal)]);
    }

    [GeneratedRegex("""https?://[^\s<>"']+[^\s<>"'.,;:!?)]""")]
    private static partial Regex Link();
}
