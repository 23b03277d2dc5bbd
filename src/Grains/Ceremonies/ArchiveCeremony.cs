using TrustPlatform.Contracts;
using TrustPlatform.Pki;
using TrustPlatform.Signatures.Augmentation;
using TrustPlatform.Signatures.Sources;
using TrustPlatform.Signatures.Validation;

namespace TrustPlatform.Grains.Ceremonies;

/// <summary>Adds the archive material and lets the verifier judge before anything is called completed.</summary>
internal sealed class ArchiveCeremony(
    PlatformPki pki, ITimestampSource timestamps, IRevocationSource revocation, DocumentFiles files, TimeProvider time)
{
    public async Task<DocumentDigest> Archive(Contract contract)
    {
        await using var input = await files.Open(contract.Document!.Value);
        await using var output = files.CreateTemporary();
        await PadesAugmenter.ToArchiveLevelAsync(
            input, output, pki.Certificates, revocation, timestamps, CancellationToken.None);
        Judge(contract, output);
        return await files.Keep(output);
    }

    /// <summary>DESIGN 7: never completed with one signature invalid, or one that is not the party's own.</summary>
    private void Judge(Contract contract, Stream file)
    {
        file.Position = 0;
        var report = SignatureValidator.Validate(file, $"{contract.Id}.pdf", ContextOf(pki, time), CancellationToken.None);
        var expected = contract.Parties.Select(party => party.CertificateSerial).Order();
        var found = report.Signatures.Where(signature => signature.Kind == SignatureKind.Signature)
            .Select(signature => signature.Signer?.Serial).Order();
        if (report.Verdict != FileVerdict.Valid || !expected.SequenceEqual(found)
            || report.Signatures.Count(signature => signature.Kind == SignatureKind.Seal) != 1)
        {
            throw new InvalidDataException(
                $"Contract {contract.Id} is not completed: the verifier says {report.Verdict} ({report.Reason}).");
        }
    }

    public static ValidationContext ContextOf(PlatformPki pki, TimeProvider time) => new()
    {
        TrustAnchors = pki.Roots,
        Policy = ValidationPolicy.VietNam,
        Time = time.GetUtcNow(),
    };
}
