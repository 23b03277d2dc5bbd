using TrustPlatform.Signatures.Pades;
using TrustPlatform.Signatures.Tests.Pades;

namespace TrustPlatform.Signatures.Tests.Validation.Attacks;

/// <summary>Fifty signed files of our own, of every level, certification and kind of cross-reference section.</summary>
internal static class SignedFiles
{
    public static async Task<IReadOnlyList<(string Name, byte[] File)>> MakeAsync(Lab lab)
    {
        var files = new List<(string, byte[])>();
        CertificationPermission?[] certifications = [null, CertificationPermission.None, CertificationPermission.FormFilling, CertificationPermission.Annotations];
        foreach (var kind in (string[])["plain", "table", "stream"])
        {
            foreach (var certification in certifications)
            {
                var input = await InputAsync(kind);
                var basic = await Signing.SignAsync(lab, lab.Signer(), input, timestamp: false, certification: certification);
                var timed = await Signing.SignAsync(lab, lab.Signer(), input, certification: certification);
                files.Add(($"{kind} {certification} B-B", basic));
                files.Add(($"{kind} {certification} B-T", timed));
                files.Add(($"{kind} {certification} B-LTA", await Signing.ArchiveAsync(lab, timed)));
            }
        }

        foreach (var kind in (string[])["table", "stream"])
        {
            var first = await Signing.SignAsync(lab, lab.Signer(), await InputAsync(kind), "A");
            var second = await Signing.SignAsync(lab, lab.Signer("Trần Thị Bình"), first, "B", timestamp: false);
            files.Add(($"{kind} two signers B-B", second));
            files.Add(($"{kind} two signers B-LTA", await Signing.ArchiveAsync(lab, second)));
            files.Add(($"{kind} archived twice", await Signing.ArchiveAsync(lab, await Signing.ArchiveAsync(lab, first))));
            files.Add(($"{kind} filled and signed", await Signing.SignAsync(lab, lab.Signer(), Filled().AppendTo(first), "B")));
            files.Add(($"{kind} locked", await Signing.SignAsync(lab, lab.Signer(), await InputAsync(kind), "B")));
            files.Add(($"{kind} filled before", await Signing.SignAsync(lab, lab.Signer(), Filled().AppendTo(await InputAsync(kind)), "A")));
        }

        var signer = lab.Signer();
        byte[][] certificates = [signer.Certificate.RawData.ToArray(), lab.Issuing.Certificate.RawData.ToArray()];
        var recipe = new CmsRecipe(signer) { Certificates = certificates };
        files.Add(("by hand", RawSignature.Document(recipe.Sign)));
        files.Add(("by hand, signer named by key", RawSignature.Document((recipe with { IsByKeyIdentifier = true }).Sign)));
        return files;
    }

    private static Update Filled() => new Update().With(9, FormDocument.Text2.Replace("(x)", "(filled)", StringComparison.Ordinal));

    private static async Task<byte[]> InputAsync(string kind) => kind switch
    {
        "plain" => (await Requests.LaidAsync(Requests.A4())).ToArray(),
        "table" => FormDocument.Unsigned().ToFile(),
        _ => FormDocument.Unsigned().AsStream().ToFile(),
    };
}
