using CsCheck;
using TrustPlatform.Pdf;
using TrustPlatform.Pdf.Writing;
using TrustPlatform.Signatures.Augmentation;
using TrustPlatform.Signatures.Differences;
using TrustPlatform.Signatures.Pades;
using TrustPlatform.Signatures.Tests.Validation;
using TrustPlatform.Signatures.Validation;
using Xunit;

namespace TrustPlatform.Signatures.Tests.Pades;

/// <summary>Whatever is signed, filled in and augmented in whatever order: every signature keeps its verdict.</summary>
public sealed class SequenceTests
{
    private const int Fields = 8;

    private enum Step
    {
        Sign,
        SignWithTimestamp,
        Fill,
        AddMaterial,
        AddTimestamp,
        Archive,
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Every_signature_keeps_its_verdict_after_every_step()
    {
        var lab = new Lab();
        var start = await Requests.LaidAsync(
            Requests.File(
                "<</Type/Catalog/Pages 2 0 R/AcroForm<</Fields[4 0 R]>>>>", "<</Type/Pages/Count 1/Kids[3 0 R]>>",
                "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Annots[4 0 R]>>",
                "<</Type/Annot/Subtype/Widget/FT/Tx/T(Text)/F 4/Rect[10 10 90 30]/P 3 0 R>>"),
            [.. Enumerable.Range(1, Fields).Select(i => new SignatureFieldPlacement($"S{i}", 0, default))]);

        await Gen.Enum<Step>().Array[1, Fields].SampleAsync(
            async steps =>
            {
                var (file, signed) = (start.ToArray(), 0);
                foreach (var step in steps)
                {
                    if (signed == 0 && step is not (Step.Sign or Step.SignWithTimestamp or Step.Fill))
                    {
                        continue; // what is augmented has a signature
                    }

                    signed += step is Step.Sign or Step.SignWithTimestamp ? 1 : 0;
                    file = await ApplyAsync(lab, file, step, signed);
                }

                AssertVerdicts(file, signed, lab);
            },
            iter: 25, threads: 1);
    }

    private static async Task<byte[]> ApplyAsync(Lab lab, byte[] file, Step step, int signed)
    {
        using var input = new MemoryStream(file);
        using var output = new MemoryStream();
        IReadOnlyList<Cryptography.X509.Certificate> authorities = [lab.Root.Certificate, lab.Issuing.Certificate];
        switch (step)
        {
            case Step.Sign or Step.SignWithTimestamp:
                return await Signing.SignAsync(lab, lab.Signer(), file, $"S{signed}", timestamp: step == Step.SignWithTimestamp);
            case Step.Fill:
                return Fill(input);
            case Step.AddMaterial:
                await PadesAugmenter.AddValidationMaterialAsync(input, output, authorities, lab, Cancel);
                break;
            case Step.AddTimestamp:
                await PadesAugmenter.AddDocumentTimestampAsync(input, output, lab, Cancel);
                break;
            default:
                await PadesAugmenter.ToArchiveLevelAsync(input, output, authorities, lab, lab, Cancel);
                break;
        }

        return output.ToArray();
    }

    /// <summary>Writes another value into the text field, with an appearance that shows it.</summary>
    private static byte[] Fill(MemoryStream input)
    {
        using var document = Requests.Open(input);
        var writer = new IncrementalWriter(document);
        var field = FormField.ReadAll(document.Current).Single(field => field.Name == "Text");
        var text = $"Filled {document.Revisions.Count}";
        var shown = writer.Add(new PdfStream(
            PdfDictionary.Of(("Type", new PdfName("XObject")), ("Subtype", new PdfName("Form")), ("BBox", new PdfArray(
                [new PdfInteger(0), new PdfInteger(0), new PdfInteger(80), new PdfInteger(20)]))),
            "0 0 80 20 re f"u8.ToArray()));
        writer.Set(field.Reference, field.Dictionary.With("V", PdfText.Encode(text)).With("AP", PdfDictionary.Of(("N", shown))));
        return [.. input.ToArray(), .. writer.Build().Bytes.Span];
    }

    private static void AssertVerdicts(byte[] file, int signed, Lab lab)
    {
        var report = Signing.Validate(file, lab.Context(policy: ValidationPolicy.TestVectors));
        var signatures = report.Signatures.Where(one => one.Kind != SignatureKind.DocumentTimestamp).ToList();
        Assert.Equal(Enumerable.Range(1, signed).Select(i => $"S{i}"), signatures.Select(one => one.Field));
        Assert.All(report.Signatures, one =>
        {
            Assert.Equal(SignatureIntegrity.Intact, one.Integrity);
            Assert.NotEqual(SignatureCoverage.Gap, one.Coverage);
            Assert.NotEqual(ChangeClass.NotPermitted, one.Changes);
            Assert.Equal(Indication.TotalPassed, one.Indication);
        });
    }
}
