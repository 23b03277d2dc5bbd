using System.Security.Cryptography.X509Certificates;
using TrustPlatform.Cryptography.Issuing;

namespace TrustPlatform.Pki;

/// <summary>The extensions that a profile asks for.</summary>
internal static class ProfileExtensions
{
    public static List<ExtensionTemplate> Build(
        CertificateProfile profile, IssuanceRequest request, CertificateAuthority issuer, PkiAddresses addresses,
        DateTimeOffset notBefore, ReadOnlyMemory<byte> serialNumber)
    {
        var id = issuer.Plan.Id;
        List<ExtensionTemplate> extensions =
        [
            IssuedExtensions.AuthorityKeyIdentifier(issuer.PublicKeyInfo),
            IssuedExtensions.SubjectKeyIdentifier(request.Key.SubjectPublicKeyInfo),
            IssuedExtensions.KeyUsage(profile.KeyUsage.Aggregate(X509KeyUsageFlags.None, (all, one) => all | one)),
        ];
        Add(profile.CertificateAuthority is not null,
            () => IssuedExtensions.CertificateAuthority(profile.CertificateAuthority!.PathLength));
        Add(profile.ExtendedKeyUsage.Count > 0,
            () => IssuedExtensions.ExtendedKeyUsage(profile.ExtendedKeyUsage, critical: true));
        Add(profile.Policies.Count > 0,
            () => IssuedExtensions.Policies(profile.Policies, addresses.Policy, profile.Notice));
        Add(profile.Ocsp || profile.IssuerLocation,
            () => IssuedExtensions.AuthorityInformationAccess(
                profile.Ocsp ? addresses.Ocsp(id) : null, profile.IssuerLocation ? addresses.AuthorityCertificate(id) : null));
        Add(profile.CrlDistributionPoint, () => IssuedExtensions.CrlDistributionPoint(
                addresses.Crl(id, issuer.Plan.PartitionOf(serialNumber.Span))));
        Add(profile.ShortTerm, () => IssuedExtensions.ValidityAssuredShortTerm);
        Add(profile.OcspNoCheck, () => IssuedExtensions.OcspNoCheck);
        Add(profile.PrivateKeyUsage is not null,
            () => IssuedExtensions.PrivateKeyUsagePeriod(notBefore, notBefore + profile.PrivateKeyUsage!.Value));
        Add(profile.IdentifierSemantics is not null,
            () => IssuedExtensions.IdentifierSemantics(profile.IdentifierSemantics!));
        Add(profile.CeremonyBinding, () => IssuedExtensions.Digests(Oids.CeremonyBinding, request.Binding));
        return extensions;

        void Add(bool wanted, Func<ExtensionTemplate> make)
        {
            if (wanted)
            {
                extensions.Add(make());
            }
        }
    }
}
