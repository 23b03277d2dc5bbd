using System.CommandLine;
using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using TrustPlatform.Signatures.Pades;

namespace TrustPlatform.SigningClient;

/// <summary><c>inspect IN</c></summary>
internal static class InspectCommand
{
    public static Command Create(Option<string> language, Option<bool> json)
    {
        var input = new Argument<string>("IN") { Description = "The PDF file" };
        var command = new Command("inspect", "Look inside without judging") { input };
        command.SetAction((parsed, cancellationToken) => Job.Of(parsed, language, json).RunAsync(async () =>
        {
            var path = parsed.GetValue(input)!; // required
            await using var file = File.OpenRead(path);
            var inspection = DocumentInspection.Of(file);
            return (Describe(path, inspection), Print(path, inspection));
        }));
        return command;
    }

    private static JsonObject Describe(string path, DocumentInspection inspection) => new()
    {
        ["file"] = path,
        ["version"] = inspection.Version,
        ["pages"] = inspection.Pages,
        ["encrypted"] = inspection.IsEncrypted,
        ["damage"] = inspection.Damage,
        ["securityStore"] = inspection.HasSecurityStore,
        ["emptyFields"] = new JsonArray([.. inspection.EmptyFields.Select(name => JsonValue.Create(name))]),
        ["revisions"] = new JsonArray([.. inspection.Revisions.Select(revision => new JsonObject
        {
            ["start"] = revision.Start, ["end"] = revision.End, ["crossReference"] = revision.CrossReference,
        })]),
        ["signatures"] = new JsonArray([.. inspection.Signatures.Select(signature => new JsonObject
        {
            ["field"] = signature.Field,
            ["subFilter"] = signature.SubFilter,
            ["byteRange"] = new JsonArray([.. signature.ByteRange.Select(number => JsonValue.Create(number))]),
            ["signer"] = signature.Signer,
            ["name"] = signature.Name,
            ["reason"] = signature.Reason,
            ["commitment"] = signature.Commitment,
            ["claimedRoles"] = new JsonArray([.. signature.ClaimedRoles.Select(role => JsonValue.Create(role))]),
            ["claimedTime"] = Format(signature.ClaimedTime),
            ["timestampTime"] = Format(signature.TimestampTime),
        })]),
    };

    private static string Print(string path, DocumentInspection inspection)
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"{path}: PDF {inspection.Version}, {inspection.Pages?.ToString(CultureInfo.InvariantCulture) ?? "?"} page(s), {inspection.Revisions.Count} revision(s)");
        text.Append(inspection.IsEncrypted ? ", encrypted" : "").Append(inspection.HasSecurityStore ? ", security store" : "");
        text.Append(inspection.Damage is { } damage ? $"\n  damage: {damage}" : "");
        foreach (var name in inspection.EmptyFields)
        {
            text.Append(CultureInfo.InvariantCulture, $"\n  {name}: empty");
        }

        foreach (var signature in inspection.Signatures)
        {
            text.Append(CultureInfo.InvariantCulture, $"\n  {signature.Field}: {signature.SubFilter} {signature.Signer ?? signature.Name}");
            text.Append(signature.ClaimedRoles.Count > 0 ? $", as {string.Join(", ", signature.ClaimedRoles)}" : "");
            text.Append(signature.Commitment is { } commitment ? $", {commitment}" : "");
            text.Append(signature.TimestampTime is { } time ? $", timestamp {Format(time)}" : "");
        }

        return text.ToString();
    }

    private static string? Format(DateTimeOffset? time) =>
        time?.ToUniversalTime().ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture);
}
