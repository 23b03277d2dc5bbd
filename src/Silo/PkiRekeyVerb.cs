using System.CommandLine;
using System.Text.Json.Nodes;

namespace TrustPlatform.Silo;

/// <summary>
/// <c>pki rekey</c>: a new CA with a new key takes over issuing, the old one goes on answering for what it issued. With
/// <c>--beside</c> both issue.
/// </summary>
internal static class PkiRekeyVerb
{
    public static Command Create(PkiCommandOptions shared)
    {
        var authority = new Argument<string>("CA") { Description = "Id of the CA that issues now" };
        var beside = new Option<bool>("--beside") { Description = "The old CA goes on issuing too" };
        var rootOut = new Option<string?>("--root-out") { Description = "For a root: the file that takes the new root's key" };
        var newPassphrase = new Option<string?>("--new-passphrase-file")
        {
            Description = "For a root: file whose first line is the passphrase of the new key file",
        };
        var command = new Command("rekey", "Give a CA a successor, with overlap")
        {
            authority, beside, shared.RootKey, shared.PassphraseFile, rootOut, newPassphrase,
        };
        command.SetAction(parsed => PkiCommand.Act(shared, parsed, () =>
        {
            var newRoot = PkiCommandOptions.KeyFile(parsed.GetValue(rootOut), parsed.GetValue(newPassphrase));
            string id;
            using (var pki = shared.Open(parsed, shared.Brought(parsed)))
            {
                id = pki.Rekey(parsed.GetValue(authority)!, parsed.GetValue(beside), newRoot); // required
            }

            using var renewed = shared.Open(parsed, newRoot ?? shared.Brought(parsed));
            renewed.Crl(id);
            var certificate = renewed.AuthorityCertificate(id)!; // just made
            return new(
                new JsonObject { ["ca"] = id, ["sha256"] = certificate.Thumbprint, ["notAfter"] = certificate.NotAfter },
                $"CA {id} đã cấp thay.", $"The CA {id} issues from now on.");
        }));
        return command;
    }
}
