using System.Text;
using TrustPlatform.Testing;
using Xunit;

namespace TrustPlatform.Pdf.Tests.Encryption;

/// <summary>Files that qpdf encrypts are read as what they were before (7.6).</summary>
public sealed class EncryptedFileTests(TemporaryFolder folder) : IClassFixture<TemporaryFolder>
{
    private const string Content = "BT /F1 12 Tf (Hello) Tj ET";
    private const string Metadata = "<?xpacket?><x:xmpmeta xmlns:x='adobe:ns:meta/'/>";

    private static readonly string[] Objects =
    [
        "<</Type/Catalog/Pages 2 0 R/Metadata 6 0 R/Names<</Numbers[(one)[(two)<7468726565>]]>>>>",
        "<</Type/Pages/Count 1/Kids[3 0 R]>>",
        "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Annots[7 0 R]>>",
        $"<</Length {Content.Length}>>stream\n{Content}\nendstream",
        "<</Title(A secret \\(title\\))/Author<FEFF1EA4>>>",
        $"<</Type/Metadata/Subtype/XML/Length {Metadata.Length}>>stream\n{Metadata}\nendstream",
        "<</Type/Annot/Subtype/Text/Rect[0 0 9 9]/Contents(A note)>>",
        "<</Type/Sig/ByteRange[0 1 2 3]/Contents<00A1B2C3>/Reason(Agreed)>>",
    ];

    [Theory]
    [InlineData("V1 R2 RC4-40", "40")]
    [InlineData("V2 R3 RC4-128", "128 --use-aes=n")]
    [InlineData("V4 R4 RC4-128", "128 --use-aes=n --force-V4")]
    [InlineData("V4 R4 AESV2", "128 --use-aes=y")]
    [InlineData("V4 R4 AESV2, metadata in clear", "128 --use-aes=y --cleartext-metadata")]
    [InlineData("V5 R5 AESV3", "256 --force-R5")]
    [InlineData("V5 R6 AESV3", "256")]
    [InlineData("V5 R6 AESV3, metadata in clear", "256 --cleartext-metadata")]
    [InlineData("V4 R4 AESV2, object streams", "128 --use-aes=y", "generate")]
    [InlineData("V5 R6 AESV3, object streams", "256", "generate")]
    public async Task An_empty_user_password_opens_the_file(string kind, string options, string objectStreams = "disable")
    {
        var path = await EncryptAsync(kind, "", options, objectStreams);

        using var document = PdfDocument.Open(File.OpenRead(path), PdfLimits.Default);
        Assert.True(document.IsEncrypted);
        Assert.Null(document.EncryptionObstacle);
        Assert.Null(document.RecoveryReason);
        var current = document.Current;
        var information = current.Resolve<PdfDictionary>(current.Trailer["Info"])!;
        Assert.Equal("A secret (title)", PdfText.Decode((PdfString)information["Title"]!));
        Assert.Equal("Ấ", PdfText.Decode((PdfString)information["Author"]!));
        Assert.Equal(Content, Text(current, current.Pages[0].Dictionary["Contents"]));
        Assert.Equal(Metadata, Text(current, current.Catalog["Metadata"]));
        var names = (PdfDictionary)current.Catalog["Names"]!;
        var numbers = (PdfArray)names["Numbers"]!;
        Assert.Equal(["one", "two", "three"], new[] { numbers[0] }.Concat((PdfArray)numbers[1]).Select(item => PdfText.Decode((PdfString)item)));
        var note = current.Resolve<PdfDictionary>(((PdfArray)current.Pages[0].Dictionary["Annots"]!)[0])!;
        Assert.Equal("A note", PdfText.Decode((PdfString)note["Contents"]!));
    }

    [Fact]
    public async Task The_value_of_a_signature_is_not_encrypted_and_its_texts_are()
    {
        var path = await EncryptAsync("signature", "", "128 --use-aes=y", "disable", "/Sig 8 0 R");

        using var document = PdfDocument.Open(File.OpenRead(path), PdfLimits.Default);
        var signature = document.Current.Resolve<PdfDictionary>(document.Current.Trailer["Sig"])
            ?? document.Current.Resolve<PdfDictionary>(((PdfDictionary)document.Current.Catalog["Names"]!)["Sig"])!;
        Assert.Equal("Agreed", PdfText.Decode((PdfString)signature["Reason"]!));
        Assert.Equal("00A1B2C3", Convert.ToHexString(((PdfString)signature["Contents"]!).Bytes.Span));
    }

    [Theory]
    [InlineData("40")]
    [InlineData("128 --use-aes=y")]
    [InlineData("256")]
    public async Task A_password_that_is_not_empty_is_named_as_the_obstacle(string options)
    {
        var path = await EncryptAsync("locked" + options, "secret", options, "disable");

        using var document = PdfDocument.Open(File.OpenRead(path), PdfLimits.Default);
        Assert.Equal("The file is encrypted and opens with a password alone.", document.EncryptionObstacle);
    }

    [Theory]
    [InlineData("another handler", "<</Filter/Acme/V 4/R 4>>", "another security handler")]
    [InlineData("unknown version", "<</Filter/Standard/V 3/R 3/P -4>>", "version 3")]
    [InlineData("revision of another version", "<</Filter/Standard/V 5/R 4/P -4>>", "revision 4")]
    [InlineData("short /U", "<</Filter/Standard/V 1/R 2/P -4/O(aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa)/U(b)>>", "/U")]
    [InlineData("odd key", "<</Filter/Standard/V 2/R 3/Length 41/P -4>>", "41 bits")]
    [InlineData("no dictionary", "17", "dictionary")]
    public void What_cannot_be_decrypted_is_opened_with_the_reason(string fault, string encryption, string expected)
    {
        Assert.NotEmpty(fault);

        using var document = TestFile.Open(TestFile.Table([.. TestFile.OnePage, encryption], trailer: "/Encrypt 4 0 R/ID[<00><00>]"));

        Assert.Contains(expected, document.EncryptionObstacle, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_identity_crypt_filter_leaves_its_stream_alone()
    {
        var path = await EncryptAsync("identity", "", "256 --cleartext-metadata", "disable");

        // qpdf marks the metadata by /Crypt with /Identity; every other stream is encrypted.
        var bytes = await File.ReadAllBytesAsync(path, TestContext.Current.CancellationToken);
        Assert.True(bytes.AsSpan().IndexOf(Encoding.ASCII.GetBytes(Metadata)) > 0);
        Assert.Equal(-1, bytes.AsSpan().IndexOf(Encoding.ASCII.GetBytes(Content)));
    }

    [Fact]
    public void The_corpus_file_with_an_empty_user_password_shows_its_form()
    {
        Assert.SkipWhen(Corpora.Folder is null, Corpora.Absent);
        var path = Path.Combine(Corpora.Folder, "pdf", "files", "dss_edition_protected_signing_allowed_with_field_signed.pdf");

        using var document = PdfDocument.Open(File.OpenRead(path), PdfLimits.Default);
        var form = document.Current.Resolve<PdfDictionary>(document.Current.Catalog["AcroForm"])!;
        var field = document.Current.Resolve<PdfDictionary>(document.Current.Resolve<PdfArray>(form["Fields"])![0])!;
        Assert.Equal("Signature1", PdfText.Decode(document.Current.Resolve<PdfString>(field["T"])!));
    }

    private static string Text(PdfRevision revision, PdfObject? reference) =>
        Encoding.ASCII.GetString(revision.Decode(revision.Resolve<PdfStream>(reference)!).Span).Trim();

    private async Task<string> EncryptAsync(string name, string user, string options, string objectStreams, string names = "")
    {
        var (plain, encrypted) = (folder.PathOf($"{name}-plain.pdf"), folder.PathOf($"{name}.pdf"));
        string[] objects = [.. Objects];
        objects[0] = objects[0].Replace("/Names<<", "/Names<<" + names, StringComparison.Ordinal);
        await File.WriteAllTextAsync(
            plain, TestFile.Table(objects, trailer: "/Info 5 0 R/ID[<0123><4567>]"), Encoding.Latin1, TestContext.Current.CancellationToken);
        var (exitCode, output) = await Tool.RunAsync("qpdf",
        [
            "--allow-weak-crypto", $"--object-streams={objectStreams}", "--stream-data=preserve",
            "--encrypt", user, "owner", .. options.Split(' '), "--", plain, encrypted,
        ]);
        Assert.True(exitCode == 0, output);
        return encrypted;
    }
}
