using TrustPlatform.Cryptography.Algorithms;
using TrustPlatform.Cryptography.X509;

namespace TrustPlatform.Cryptography.Paths;

/// <summary>What RFC 5280, 4 tells issuers about a certificate on its own.</summary>
internal static class ProfileRules
{
    /// <summary>A rule with its clause; <paramref name="Breaks"/> gives a sentence when it is broken.</summary>
    private sealed record ProfileRule(string Clause, Func<Certificate, string?> Breaks);

    private static readonly ProfileRule[] _everyCertificate =
    [
        new("RFC 5280, 4.2.1.1", certificate => Critical(certificate, Oids.AuthorityKeyIdentifier)),
        new("RFC 5280, 4.2.1.2", certificate => Critical(certificate, Oids.SubjectKeyIdentifier)),
        new("RFC 5280, 4.2.2.1", certificate => Critical(certificate, Oids.AuthorityInformationAccess)),
        new("RFC 5280, 4.2.2.2", certificate => Critical(certificate, Oids.SubjectInformationAccess)),
        new("RFC 5280, 4.2.1.15", certificate => Critical(certificate, Oids.FreshestCrl)),
        new("RFC 5280, 4.2.1.2", certificate => certificate.IsCertificateAuthority && certificate.SubjectKeyIdentifier.IsEmpty
            ? "A CA certificate has no subject key identifier."
            : null),
        new("RFC 5280, 4.1.2.6", certificate => certificate.IsCertificateAuthority && certificate.Subject.IsEmpty
            ? "A CA certificate has no subject."
            : null),
        new("RFC 5280, 4.1.2.6", certificate => certificate.Subject.IsEmpty &&
            certificate.FindExtension(Oids.SubjectAltName) is not { IsCritical: true }
                ? "The subject is empty and no critical alternative name stands for it."
                : null),
        new("RFC 5280, 4.2.1.3", certificate => certificate.KeyUsage == KeyUsages.None ? "Key usage has no bit." : null),
        new("RFC 5280, 4.2.1.3", certificate =>
            certificate.KeyUsage is { } usage && usage.HasFlag(KeyUsages.KeyCertSign) && !certificate.IsCertificateAuthority
                ? "Key usage says keyCertSign, basic constraints say no CA."
                : null),
        new("RFC 5280, 4.2.1.9", certificate =>
            certificate.BasicConstraints is { PathLength: not null, IsCertificateAuthority: false }
                ? "A path length without being a CA."
                : null),
        new("RFC 5280, 4.2.1.6", certificate => certificate.SubjectAlternativeNames.FirstOrDefault(name =>
            name.Kind == GeneralNameKind.DnsName && !NameMatching.IsPreferredHostName(name.Text!)) is { } name
                ? $"{name} is not in the preferred name syntax."
                : null),
        new("RFC 5280, 4.2.1.10", certificate => certificate.NameConstraints is not null && !certificate.IsCertificateAuthority
            ? "Name constraints in a certificate that is no CA's."
            : null),
        new("RFC 5280, 4.2.1.10", certificate => NotCritical(certificate, Oids.NameConstraints)),
        new("RFC 5280, 4.2.1.14", certificate => NotCritical(certificate, Oids.InhibitAnyPolicy)),
        new("RFC 5280, 4.2.1.12", certificate =>
            certificate.FindExtension(Oids.ExtendedKeyUsage) is not null && certificate.ExtendedKeyUsages.Count == 0
                ? "Extended key usage names no usage."
                : null),
    ];

    /// <summary>The identifier leads upwards, where nothing is asked of an anchor.</summary>
    private static readonly ProfileRule[] _belowAnchor =
    [
        new("RFC 5280, 4.2.1.1", certificate => certificate.AuthorityKeyIdentifier is null or { KeyIdentifier.IsEmpty: true }
            ? "There is no authority key identifier."
            : null),
    ];

    /// <summary>
    /// Anchors are chosen and installed, so that criticality, which path validation forgives in other people's
    /// certificates (RFC 5280, 4.2.1.9), is not forgiven here.
    /// </summary>
    private static readonly ProfileRule[] _anchorsOnly =
    [
        new("RFC 5280, 4.2.1.9", certificate => certificate.Version == 3 && !certificate.IsCertificateAuthority
            ? "An anchor is no CA by basic constraints."
            : null),
        new("RFC 5280, 4.2.1.9", certificate => NotCritical(certificate, Oids.BasicConstraints)),
    ];

    public static IEnumerable<PathCheck> Check(
        Certificate certificate, int position, bool isTarget, ProfileConformance conformance)
    {
        var isStrict = conformance == ProfileConformance.IssuerRules;
        var isAnchor = position == 0;
        foreach (var malformation in certificate.Malformations)
        {
            var isForgiven = (!isStrict && isAnchor) || IsForgiven(malformation.Kind, isStrict, isAnchor, isTarget);
            yield return new PathCheck(position, "path.profile", malformation.Clause,
                isForgiven ? CheckResult.Warning : CheckResult.Failed, malformation.Detail,
                isForgiven ? null : PathFailure.Malformed);
        }

        if (!isStrict)
        {
            yield break;
        }

        foreach (var rule in _everyCertificate.Concat(isAnchor ? _anchorsOnly : _belowAnchor))
        {
            if (rule.Breaks(certificate) is { } detail)
            {
                yield return new PathCheck(position, "path.profile", rule.Clause, CheckResult.Failed, detail, PathFailure.Malformed);
            }
        }
    }

    /// <summary>
    /// 4.1.2.2 has verifiers bear negative serial numbers, old anchors have zero; that ends where the anchor itself is
    /// judged. Deployed certificates write times, and in signatures also serial numbers, as they please.
    /// </summary>
    private static bool IsForgiven(MalformationKind kind, bool isStrict, bool isAnchor, bool isTarget) => kind switch
    {
        MalformationKind.SerialNumberNegative => !isStrict || !isAnchor || !isTarget,
        MalformationKind.SerialNumberZero => !isStrict || (isAnchor && !isTarget),
        MalformationKind.TimeForm => true,
        MalformationKind.SerialNumberTooLong or MalformationKind.NotDer or MalformationKind.EmptyIssuer => !isStrict,
        _ => false,
    };

    private static string? Critical(Certificate certificate, string objectIdentifier) =>
        certificate.FindExtension(objectIdentifier) is { IsCritical: true }
            ? $"The extension {objectIdentifier} is critical and must not be."
            : null;

    private static string? NotCritical(Certificate certificate, string objectIdentifier) =>
        certificate.FindExtension(objectIdentifier) is { IsCritical: false }
            ? $"The extension {objectIdentifier} is not critical and must be."
            : null;
}
