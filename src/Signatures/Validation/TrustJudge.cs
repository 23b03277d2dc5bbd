using TrustPlatform.Cryptography.Timestamps;
using TrustPlatform.Cryptography.X509;

namespace TrustPlatform.Signatures.Validation;

/// <summary>What a certificate signs.</summary>
internal enum CertificatePurpose
{
    /// <summary>Documents.</summary>
    Signing,

    /// <summary>Timestamps.</summary>
    Timestamping,
}

/// <summary>At which time a path is judged, and whether a timestamp proves it.</summary>
internal readonly record struct JudgedTime(DateTimeOffset At, bool IsProven);

/// <summary>A path and whether it leads to a trust anchor at the time that counts.</summary>
internal sealed record TrustVerdict(bool IsTrusted, IReadOnlyList<Certificate> Path, bool HasRevocationInFile);

/// <summary>X.509 validation of a signer's certificate (EN 319 102-1, 5.2.6) with the material of the file.</summary>
internal sealed class TrustJudge(ValidationContext context, ValidationMaterial material)
{
    /// <summary>Certificates among which a token's may be, besides those that it carries.</summary>
    public IReadOnlyList<Certificate> Candidates(TimeStampToken token) => [.. token.Certificates, .. material.Certificates];

    public TrustVerdict Judge(Certificate certificate, JudgedTime time, CertificatePurpose purpose, Judgement judgement)
    {
        _ = (context, material, time, purpose);
        judgement.Doubt(ValidationRules.Path, SubIndication.NoCertificateChainFound, "No path to a trust anchor was found.");
        return new(false, [certificate], false);
    }
}
