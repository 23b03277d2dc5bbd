using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using TrustPlatform.Cryptography.Cms;
using TrustPlatform.Cryptography.Keys;
using TrustPlatform.Cryptography.X509;
using TrustPlatform.Signatures.Pades;

namespace TrustPlatform.SigningClient;

/// <summary><c>sign IN --out OUT …</c></summary>
internal sealed class SignCommand
{
    private static readonly string[] Levels = ["B-B", "B-T", "B-LT", "B-LTA"];

    private static readonly SortedDictionary<string, Commitment> Commitments = new(StringComparer.Ordinal)
    {
        ["origin"] = Commitment.ProofOfOrigin,
        ["receipt"] = Commitment.ProofOfReceipt,
        ["delivery"] = Commitment.ProofOfDelivery,
        ["sender"] = Commitment.ProofOfSender,
        ["approval"] = Commitment.ProofOfApproval,
        ["creation"] = Commitment.ProofOfCreation,
    };

    private readonly Argument<string> _input = new("IN") { Description = "The PDF file to sign" };
    private readonly Option<string> _output = new("--out") { Description = "The file to write", Required = true };
    private readonly Option<string?> _pkcs12 = new("--p12") { Description = "PKCS#12 file with key and certificate" };
    private readonly Option<string?> _passwordFile = new("--password-file") { Description = "File whose first line is its password" };
    private readonly Option<string?> _module = new("--pkcs11") { Description = "PKCS#11 module of a token" };
    private readonly Option<string?> _token = new("--token") { Description = "Label of the token" };
    private readonly Option<string?> _pinFile = new("--pin-file") { Description = "File whose first line is the token's PIN" };
    private readonly Option<string> _level = new("--level") { Description = string.Join(" | ", Levels), DefaultValueFactory = _ => "B-B" };
    private readonly Option<string?> _timestampAuthority = new("--tsa") { Description = "URL of the timestamp authority" };
    private readonly Option<string?> _field = new("--field") { Description = "Name of the signature field" };
    private readonly Option<int?> _page = new("--page") { Description = "Page of a new visible field, from 1" };
    private readonly Option<string?> _rectangle = new("--rect") { Description = "x,y,w,h of a new visible field, in points from the bottom left" };
    private readonly Option<string?> _reason = new("--reason") { Description = "Why it is signed" };
    private readonly Option<string?> _commitment = new("--commitment") { Description = string.Join(" | ", Commitments.Keys) + "; instead of a reason" };
    private readonly Option<string[]> _roles = new("--role") { Description = "A role that the signer claims; may be repeated" };
    private readonly Option<int?> _certify = new("--certify") { Description = "Certify: 1 no changes, 2 form filling, 3 annotations too" };

    public static Command Create(Option<string> language, Option<bool> json)
    {
        var options = new SignCommand();
        options._level.AcceptOnlyFromAmong(Levels);
        options._commitment.AcceptOnlyFromAmong([.. Commitments.Keys]);
        var command = new Command("sign", "Sign with a key of one's own")
        {
            options._input, options._output, options._pkcs12, options._passwordFile, options._module, options._token, options._pinFile,
            options._level, options._timestampAuthority, options._field, options._page, options._rectangle, options._reason,
            options._commitment, options._roles, options._certify,
        };
        command.SetAction((parsed, cancellationToken) => Job.Of(parsed, language, json).RunAsync(
            () => options.RunAsync(parsed, parsed.GetValue(language) ?? "en", cancellationToken)));
        return command;
    }

    private async Task<(JsonObject Result, string Sentence)> RunAsync(
        ParseResult parsed, string language, CancellationToken cancellationToken)
    {
        var level = parsed.GetValue(_level)!; // has a default
        var output = parsed.GetValue(_output)!; // required
        var certify = parsed.GetValue(_certify);
        if (certify is < 1 or > 3)
        {
            throw new UsageException("--certify takes 1, 2 or 3.");
        }

        using var client = new HttpClient();
        var timestamps = Services.Timestamps(client, parsed.GetValue(_timestampAuthority), level != "B-B");
        var placement = Placement(parsed);
        await using var input = File.OpenRead(parsed.GetValue(_input)!); // required
        using var credential = OpenCredential(parsed);
        var now = TimeProvider.System.GetLocalNow();
        await using var laid = OutputFile.CreateTemporary();
        var (source, field) = await LayAsync(input, laid, parsed.GetValue(_field), placement, cancellationToken);
        var request = new PadesSigningRequest
        {
            FieldName = field,
            Key = credential.Key,
            Certificate = credential.Certificate,
            Chain = credential.Chain,
            SigningTime = now,
            SignerName = credential.Certificate.Subject.CommonName,
            Reason = parsed.GetValue(_reason),
            Appearance = Appearance(credential.Certificate, now, parsed.GetValue(_reason), language),
            Certification = (CertificationPermission?)certify,
            Commitment = parsed.GetValue(_commitment) is { } commitment ? Commitments[commitment] : null,
            ClaimedRoles = parsed.GetValue(_roles) ?? [],
            Timestamps = timestamps,
        };
        PadesSigningResult? result = null;
        await OutputFile.WriteAsync(output, async file => result = await SignAsync(client, source, file, request, level, cancellationToken));
        return (Describe(result!, output, field, level, credential.Certificate), Sentences.Signed(output, field, level, language)); // set above
    }

    private static async Task<PadesSigningResult> SignAsync(
        HttpClient client, Stream source, Stream file, PadesSigningRequest request, string level, CancellationToken cancellationToken)
    {
        if (level is "B-B" or "B-T")
        {
            return await PadesSigner.SignAsync(source, file, request, cancellationToken);
        }

        await using var signed = OutputFile.CreateTemporary();
        var result = await PadesSigner.SignAsync(source, signed, request, cancellationToken);
        await Services.AugmentAsync(client, signed, file, request.Chain, level, request.Timestamps!, cancellationToken); // these levels have one
        return result;
    }

    /// <summary>The field to sign: the named one, the only empty one, or a new one.</summary>
    private static async Task<(Stream Source, string Field)> LayAsync(
        Stream input, Stream laid, string? name, (int Page, PageRectangle Rectangle)? placement, CancellationToken cancellationToken)
    {
        var inspection = DocumentInspection.Of(input);
        if (placement is null && (name ?? (inspection.EmptyFields is [var only] ? only : null)) is { } existing)
        {
            return (input, existing);
        }

        var taken = inspection.EmptyFields.Concat(inspection.Signatures.Select(signature => signature.Field)).ToHashSet();
        var field = name ?? Enumerable.Range(1, taken.Count + 1).Select(i => $"Signature{i}").First(free => !taken.Contains(free));
        await PadesSigner.LayFieldsAsync(
            input, laid, [new(field, placement?.Page ?? 0, placement?.Rectangle ?? default)], cancellationToken);
        return (laid, field);
    }

    private (int Page, PageRectangle Rectangle)? Placement(ParseResult parsed)
    {
        var page = parsed.GetValue(_page);
        if (parsed.GetValue(_rectangle) is not { } text)
        {
            return page is null ? null : throw new UsageException("--page needs --rect x,y,w,h.");
        }

        var numbers = text.Split(',').Select(part =>
            double.TryParse(part, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : double.NaN).ToList();
        return numbers.Count == 4 && numbers.TrueForAll(double.IsFinite) && page is null or >= 1
            ? (page ?? 1, new(numbers[0], numbers[1], numbers[2], numbers[3]))
            : throw new UsageException("--rect takes four numbers x,y,w,h, and --page counts from 1.");
    }

    private Credential OpenCredential(ParseResult parsed)
    {
        var (pkcs12, module) = (parsed.GetValue(_pkcs12), parsed.GetValue(_module));
        if ((pkcs12 is null) == (module is null))
        {
            throw new UsageException("Give the key by either --p12 or --pkcs11.");
        }

        if (pkcs12 is not null)
        {
            var password = parsed.GetValue(_passwordFile) is { } file ? Services.FirstLine(file) : "";
            var opened = Pkcs12Credential.Load(File.ReadAllBytes(pkcs12), password);
            return new(opened.Key, opened.Certificate, opened.Chain);
        }

        return parsed.GetValue(_token) is { } label && parsed.GetValue(_pinFile) is { } pin
            ? Pkcs11Token.Open(module!, label, Services.FirstLine(pin)) // tested above
            : throw new UsageException("--pkcs11 needs --token and --pin-file.");
    }

    private static SignatureAppearance Appearance(Certificate certificate, DateTimeOffset now, string? reason, string language)
    {
        var lines = new List<string>
        {
            certificate.Subject.CommonName ?? certificate.Subject.ToString(),
            $"{Sentences.DatePrefix(language)}: {now.ToString("dd/MM/yyyy HH:mm:ss zzz", CultureInfo.InvariantCulture)}",
        };
        if (!string.IsNullOrWhiteSpace(reason))
        {
            lines.Add($"{Sentences.ReasonPrefix(language)}: {reason}");
        }

        return new(lines, File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "fonts", "BeVietnamPro-Regular.ttf")));
    }

    private static JsonObject Describe(
        PadesSigningResult result, string output, string field, string level, Certificate certificate) => new()
        {
            ["file"] = output,
            ["field"] = field,
            ["level"] = level,
            ["signer"] = certificate.Subject.ToString(),
            ["byteRange"] = new JsonArray([.. result.ByteRange.Select(number => JsonValue.Create(number))]),
            ["timestampTime"] = result.TimestampTime?.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture),
        };
}
