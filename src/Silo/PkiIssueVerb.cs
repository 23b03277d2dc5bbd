using System.CommandLine;
using System.Text.Json.Nodes;
using TrustPlatform.Pki;

namespace TrustPlatform.Silo;

/// <summary>
/// <c>pki issue</c>: certifies an organisation's own key from its PKCS#10 request. Persons get certificates in a signing
/// ceremony only, where their identity is proven.
/// </summary>
internal static class PkiIssueVerb
{
    public static Command Create(PkiCommandOptions shared)
    {
        var request = new Option<string>("--csr") { Description = "PKCS#10 request, PEM or DER; only its key is taken", Required = true };
        var name = new Option<string>("--name") { Description = "Legal name as registered", Required = true };
        var taxCode = new Option<string>("--tax-code") { Description = "Tax code, 10 or 13 digits", Required = true };
        var output = new Option<string>("--out") { Description = "File for the certificate and its CAs, PEM", Required = true };
        var command = new Command("issue", "Certify an organisation's own key (seal)") { request, name, taxCode, output };
        command.SetAction(parsed => PkiCommand.Act(shared, parsed, () =>
        {
            var path = parsed.GetValue(request)!; // required
            if (!File.Exists(path))
            {
                throw new PkiInputException($"There is no file {path}.");
            }

            using var pki = shared.Open(parsed);
            var subject = new SealSubject($"tax-{parsed.GetValue(taxCode)}", parsed.GetValue(name)!, parsed.GetValue(taxCode)!);
            var (certificate, chain) = pki.IssueSeal(subject, File.ReadAllBytes(path));
            File.WriteAllText(
                parsed.GetValue(output)!, string.Concat(chain.Prepend(certificate).Select(c => PkiEndpoints.PemOf(c.RawData.Span))));
            return new(
                new JsonObject { ["serial"] = certificate.SerialNumber, ["notAfter"] = certificate.NotAfter, ["file"] = parsed.GetValue(output) },
                $"Đã cấp chứng thư {certificate.SerialNumber}.", $"Certificate {certificate.SerialNumber} was issued.");
        }));
        return command;
    }
}
