using System.IO.Compression;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using TrustPlatform.Cryptography.Cms;
using TrustPlatform.Cryptography.Issuing;
using TrustPlatform.Cryptography.Revocation;
using TrustPlatform.Cryptography.Timestamps;
using TrustPlatform.Pdf.Tests;
using TrustPlatform.Signatures.Augmentation;
using TrustPlatform.Signatures.Pades;
using TrustPlatform.Signatures.Tests.Validation;

namespace TrustPlatform.Fuzz;

/// <summary>Small sound inputs of every kind, made by our own code.</summary>
internal static class Seeds
{
    public static async Task<IReadOnlyList<(string Name, byte[] Bytes)>> OfAsync(string target) => target switch
    {
        "pdf" => Documents(),
        "cms" => await StructuresAsync(),
        "verifier" => await SignedAsync(),
        "pki" => Requests(),
        _ => throw new ArgumentException($"There is no target {target}.", nameof(target)),
    };

    private static List<(string, byte[])> Documents()
    {
        var page = TestFile.OnePage;
        return
        [
            ("table.pdf", Latin1(TestFile.Table(page, trailer: "/ID[<00><01>]/Info<</Title(a\\(b\\)\\101)>>"))),
            ("update.pdf", Latin1(TestFile.Update(TestFile.Table(page), 3, "<</Type/Page/Parent 2 0 R/MediaBox[0 0 10.5 -.5]/Rotate 90>>"))),
            ("filters.pdf", Latin1(TestFile.Table(
            [
                .. page, Stream("/Filter/ASCIIHexDecode", "48656C6C6F>"), Stream("/Filter/ASCII85Decode", "87cURD]i,\"Ebo80~>"),
                Stream("/Filter/RunLengthDecode", "\u0004Hello\u00FEA\u0080"), Stream("/Filter/LZWDecode", "\u0080\u000B\u0060\u0050\u0022\u000C\u000C\u0085\u0001"),
                Stream("/Filter[/ASCIIHexDecode/FlateDecode]/DecodeParms[null<</Predictor 12/Columns 4>>]",
                    Convert.ToHexString(Deflate([0, 1, 2, 3, 4, 2, 1, 1, 1, 1])) + ">"),
                Stream("/Filter/FlateDecode/DecodeParms<</Predictor 2/Colors 3/BitsPerComponent 8/Columns 2>>", Text(Deflate([1, 2, 3, 4, 5, 6]))),
            ]))),
            ("streams.pdf", Latin1(ObjectStreams())),
            ("hidden.pdf", Latin1(TestFile.Table(page).Replace("startxref", "startxref startxref", StringComparison.Ordinal))),
            ("encrypted.pdf", Latin1(TestFile.Table(page, trailer:
                "/ID[<00112233445566778899AABBCCDDEEFF><00>]/Encrypt<</Filter/Standard/V 2/R 3/Length 128/P -4"
                + $"/O<{new string('A', 64)}>/U<{new string('B', 64)}>>>"))),
        ];
    }

    /// <summary>A cross-reference stream, with the catalog and the page tree in an object stream.</summary>
    private static string ObjectStreams()
    {
        var text = new StringBuilder("%PDF-1.5\n");
        var bodies = TestFile.OnePage;
        var head = $"1 0 2 {bodies[0].Length + 1} 3 {bodies[0].Length + bodies[1].Length + 2} ";
        var holder = text.Length;
        text.Append("4 0 obj\n").Append(Stream($"/Type/ObjStm/N 3/First {head.Length}", head + string.Join(' ', bodies))).Append("\nendobj\n");
        var section = text.Length;
        byte[] entries = [0, 0, 0, 0, 2, 0, 4, 0, 2, 0, 4, 1, 2, 0, 4, 2, 1, 0, (byte)holder, 0, 1, (byte)(section >> 8), (byte)section, 0];
        text.Append("5 0 obj\n").Append(Stream("/Type/XRef/W[1 2 1]/Size 6/Root 1 0 R/Filter/FlateDecode", Text(Deflate(entries))));
        return text.Append("\nendobj\nstartxref\n").Append(section).Append("\n%%EOF\n").ToString();
    }

    private static async Task<IReadOnlyList<(string, byte[])>> SignedAsync()
    {
        var lab = new Lab();
        using var laid = new MemoryStream();
        using var plain = new MemoryStream(Latin1(TestFile.Table(TestFile.OnePage)));
        await PadesSigner.LayFieldsAsync(plain, laid, [new("A", 1, new(10, 10, 90, 40)), new("B", 0, default)], CancellationToken.None);
        var signed = await SignAsync(lab, laid, "A", CertificationPermission.FormFilling, withTimestamp: false);
        var again = await SignAsync(lab, signed, "B", null, withTimestamp: true);
        using var archived = new MemoryStream();
        await PadesAugmenter.ToArchiveLevelAsync(again, archived, [lab.Issuing.Certificate, lab.Root.Certificate], lab, lab, CancellationToken.None);
        return
        [
            ("fields.pdf", laid.ToArray()), ("certified.pdf", signed.ToArray()), ("timestamped.pdf", again.ToArray()), ("archived.pdf", archived.ToArray()),
        ];
    }

    private static async Task<MemoryStream> SignAsync(
        Lab lab, MemoryStream input, string field, CertificationPermission? certification, bool withTimestamp)
    {
        var signer = lab.Signer();
        var output = new MemoryStream();
        await PadesSigner.SignAsync(
            input, output,
            new()
            {
                FieldName = field,
                Key = signer.Key,
                Certificate = signer.Certificate,
                SigningTime = lab.Time,
                Certification = certification,
                Timestamps = withTimestamp ? lab : null,
            },
            CancellationToken.None);
        return output;
    }

    private static async Task<IReadOnlyList<(string, byte[])>> StructuresAsync()
    {
        var lab = new Lab();
        var signer = lab.Signer();
        var cms = CmsSignedData.Sign(new() { ContentDigest = new byte[32], Key = signer.Key, Certificate = signer.Certificate });
        var described = CmsSignedData.Sign(new()
        {
            ContentDigest = new byte[32],
            Key = signer.Key,
            Certificate = signer.Certificate,
            Commitment = Commitment.ProofOfApproval,
            ClaimedRoles = ["a", "b"],
        });
        var token = await lab.TimestampAsync(SHA256.HashData(cms.SignatureValue.Span), CancellationToken.None);
        var request = TimeStampRequest.Create(HashAlgorithmName.SHA256, new byte[32]);
        return
        [
            ("signed.der", cms.Encoded.ToArray()), ("described.der", described.Encoded.ToArray()), ("timestamped.der", cms.WithSignatureTimestamp(token).Encoded.ToArray()),
            ("token.der", token.Encoded.ToArray()), ("refused.der", TimeStampResponseBuilder.Refuse(TimeStampFailure.BadRequest)),
            ("response.der", TimeStampResponseBuilder.Build(
                TimeStampQuery.Parse(request.Encoded),
                new() { SerialNumber = new byte[] { 1 }, GenTime = lab.Time, Policy = "1.2.3", Accuracy = TimeSpan.FromSeconds(1) },
                lab.Stamper.Key, lab.Stamper.Certificate, [])),
        ];
    }

    private static List<(string, byte[])> Requests()
    {
        var lab = new Lab();
        var signer = lab.Signer();
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=x", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(false, false, 0, true));
        return
        [
            ("ocsp.der", OcspRequest.Create(signer.Certificate, lab.Issuing.Certificate).Encoded.ToArray()),
            ("timestamp.der", TimeStampRequest.Create(HashAlgorithmName.SHA256, new byte[32], "1.2.3").Encoded.ToArray()),
            ("request.der", request.CreateSigningRequest()), ("request.pem", Latin1(request.CreateSigningRequestPem())),
        ];
    }

    private static string Stream(string entries, string data) => $"<</Length {data.Length}{entries}>>stream\n{data}\nendstream";

    private static byte[] Deflate(byte[] data)
    {
        using var memory = new MemoryStream();
        using (var deflate = new ZLibStream(memory, CompressionLevel.Optimal))
        {
            deflate.Write(data);
        }

        return memory.ToArray();
    }

    private static string Text(byte[] bytes) => Encoding.Latin1.GetString(bytes);

    private static byte[] Latin1(string text) => Encoding.Latin1.GetBytes(text);
}
