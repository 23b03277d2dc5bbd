using System.Security.Cryptography;
using TrustPlatform.Cryptography.Cms;
using TrustPlatform.Cryptography.X509;
using TrustPlatform.Signatures.Augmentation;
using TrustPlatform.Signatures.Pades;
using TrustPlatform.Signatures.Sources;
using TrustPlatform.Signatures.Tests.Pades;
using TrustPlatform.Signatures.Validation;
using Xunit;

namespace TrustPlatform.Signatures.Tests.Validation;

/// <summary>Signed files for the tests, made with the platform's own signer.</summary>
internal static class Signing
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public static async Task<byte[]> SignAsync(
        Lab lab, Holder signer, byte[]? input = null, string field = "A", bool timestamp = true,
        DateTimeOffset? claimed = null, CertificationPermission? certification = null)
    {
        using var source = new MemoryStream(input ?? (await Requests.LaidAsync(Requests.A4())).ToArray());
        using var output = new MemoryStream();
        await PadesSigner.SignAsync(
            source, output,
            new()
            {
                FieldName = field,
                Key = signer.Key,
                Certificate = signer.Certificate,
                Chain = [lab.Issuing.Certificate],
                SigningTime = claimed ?? lab.Time,
                Timestamps = timestamp ? lab : null,
                Certification = certification,
            },
            Cancelled);
        return output.ToArray();
    }

    /// <summary>Signs and timestamps as a program would that does not look at the certificate.</summary>
    public static async Task<byte[]> SignCarelesslyAsync(Lab lab, Holder signer)
    {
        const int room = 16 * 1024;
        using var source = await Requests.LaidAsync(Requests.A4());
        using var output = new MemoryStream();
        var prepared = await PadesExternalSigner.PrepareAsync(
            source, output,
            new PadesPreparationRequest { FieldName = "A", Hash = HashAlgorithmName.SHA256, Room = room, SigningTime = lab.Time }, Cancelled);
        var cms = CmsSignedData.Sign(new()
        {
            ContentDigest = prepared.Digest,
            Key = signer.Key,
            Certificate = signer.Certificate,
            Chain = [lab.Issuing.Certificate],
        });
        cms = cms.WithSignatureTimestamp(await lab.TimestampAsync(SHA256.HashData(cms.SignatureValue.Span), Cancelled));
        await PadesExternalSigner.CompleteAsync(output, "A", cms.Encoded, Cancelled);
        return output.ToArray();
    }

    public static async Task<byte[]> ArchiveAsync(Lab lab, byte[] signed, IRevocationSource? revocation = null)
    {
        using var source = new MemoryStream(signed);
        using var output = new MemoryStream();
        await PadesAugmenter.ToArchiveLevelAsync(
            source, output, [lab.Root.Certificate, lab.Issuing.Certificate], revocation ?? lab, lab, Cancelled);
        return output.ToArray();
    }

    public static ValidationReport Validate(byte[] file, ValidationContext context)
    {
        using var stream = new MemoryStream(file, writable: false);
        return SignatureValidator.Validate(stream, "test.pdf", context, Cancelled);
    }
}

/// <summary>Revocation data that a test decides on.</summary>
internal sealed class GivenRevocation(Func<Certificate, RevocationMaterial> give) : IRevocationSource
{
    public RevocationMaterial Give(Certificate certificate) => give(certificate);

    public Task<RevocationMaterial> FindAsync(Certificate certificate, Certificate issuer, CancellationToken cancellationToken) =>
        Task.FromResult(give(certificate));
}
