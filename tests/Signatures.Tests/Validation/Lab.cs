using TrustPlatform.Cryptography.Revocation;
using System.Formats.Asn1;
using System.Security.Cryptography.X509Certificates;
using TrustPlatform.Cryptography.Issuing;
using TrustPlatform.Cryptography.Keys;
using TrustPlatform.Cryptography.Timestamps;
using TrustPlatform.Cryptography.X509;
using TrustPlatform.Signatures.Sources;
using TrustPlatform.Signatures.Validation;

namespace TrustPlatform.Signatures.Tests.Validation;

/// <summary>A key and its certificate.</summary>
internal sealed record Holder(SoftwareSigningKey Key, Certificate Certificate);

/// <summary>
/// A PKI in memory that issues whatever a test asks for, good or bad: root, issuing CA, signers, CRLs, OCSP answers, timestamps at
/// any time.
/// </summary>
internal sealed class Lab : ITimestampSource, IRevocationSource
{
    public static readonly DateTimeOffset Begin = new(2020, 1, 1, 0, 0, 0, TimeSpan.Zero);
    public static readonly DateTimeOffset End = new(2044, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly List<(Certificate Certificate, DateTimeOffset At)> _revoked = [];
    private byte _serial = 1;

    public Lab()
    {
        Root = Authority("Lab Root", null, Begin, End);
        Issuing = Authority("Lab Issuing CA", Root, Begin, End);
        Stamper = Issue("CN", "Lab TSA", Issuing, Begin, End, IssuedExtensions.ExtendedKeyUsage(["1.3.6.1.5.5.7.3.8"], critical: true));
        Responder = Issue(
            "CN", "Lab OCSP", Issuing, Begin, End, IssuedExtensions.ExtendedKeyUsage(["1.3.6.1.5.5.7.3.9"], critical: false), IssuedExtensions.OcspNoCheck);
    }

    public Holder Root { get; }

    public Holder Issuing { get; }

    public Holder Stamper { get; set; }

    public Holder Responder { get; }

    /// <summary>What its timestamps say.</summary>
    public DateTimeOffset Time { get; set; } = new(2026, 3, 1, 8, 0, 0, TimeSpan.Zero);

    /// <summary>When its revocation data is made; the time of its timestamps unless a test says otherwise.</summary>
    public DateTimeOffset? StatusTime { get; set; }

    /// <summary>It answers for no certificate.</summary>
    public bool IsSilent { get; set; }

    public ValidationContext Context(DateTimeOffset? now = null, ValidationPolicy? policy = null) => new()
    {
        TrustAnchors = [Root.Certificate],
        Policy = policy ?? ValidationPolicy.VietNam,
        Time = now ?? Time.AddHours(1),
    };

    public Holder Signer(
        string name = "Nguyễn Văn Ất", DateTimeOffset? from = null, DateTimeOffset? until = null, params ExtensionTemplate[] extensions) =>
        Issue("CN", name, Issuing, from ?? Begin, until ?? End, [IssuedExtensions.KeyUsage(X509KeyUsageFlags.NonRepudiation), .. extensions]);

    public Holder Authority(string name, Holder? issuer, DateTimeOffset from, DateTimeOffset until) => Issue(
        "CN", name, issuer, from, until, IssuedExtensions.CertificateAuthority(null),
        IssuedExtensions.KeyUsage(X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign));

    public Holder Issue(
        string attribute, string name, Holder? issuer, DateTimeOffset from, DateTimeOffset until, params ExtensionTemplate[] extensions) =>
        Issue([new(attribute == "CN" ? AttributeTypeAndValue.CommonName : attribute, name)], issuer, from, until, extensions);

    public Holder Issue(
        IReadOnlyList<AttributeTypeAndValue> subject, Holder? issuer, DateTimeOffset from, DateTimeOffset until, params ExtensionTemplate[] extensions)
    {
        var key = SoftwareSigningKey.Create(SignatureAlgorithm.EcdsaP256Sha256);
        var name = AttributeTypeAndValue.EncodeName(subject);
        var issuerKey = issuer?.Key ?? key;
        var toBeSigned = CertificateBuilder.EncodeToBeSigned(
            new()
            {
                SerialNumber = new byte[] { 1, 2, 3, _serial++ },
                Issuer = issuer is null ? name : EncodedNames.SubjectOf(issuer.Certificate.RawData),
                Subject = name,
                NotBefore = from,
                NotAfter = until,
                SubjectPublicKeyInfo = key.SubjectPublicKeyInfo,
                Extensions =
                [
                    IssuedExtensions.SubjectKeyIdentifier(key.SubjectPublicKeyInfo),
                    IssuedExtensions.AuthorityKeyIdentifier(issuerKey.SubjectPublicKeyInfo), .. extensions,
                ],
            },
            issuerKey.Algorithm);
        return new(key, Certificate.Parse(CertificateBuilder.Sign(toBeSigned, issuerKey)));
    }

    public void Revoke(Certificate certificate, DateTimeOffset at) => _revoked.Add((certificate, at));

    public byte[] Crl(Holder issuer, DateTimeOffset at, TimeSpan? validity = null) => CrlBuilder.Build(
        new()
        {
            Issuer = EncodedNames.SubjectOf(issuer.Certificate.RawData),
            Number = at.ToUnixTimeSeconds(),
            ThisUpdate = at,
            NextUpdate = at + (validity ?? TimeSpan.FromDays(1)),
            Entries = _revoked.Where(entry => entry.Certificate.Issuer.Equals(issuer.Certificate.Subject))
                .Select(entry => new CrlEntry(Serial(entry.Certificate), entry.At, RevocationReason.Unspecified)).ToList(),
        },
        issuer.Key);

    public byte[] Ocsp(Certificate certificate, OcspStatus status, DateTimeOffset at) => OcspResponseBuilder.Build(
        [(OcspCertificateId.Create(EncodedNames.IssuerOf(certificate.RawData), Issuing.Key.SubjectPublicKeyInfo, Serial(certificate)), status)],
        at, TimeSpan.FromDays(1), null, Responder.Key, Responder.Certificate);

    public TimeStampToken Stamp(ReadOnlyMemory<byte> sha256Digest, DateTimeOffset at)
    {
        var request = TimeStampRequest.Create(System.Security.Cryptography.HashAlgorithmName.SHA256, sha256Digest.Span);
        var statement = new TimeStampStatement
        {
            SerialNumber = new byte[] { 9, _serial++ },
            GenTime = at,
            Policy = "1.2.3.4.5",
            Accuracy = TimeSpan.FromSeconds(1),
        };
        var response = TimeStampResponseBuilder.Build(
            TimeStampQuery.Parse(request.Encoded), statement, Stamper.Key, Stamper.Certificate, [Issuing.Certificate]);
        return TimeStampResponse.Parse(response).Token!;
    }

    public Task<TimeStampToken> TimestampAsync(ReadOnlyMemory<byte> sha256Digest, CancellationToken cancellationToken) =>
        Task.FromResult(Stamp(sha256Digest, Time));

    public Task<RevocationMaterial> FindAsync(Certificate certificate, Certificate issuer, CancellationToken cancellationToken)
    {
        var holder = issuer.Equals(Root.Certificate) ? Root : Issuing;
        return Task.FromResult(IsSilent ? RevocationMaterial.None : new([], [Crl(holder, StatusTime ?? Time)]));
    }

    private static byte[] Serial(Certificate certificate) => Convert.FromHexString(certificate.SerialNumber);

    /// <summary>An attribute of a CMS signer that carries any value.</summary>
    public static byte[] OctetString(byte[] value)
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        writer.WriteOctetString(value);
        return writer.Encode();
    }
}
