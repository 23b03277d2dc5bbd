using TrustPlatform.Cryptography.X509;

namespace TrustPlatform.Signatures.Validation;

/// <summary>Reads from a certificate who its holder is, by object identifiers and never by the printed name.</summary>
internal static class SignerIdentities
{
    private const string UserId = "0.9.2342.19200300.100.1.1";
    private const string OrganizationIdentifier = "2.5.4.97";
    private const string Organization = "2.5.4.10";
    private const string SerialNumber = "2.5.4.5";
    private const string GivenName = "2.5.4.42";
    private const string Surname = "2.5.4.4";

    private static readonly string[] s_personalPrefixes = ["CCCD:", "CMND:", "HC:", "PID:", "PPID:", "BHXH:"];
    private static readonly string[] s_personalIdentifiers = ["PNO", "IDC", "PAS", "TIN", "TAX"];

    public static SignerIdentity Of(Certificate certificate, IReadOnlyList<Certificate> path)
    {
        var subject = certificate.Subject.ToString();
        var manager = path.Count > 1 ? path[^1].Subject : certificate.Issuer;
        return new(certificate.Subject.CommonName ?? subject, subject, certificate.SerialNumber, certificate.Issuer.ToString())
        {
            IssuerName = Name(certificate.Issuer),
            ManagingOrganization = Name(manager),
            NotBefore = certificate.NotBefore,
            NotAfter = certificate.NotAfter,
        };
    }

    /// <summary>An organisation's seal names an organisation (organizationIdentifier, or a tax code as UID) and no person.</summary>
    public static SignatureKind KindOf(Certificate? certificate)
    {
        if (certificate is null)
        {
            return SignatureKind.Signature;
        }

        var subject = certificate.Subject;
        var userIds = subject.Values(UserId);
        var namesOrganization = subject.Values(OrganizationIdentifier).Count > 0
            || userIds.Any(id => id.StartsWith("MST:", StringComparison.OrdinalIgnoreCase));
        var namesPerson = userIds.Any(id => s_personalPrefixes.Any(prefix => id.StartsWith(prefix, StringComparison.OrdinalIgnoreCase)))
            || subject.Values(SerialNumber).Any(id => s_personalIdentifiers.Any(prefix => id.StartsWith(prefix, StringComparison.Ordinal)))
            || subject.Values(GivenName).Count > 0 || subject.Values(Surname).Count > 0;
        return namesOrganization && !namesPerson ? SignatureKind.Seal : SignatureKind.Signature;
    }

    private static string Name(DistinguishedName name) =>
        name.Values(Organization) is [var organization, ..] ? organization : name.CommonName ?? name.ToString();
}
