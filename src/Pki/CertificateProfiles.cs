using System.Text.Json;

namespace TrustPlatform.Pki;

/// <summary>The profiles of a folder, read and checked once at start.</summary>
internal sealed class CertificateProfiles
{
    private const int MaxNoticeLength = 200;

    private CertificateProfiles(string folder)
    {
        Root = Load(folder, "root");
        IssuingAuthority = Load(folder, "issuing-ca");
        TimestampAuthority = Load(folder, "tsa-ca");
        TimestampUnit = Load(folder, "tsa-unit");
        OcspResponder = Load(folder, "ocsp-responder");
        Ceremony = Load(folder, "ceremony");
        Seal = Load(folder, "seal");
    }

    public CertificateProfile Root { get; }

    public CertificateProfile IssuingAuthority { get; }

    public CertificateProfile TimestampAuthority { get; }

    public CertificateProfile TimestampUnit { get; }

    public CertificateProfile OcspResponder { get; }

    public CertificateProfile Ceremony { get; }

    public CertificateProfile Seal { get; }

    /// <summary>The profile of a name, or null.</summary>
    public CertificateProfile? Find(string name) => new[]
    {
        Root, IssuingAuthority, TimestampAuthority, TimestampUnit, OcspResponder, Ceremony, Seal,
    }.FirstOrDefault(profile => profile.Name == name);

    /// <summary>
    /// Throws <see cref="InvalidDataException"/> with one sentence when a profile is missing or says something impossible.
    /// </summary>
    public static CertificateProfiles Load(string folder) => new(folder);

    private static CertificateProfile Load(string folder, string name)
    {
        var path = Path.Combine(folder, name + ".json");
        CertificateProfile profile;
        try
        {
            profile = JsonSerializer.Deserialize(File.ReadAllBytes(path), ProfileJson.Default.CertificateProfile)
                ?? throw new JsonException("The profile is null.");
        }
        catch (Exception unreadable) when (unreadable is JsonException or IOException or ArgumentException)
        {
            throw new InvalidDataException($"The certificate profile {path} cannot be read: {unreadable.Message}", unreadable);
        }

        return Contradiction(profile, name) is { } contradiction
            ? throw new InvalidDataException($"The certificate profile {path} is refused: {contradiction}")
            : profile;
    }

    private static string? Contradiction(CertificateProfile profile, string name) => profile switch
    {
        _ when profile.Name != name => $"its name is {profile.Name}.",
        { Subject: [] } or { KeyUsage: [] } => "it has no subject or no key usage.",
        { Validity.Ticks: <= 0 } or { Backdate.Ticks: < 0 } => "its validity is not positive.",
        { Notice.Length: > MaxNoticeLength } => "its notice is longer than 200 letters (RFC 5280, 4.2.1.4).",
        { ShortTerm: true, Validity.TotalHours: >= 24 } => "a short-term certificate lives less than 24 hours (EN 319 411-1).",
        { ShortTerm: true, CrlDistributionPoint: true } => "a short-term certificate names no CRL.",
        { OcspNoCheck: true } when !profile.ExtendedKeyUsage.SequenceEqual([Oids.OcspSigning]) =>
            "nocheck belongs to OCSP responders (RFC 6960, 4.2.2.2.1).",
        { CertificateAuthority: not null, ExtendedKeyUsage: not [] } =>
            "a CA with an extended key usage could sign other authorities' status (RFC 6960, 4.2.2.2).",
        { CertificateAuthority: { } rules } when rules.CrlRenewal >= rules.CrlLifetime => "its CRLs do not overlap.",
        { CertificateAuthority.CrlPartitions: < 1 or > 256 } => "its CRLs are divided into fewer than 1 or more than 256 parts.",
        { RenewBefore: { } before } when before >= profile.Validity => "it would be renewed at once.",
        _ => null,
    };
}
