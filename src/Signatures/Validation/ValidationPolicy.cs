using System.Text.Json;
using System.Text.Json.Serialization;
using TrustPlatform.Cryptography.Algorithms;
using TrustPlatform.Cryptography.X509;

namespace TrustPlatform.Signatures.Validation;

/// <summary>What the absence of something means.</summary>
public enum Requirement
{
    /// <summary>The signature is INDETERMINATE without it.</summary>
    Required,

    /// <summary>The reader is warned.</summary>
    Warn,

    /// <summary>It is mentioned.</summary>
    Inform,
}

/// <summary>What a revocation before the proven time means.</summary>
public enum RevokedConsequence
{
    /// <summary>TOTAL-FAILED, REVOKED (Circular 15/2025/TT-BKHCN, Annex II 1.1).</summary>
    Fail,

    /// <summary>INDETERMINATE, REVOKED_NO_POE (EN 319 102-1, 5.5.4).</summary>
    Indeterminate,
}

/// <summary>From which size on a kind of key is accepted, and until when.</summary>
/// <param name="Kind">RSA, ECDSA, DSA or Ed25519.</param>
/// <param name="Bits">The smallest size that this row is about.</param>
/// <param name="Until">The first day on which it is no longer accepted; null for no end.</param>
public sealed record KeyConstraint(string Kind, int Bits, DateOnly? Until);

/// <summary>For what and until when a trust anchor counts (EN 319 102-1, 5.2.6.4, sunset date).</summary>
/// <param name="Sha256">The SHA-256 of its certificate, hexadecimal.</param>
/// <param name="Purposes">signing, timestamping, or both.</param>
/// <param name="Until">The first day on which it no longer counts; null for no end.</param>
public sealed record AnchorConstraint(string Sha256, IReadOnlyList<AnchorPurpose> Purposes, DateOnly? Until);

/// <summary>What certificates below a trust anchor are for.</summary>
public enum AnchorPurpose
{
    /// <summary>Signatures and seals.</summary>
    Signing,

    /// <summary>Timestamps.</summary>
    Timestamping,
}

/// <summary>
/// A versioned policy, read from a data file; the shipped ones are embedded. There is no default for any of its values, and a
/// key that is not known is refused.
/// </summary>
public sealed record ValidationPolicy
{
    /// <summary>The policy for Viet Nam (Circular 15/2025/TT-BKHCN).</summary>
    public static ValidationPolicy VietNam { get; } = Embedded("vn");

    /// <summary>The policy by EN 319 102-1 and TS 119 312.</summary>
    public static ValidationPolicy EuropeanUnion { get; } = Embedded("eu");

    /// <summary>For published test files only: old algorithms pass, revocation data may be absent.</summary>
    public static ValidationPolicy TestVectors { get; } = Embedded("test-vectors");

    /// <summary>Its name.</summary>
    public required string Name { get; init; }

    /// <summary>Its version.</summary>
    public required string Version { get; init; }

    /// <summary>What it rests on.</summary>
    public required string Basis { get; init; }

    /// <summary>Accepted hash functions and the first day on which each is no longer accepted.</summary>
    public required IReadOnlyDictionary<string, DateOnly?> Hashes { get; init; }

    /// <summary>Accepted keys.</summary>
    public required IReadOnlyList<KeyConstraint> Keys { get; init; }

    /// <summary>Signature schemes that pass with a warning.</summary>
    public required IReadOnlyList<string> NotRecommendedSchemes { get; init; }

    /// <summary>Revocation data of the signer's certificate.</summary>
    public required Requirement SignerRevocation { get; init; }

    /// <summary>Revocation data of the authorities above it.</summary>
    public required Requirement AuthorityRevocation { get; init; }

    /// <summary>Revocation data of the path of a timestamp.</summary>
    public required Requirement TimestampRevocation { get; init; }

    /// <summary>Revocation data of a validity-assured short-term certificate (EN 319 412-1, 5.2).</summary>
    public required Requirement ShortTermRevocation { get; init; }

    /// <summary>A revocation before the proven time.</summary>
    public required RevokedConsequence RevokedBeforeProvenTime { get; init; }

    /// <summary>The signing-certificate attribute (EN 319 122-1, 5.2.2).</summary>
    public required Requirement SigningCertificateAttribute { get; init; }

    /// <summary>How old revocation data without an end may be at the time that counts.</summary>
    public required int MaximumStatusAgeInHours { get; init; }

    /// <summary>How far the claimed time may stand after the proven one.</summary>
    public required int ClaimedTimeToleranceInSeconds { get; init; }

    /// <summary>Trust anchors that count for less than everything and for ever. They make nobody trusted: the caller's anchors do.</summary>
    public required IReadOnlyList<AnchorConstraint> Anchors { get; init; }

    /// <summary>Reads a policy. Throws <see cref="FormatException"/> with one sentence for anything that is not one.</summary>
    public static ValidationPolicy Parse(ReadOnlySpan<byte> json)
    {
        try
        {
            var policy = JsonSerializer.Deserialize(json, PolicyJsonContext.Default.ValidationPolicy)
                ?? throw new FormatException("The policy is empty.");
            return policy.Anchors.FirstOrDefault(anchor => !IsDigest(anchor.Sha256) || anchor.Purposes.Count == 0) is { } wrong
                ? throw new FormatException($"The policy names the anchor '{wrong.Sha256}', which is no SHA-256 with purposes.") : policy;
        }
        catch (JsonException exception)
        {
            throw new FormatException($"The policy cannot be used: {exception.Message}", exception);
        }
    }

    /// <summary>The rows of hashes and keys in the form that path validation takes.</summary>
    public AlgorithmConstraints ToAlgorithmConstraints() => new(
        Hashes.Select(row => new AlgorithmConstraint(row.Key, 0, LastInstant(row.Value)))
            .Concat(Keys.Select(row => new AlgorithmConstraint(row.Kind, row.Bits, LastInstant(row.Until)))));

    /// <summary>Whether the policy lets an anchor count for a purpose at a time.</summary>
    internal bool Accepts(Certificate anchor, CertificatePurpose purpose, DateTimeOffset at)
    {
        var wanted = purpose == CertificatePurpose.Signing ? AnchorPurpose.Signing : AnchorPurpose.Timestamping;
        return Anchors.Where(row => row.Sha256.Equals(anchor.Thumbprint, StringComparison.OrdinalIgnoreCase))
            .All(row => row.Purposes.Contains(wanted) && (LastInstant(row.Until) is not { } end || at <= end));
    }

    private static bool IsDigest(string text) => text.Length == 64 && text.All(char.IsAsciiHexDigit);

    internal static DateTimeOffset? LastInstant(DateOnly? firstDayWithout) =>
        firstDayWithout is { } day ? new DateTimeOffset(day.ToDateTime(TimeOnly.MinValue), TimeSpan.Zero).AddTicks(-1) : null;

    private static ValidationPolicy Embedded(string name)
    {
        using var stream = typeof(ValidationPolicy).Assembly.GetManifestResourceStream($"TrustPlatform.Signatures.Validation.Policies.{name}.json")
            ?? throw new InvalidOperationException($"The policy {name} is not embedded.");
        using var bytes = new MemoryStream();
        stream.CopyTo(bytes);
        return Parse(bytes.ToArray());
    }
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    UseStringEnumConverter = true, RespectNullableAnnotations = true, ReadCommentHandling = JsonCommentHandling.Skip)]
[JsonSerializable(typeof(ValidationPolicy))]
internal sealed partial class PolicyJsonContext : JsonSerializerContext;
