using System.Collections.Frozen;
using System.Security.Cryptography;
using System.Text;
using TrustPlatform.Cryptography.Issuing;
using TrustPlatform.Cryptography.Keys;
using TrustPlatform.Cryptography.X509;

namespace TrustPlatform.Pki;

/// <summary>A CA in use: it issues, or only answers for what it issued.</summary>
internal sealed record Member(
    CertificateAuthority Authority, CertificateProfile Profile, Member? Root, OcspResponder? Responder, bool IsRetired)
{
    public AuthorityPlan Plan => Authority.Plan;

    /// <summary>Its certificate and its root's.</summary>
    public IReadOnlyList<Certificate> Chain { get; } =
        Root is null ? [Authority.Certificate!] : [Authority.Certificate!, Root.Authority.Certificate!];
}

/// <summary>
/// The CAs, opened or, in a new folder, made from the root downwards; each step is found again after a crash. Thread-safe:
/// readers see one list, which <see cref="Refresh"/> replaces.
/// </summary>
internal sealed class Authorities : IDisposable
{
    private readonly PkiStore _store;
    private readonly Lock _changing = new();
    private FrozenDictionary<string, Member> _members = FrozenDictionary<string, Member>.Empty;

    private Authorities(PkiStore store) => _store = store;

    public IReadOnlyList<Member> Members =>
        [.. _members.Values.OrderBy(member => member.Plan.Kind).ThenBy(member => member.Plan.Id, StringComparer.Ordinal)];

    public IEnumerable<Member> Roots => Members.Where(member => member.Plan.Kind == AuthorityKind.Root);

    /// <summary>The timestamping unit in use and the CA above it.</summary>
    public (HeldKey Unit, Member Authority) TimestampUnit
    {
        get
        {
            var authority = Issuing(AuthorityKind.Timestamps, "");
            return (UnitOf(authority), authority);
        }
    }

    /// <summary>Those in use; a unit or responder that a revoked or expired CA can no longer certify is left out.</summary>
    public IReadOnlyList<Certificate> Certificates
    {
        get
        {
            var members = Members;
            return
            [
                .. members.Select(member => member.Authority.Certificate!),
                .. members.Where(member => member is { Plan.Kind: AuthorityKind.Timestamps, IsRetired: false })
                    .SelectMany(member => InUse(() => UnitOf(member))),
                .. members.Where(member => member.Responder is not null)
                    .SelectMany(member => InUse(() => ResponderKey(member.Authority))),
            ];
        }
    }

    /// <summary>Opens everything, the unit and responders too, so that the first request does not wait for them.</summary>
    public static Authorities Open(PkiStore store)
    {
        // Two processes that open a new folder at once must not both make a root.
        using var opening = Lock(Path.Combine(store.Folder, "opening.lock"));
        var authorities = new Authorities(store);
        authorities.Refresh();
        authorities.MakeMissing();
        _ = authorities.Certificates;
        return authorities;
    }

    public Member? Find(string id) => _members.GetValueOrDefault(id);

    /// <summary>
    /// One of the CAs that issue: always the same for a key as long as the set stays (rendezvous hashing), so that several
    /// share the work without keeping anything.
    /// </summary>
    public Member Issuing(AuthorityKind kind, string key)
    {
        var candidates = _members.Values.Where(member => member.Plan.Kind == kind && !member.IsRetired).ToList();
        return candidates.Count switch
        {
            0 => throw new IssuanceRefusedException(IssuanceRefusal.AuthorityUnusable, $"No CA of kind {kind} issues."),
            1 => candidates[0],
            _ => candidates.MaxBy(member => Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes($"{member.Plan.Id}/{key}"))),
                StringComparer.Ordinal)!,
        };
    }

    /// <summary>Takes up CAs that another process made or retired.</summary>
    public void Refresh()
    {
        lock (_changing)
        {
            Dictionary<string, Member> members = new(StringComparer.Ordinal);
            foreach (var row in _store.Register.Read(Register.Authorities))
            {
                var root = row.Root is { } id ? members[id] : null;
                members.Add(row.Plan.Id, (_members.GetValueOrDefault(row.Plan.Id) ?? Open(row, root)) with { IsRetired = row.IsRetired });
            }

            _members = members.ToFrozenDictionary(StringComparer.Ordinal);
        }
    }

    /// <summary>
    /// Makes another CA of the kind of an existing one, under the root in use, and unless <paramref name="beside"/> retires
    /// the old one: it goes on answering for what it issued. For a root, <paramref name="newRootKey"/> says where the new key
    /// goes; the CAs below stay with the old root until they are renewed themselves.
    /// </summary>
    public Member Renew(Member old, bool beside, EncryptedKeyFile? newRootKey)
    {
        lock (_changing)
        {
            var id = Add(old.Plan.Kind, beside ? null : old.Plan.Id, newRootKey);
            Refresh();
            return _members[id];
        }
    }

    public HeldKey ResponderKey(CertificateAuthority authority) => _store.Holders.Get(new HolderPlan(
        $"ocsp:{authority.Plan.Id}", authority, _store.Profiles.OcspResponder, Hierarchy.SubjectOf($"OCSP {authority.Plan.Id}")));

    public void Dispose()
    {
        foreach (var member in _members.Values)
        {
            member.Authority.Dispose();
        }
    }

    private HeldKey UnitOf(Member authority) => _store.Holders.Get(new HolderPlan(
        authority.Plan.Id == "tsa" ? "tsa-unit" : $"tsa-unit:{authority.Plan.Id}", authority.Authority,
        _store.Profiles.TimestampUnit, Hierarchy.SubjectOf("Dấu thời gian")));

    private CertificateProfile ProfileOf(AuthorityKind kind) => kind switch
    {
        AuthorityKind.Root => _store.Profiles.Root,
        AuthorityKind.Timestamps => _store.Profiles.TimestampAuthority,
        _ => _store.Profiles.IssuingAuthority,
    };

    private void MakeMissing()
    {
        foreach (var kind in Enum.GetValues<AuthorityKind>())
        {
            var wanted = _members.Values.Any(member => member.Plan.Kind == kind) ? 0 : _store.InitialCount(kind);
            for (; wanted > 0; wanted--)
            {
                Add(kind, retired: null, newRootKey: null);
                Refresh();
            }
        }
    }

    /// <summary>Key and certificate come first, the row after them: a crash leaves nothing half planned, only to be resumed.</summary>
    private string Add(AuthorityKind kind, string? retired, EncryptedKeyFile? newRootKey)
    {
        var root = kind == AuthorityKind.Root ? null : Roots.Last(member => !member.IsRetired);
        var partitions = ProfileOf(kind).CertificateAuthority!.CrlPartitions ?? 1;
        var planned = _store.Register.Read(session => Register.PlanAuthority(session, kind, root?.Plan.Id, partitions));
        using var opened = Open(planned, root, newRootKey).Authority;
        _store.Register.Write(session =>
        {
            Register.AddAuthority(session, planned);
            if (retired is not null)
            {
                Register.RetireAuthority(session, retired, _store.Time.GetUtcSecond());
            }

            return true;
        });
        return planned.Plan.Id;
    }

    private Member Open(RegisteredAuthority row, Member? root, EncryptedKeyFile? newRootKey = null)
    {
        var profile = ProfileOf(row.Plan.Kind);
        var authority = root is null ? OpenRoot(row.Plan, newRootKey) : OpenSubordinate(row.Plan, root.Authority, profile);
        var responder = root is null
            ? null
            : new OcspResponder(_store.Register, authority, () => ResponderKey(authority), _store.Time);
        return new(authority, profile, root, responder, row.IsRetired);
    }

    private CertificateAuthority OpenRoot(AuthorityPlan plan, EncryptedKeyFile? newKey)
    {
        var row = _store.Register.Read(session => Register.FindHolder(session, plan.Id));
        return row?.Certificate is { } certificate
            ? OpenRoot(plan, row.Algorithm, Certificate.Parse(certificate))
            : MakeRoot(plan, row?.Serial, newKey);
    }

    private CertificateAuthority OpenRoot(AuthorityPlan plan, SignatureAlgorithm algorithm, Certificate certificate) =>
        CertificateAuthority.Open(
            plan, _store.Addresses, algorithm, () => _store.RootKeys.Load(plan.Id, algorithm, certificate), certificate);

    private CertificateAuthority MakeRoot(AuthorityPlan plan, byte[]? previousSerial, EncryptedKeyFile? newKey)
    {
        var profile = _store.Profiles.Root;
        using var key = _store.RootKeys.CreateOrResume(plan.Id, profile.KeyAlgorithm, newKey);
        using var unborn = CertificateAuthority.Unborn(plan, _store.Addresses, key);
        var digest = SHA256.HashData(AttributeTypeAndValue.EncodeName(plan.Subject));
        var certificate = _store.Issuance.Issue(
            unborn, profile, new IssuanceRequest(plan.Subject, key, []),
            (session, serial) =>
                Register.ReplaceHolder(session, plan.Id, previousSerial, serial, key.Algorithm, wrappedKey: null, digest))
            ?? throw new InvalidOperationException("Another process made a root in this folder.");
        return OpenRoot(plan, key.Algorithm, certificate);
    }

    private CertificateAuthority OpenSubordinate(AuthorityPlan plan, CertificateAuthority root, CertificateProfile profile)
    {
        var held = _store.Holders.Get(new HolderPlan(plan.Id, root, profile, plan.Subject));
        return CertificateAuthority.Open(plan, _store.Addresses, profile.KeyAlgorithm, () => held.Key, held.Certificate);
    }

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
