using System.Text;
using TrustPlatform.Pdf;
using TrustPlatform.Signatures.Augmentation;
using TrustPlatform.Signatures.Pades;
using Xunit;

namespace TrustPlatform.Signatures.Tests.Pades;

/// <summary>
/// A PDF/A file stays one: what its updates add obeys the rules of ISO 19005-1 and -2 that updates can break. No validator for the
/// whole standard can be installed here.
/// </summary>
public sealed class ArchivalFormatTests(TestAuthority authority) : IClassFixture<TestAuthority>
{
    private const string Metadata =
        "<?xpacket begin='' id='W5M0MpCehiHzreSzNTczkc9d'?><x:xmpmeta xmlns:x='adobe:ns:meta/'><rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#'>"
        + "<rdf:Description rdf:about='' xmlns:pdfaid='http://www.aiim.org/pdfa/ns/id/'><pdfaid:part>1</pdfaid:part><pdfaid:conformance>B</pdfaid:conformance>"
        + "</rdf:Description></rdf:RDF></x:xmpmeta><?xpacket end='w'?>";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Earlier_bytes_and_the_metadata_stay()
    {
        var (document, original, signed) = await SignedAsync();
        using (document)
        {
            Assert.True(signed.AsSpan().StartsWith(original));
            var metadata = document.Current.Resolve<PdfStream>(document.Current.Catalog["Metadata"])!;
            Assert.Equal(Metadata, Encoding.UTF8.GetString(document.Current.Decode(metadata).Span)); // 6.7.2
            Assert.NotNull(document.Current.Catalog["OutputIntents"]); // 6.2.2
        }
    }

    [Fact]
    public async Task The_trailer_keeps_its_identifier_and_names_no_encryption()
    {
        var (document, _, _) = await SignedAsync();
        using (document)
        {
            // 6.1.3
            Assert.Equal("00", Convert.ToHexString(((PdfString)((PdfArray)document.Current.Trailer["ID"]!)[0]).Bytes.Span));
            Assert.Null(document.Current.Trailer["Encrypt"]);
            Assert.All(document.Revisions, revision => Assert.Equal(PdfCrossReferenceKind.Table, revision.CrossReferenceKind)); // 6.1.4, part 1
        }
    }

    [Fact]
    public async Task New_streams_have_neither_forbidden_filters_nor_external_data()
    {
        var (document, _, _) = await SignedAsync();
        using (document)
        {
            foreach (var stream in Added(document).Select(item => item.Value).OfType<PdfStream>())
            {
                Assert.NotEqual("LZWDecode", (stream.Dictionary["Filter"] as PdfName)?.Value); // 6.1.10
                Assert.All(["F", "FFilter", "FDecodeParms"], key => Assert.Null(stream.Dictionary[key])); // 6.1.7
                Assert.All(["OPI", "PS", "Ref", "Group", "SMask", "Alternates"], key => Assert.Null(stream.Dictionary[key])); // 6.2.4, 6.2.5, 6.4
                Assert.Equal(stream.EncodedLength, ((PdfInteger)stream.Dictionary["Length"]!).Value);
            }
        }
    }

    [Fact]
    public async Task Colours_do_not_depend_on_the_device()
    {
        var (document, _, _) = await SignedAsync();
        using (document)
        {
            foreach (var form in Added(document).Select(item => item.Value).OfType<PdfStream>().Where(IsForm))
            {
                // 6.2.3: only calibrated spaces, so neither of the operators that set a device colour
                var operators = Encoding.ASCII.GetString(form.EncodedBytes.Span).Split([' ', '\n'], StringSplitOptions.RemoveEmptyEntries);
                Assert.DoesNotContain(operators, word => word is "g" or "G" or "rg" or "RG" or "k" or "K" or "gs" or "ri" or "sh");
            }

            static bool IsForm(PdfStream stream) => stream.Dictionary["Subtype"] is PdfName { Value: "Form" };
        }
    }

    [Fact]
    public async Task Fonts_are_embedded_with_their_widths_and_their_characters()
    {
        var (document, _, _) = await SignedAsync();
        using (document)
        {
            var fonts = Added(document).Select(item => item.Value).OfType<PdfDictionary>()
                .Where(dictionary => dictionary["Type"] is PdfName { Value: "Font" }).ToList();
            Assert.Equal(2, fonts.Count);
            foreach (var font in fonts)
            {
                if (font["Subtype"] is PdfName { Value: "Type0" })
                {
                    Assert.Equal("Identity-H", ((PdfName)font["Encoding"]!).Value); // 6.3.3.3
                    Assert.NotNull(document.Current.Resolve<PdfStream>(font["ToUnicode"])); // 6.3.8
                    continue;
                }

                Assert.Equal("Identity", ((PdfName)font["CIDToGIDMap"]!).Value); // 6.3.3.2
                var descriptor = document.Current.Resolve<PdfDictionary>(font["FontDescriptor"])!;
                Assert.NotNull(document.Current.Resolve<PdfStream>(descriptor["FontFile2"])); // 6.3.4
                var glyphs = ((PdfArray)((PdfArray)font["W"]!)[1]).Count;
                var present = document.Current.Decode(document.Current.Resolve<PdfStream>(descriptor["CIDSet"])!); // 6.3.5
                Assert.Equal(glyphs, present.ToArray().Sum(one => int.PopCount(one)));
            }
        }
    }

    [Fact]
    public async Task Widgets_are_printed_and_have_one_appearance_and_no_action()
    {
        var (document, _, _) = await SignedAsync();
        using (document)
        {
            var form = document.Current.Resolve<PdfDictionary>(document.Current.Catalog["AcroForm"])!;
            Assert.Null(form["NeedAppearances"]); // 6.9
            var widgets = document.Current.Resolve<PdfArray>(form["Fields"])!.Select(item => document.Current.Resolve<PdfDictionary>(item)!).ToList();
            Assert.Equal(3, widgets.Count); // two fields and the document timestamp's
            foreach (var widget in widgets)
            {
                var flags = ((PdfInteger)widget["F"]!).Value;
                Assert.Equal(4, flags & (1 | 2 | 4 | 32)); // 6.5.3: Print, and neither Invisible, Hidden nor NoView
                Assert.All(["A", "AA", "CA", "C", "IC"], key => Assert.Null(widget[key])); // 6.5.3, 6.6.2
                var appearance = widget["AP"] as PdfDictionary;
                Assert.True(
                    appearance is { Entries.Count: 1 } && document.Current.Resolve<PdfStream>(appearance["N"]) is not null
                    || ((PdfArray)widget["Rect"]!).All(number => number is PdfInteger { Value: 0 })); // ISO 19005-2, 6.3.3
            }
        }
    }

    [Fact]
    public async Task Byte_range_and_contents_are_as_part_2_wants_them()
    {
        var (document, _, signed) = await SignedAsync();
        using (document)
        {
            var last = Added(document).Select(item => item.Value).OfType<PdfDictionary>().Last(item => item["ByteRange"] is not null);
            var range = ((PdfArray)last["ByteRange"]!).Select(item => ((PdfInteger)item).Value).ToList();
            Assert.Equal(signed.Length, range[2] + range[3]); // ISO 19005-2, 6.4.3: the whole file but the value
            Assert.Null(last["Cert"]);
        }
    }

    private static IEnumerable<PdfIndirectObject> Added(PdfDocument document) => document.Revisions.Skip(1)
        .SelectMany(revision => revision.Entries.Keys.Select(number => revision.Load(number)!));

    private async Task<(PdfDocument Document, byte[] Original, byte[] Signed)> SignedAsync()
    {
        var original = Requests.File(
            "<</Type/Catalog/Pages 2 0 R/Metadata 4 0 R/OutputIntents[<</Type/OutputIntent/S/GTS_PDFA1/OutputConditionIdentifier(CGATS TR 001)>>]>>",
            "<</Type/Pages/Count 1/Kids[3 0 R]>>",
            "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>",
            $"<</Type/Metadata/Subtype/XML/Length {Metadata.Length}>>stream\n{Metadata}\nendstream");
        using var signer = authority.Signer("Ký");
        using var signed = new MemoryStream();
        var archived = new MemoryStream();
        await PadesSigner.SignAsync(
            await Requests.LaidAsync(original, new SignatureFieldPlacement("A", 1, new(50, 60, 200, 70)), new("B", 1, new(300, 60, 200, 70))),
            signed, Requests.Of(signer, "A", authority) with { Timestamps = authority }, Cancel);
        await PadesAugmenter.ToArchiveLevelAsync(signed, archived, [authority.Root, authority.Issuing], authority, authority, Cancel);
        return (Requests.Open(archived), original.ToArray(), archived.ToArray());
    }
}
