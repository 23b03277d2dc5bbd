using System.Text.RegularExpressions;
using TrustPlatform.Cryptography.Keys;
using TrustPlatform.Cryptography.X509;
using TrustPlatform.Signatures.Augmentation;
using TrustPlatform.Signatures.Pades;
using TrustPlatform.Signatures.Sources;
using TrustPlatform.Signatures.Tests.Validation;
using TrustPlatform.Signatures.Validation;
using TrustPlatform.Testing;
using Xunit;

namespace TrustPlatform.Signatures.Tests.Pades;

/// <summary>What docs/signature-engine.md shows is the code below, which runs here.</summary>
public sealed partial class EngineDocumentTests(TestAuthority authority) : IClassFixture<TestAuthority>
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Sign()
    {
        using var signer = authority.Signer("Ký");
        var (output, key, certificate) = (new MemoryStream(), (ISigningKey)signer, signer.Certificate);
        var (input, time, cancellationToken) = (Requests.A4(), Requests.Time, Cancel);

        // sign
        using var laid = new MemoryStream();
        await PadesSigner.LayFieldsAsync(input, laid, [new("Party A", Page: 1, new(50, 60, 200, 70))], cancellationToken);
        var request = new PadesSigningRequest
        {
            FieldName = "Party A",
            Key = key,
            Certificate = certificate,
            SigningTime = time,
        };
        await PadesSigner.SignAsync(laid, output, request, cancellationToken);
        // end

        Assert.Equal(["Party A"], DocumentInspection.Of(output).Signatures.Select(signature => signature.Field));
    }

    [Fact]
    public async Task Timestamp()
    {
        using var server = new LocalServer(async body => (200, await authority.AnswerTimestampAsync(body)));
        using var signer = authority.Signer("Ký");
        using var client = new HttpClient();
        var (output, request, tsa) = (new MemoryStream(), Requests.Of(signer, "A", authority), server.Address);
        var (laid, clock, cancellationToken) = (await Requests.LaidAsync(Requests.A4()), TimeProvider.System, Cancel);

        // timestamp
        var timestamps = new HttpTimestampSource(client, tsa, new SourceOptions(), clock);
        var signed = await PadesSigner.SignAsync(laid, output, request with { Timestamps = timestamps }, cancellationToken);
        DateTimeOffset? proven = signed.TimestampTime; // B-T; a source that fails throws SourceUnavailableException
        // end

        Assert.Equal(proven, Assert.Single(DocumentInspection.Of(output).Signatures).TimestampTime);
    }

    [Fact]
    public async Task External()
    {
        using var signer = authority.Signer("Ký");
        var (file, laid, cancellationToken) = (new MemoryStream(), await Requests.LaidAsync(Requests.A4()), Cancel);
        var request = new PadesKeyPreparationRequest
        {
            FieldName = "A",
            Algorithm = SignatureAlgorithm.EcdsaP256Sha256,
            Certificate = signer.Certificate,
            SigningTime = Requests.Time,
        };
        byte[] SignElsewhere(ReadOnlyMemory<byte> digest) => signer.SignHash(digest.Span);

        // external
        PendingSignature pending = await PadesExternalSigner.PrepareAsync(laid, file, request, cancellationToken);
        byte[] kept = pending.ToJson(); // with the file: all that is needed after a restart
        pending = PendingSignature.FromJson(kept);
        byte[] value = SignElsewhere(pending.DigestToSign);
        await PadesExternalSigner.CompleteAsync(file, pending, value, timestamps: null, cancellationToken);
        // end

        Assert.NotNull(Assert.Single(DocumentInspection.Of(file).Signatures).Signer);
    }

    [Fact]
    public async Task Augment()
    {
        using var signer = authority.Signer("Ký");
        var (signed, output, cancellationToken) = (new MemoryStream(), new MemoryStream(), Cancel);
        await PadesSigner.SignAsync(
            await Requests.LaidAsync(Requests.A4()), signed, Requests.Of(signer, "A", authority) with { Timestamps = authority }, cancellationToken);
        var (client, clock, timestamps, revocation) = (new HttpClient(), TimeProvider.System, (ITimestampSource)authority, (IRevocationSource)authority);
        var (options, known) = (new SourceOptions(), Chain());

        // augment
        var issuers = await PadesAugmenter.FindMissingIssuersAsync(
            signed, new HttpIssuerSource(client, options, clock), cancellationToken);
        await PadesAugmenter.ToArchiveLevelAsync( // B-LTA; AddValidationMaterialAsync stops at B-LT
            signed, output, [.. known, .. issuers], revocation, timestamps, cancellationToken);
        // end

        client.Dispose();
        Assert.True(DocumentInspection.Of(output).HasSecurityStore);
    }

    [Fact]
    public async Task Judge()
    {
        var lab = new Lab();
        var (anchors, now, cancellationToken) = ((Certificate[])[lab.Root.Certificate], lab.Time.AddHours(1), Cancel);
        var file = new MemoryStream(await Signing.ArchiveAsync(lab, await Signing.SignAsync(lab, lab.Signer())));

        // judge
        DocumentInspection inside = DocumentInspection.Of(file); // nothing of it is verified
        var context = new ValidationContext { TrustAnchors = anchors, Policy = ValidationPolicy.VietNam, Time = now };
        ValidationReport report = SignatureValidator.Validate(file, "contract.pdf", context, cancellationToken);
        foreach (SignatureReport signature in report.Signatures)
        {
            Console.WriteLine($"{signature.Field}: {signature.Indication}, changed since: {signature.Changes}");
        }
        // end

        Assert.Equal(FileVerdict.Valid, report.Verdict);
        Assert.Equal(2, inside.Signatures.Count);
    }

    [Fact]
    public void The_document_shows_what_runs_here_in_ten_lines_each()
    {
        var document = File.ReadAllText(Repository.Path("docs", "signature-engine.md"));
        var shown = Block().Matches(document).Select(match => match.Groups[1].Value).ToList();
        var here = Marked().Matches(File.ReadAllText(Repository.Path(
            "tests", "Signatures.Tests", "Pades", "EngineDocumentTests.cs"))).Select(match => Dedented(match.Groups[1].Value));

        Assert.Equal(here, shown);
        Assert.Equal(5, shown.Count);
        Assert.All(shown, block => Assert.InRange(block.TrimEnd('\n').Split('\n').Length, 1, 10));
    }

    private Certificate[] Chain() => [authority.Issuing];

    private static string Dedented(string code) =>
        string.Concat(code.TrimEnd().Split('\n').Select(line => (line.Length >= 8 ? line[8..] : "") + "\n"));

    [GeneratedRegex(@"```csharp\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex Block();

    [GeneratedRegex(@"^        // (?:sign|timestamp|external|augment|judge)\n(.*?)^        // end$", RegexOptions.Singleline | RegexOptions.Multiline)]
    private static partial Regex Marked();
}
