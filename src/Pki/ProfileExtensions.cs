using System.Security.Cryptography.X509Certificates;
using TrustPlatform.Cryptography.Issuing;

namespace TrustPlatform.Pki;

/// <summary>The extensions that a profile asks for.</summary>
internal static class ProfileExtensions
{
    /// <summary>Those that are the same in all certificates of an issuer.</summary>
    public static IReadOnlyList<ExtensionTemplate> Common(CertificateProfile profile, CertificateAuthority issuer, PkiAddresses addresses)
    {
        var id = issuer.Plan.Id;
        List<ExtensionTemplate?> extensions =
        [
            IssuedExtensions.AuthorityKeyIdentifier(issuer.PublicKeyInfo),
            IssuedExtensions.KeyUsage(profile.KeyUsage.Aggregate(X509KeyUsageFlags.None, (all, one) => all | one)),
            profile.CertificateAuthority is { } rules ? IssuedExtensions.CertificateAuthority(rules.PathLength) : null,
            profile.ExtendedKeyUsage.Count > 0 ? IssuedExtensions.ExtendedKeyUsage(profile.ExtendedKeyUsage, critical: true) : null,
            profile.Policies.Count > 0 ? IssuedExtensions.Policies(profile.Policies, addresses.Policy, profile.Notice) : null,
            profile.Ocsp || profile.IssuerLocation
                ? IssuedExtensions.AuthorityInformationAccess(
                    profile.Ocsp ? addresses.Ocsp(id) : null, profile.IssuerLocation ? addresses.AuthorityCertificate(id) : null)
                : null,
            profile.ShortTerm ? IssuedExtensions.ValidityAssuredShortTerm : null,
            profile.OcspNoCheck ? IssuedExtensions.OcspNoCheck : null,
            profile.IdentifierSemantics is { } semantics ? IssuedExtensions.IdentifierSemantics(semantics) : null,
        ];
        return [.. extensions.OfType<ExtensionTemplate>()];
    }

    /// <summary>Those of one certificate.</summary>
    public static IEnumerable<ExtensionTemplate> Own(
        CertificateProfile profile, IssuanceRequest request, AuthorityPlan issuer, PkiAddresses addresses, DateTimeOffset notBefore,
        ReadOnlyMemory<byte> serialNumber)
    {
        yield return IssuedExtensions.SubjectKeyIdentifier(request.Key.SubjectPublicKeyInfo);
        if (profile.CrlDistributionPoint)
        {
            yield return IssuedExtensions.CrlDistributionPoint(addresses.Crl(issuer.Id, issuer.PartitionOf(serialNumber.Span)));
        }

        if (profile.PrivateKeyUsage is { } usage)
        {
            yield return IssuedExtensions.PrivateKeyUsagePeriod(notBefore, notBefore + usage);
        }

        if (profile.CeremonyBinding)
        {
            yield return IssuedExtensions.Digests(Oids.CeremonyBinding, request.Binding);
        }
    }
}
