using System.Diagnostics.Metrics;
using System.Text;
using TrustPlatform.Cryptography.Keys;
using TrustPlatform.Cryptography.X509;

namespace TrustPlatform.Pki;

/// <summary>The verified person to whom a one-time certificate is issued.</summary>
/// <param name="AuthorisationId">The authorisation of the signature; one certificate is issued for it, ever.</param>
/// <param name="FullName">As the identity provider asserted it, NFC.</param>
/// <param name="PersonalNumber">12 digits.</param>
/// <param name="EidLevel">1 or 2; below 2 is refused.</param>
/// <param name="AssertionDigest">SHA-256 of the identity provider's signed assertion.</param>
/// <param name="ContractDigest">SHA-256 of the contract's id.</param>
public sealed record CeremonySubject(
    string AuthorisationId, string FullName, string PersonalNumber, int EidLevel,
    ReadOnlyMemory<byte> AssertionDigest, ReadOnlyMemory<byte> ContractDigest)
{
    /// <summary>Names nobody.</summary>
    public override string ToString() => $"CeremonySubject {{ AuthorisationId = {AuthorisationId} }}";
}

/// <summary>The verified organisation to which a seal certificate is issued.</summary>
/// <param name="OrganizationId">Our identifier; one live seal key each.</param>
/// <param name="LegalName">As registered, NFC.</param>
/// <param name="TaxCode">10 or 13 digits.</param>
public sealed record SealSubject(string OrganizationId, string LegalName, string TaxCode);

/// <summary>A key ready to sign, its certificate and the CA certificates above it (the root last).</summary>
public sealed record SigningCredential(ISigningKey Key, Certificate Certificate, IReadOnlyList<Certificate> Chain);

/// <summary>
/// The platform's private test PKI: root, issuing CAs, TSA, OCSP, CRL and one-time keys. Thread-safe. State survives
/// <c>kill -9</c>: a serial is stored before it is signed, a one-time key's signature is stored before it is returned.
/// </summary>
public sealed partial class PlatformPki : IDisposable
{
    private readonly PkiStore _store;
    private readonly Authorities _authorities;
    private readonly OneTimeKeys _oneTimeKeys;
    private readonly TimestampClock _clock;
    private readonly TimestampAuthority _timestamps;
    private readonly CrlPublisher _crls;
    private readonly Meter _daysLeft;

    private PlatformPki(PkiStore store, Authorities authorities)
    {
        _store = store;
        _authorities = authorities;
        Addresses = store.Addresses;
        _oneTimeKeys = new OneTimeKeys(store.Register, store.Issuance, store.Keys, store.Profiles.Ceremony, store.Time);
        _crls = new CrlPublisher(store.Register, store.Addresses, store.Time);
        _clock = new TimestampClock(store.Time, store.TimeServers);
        _timestamps = new TimestampAuthority(
            store.Register, _clock, () => authorities.TimestampUnit, store.Time);
        _daysLeft = PkiMetrics.ObserveDaysLeft(DaysLeft);
    }

    /// <summary>
    /// Opens the PKI in its folder, or makes a new hierarchy there. Throws <see cref="InvalidDataException"/> for a profile or
    /// register that is not as it should be, <see cref="IOException"/> for a master key that others may read,
    /// <see cref="KeyStoreException"/> for a wrong passphrase or PIN and for a token that is not there.
    /// </summary>
    public static PlatformPki Open(PkiOptions options, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(time);

        // DESIGN D-12: without ICU, normalisation silently does nothing, and names would no longer be compared.
        if ("e\u0301".Normalize(NormalizationForm.FormC) != "\u00e9")
        {
            throw new InvalidOperationException("This process runs without ICU; switch globalisation-invariant mode off.");
        }

        var store = PkiStore.Open(options, time);
        try
        {
            var pki = new PlatformPki(store, Authorities.Open(store));
            pki.Maintain();
            return pki;
        }
        catch
        {
            store.Dispose();
            throw;
        }
    }

    /// <summary>The addresses under which a server must answer for this PKI.</summary>
    public PkiAddresses Addresses { get; }

    /// <summary>The ids of all CAs, as they stand in addresses.</summary>
    public IReadOnlyList<string> AuthorityIds => [.. _authorities.Members.Select(member => member.Plan.Id)];

    /// <summary>The trust anchors.</summary>
    public IReadOnlyList<Certificate> Roots => [.. _authorities.Roots.Select(root => root.Authority.Certificate!)];

    /// <summary>All CA, TSA and responder certificates in use.</summary>
    public IReadOnlyList<Certificate> Certificates => _authorities.Certificates;

    /// <summary>
    /// The one-time key and certificate of an authorisation, made at the first call and the same ones afterwards. The key signs
    /// exactly one digest: it is destroyed by that signature, and a repeated call for the same digest returns the stored value;
    /// another digest throws <see cref="InvalidOperationException"/>. A key not used within 120 s is destroyed; that, and a
    /// subject that may not sign, throw <see cref="IssuanceRefusedException"/>. Another subject for the same authorisation
    /// throws <see cref="InvalidOperationException"/>.
    /// </summary>
    public async Task<SigningCredential> OneTimeAsync(CeremonySubject subject)
    {
        ArgumentNullException.ThrowIfNull(subject);
        ArgumentException.ThrowIfNullOrEmpty(subject.AuthorisationId);
        var issuing = _authorities.Issuing(AuthorityKind.Persons, subject.AuthorisationId);
        var (key, certificate, issuer) = await _oneTimeKeys.GetAsync(issuing.Authority, subject);
        return new(key, certificate, ChainOf(issuer));
    }

    /// <summary>
    /// The organisation's seal key and certificate, made at the first call, renewed 30 days before their end or after a
    /// revocation. The key stays open as long as the PKI: do not dispose it. Another name or tax code throws
    /// <see cref="InvalidOperationException"/> until the old certificate is revoked.
    /// </summary>
    public SigningCredential Seal(SealSubject subject)
    {
        ArgumentNullException.ThrowIfNull(subject);
        ArgumentException.ThrowIfNullOrEmpty(subject.OrganizationId);
        var held = _store.Holders.Get(new HolderPlan(
            $"seal:{subject.OrganizationId}", _authorities.Issuing(AuthorityKind.Organisations, subject.OrganizationId).Authority,
            _store.Profiles.Seal, SubjectNames.Of(subject)));
        return new(held.Key, held.Certificate, ChainOf(held.Authority));
    }

    /// <summary>Answers a DER TimeStampReq with a DER TimeStampResp (RFC 3161).</summary>
    public byte[] AnswerTimestampRequest(ReadOnlyMemory<byte> request) => _timestamps.Answer(request);

    /// <summary>
    /// Batch mode, for the platform's own use: the answers to many requests, in their order, with one reading of the clock. A
    /// request that is refused does not disturb the others.
    /// </summary>
    public IReadOnlyList<byte[]> AnswerTimestampRequests(IReadOnlyList<ReadOnlyMemory<byte>> requests) =>
        _timestamps.AnswerAll(requests);

    /// <inheritdoc/>
    public void Dispose()
    {
        _daysLeft.Dispose();
        _authorities.Dispose();
        _store.Dispose();
    }

    private IReadOnlyList<Certificate> ChainOf(string authorityId)
    {
        if (_authorities.Find(authorityId) is null)
        {
            // Another process made that CA since.
            _authorities.Refresh();
        }

        return _authorities.Find(authorityId)!.Chain;
    }
}
