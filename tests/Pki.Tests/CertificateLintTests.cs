using System.Security.Cryptography.X509Certificates;
using TrustPlatform.Cryptography.Issuing;
using TrustPlatform.Cryptography.Keys;
using TrustPlatform.Cryptography.X509;

namespace TrustPlatform.Pki.Tests;

/// <summary>A right certificate, and the same one with a single thing wrong.</summary>
public sealed class CertificateLintTests : IDisposable
{
    /// <summary>OBJECT IDENTIFIER ecdsa-with-SHA256 (RFC 5758, 3.2).</summary>
    private static readonly byte[] s_ecdsaWithSha256 = [6, 8, 42, 134, 72, 206, 61, 4, 3, 2];

    private static readonly DateTimeOffset s_now = new(2026, 11, 24, 3, 0, 0, TimeSpan.Zero);

    private readonly SoftwareSigningKey _authorityKey = SoftwareSigningKey.Create(SignatureAlgorithm.EcdsaP256Sha256);
    private readonly SoftwareSigningKey _subjectKey = SoftwareSigningKey.Create(SignatureAlgorithm.EcdsaP256Sha256);
    private readonly CertificateProfiles _profiles = CertificateProfiles.Load(TestFolder.Profiles);
    private readonly CertificateAuthority _authority;

    public CertificateLintTests() => _authority = CertificateAuthority.Unborn(
        Hierarchy.Persons, new PkiAddresses(new Uri("http://trust.test/")), _authorityKey);

    public void Dispose()
    {
        _authority.Dispose();
        _subjectKey.Dispose();
    }

    [Fact]
    public void A_right_certificate_has_no_findings() => Assert.Empty(Findings(Template()));

    public static TheoryData<string, string> Faults => new()
    {
        { "version 1", "version" },
        { "another algorithm outside than inside", "algorithm" },
        { "signed with SHA-224", "hash" },
        { "ends after its issuer", "inside-issuer" },
        { "begins before its issuer", "inside-issuer" },
        { "serial of 16 octets", "serial" },
        { "serial with the prefix of another CA", "serial" },
        { "serial that is negative", "serial" },
        { "issuer in another order", "issuer" },
        { "one second too long", "span" },
        { "ends before it begins", "span" },
        { "subject without UID", "subject" },
        { "subject in another order", "subject" },
        { "name in NFD", "subject-strings" },
        { "name with a trailing space", "subject-strings" },
        { "two different numbers", "subject-numbers" },
        { "key on another curve", "public-key" },
        { "key usage twice", "extensions-once" },
        { "CRL location", "extensions-known" },
        { "CRL location", "crl-location" },
        { "key of an organisation's form", "subject" },
        { "country in UTF8String", "subject-strings" },
        { "short-term for a day and a second", "short-term" },
        { "a CA that signs status", "no-delegated-ca" },
        { "extension that nobody foresaw", "extensions-known" },
        { "key usage not critical", "critical" },
        { "policies critical", "critical" },
        { "basic constraints of a CA", "basic-constraints" },
        { "digitalSignature beside nonRepudiation", "key-usage" },
        { "certificate signing", "key-usage" },
        { "OCSP signing", "extended-key-usage" },
        { "key identifier of another CA", "authority-key" },
        { "key identifier of another subject", "subject-key" },
        { "another policy", "policies" },
        { "no address of status", "information-access" },
        { "status over https", "information-access" },
        { "no address of the issuer", "information-access" },
        { "CRL location over ldap", "crl-location" },
        { "no CRL location where one is wanted", "crl-location" },
        { "notice of 201 letters", "policy-qualifiers" },
        { "notice in NFD", "policy-qualifiers" },
        { "semantics of an organisation's number", "semantics" },
        { "no semantics", "semantics" },
        { "key that signs longer than it may", "key-period" },
        { "key period before the certificate", "key-period" },
        { "key period that nobody asked for", "key-period" },
        { "not marked as short-term", "short-term" },
        { "nocheck", "no-check" },
        { "binding of 31 octets", "binding" },
        { "no binding", "binding" },
    };

    [Theory]
    [MemberData(nameof(Faults))]
    public void A_single_fault_is_found(string fault, string rule)
    {
        var findings = fault switch
        {
            "a CA that signs status" => CertificateLint.Check(
                Sign(Template() with { Extensions = [IssuedExtensions.ExtendedKeyUsage([Oids.OcspSigning], critical: true)] }),
                _profiles.IssuingAuthority, _authority),
            "short-term for a day and a second" => CertificateLint.Check(
                Sign(Template() with { NotAfter = s_now.AddDays(1) }), _profiles.Ceremony with { Validity = TimeSpan.FromDays(2) }, _authority),
            "version 1" => CertificateLint.Check(
                Damage(Sign(Template()), [0xA0, 3, 2, 1, 2], [0xA0, 3, 2, 1, 0], last: false), _profiles.Ceremony, _authority),
            "another algorithm outside than inside" => CertificateLint.Check(
                Damage(Sign(Template()), s_ecdsaWithSha256, [.. s_ecdsaWithSha256[..^1], 3], last: true), _profiles.Ceremony, _authority),
            "signed with SHA-224" => CertificateLint.Check(
                Damage(Sign(Template()), s_ecdsaWithSha256, [.. s_ecdsaWithSha256[..^1], 1], last: true), _profiles.Ceremony, _authority),
            "CRL location over ldap" => CertificateLint.Check(
                Sign(With(IssuedExtensions.CrlDistributionPoint(new Uri("ldap://trust.test/crl")))),
                _profiles.Ceremony with { CrlDistributionPoint = true }, _authority),
            "no CRL location where one is wanted" => CertificateLint.Check(
                Sign(Template()), _profiles.Ceremony with { CrlDistributionPoint = true }, _authority),
            "key that signs longer than it may" => CertificateLint.Check(
                Sign(With(IssuedExtensions.PrivateKeyUsagePeriod(s_now, s_now.AddHours(2)))),
                _profiles.Ceremony with { PrivateKeyUsage = TimeSpan.FromHours(1) }, _authority),
            "key period before the certificate" => CertificateLint.Check(
                Sign(With(IssuedExtensions.PrivateKeyUsagePeriod(s_now.AddSeconds(-1), s_now.AddHours(1).AddSeconds(-1)))),
                _profiles.Ceremony with { PrivateKeyUsage = TimeSpan.FromHours(1) }, _authority),
            "country in UTF8String" => CertificateLint.Check(
                Damage(Sign(Template()), [6, 3, 85, 4, 6, 19, 2], [6, 3, 85, 4, 6, 12, 2], last: true), _profiles.Ceremony, _authority),
            "ends after its issuer" or "begins before its issuer" => InsideIssuer(fault),
            _ => Findings(Break(Template(), fault)),
        };

        Assert.Contains(findings, finding => finding.StartsWith(rule + " (", StringComparison.Ordinal));
    }

    [Fact]
    public void Every_rule_has_a_certificate_that_breaks_it() => Assert.Empty(
        CertificateLint.RuleNames.Except(Faults.Select(row => row.Data.Item2)));

    private IReadOnlyList<string> InsideIssuer(string fault)
    {
        var own = Sign(Template() with { NotBefore = s_now, NotAfter = s_now.AddHours(23) });
        using var issuer = CertificateAuthority.Open(
            Hierarchy.Persons, new PkiAddresses(new Uri("http://trust.test/")), _authorityKey.Algorithm, () => _authorityKey,
            Certificate.Parse(own));
        return CertificateLint.Check(
            Sign(fault.StartsWith("ends", StringComparison.Ordinal)
                ? Template() with { NotAfter = s_now.AddHours(23).AddSeconds(1) }
                : Template() with { NotBefore = s_now.AddSeconds(-1), NotAfter = s_now.AddHours(22) }),
            _profiles.Ceremony, issuer);
    }

    /// <summary>Replaces a run of octets by one as long, where it stands first or last.</summary>
    private static byte[] Damage(byte[] certificate, byte[] sought, byte[] replacement, bool last)
    {
        var at = last ? certificate.AsSpan().LastIndexOf(sought) : certificate.AsSpan().IndexOf(sought);
        Assert.True(at > 0);
        replacement.CopyTo(certificate, at);
        return certificate;
    }

    [Fact]
    public void What_is_no_strict_DER_is_found()
    {
        var certificate = Sign(Template());

        Assert.StartsWith("der ", Assert.Single(
            CertificateLint.Check(certificate.AsMemory(..^1), _profiles.Ceremony, _authority)), StringComparison.Ordinal);
        Assert.StartsWith("der ", Assert.Single(
            CertificateLint.Check((byte[])[.. certificate, 0], _profiles.Ceremony, _authority)), StringComparison.Ordinal);
    }

    private CertificateTemplate Template()
    {
        var request = new IssuanceRequest(
            SubjectNames.Of(Subjects.Person("a"), s_now), _subjectKey, [Subjects.Sha256("x"), Subjects.Sha256("y")]);
        var addresses = new PkiAddresses(new Uri("http://trust.test/"));
        return new CertificateTemplate
        {
            SerialNumber = SerialNumbers.Create(Hierarchy.Persons.SerialPrefix),
            Issuer = _authority.Name,
            Subject = AttributeTypeAndValue.EncodeName(Person()),
            NotBefore = s_now,
            NotAfter = s_now.AddHours(23).AddMinutes(55).AddSeconds(-1),
            SubjectPublicKeyInfo = _subjectKey.SubjectPublicKeyInfo,
            Extensions =
            [
                .. ProfileExtensions.Common(_profiles.Ceremony, _authority, addresses),
                .. ProfileExtensions.Own(_profiles.Ceremony, request, _authority.Plan, addresses, s_now, new byte[] { 1 }),
            ],
        };
    }

    private static List<AttributeTypeAndValue> Person(
        string name = "Nguyễn Văn An", string number = "PNOVN-999099000018", string uid = "CCCD:999099000018") =>
    [
        new(AttributeTypeAndValue.Country, "VN"), new(AttributeTypeAndValue.CommonName, name),
        new(AttributeTypeAndValue.Surname, "Nguyễn"), new(AttributeTypeAndValue.GivenName, "Văn An"),
        new(AttributeTypeAndValue.SerialNumber, number), new(AttributeTypeAndValue.UserId, uid),
    ];

    private CertificateTemplate With(ExtensionTemplate extension)
    {
        var right = Template();
        return right with { Extensions = [.. right.Extensions, extension] };
    }

    private static CertificateTemplate Break(CertificateTemplate right, string fault)
    {
        CertificateTemplate Subject(IEnumerable<AttributeTypeAndValue> attributes) =>
            right with { Subject = AttributeTypeAndValue.EncodeName(attributes) };
        CertificateTemplate Without(string identifier) =>
            right with { Extensions = [.. right.Extensions.Where(e => e.ObjectIdentifier != identifier)] };
        CertificateTemplate With(ExtensionTemplate extension) => right with { Extensions = [.. right.Extensions, extension] };
        CertificateTemplate Replace(ExtensionTemplate extension) =>
            Without(extension.ObjectIdentifier) with
            {
                Extensions = [.. Without(extension.ObjectIdentifier).Extensions, extension],
            };
        ExtensionTemplate Find(string identifier) => right.Extensions.Single(e => e.ObjectIdentifier == identifier);
        using var other = SoftwareSigningKey.Create(SignatureAlgorithm.EcdsaP384Sha384);
        return fault switch
        {
            "serial of 16 octets" => right with { SerialNumber = right.SerialNumber[..16] },
            "serial with the prefix of another CA" => right with { SerialNumber = SerialNumbers.Create(0x22) },
            "serial that is negative" => right with { SerialNumber = (byte[])[0xA1, .. right.SerialNumber[1..].Span] },
            "issuer in another order" => right with
            {
                Issuer = AttributeTypeAndValue.EncodeName(Hierarchy.Persons.Subject.Reverse()),
            },
            "one second too long" => right with { NotAfter = right.NotAfter.AddSeconds(1) },
            "ends before it begins" => right with { NotAfter = right.NotBefore.AddSeconds(-1) },
            "subject without UID" => Subject(Person()[..5]),
            "key of an organisation's form" => Subject(Person(uid: "MST:0100109106")),
            "subject in another order" => Subject(Enumerable.Reverse(Person())),
            "name in NFD" => Subject(Person(name: "Nguye\u0302\u0303n Va\u0306n An")),
            "name with a trailing space" => Subject(Person(name: "Nguyễn Văn An ")),
            "two different numbers" => Subject(Person(uid: "CCCD:999099000019")),
            "key on another curve" => right with { SubjectPublicKeyInfo = other.SubjectPublicKeyInfo },
            "key usage twice" => With(IssuedExtensions.KeyUsage(X509KeyUsageFlags.NonRepudiation)),
            "CRL location" => With(IssuedExtensions.CrlDistributionPoint(new Uri("http://trust.test/crl"))),
            "extension that nobody foresaw" => With(IssuedExtensions.Digests("1.2.3.4", [new byte[32]])),
            "key usage not critical" => Replace(new("2.5.29.15", false, Find("2.5.29.15").Value)),
            "policies critical" => Replace(new("2.5.29.32", true, Find("2.5.29.32").Value)),
            "basic constraints of a CA" => With(IssuedExtensions.CertificateAuthority(null)),
            "digitalSignature beside nonRepudiation" => Replace(IssuedExtensions.KeyUsage(
                X509KeyUsageFlags.NonRepudiation | X509KeyUsageFlags.DigitalSignature)),
            "certificate signing" => Replace(IssuedExtensions.KeyUsage(X509KeyUsageFlags.KeyCertSign)),
            "OCSP signing" => With(IssuedExtensions.ExtendedKeyUsage([Oids.OcspSigning], critical: true)),
            "key identifier of another CA" => Replace(IssuedExtensions.AuthorityKeyIdentifier(other.SubjectPublicKeyInfo)),
            "key identifier of another subject" => Replace(IssuedExtensions.SubjectKeyIdentifier(other.SubjectPublicKeyInfo)),
            "another policy" => Replace(IssuedExtensions.Policies([Oids.SealPolicy], null, null)),
            "no address of status" => Without("1.3.6.1.5.5.7.1.1"),
            "status over https" => Replace(IssuedExtensions.AuthorityInformationAccess(
                new Uri("https://trust.test/ocsp"), new Uri("http://trust.test/ca.cer"))),
            "no address of the issuer" => Replace(IssuedExtensions.AuthorityInformationAccess(new Uri("http://trust.test/ocsp"), null)),
            "notice of 201 letters" => Replace(IssuedExtensions.Policies([Oids.CeremonyPolicy], null, new string('a', 201))),
            "notice in NFD" => Replace(IssuedExtensions.Policies([Oids.CeremonyPolicy], null, "thu\u031B\u0309")),
            "semantics of an organisation's number" => Replace(IssuedExtensions.IdentifierSemantics("0.4.0.194121.1.2")),
            "no semantics" => Without("1.3.6.1.5.5.7.1.3"),
            "key period that nobody asked for" => With(IssuedExtensions.PrivateKeyUsagePeriod(s_now, s_now.AddHours(1))),
            "not marked as short-term" => Without("0.4.0.194121.2.1"),
            "nocheck" => With(IssuedExtensions.OcspNoCheck),
            "binding of 31 octets" => Replace(IssuedExtensions.Digests(
                Oids.CeremonyBinding, [new byte[31], new byte[32]])),
            "no binding" => Without(Oids.CeremonyBinding),
            _ => throw new ArgumentOutOfRangeException(nameof(fault)),
        };
    }

    private IReadOnlyList<string> Findings(CertificateTemplate template) =>
        CertificateLint.Check(Sign(template), _profiles.Ceremony, _authority);

    private byte[] Sign(CertificateTemplate template) => CertificateBuilder.Sign(
        CertificateBuilder.EncodeToBeSigned(template, _authorityKey.Algorithm), _authorityKey);
}
