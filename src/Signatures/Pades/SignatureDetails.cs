using System.Security.Cryptography;
using TrustPlatform.Cryptography.Keys;

namespace TrustPlatform.Signatures.Pades;

/// <summary>What the revision of a signature depends on, whoever makes the signature value.</summary>
internal sealed record SignatureDetails
{
    public required string FieldName { get; init; }

    public required HashAlgorithmName Hash { get; init; }

    public required DateTimeOffset SigningTime { get; init; }

    public required string? SignerName { get; init; }

    public required string? Reason { get; init; }

    public required SignatureAppearance? Appearance { get; init; }

    public required CertificationPermission? Certification { get; init; }

    public required bool HasTimestamp { get; init; }

    public static SignatureDetails Of(PadesSigningRequest request) => new()
    {
        FieldName = request.FieldName,
        Hash = HashOf(request.Key.Algorithm),
        SigningTime = request.SigningTime,
        SignerName = request.SignerName,
        Reason = request.Reason,
        Appearance = request.Appearance,
        Certification = request.Certification,
        HasTimestamp = request.Timestamps is not null,
    };

    public static SignatureDetails Of(PadesPreparationRequest request) => new()
    {
        FieldName = request.FieldName,
        Hash = request.Hash,
        SigningTime = request.SigningTime,
        SignerName = request.SignerName,
        Reason = request.Reason,
        Appearance = request.Appearance,
        Certification = request.Certification,
        HasTimestamp = request.HasTimestamp,
    };

    public static HashAlgorithmName HashOf(SignatureAlgorithm algorithm) => algorithm switch
    {
        SignatureAlgorithm.EcdsaP384Sha384 => HashAlgorithmName.SHA384,
        _ => HashAlgorithmName.SHA256,
    };
}
