using TrustPlatform.Contracts;
using TrustPlatform.Signatures.Intake;
using TrustPlatform.Signatures.Pades;

namespace TrustPlatform.Grains.Ceremonies;

/// <summary>
/// Lays the signature fields of all parties and of the seal before the first signature, so that no later signature has to
/// change what an earlier one covers.
/// </summary>
internal sealed class FieldLayout(DocumentFiles files)
{
    private const double Margin = 42, Gap = 12, MaxHeight = 74;

    /// <summary>The file with its fields and each party's placement; no file when a placement does not fit.</summary>
    public async Task<(DocumentDigest? Document, IReadOnlyList<FieldPlacement> Placements)> Lay(Contract contract)
    {
        await using var input = await files.Open(contract.Original!.Value);
        var pages = PdfIntake.Inspect(input).Pages;
        var own = Grid(pages[^1], pages.Count, contract.Parties.Count + 1);
        var placements = contract.Parties.Select((party, i) => party.Field ?? own[i]).ToList();
        if (placements.Any(placement => !Fits(placement, pages)))
        {
            return (null, placements);
        }

        var fields = contract.Parties.Select((party, i) => Placement(party.FieldName, placements[i]))
            .Append(Placement(SigningCeremony.SealField, own[^1]));
        await using var output = files.CreateTemporary();
        input.Position = 0;
        await PadesSigner.LayFieldsAsync(input, output, [.. fields], CancellationToken.None);
        return (await files.Keep(output), placements);
    }

    /// <summary>Two columns from the bottom of the last page, more and smaller ones for many parties.</summary>
    private static List<FieldPlacement> Grid(PageSize page, int number, int count)
    {
        var columns = count > 12 ? 3 : 2;
        var rows = (count + columns - 1) / columns;
        var width = (page.Width - (2 * Margin) - ((columns - 1) * Gap)) / columns;
        var height = Math.Min(MaxHeight, ((page.Height - (2 * Margin)) / rows) - Gap);
        return [.. Enumerable.Range(0, count).Select(i => new FieldPlacement(
            number,
            page.X + Margin + (i % columns * (width + Gap)),
            page.Y + Margin + ((rows - 1 - (i / columns)) * (height + Gap)),
            width, height))];
    }

    private static bool Fits(FieldPlacement field, IReadOnlyList<PageSize> pages) =>
        field.Page >= 1 && field.Page <= pages.Count && field is { Width: > 0, Height: > 0 }
        && pages[field.Page - 1] is var page
        && field.X >= page.X && field.Y >= page.Y
        && field.X + field.Width <= page.X + page.Width && field.Y + field.Height <= page.Y + page.Height;

    private static SignatureFieldPlacement Placement(string name, FieldPlacement field) =>
        new(name, field.Page, new(field.X, field.Y, field.Width, field.Height));
}
