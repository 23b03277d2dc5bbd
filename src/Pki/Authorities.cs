using System.Security.Cryptography;
using TrustPlatform.Cryptography.Issuing;
using TrustPlatform.Cryptography.Keys;
using TrustPlatform.Cryptography.X509;

namespace TrustPlatform.Pki;

/// <summary>
/// The CAs, opened or, in a new folder, made from the root downwards; each step is found again after a crash. Thread-safe.
/// </summary>
internal sealed class Authorities : IDisposable
{
    private readonly PkiStore _store;
    private readonly Dictionary<string, (CertificateAuthority Authority, CertificateProfile Profile)> _all;
    private readonly Dictionary<string, OcspResponder> _responders = new(StringComparer.Ordinal);

    private Authorities(PkiStore store)
    {
        _store = store;
        var profiles = store.Profiles;
        Root = OpenRoot();
        Persons = OpenSubordinate(Hierarchy.Persons, profiles.IssuingAuthority);
        Organisations = OpenSubordinate(Hierarchy.Organisations, profiles.IssuingAuthority);
        Timestamps = OpenSubordinate(Hierarchy.Timestamps, profiles.TimestampAuthority);
        _all = new(StringComparer.Ordinal)
        {
            [Hierarchy.Root.Id] = (Root, profiles.Root),
            [Hierarchy.Persons.Id] = (Persons, profiles.IssuingAuthority),
            [Hierarchy.Organisations.Id] = (Organisations, profiles.IssuingAuthority),
            [Hierarchy.Timestamps.Id] = (Timestamps, profiles.TimestampAuthority),
        };
        Ids = [Hierarchy.Root.Id, Hierarchy.Persons.Id, Hierarchy.Organisations.Id, Hierarchy.Timestamps.Id];
        foreach (var authority in (CertificateAuthority[])[Persons, Organisations, Timestamps])
        {
            _responders.Add(
                authority.Plan.Id, new OcspResponder(store.Register, authority, () => ResponderKey(authority), store.Time));
        }
    }

    public CertificateAuthority Root { get; }

    public CertificateAuthority Persons { get; }

    public CertificateAuthority Organisations { get; }

    public CertificateAuthority Timestamps { get; }

    public IReadOnlyList<string> Ids { get; }

    public HeldKey TimestampUnit => _store.Holders.Get(new HolderPlan(
        "tsa-unit", Timestamps, _store.Profiles.TimestampUnit, Hierarchy.SubjectOf("Dấu thời gian")));

    /// <summary>Those in use; a unit or responder that a revoked or expired CA can no longer certify is left out.</summary>
    public IReadOnlyList<Certificate> Certificates =>
    [
        .. _all.Values.Select(found => found.Authority.Certificate!),
        .. InUse(() => TimestampUnit),
        .. _responders.Keys.SelectMany(id => InUse(() => ResponderKey(_all[id].Authority))),
    ];

    /// <summary>Opens everything, the unit and responders too, so that the first request does not wait for them.</summary>
    public static Authorities Open(PkiStore store)
    {
        // Two processes that open a new folder at once must not both make a root.
        using var opening = Lock(Path.Combine(store.Folder, "opening.lock"));
        var authorities = new Authorities(store);
        _ = authorities.Certificates;
        return authorities;
    }

    public (CertificateAuthority Authority, CertificateProfile Profile)? Find(string id) =>
        _all.TryGetValue(id, out var found) ? found : null;

    public OcspResponder? Responder(string id) => _responders.GetValueOrDefault(id);

    public void Dispose()
    {
        foreach (var (authority, _) in _all.Values)
        {
            authority.Dispose();
        }
    }

    private CertificateAuthority OpenRoot()
    {
        var plan = Hierarchy.Root;
        var row = _store.Register.Read(session => Register.FindHolder(session, plan.Id));
        return row?.Certificate is { } certificate
            ? CertificateAuthority.Open(
                plan, _store.Addresses, row.Algorithm, () => _store.LoadRootKey(row.Algorithm), Certificate.Parse(certificate))
            : MakeRoot(plan, row?.Serial);
    }

    private CertificateAuthority MakeRoot(AuthorityPlan plan, byte[]? previousSerial)
    {
        var profile = _store.Profiles.Root;
        var key = SoftwareSigningKey.Create(profile.KeyAlgorithm);
        _store.SaveRootKey(key);
        var unborn = CertificateAuthority.Unborn(plan, _store.Addresses, key);
        var digest = SHA256.HashData(AttributeTypeAndValue.EncodeName(plan.Subject));
        var certificate = _store.Issuance.Issue(
            unborn, profile, new IssuanceRequest(plan.Subject, key, []),
            (session, serial) =>
                Register.ReplaceHolder(session, plan.Id, previousSerial, serial, key.Algorithm, wrappedKey: null, digest),
            (session, serial) => Register.IsBoundHolder(session, plan.Id, serial))
            ?? throw new InvalidOperationException("Another process made a root in this folder.");
        return CertificateAuthority.Open(plan, _store.Addresses, key.Algorithm, () => key, certificate);
    }

    private CertificateAuthority OpenSubordinate(AuthorityPlan plan, CertificateProfile profile)
    {
        var held = _store.Holders.Get(new HolderPlan(plan.Id, Root, profile, plan.Subject));
        return CertificateAuthority.Open(plan, _store.Addresses, profile.KeyAlgorithm, () => held.Key, held.Certificate);
    }

    private HeldKey ResponderKey(CertificateAuthority authority) => _store.Holders.Get(new HolderPlan(
        $"ocsp:{authority.Plan.Id}", authority, _store.Profiles.OcspResponder, Hierarchy.SubjectOf($"OCSP {authority.Plan.Id}")));

    private static Certificate[] InUse(Func<HeldKey> get)
    {
        try
        {
            return [get().Certificate];
        }
        catch (IssuanceRefusedException)
        {
            return [];
        }
    }

    private static FileStream Lock(string path)
    {
        var deadline = 200;
        while (true)
        {
            try
            {
                return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException) when (deadline-- > 0)
            {
                Thread.Sleep(50);
            }
        }
    }
}
