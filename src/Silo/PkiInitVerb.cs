using System.CommandLine;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using TrustPlatform.Pki;

namespace TrustPlatform.Silo;

/// <summary>
/// <c>pki init</c>, the key ceremony: makes root, CAs, responders and timestamping unit, lets the root's key leave, and writes a
/// transcript for the witnesses. An interrupted ceremony goes on where it stood when it is called again.
/// </summary>
internal static class PkiInitVerb
{
    public static Command Create(PkiCommandOptions shared)
    {
        var rootOut = new Option<string?>("--root-out")
        {
            Description = "File outside the data folder that takes the root's key, encrypted; without it the key stays (development)",
        };
        var persons = Count("--persons", "How many CAs for persons");
        var organisations = Count("--organisations", "How many CAs for organisations");
        var transcript = new Option<string?>("--transcript") { Description = "File for the transcript that the witnesses sign" };
        var command = new Command("init", "The key ceremony: make a PKI in a new folder")
        {
            rootOut, shared.PassphraseFile, persons, organisations, transcript,
        };
        command.SetAction(parsed => PkiCommand.Act(shared, parsed, () =>
        {
            var rootKey = PkiCommandOptions.KeyFile(parsed.GetValue(rootOut), parsed.GetValue(shared.PassphraseFile));
            var options = shared.Options(parsed, rootKey);
            var pending = Path.Combine(options.Directory, "ceremony.pending");
            if (PkiCommandOptions.IsThere(options) && !File.Exists(pending))
            {
                throw new PkiInputException($"There is a PKI in {options.Directory} already.");
            }

            if (rootKey is not null && rootKey.Path.StartsWith(options.Directory + Path.DirectorySeparatorChar, StringComparison.Ordinal))
            {
                throw new PkiInputException("The root's key is to leave the data folder; name a file elsewhere.");
            }

            Directory.CreateDirectory(options.Directory);
            File.WriteAllText(pending, "");
            using var pki = shared.Open(parsed, rootKey, found => found with
            {
                PersonAuthorities = parsed.GetValue(persons),
                OrganisationAuthorities = parsed.GetValue(organisations),
            });

            // The root's CRL is part of the ceremony: for half a year nobody needs its key again.
            foreach (var id in pki.AuthorityIds)
            {
                pki.Crl(id);
            }

            var text = Transcript(pki, rootKey?.Path);
            if (parsed.GetValue(transcript) is { } path)
            {
                File.WriteAllText(path, text);
            }

            File.Delete(pending);
            return Result(pki, rootKey?.Path);
        }));
        return command;
    }

    private static Option<int> Count(string name, string description)
    {
        var option = new Option<int>(name) { Description = description, DefaultValueFactory = _ => 1 };
        option.Validators.Add(result =>
        {
            if (result.GetValue(option) is < 1 or > 15)
            {
                result.AddError($"{name} wants a number from 1 to 15.");
            }
        });
        return option;
    }

    private static PkiResult Result(PlatformPki pki, string? rootKey) => new(
        new JsonObject
        {
            ["authorities"] = new JsonArray([.. pki.AuthorityIds.Select(id => (JsonNode)id)]),
            ["root"] = pki.Roots[0].Thumbprint,
            ["rootKey"] = rootKey,
        },
        $"Đã tạo PKI THỬ NGHIỆM: {string.Join(", ", pki.AuthorityIds)}. " + (rootKey is null
            ? "Khóa gốc nằm trong thư mục dữ liệu (chỉ dùng để phát triển)."
            : $"Khóa gốc nằm trong {rootKey}; hãy mang tệp đó đi."),
        $"A test PKI was made: {string.Join(", ", pki.AuthorityIds)}. " + (rootKey is null
            ? "The root's key lies in the data folder (fit for development only)."
            : $"The root's key is in {rootKey}; take that file away."));

    private static string Transcript(PlatformPki pki, string? rootKey)
    {
        var text = new StringBuilder();
        text.AppendLine("Key ceremony of a TrustPlatform test PKI (THỬ NGHIỆM)");
        text.AppendLine(CultureInfo.InvariantCulture, $"Ended: {TimeProvider.System.GetUtcNow():yyyy-MM-ddTHH:mm:ssZ}");
        text.AppendLine(CultureInfo.InvariantCulture, $"Keys: {pki.Status().KeyStore}");
        text.AppendLine(rootKey is null ? "Root key: in the data folder" : $"Root key: {rootKey}");
        if (rootKey is not null)
        {
            text.AppendLine(CultureInfo.InvariantCulture, $"SHA-256 of that file: {Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(rootKey)))}");
        }

        foreach (var certificate in pki.Certificates)
        {
            text.AppendLine();
            text.AppendLine(CultureInfo.InvariantCulture, $"Certificate: {certificate.Subject}");
            text.AppendLine(CultureInfo.InvariantCulture, $"  serial number: {certificate.SerialNumber}");
            text.AppendLine(CultureInfo.InvariantCulture,
                $"  valid: {certificate.NotBefore:yyyy-MM-ddTHH:mm:ssZ} to {certificate.NotAfter:yyyy-MM-ddTHH:mm:ssZ}");
            text.AppendLine(CultureInfo.InvariantCulture, $"  SHA-256: {Convert.ToHexStringLower(SHA256.HashData(certificate.RawData.Span))}");
            text.AppendLine(CultureInfo.InvariantCulture, $"  SHA-256 of the public key: {Convert.ToHexStringLower(SHA256.HashData(certificate.SubjectPublicKeyInfo.Span))}");
        }

        text.AppendLine();
        text.AppendLine("Witness: ____________________    Witness: ____________________    Operator: ____________________");
        return text.ToString();
    }
}
