using System.Security.Cryptography;
using TrustPlatform.Cryptography.Timestamps;
using TrustPlatform.Pdf;
using TrustPlatform.Signatures.Augmentation;
using TrustPlatform.Signatures.Pades;
using TrustPlatform.Testing;
using Xunit;

namespace TrustPlatform.Signatures.Tests.Pades;

public sealed class PadesAugmenterTests(TestAuthority authority) : IClassFixture<TestAuthority>
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Two_revisions_bring_the_store_and_a_timestamp_over_it()
    {
        var signed = await SignedAsync();
        using var archived = new MemoryStream();

        await PadesAugmenter.ToArchiveLevelAsync(signed, archived, [authority.Root, authority.Issuing], authority, authority, Cancel);

        using var document = Requests.Open(archived);
        Assert.Equal(5, document.Revisions.Count);
        Assert.Null(document.Revisions[2].Catalog["DSS"]);
        Assert.NotNull(document.Revisions[3].Catalog["DSS"]);
        Assert.True(archived.ToArray().AsSpan().StartsWith(signed.ToArray()));
        var timestamp = Values(document).Single(value => ((PdfName)value["SubFilter"]!).Value == "ETSI.RFC3161");
        Assert.Equal("DocTimeStamp", ((PdfName)timestamp["Type"]!).Value);
        var range = ((PdfArray)timestamp["ByteRange"]!).Select(item => (int)((PdfInteger)item).Value).ToList();
        var bytes = archived.ToArray();
        Assert.Equal(bytes.Length, range[2] + range[3]);
        var token = TimeStampToken.Parse(Trimmed(((PdfString)timestamp["Contents"]!).Bytes));
        Assert.Equal(
            SHA256.HashData([.. bytes.AsSpan(0, range[1]), .. bytes.AsSpan(range[2], range[3])]), token.MessageImprint.ToArray());
    }

    [Fact]
    public async Task The_store_holds_the_chains_of_signer_and_timestamp_authority()
    {
        var signed = await SignedAsync();
        using var archived = new MemoryStream();

        await PadesAugmenter.AddValidationMaterialAsync(signed, archived, [authority.Root], authority, Cancel);

        using var document = Requests.Open(archived);
        var store = document.Current.Resolve<PdfDictionary>(document.Current.Catalog["DSS"])!;
        // signer, issuing CA, root, TSA; a list of the issuing CA and one of the root
        Assert.Equal(4, ((PdfArray)store["Certs"]!).Count);
        Assert.Equal(2, ((PdfArray)store["CRLs"]!).Select(document.Current.Resolve).Cast<PdfStream>()
            .Select(stream => Convert.ToHexString(SHA256.HashData(document.Current.Decode(stream).Span))).Distinct().Count());
        var contents = ((PdfString)Values(document).Single()["Contents"]!).Bytes;
#pragma warning disable CA5350 // the standard's name for the entry
        var key = Convert.ToHexString(SHA1.HashData(contents.Span));
#pragma warning restore CA5350
        var entry = Assert.IsType<PdfDictionary>(((PdfDictionary)store["VRI"]!)[key]);
        Assert.Equal(4, ((PdfArray)entry["Cert"]!).Count);
    }

    [Fact]
    public async Task A_second_augmentation_keeps_every_entry_and_adds_to_it()
    {
        var signed = await SignedAsync();
        using var once = new MemoryStream();
        using var twice = new MemoryStream();

        await PadesAugmenter.ToArchiveLevelAsync(signed, once, [authority.Root], authority, authority, Cancel);
        await PadesAugmenter.ToArchiveLevelAsync(once, twice, [authority.Root], authority, authority, Cancel);

        using var document = Requests.Open(twice);
        var (before, after) = (Store(document.Revisions[4]), Store(document.Current));
        Assert.Equal(((PdfArray)before["Certs"]!).Items, ((PdfArray)after["Certs"]!).Items);
        Assert.Equal(2, ((PdfDictionary)after["VRI"]!).Entries.Count);
        Assert.Equal(2, Values(document).Count(value => ((PdfName)value["SubFilter"]!).Value == "ETSI.RFC3161"));
    }

    [Fact]
    public async Task A_certification_that_forbids_all_else_permits_it()
    {
        var signed = await SignedAsync(CertificationPermission.None);
        var path = authority.PathOf("certified-archive.pdf");

        await using (var output = File.Create(path))
        {
            await PadesAugmenter.ToArchiveLevelAsync(signed, output, [authority.Root], authority, authority, Cancel);
        }

        Assert.Equal(0, (await Tool.RunAsync("qpdf", "--check", path)).ExitCode);
        Assert.Contains("Signature is Valid", (await Tool.RunAsync("pdfsig", "-nocert", path)).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_unsigned_file_is_refused()
    {
        using var output = new MemoryStream();

        var refusal = await Assert.ThrowsAsync<PadesRefusedException>(() => PadesAugmenter.ToArchiveLevelAsync(
            Requests.A4(), output, [], authority, authority, Cancel));

        Assert.Equal(PadesRefusal.NothingToAugment, refusal.Reason);
    }

    [Theory]
    [MemberData(nameof(SignedFiles))]
    public async Task Signed_files_of_others_get_a_document_timestamp(string file)
    {
        var path = authority.PathOf("augmented-" + Path.GetFileName(file));
        await using (var input = File.OpenRead(Path.Combine(Corpora.Folder!, "pdf", file)))
        await using (var output = File.Create(path))
        {
            await PadesAugmenter.ToArchiveLevelAsync(input, output, [], authority, authority, Cancel);
        }

        var before = await Tool.RunAsync("qpdf", "--check", Path.Combine(Corpora.Folder!, "pdf", file));
        var after = await Tool.RunAsync("qpdf", "--check", path);
        Assert.True(after.ExitCode == 0 || after.ExitCode == before.ExitCode, after.Output);
    }

    public static TheoryData<string> SignedFiles() => Corpora.Folder is null ? [new TheoryDataRow<string>("") { Skip = Corpora.Absent }] : new(
        "made/s01-bb-ecdsa.pdf", "made/s02-bt.pdf", "made/s03-blta.pdf", "made/s05-certified-p1.pdf",
        "files/dss_pades-bes.pdf", "files/dss_pades-t-level-extended.pdf", "files/letsseal_001-pades-valid.pdf",
        "files/pyhanko_pades-lta-dss-indirect-arrs-test.pdf", "files/pyhanko_pades-lta-dss-indirect-arrs-test-2.pdf",
        "files/pyhanko_sig-with-ski-sid.pdf", "files/node-signpdf_signed-twice.pdf");

    private static PdfDictionary Store(PdfRevision revision) => revision.Resolve<PdfDictionary>(revision.Catalog["DSS"])!;

    private static List<PdfDictionary> Values(PdfDocument document)
    {
        var form = document.Current.Resolve<PdfDictionary>(document.Current.Catalog["AcroForm"])!;
        return document.Current.Resolve<PdfArray>(form["Fields"])!.Select(document.Current.Resolve).Cast<PdfDictionary>()
            .Select(field => document.Current.Resolve(field["V"])).OfType<PdfDictionary>().ToList();
    }

    private static ReadOnlyMemory<byte> Trimmed(ReadOnlyMemory<byte> contents) =>
        contents[..TrustPlatform.Cryptography.Cms.CmsSignedData.Parse(contents).EncodedLength];

    private async Task<MemoryStream> SignedAsync(CertificationPermission? certification = null)
    {
        using var signer = authority.Signer("Ký");
        var signed = new MemoryStream();
        var request = Requests.Of(signer, "A", authority) with { Timestamps = authority, Certification = certification };
        await PadesSigner.SignAsync(await Requests.LaidAsync(Requests.A4()), signed, request, Cancel);
        return signed;
    }
}
