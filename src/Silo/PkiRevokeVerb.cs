using System.CommandLine;
using System.Text.Json.Nodes;
using TrustPlatform.Cryptography.Revocation;
using TrustPlatform.Pki;

namespace TrustPlatform.Silo;

/// <summary><c>pki revoke</c>: revokes for good, suspends or releases; OCSP and CRL say so at once.</summary>
internal static class PkiRevokeVerb
{
    private static readonly Dictionary<string, RevocationReason> s_reasons = Enum.GetValues<RevocationReason>()
        .Where(reason => reason is not (RevocationReason.CertificateHold or RevocationReason.RemoveFromCrl))
        .ToDictionary(reason => char.ToLowerInvariant(reason.ToString()[0]) + reason.ToString()[1..], StringComparer.OrdinalIgnoreCase);

    public static Command Create(PkiCommandOptions shared)
    {
        var serial = new Argument<string>("SERIAL") { Description = "Serial number, hexadecimal" };
        var reason = new Option<string>("--reason")
        {
            Description = string.Join(" | ", s_reasons.Keys),
            DefaultValueFactory = _ => "unspecified",
        };
        reason.AcceptOnlyFromAmong([.. s_reasons.Keys]);
        var hold = new Option<bool>("--hold") { Description = "Suspend instead; can be released" };
        var release = new Option<bool>("--release") { Description = "End a suspension" };
        var command = new Command("revoke", "Revoke, suspend or release a certificate") { serial, reason, hold, release };
        command.Validators.Add(result =>
        {
            if (result.GetValue(hold) && result.GetValue(release))
            {
                result.AddError("Choose --hold or --release.");
            }
        });
        command.SetAction(parsed => PkiCommand.Act(shared, parsed, () =>
        {
            var number = parsed.GetValue(serial)!.Replace(":", "", StringComparison.Ordinal); // required
            if (number.Length == 0 || number.Length % 2 != 0 || !number.All(char.IsAsciiHexDigit))
            {
                throw new PkiInputException("A serial number is hexadecimal, two digits for each octet.");
            }

            using var pki = shared.Open(parsed);
            return Say(number, parsed.GetValue(hold) ? pki.Hold(number)
                : parsed.GetValue(release) ? pki.Release(number)
                : pki.Revoke(number, s_reasons[parsed.GetValue(reason)!]));
        }));
        return command;
    }

    private static PkiResult Say(string serial, RevocationOutcome outcome)
    {
        var (vietnamese, english, code) = outcome switch
        {
            RevocationOutcome.Done => ("Đã xong.", "Done.", 0),
            RevocationOutcome.Unchanged => ("Không đổi: đã như vậy rồi.", "Unchanged: it was so already.", 0),
            RevocationOutcome.NotIssued => (
                "Không có chứng thư mang số này.", "No certificate with this serial number was issued.", PkiCommand.Refused),
            RevocationOutcome.NotOnHold => (
                "Đã thu hồi vĩnh viễn.", "It is revoked for good.", PkiCommand.Refused),
            _ => throw new System.Diagnostics.UnreachableException(),
        };
        return new(new JsonObject { ["serial"] = serial, ["outcome"] = outcome.ToString() }, vietnamese, english, code);
    }
}
