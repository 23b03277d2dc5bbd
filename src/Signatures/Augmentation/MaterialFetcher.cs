using TrustPlatform.Cryptography;
using TrustPlatform.Cryptography.Cms;
using TrustPlatform.Cryptography.X509;
using TrustPlatform.Pdf;
using TrustPlatform.Signatures.Sources;

namespace TrustPlatform.Signatures.Augmentation;

/// <summary>
/// Fetches what a verifier needs and a file may lack: issuers, OCSP responses and CRLs, from where the certificates of its
/// signatures and timestamps point. A place that does not answer is noted and passed over. For one file at a time.
/// </summary>
public sealed class MaterialFetcher(HttpIssuerSource issuers, IRevocationSource revocation)
{
    private readonly List<string> _failures = [];

    /// <summary>What did not answer, a sentence each.</summary>
    public IReadOnlyList<string> Failures => _failures;

    /// <summary>For a PDF (seekable stream, stays the caller's). A file that cannot be read needs nothing.</summary>
    public Task<CollectedMaterial> FetchAsync(Stream pdf, IReadOnlyList<Certificate> known, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(pdf);
        try
        {
            using var document = PdfDocument.Open(pdf, PdfLimits.Default);
            var structures = SignatureContents.ReadAll(document.Revisions[^1]).SelectMany(signature => signature.Structures);
            return FetchAsync([.. structures], known, cancellationToken);
        }
        catch (PdfSyntaxException)
        {
            return Task.FromResult(CollectedMaterial.None);
        }
    }

    /// <summary>For a detached signature.</summary>
    public Task<CollectedMaterial> FetchAsync(
        ReadOnlyMemory<byte> signature, IReadOnlyList<Certificate> known, CancellationToken cancellationToken)
    {
        try
        {
            return FetchAsync(SignatureContents.WithTimestamps(CmsSignedData.Parse(signature)), known, cancellationToken);
        }
        catch (CmsSyntaxException)
        {
            return Task.FromResult(CollectedMaterial.None);
        }
    }

    private async Task<CollectedMaterial> FetchAsync(
        IReadOnlyList<CmsSignedData> structures, IReadOnlyList<Certificate> known, CancellationToken cancellationToken)
    {
        List<Certificate> certificates = [.. known.Concat(structures.SelectMany(structure => structure.Certificates)).Distinct()];
        certificates.AddRange(await issuers.FindMissingAsync(certificates, Note, cancellationToken));
        var collected = await new ValidationMaterialCollector(certificates, new Tolerant(revocation, Note))
            .CollectAsync(structures, cancellationToken);
        return collected with { Certificates = [.. collected.Certificates.Concat(certificates).Distinct()] };
    }

    private void Note(SourceUnavailableException exception) => _failures.Add(exception.Message);

    /// <summary>Knows nothing where the other does not answer.</summary>
    private sealed class Tolerant(IRevocationSource other, Action<SourceUnavailableException> unavailable) : IRevocationSource
    {
        public async Task<RevocationMaterial> FindAsync(Certificate certificate, Certificate issuer, CancellationToken cancellationToken)
        {
            try
            {
                return await other.FindAsync(certificate, issuer, cancellationToken);
            }
            catch (SourceUnavailableException exception)
            {
                unavailable(exception);
                return RevocationMaterial.None;
            }
        }
    }
}
