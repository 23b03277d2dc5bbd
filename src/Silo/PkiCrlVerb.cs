using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;

namespace TrustPlatform.Silo;

/// <summary><c>pki crl</c>: publishes the CRLs in force, and writes them to files; the root's needs its key when it is due.</summary>
internal static class PkiCrlVerb
{
    public static Command Create(PkiCommandOptions shared)
    {
        var authority = new Argument<string?>("CA") { Description = "Id of the CA; all without it", Arity = ArgumentArity.ZeroOrOne };
        var output = new Option<string?>("--out") { Description = "Folder for the files CA.crl and CA-delta.crl, DER" };
        var command = new Command("crl", "Publish the CRLs; for the root, bring its key")
        {
            authority, output, shared.RootKey, shared.PassphraseFile,
        };
        command.SetAction(parsed => PkiCommand.Act(shared, parsed, () =>
        {
            using var pki = shared.Open(parsed, shared.Brought(parsed));
            var ids = parsed.GetValue(authority) is { } only ? [only] : pki.AuthorityIds;
            var lists = new JsonArray();
            foreach (var id in ids)
            {
                var crl = pki.Crl(id) ?? throw new PkiInputException(
                    $"There is no CA {id}; there are {string.Join(", ", pki.AuthorityIds)}.");
                if (parsed.GetValue(output) is { } folder)
                {
                    Directory.CreateDirectory(folder);
                    File.WriteAllBytes(Path.Combine(folder, id + ".crl"), crl.Der.Span);
                    File.WriteAllBytes(Path.Combine(folder, id + "-delta.crl"), pki.DeltaCrl(id)!.Der.Span);
                }

                lists.Add(new JsonObject { ["ca"] = id, ["number"] = crl.Number, ["nextUpdate"] = crl.NextUpdate });
            }

            var count = ids.Count.ToString(CultureInfo.InvariantCulture);
            return new(new JsonObject { ["crls"] = lists }, $"{count} danh sách thu hồi đang có hiệu lực.", $"{count} CRLs are in force.");
        }));
        return command;
    }
}
