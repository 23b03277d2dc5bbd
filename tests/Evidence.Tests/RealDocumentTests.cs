using System.Text;
using TrustPlatform.Contracts;
using TrustPlatform.Cryptography.X509;
using TrustPlatform.Pki;
using TrustPlatform.Signatures.Augmentation;
using TrustPlatform.Signatures.Pades;
using TrustPlatform.Signatures.Sources;
using TrustPlatform.Signatures.Validation;

namespace TrustPlatform.Evidence.Tests;

/// <summary>A package with a real PDF, signed, sealed and archived by a real PKI, judged by the real validator.</summary>
public sealed class RealDocumentTests(Platform platform)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Package_of_a_signed_sealed_and_archived_contract_is_valid()
    {
        var (sample, _) = await CompletedAsync("real-1");

        var report = EvidencePackage.Audit(new MemoryStream(await sample.PackageAsync()), platform.Context, Token);

        Assert.DoesNotContain(report.Findings, finding => !finding.Holds);
        Assert.True(report.Valid);
        Assert.Equal(
            [SignatureKind.Signature, SignatureKind.Signature, SignatureKind.Seal, SignatureKind.DocumentTimestamp],
            report.Document!.Signatures.Select(signature => signature.Kind));
    }

    [Fact]
    public async Task Document_with_an_octet_changed_before_the_manifest_was_made_is_invalid()
    {
        var (sample, frozenLength) = await CompletedAsync("real-2");
        sample.Document[frozenLength / 2] ^= 1;
        sample.Change<ContractEvent.Completed>(completed => completed with { Document = Sample.DigestOf(sample.Document) });

        var report = EvidencePackage.Audit(new MemoryStream(await sample.PackageAsync()), platform.Context, Token);

        var broken = report.Findings.Where(finding => !finding.Holds).Select(finding => finding.Rule).ToHashSet();
        Assert.Contains(EvidenceRules.Document, broken);
        Assert.Contains(EvidenceRules.Frozen, broken);
    }

    private async Task<(Sample Sample, int FrozenLength)> CompletedAsync(string name)
    {
        var frozen = new MemoryStream();
        await PadesSigner.LayFieldsAsync(OnePage(), frozen,
            [
                new("Party1", 1, new(50, 60, 200, 70)), new("Party2", 1, new(300, 60, 200, 70)),
                new("Seal", 1, new(50, 160, 200, 70)),
            ], Token);
        var (first, second) = (await platform.PersonAsync($"{name}-1"), await platform.PersonAsync($"{name}-2"));
        var seal = Platform.SealOf(platform.Pki);
        var document = await SignAsync(frozen, "Party1", first);
        document = await SignAsync(document, "Party2", second);
        document = await SignAsync(document, "Seal", new(seal.Key, seal.Certificate, seal.Chain));
        var archived = new MemoryStream();
        await PadesAugmenter.ToArchiveLevelAsync(
            document, archived, [.. platform.Pki.Certificates, .. platform.Pki.Roots], new Status(platform.Pki), platform, Token);
        return (new Sample(
            platform, frozen.ToArray(), archived.ToArray(), first.Certificate.SerialNumber, second.Certificate.SerialNumber),
            (int)frozen.Length);
    }

    private async Task<MemoryStream> SignAsync(MemoryStream input, string field, SigningCredential credential)
    {
        var output = new MemoryStream();
        await PadesSigner.SignAsync(input, output, new()
        {
            FieldName = field,
            Key = credential.Key,
            Certificate = credential.Certificate,
            Chain = credential.Chain,
            SigningTime = platform.Time.GetUtcNow(),
            Timestamps = platform,
        }, Token);
        return output;
    }

    private static MemoryStream OnePage()
    {
        string[] objects =
            ["<</Type/Catalog/Pages 2 0 R>>", "<</Type/Pages/Count 1/Kids[3 0 R]>>", "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>"];
        var text = new StringBuilder("%PDF-1.7\n");
        var table = new StringBuilder($"xref\n0 {objects.Length + 1}\n0000000000 65535 f \n");
        for (var i = 0; i < objects.Length; i++)
        {
            table.Append(System.Globalization.CultureInfo.InvariantCulture, $"{text.Length:D10} 00000 n \n");
            text.Append(System.Globalization.CultureInfo.InvariantCulture, $"{i + 1} 0 obj\n{objects[i]}\nendobj\n");
        }

        var end = $"trailer\n<</Size {objects.Length + 1}/Root 1 0 R>>\nstartxref\n{text.Length}\n%%EOF\n";
        return new(Encoding.ASCII.GetBytes($"{text}{table}{end}"));
    }

    private sealed class Status(PlatformPki pki) : IRevocationSource
    {
        public Task<RevocationMaterial> FindAsync(
            Certificate certificate, Certificate issuer, CancellationToken cancellationToken) =>
            Task.FromResult(
                pki.AuthorityOf(certificate) is not { } authority ? RevocationMaterial.None
                : certificate.IsCertificateAuthority ? new RevocationMaterial([], [pki.CurrentCrl(authority)!])
                : new RevocationMaterial([pki.StatusOf(certificate)], []));
    }
}
