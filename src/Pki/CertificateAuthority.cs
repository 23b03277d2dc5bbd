using System.Collections.Concurrent;
using System.Text;
using TrustPlatform.Cryptography.Issuing;
using TrustPlatform.Cryptography.Keys;
using TrustPlatform.Cryptography.X509;

namespace TrustPlatform.Pki;

/// <summary>What a certificate shall say that its profile leaves open.</summary>
/// <param name="Subject">Attributes in any order; the profile orders and checks them.</param>
/// <param name="Key">Only its public half is looked at.</param>
/// <param name="Binding">Digests of assertion and contract where the profile wants them.</param>
internal sealed record IssuanceRequest(
    IReadOnlyList<AttributeTypeAndValue> Subject, ISigningKey Key, IReadOnlyList<ReadOnlyMemory<byte>> Binding);

/// <summary>
/// One CA. Issuing takes two steps: <see cref="Prepare"/> encodes what would be signed, signs a twin with a throw-away key and
/// lints it; the result is redeemed once, for the certificate over exactly those octets. Thread-safe.
/// </summary>
internal sealed class CertificateAuthority : IDisposable
{
    private readonly PkiAddresses _addresses;
    private readonly Func<ISigningKey> _openKey;
    private readonly Lock _gate = new();
    private ISigningKey? _key;
    private readonly SoftwareSigningKey _throwAway;
    private readonly ReadOnlyMemory<byte> _name;
    private readonly ConcurrentDictionary<CertificateProfile, IReadOnlyList<ExtensionTemplate>> _commonExtensions =
        new(ReferenceEqualityComparer.Instance);

    private CertificateAuthority(
        AuthorityPlan plan, PkiAddresses addresses, SignatureAlgorithm algorithm, Func<ISigningKey> key,
        ReadOnlyMemory<byte> name, ReadOnlyMemory<byte> publicKeyInfo, Certificate? certificate)
    {
        Plan = plan;
        _addresses = addresses;
        _openKey = key;
        _throwAway = SoftwareSigningKey.Create(algorithm);
        _name = name;
        PublicKeyInfo = publicKeyInfo;
        Certificate = certificate;
    }

    public AuthorityPlan Plan { get; }

    /// <summary>The CA's certificate; null only while a root signs its own.</summary>
    public Certificate? Certificate { get; }

    /// <summary>The CA's Name, DER.</summary>
    public ReadOnlyMemory<byte> Name => _name;

    public ReadOnlyMemory<byte> PublicKeyInfo { get; }

    /// <summary>The signing key; throws where it is kept elsewhere, and looks again the next time.</summary>
    public ISigningKey Key
    {
        get
        {
            lock (_gate)
            {
                return _key ??= _openKey();
            }
        }
    }

    /// <summary>A CA that has its certificate. The key is fetched at its first use, since a root's may be elsewhere.</summary>
    public static CertificateAuthority Open(
        AuthorityPlan plan, PkiAddresses addresses, SignatureAlgorithm algorithm, Func<ISigningKey> key,
        Certificate certificate) =>
        new(plan, addresses, algorithm, key, EncodedNames.SubjectOf(certificate.RawData), certificate.SubjectPublicKeyInfo,
            certificate);

    /// <summary>A root about to sign its own certificate.</summary>
    public static CertificateAuthority Unborn(AuthorityPlan plan, PkiAddresses addresses, ISigningKey key) =>
        new(plan, addresses, key.Algorithm, () => key, AttributeTypeAndValue.EncodeName(plan.Subject), key.SubjectPublicKeyInfo,
            null);

    /// <summary>
    /// Encodes and lints; the serial number is reserved. Throws <see cref="IssuanceRefusedException"/> when the request or the result breaks a rule.
    /// </summary>
    public PreparedCertificate Prepare(
        CertificateProfile profile, IssuanceRequest request, byte[] serialNumber, DateTimeOffset now)
    {
        var notBefore = now - profile.Backdate;
        var notAfter = notBefore + profile.Validity - TimeSpan.FromSeconds(1);
        if (Certificate is { } own && (now < own.NotBefore || now > own.NotAfter || notAfter > own.NotAfter))
        {
            throw new IssuanceRefusedException(
                IssuanceRefusal.AuthorityUnusable, $"The CA {Plan.Id} is not valid for the whole life of the certificate.");
        }

        if (request.Key.Algorithm != profile.KeyAlgorithm || request.Binding.Count != (profile.CeremonyBinding ? 2 : 0))
        {
            throw new IssuanceRefusedException(
                IssuanceRefusal.OutsideProfile, $"The profile {profile.Name} foresees another key or other bindings.");
        }

        // A certificate is not older than its issuer's.
        notBefore = notBefore < Certificate?.NotBefore ? Certificate.NotBefore : notBefore;
        var template = new CertificateTemplate
        {
            SerialNumber = serialNumber,
            Issuer = _name,
            Subject = EncodeSubject(profile, request.Subject),
            NotBefore = notBefore,
            NotAfter = notAfter,
            SubjectPublicKeyInfo = request.Key.SubjectPublicKeyInfo,
            Extensions =
            [
                .. _commonExtensions.GetOrAdd(profile, added => ProfileExtensions.Common(added, this, _addresses)),
                .. ProfileExtensions.Own(profile, request, Plan, _addresses, notBefore, serialNumber),
            ],
        };
        var toBeSigned = CertificateBuilder.EncodeToBeSigned(template, _throwAway.Algorithm);
        var findings = CertificateLint.Check(CertificateBuilder.Sign(toBeSigned, _throwAway), profile, this);
        return findings.Count == 0
            ? new PreparedCertificate(this, profile, template, toBeSigned)
            : throw new IssuanceRefusedException(IssuanceRefusal.LintFailed, string.Join(' ', findings));
    }

    public void Dispose()
    {
        _throwAway.Dispose();
        _key?.Dispose();
    }

    private static byte[] EncodeSubject(CertificateProfile profile, IReadOnlyList<AttributeTypeAndValue> subject)
    {
        List<AttributeTypeAndValue> ordered = [];
        var rest = subject.ToList();
        foreach (var rule in profile.Subject)
        {
            var found = rest.Find(attribute => attribute.Type == rule.Type && rule.Allows(attribute.Value));
            if (found is not null)
            {
                rest.Remove(found);
                ordered.Add(found.Value.IsNormalized(NormalizationForm.FormC)
                    ? found
                    : throw new IssuanceRefusedException(
                        IssuanceRefusal.NameInvalid, $"The {rule.Attribute} is not in form NFC."));
            }
            else if (!rule.Optional)
            {
                throw new IssuanceRefusedException(
                    IssuanceRefusal.OutsideProfile, $"The profile {profile.Name} wants another {rule.Attribute}.");
            }
        }

        return rest.Count == 0
            ? AttributeTypeAndValue.EncodeName(ordered)
            : throw new IssuanceRefusedException(
                IssuanceRefusal.OutsideProfile, $"The profile {profile.Name} does not foresee {rest[0].Type} with that value.");
    }
}

/// <summary>A certificate that has been encoded and linted but not signed; good for one signature.</summary>
internal sealed class PreparedCertificate(
    CertificateAuthority authority, CertificateProfile profile, CertificateTemplate template, byte[] toBeSigned)
{
    private int _redeemed;

    public CertificateProfile Profile => profile;

    public string AuthorityId => authority.Plan.Id;

    public byte[] Serial { get; } = template.SerialNumber.ToArray();

    public DateTimeOffset NotAfter => template.NotAfter;

    /// <summary>
    /// Signs with the CA's key, once; the caller has stored the serial number before. What a device signed is checked, since a
    /// broken one is not noticed otherwise; for a key in this process, that would be the same library asked twice, at twice the
    /// cost of making key and signature.
    /// </summary>
    public Certificate Redeem()
    {
        if (Interlocked.Exchange(ref _redeemed, 1) != 0)
        {
            throw new InvalidOperationException("A prepared certificate is signed once.");
        }

        var certificate = Certificate.Parse(CertificateBuilder.Sign(toBeSigned, authority.Key));
        return authority.Key is SoftwareSigningKey || certificate.IsSignedBy(authority.Certificate ?? certificate)
            ? certificate
            : throw new InvalidOperationException($"The key of {AuthorityId} made a signature that does not verify.");
    }
}
